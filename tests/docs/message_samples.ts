/**
 * A sample of every message, with every way it may read. The type of the table
 * asks for each export of `app/messages/`; the guide must explain each sample.
 */
import * as consent from "../../app/messages/consent.ts";
import * as declared from "../../app/messages/declared.ts";
import * as errors from "../../app/messages/errors.ts";
import * as history from "../../app/messages/history.ts";
import * as actions from "../../app/messages/operator_actions.ts";
import * as operators from "../../app/messages/operators.ts";
import * as phrases from "../../app/messages/phrases.ts";
import * as report from "../../app/messages/report.ts";
import * as setUp from "../../app/messages/set_up.ts";
import type { AuditEntry, Problem } from "../../reconciler/change.ts";

/** A message, or the parts of one. */
export type Message = string | Problem | setUp.Finding;

type Samples<Module> = { [Export in keyof Module]: readonly Message[] };

interface Catalogue {
  consent: Samples<typeof consent>;
  declared: Samples<typeof declared>;
  errors: Samples<typeof errors>;
  history: Samples<typeof history>;
  operator_actions: Samples<Omit<typeof actions, "MOST_NAMED">>;
  operators: Samples<typeof operators>;
  phrases: Samples<typeof phrases>;
  report: Samples<typeof report>;
  set_up: Samples<typeof setUp>;
}

const RECORD: Problem = {
  about: "record UANN of claims",
  reason: "does not parse and is left alone: body: expected JSON text",
};

const LUNCH = { part: "status" as const, after: ":sandwich: Lunch" };

const ALLOWED = { states: ["on_call", "pto"], dnd: true, presence: true };

/** 2026-03-02 09:00 UTC. */
const NINE = 1_772_442_000;

const FOCUS: declared.Declared = {
  name: "Focus time",
  state: "focus",
  start: NINE,
  end: null,
  days: null,
  timeZone: "UTC",
  now: NINE,
  allDays: null,
  replaced: [],
  next: { shows: true, runInSeconds: 20, isSure: true },
  notShown: null,
};

const TIME_OFF: declared.Declared = {
  ...FOCUS,
  name: "Time off",
  state: "pto",
  days: { first: "2026-03-03", last: "2026-03-04" },
  allDays: { first: "2026-03-02", last: "2026-03-04" },
};

const ENTRY: AuditEntry = {
  id: "Fx1",
  person: "UANN",
  at: NINE,
  part: "status",
  state: "on_call",
  action: "start",
  reason: "shift",
  before: "",
  after: "",
  outcome: "done",
  path: "own",
  run: "Fx0",
  execution: "Fx1",
  expires_at: NINE + 1,
};

const HISTORY: history.History = {
  entries: [ENTRY],
  older: 0,
  unreadable: 0,
  complete: true,
};

const SOURCE = {
  id: "payments",
  type: "pagerduty",
  token: "PAGERDUTY_TOKEN",
  schedules: [
    { id: "P1", name: "Payments" },
    { id: "Checkout", name: "Checkout" },
  ],
  shifts: 1,
};

const GUEST = {
  name: "Guest",
  identity: "email:guest@agency.example",
  reason: "nobody in Slack has guest@agency.example",
};

const OPT_OUTS: consent.OptOutOutcome[] = [
  { kind: "stranger" },
  { kind: "waiting" },
  { kind: "failed", error: "no answer" },
  { kind: "unreadable", record: RECORD },
  { kind: "done", restored: [LUNCH], keptTheirs: false },
  { kind: "done", restored: [], keptTheirs: true },
  { kind: "done", restored: [], keptTheirs: false },
];

const MANY = Array.from({ length: 12 }, (_, index) => `p${index}`);

const CONCERNED: actions.Concerned = {
  names: MANY,
  parts: { status: 12, dnd: 3, presence: 0 },
};

const NOBODY: actions.Concerned = {
  names: [],
  parts: { status: 0, dnd: 0, presence: 0 },
};

const ACTORS: actions.Actor[] = ["ops", null].map((name) => ({
  id: "UOPS",
  team: "T1",
  name,
  timeZone: "UTC",
}));

const NONE_DONE = { restored: [], left: 0, failures: [], problems: [] };

export const MESSAGES: Catalogue = {
  consent: {
    optedIn: (["skip", "defer", "replace"] as const).map((on_own_status) =>
      consent.optedIn({ ...ALLOWED, on_own_status }, 15)
    ),
    accountNotOwn: [
      consent.accountNotOwn({ user: "UBOB" }),
      consent.accountNotOwn({ name: "bob", workspace: "Acme" }),
    ],
    accountNotChecked: [consent.accountNotChecked("no_answer")],
    NO_STATE_CHOSEN: [consent.NO_STATE_CHOSEN],
    unknownStates: [consent.unknownStates(["focus"], ["on_call", "pto"])],
    unknownChoice: [consent.unknownChoice("always", ["skip", "defer"])],
    optedOut: OPT_OUTS.map((outcome) =>
      consent.optedOut(outcome, { auditDays: 90, pollMinutes: 15 })
    ),
    priorRefused: [
      consent.priorRefused({
        part: "status",
        before: ":party: Lunch",
        after: ":speech_balloon: Lunch",
        error: "invalid_emoji_not_allowed",
      }),
    ],
    connectAgain: ([null, "env", "admin"] as const).flatMap((substitute) =>
      [null, "https://slack.com/shortcuts/Ft1"].map((link) =>
        consent.connectAgain({
          error: "token_revoked",
          substitute,
          link,
          keptDays: 30,
        })
      )
    ),
    restoredByOperator: (["restored", "unfinished", "nothing"] as const).map(
      (outcome) => consent.restoredByOperator("UOPS", outcome),
    ),
  },
  declared: {
    declared: [
      declared.declared(FOCUS),
      declared.declared({
        ...FOCUS,
        next: { shows: true, runInSeconds: 60, isSure: true },
      }),
      declared.declared({
        ...FOCUS,
        next: { shows: true, runInSeconds: 60, isSure: false },
      }),
      declared.declared({
        ...FOCUS,
        next: { shows: true, runInSeconds: 90, isSure: true },
      }),
      declared.declared({
        ...FOCUS,
        start: NINE + 60,
        end: NINE + 3600,
        group: "SREL1",
        next: { shows: true, runInSeconds: 60, isSure: true },
        replaced: [
          { start: NINE, end: null, days: null },
          { start: NINE + 600, end: NINE + 1200, days: null },
        ],
      }),
      declared.declared(TIME_OFF),
      declared.declared({
        ...TIME_OFF,
        days: { first: "2026-03-03", last: null },
        allDays: { first: "2026-03-03", last: null },
        next: { shows: false, optInLink: null },
      }),
      declared.declared({
        ...TIME_OFF,
        next: { shows: false, optInLink: "https://slack.com/shortcuts/Ft1" },
      }),
      ...(["yielded", "skipped", "put_back"] as const).map((why) =>
        declared.declared({ ...TIME_OFF, notShown: { why } })
      ),
      declared.declared({
        ...TIME_OFF,
        notShown: { why: "outranked", by: "on_call" },
      }),
    ],
    END_IN_PAST: [declared.END_IN_PAST],
    TOO_FAR_AWAY: [declared.TOO_FAR_AWAY],
    END_BEFORE_START: [declared.END_BEFORE_START],
    lastDayInPast: [declared.lastDayInPast("2026-03-01")],
    lastDayBeforeFirst: [
      declared.lastDayBeforeFirst({ first: "2026-03-04", last: "2026-03-03" }),
    ],
    notADay: [declared.notADay("last_day", "tomorrow")],
    unknownState: [declared.unknownState("focus", ["on_call", "pto"])],
    nothingToEnd: [declared.nothingToEnd(), declared.nothingToEnd("SREL1")],
    ended: [
      declared.ended(["focus"], undefined, 20),
      declared.ended(["focus"], "SREL1", 60),
    ],
    groupsAreForManagers: [
      declared.groupsAreForManagers([]),
      declared.groupsAreForManagers(["UMO", "UOPS"]),
    ],
    noSuchGroup: [
      declared.noSuchGroup("@relese", []),
      declared.noSuchGroup("@relese", ["releases", "sre"]),
      declared.noSuchGroup("SREL1", Array(12).fill("sre")),
    ],
  },
  errors: {
    notStored: ([
      "your choice",
      "everything",
      "who set up Shiftlight",
      "the mode",
      "the confirmation",
      "the change",
      "whom you were shown",
    ] as const).map(errors.notStored),
    DECLARED_NOT_DELETED: [errors.DECLARED_NOT_DELETED],
    TOO_BUSY: [errors.TOO_BUSY],
  },
  history: {
    historyText: [
      history.historyText(HISTORY),
      history.historyText({ ...HISTORY, entries: [] }),
      history.historyText({
        entries: [
          { ...ENTRY, path: "env", outcome: "unknown" },
          { ...ENTRY, path: "admin", before: "{", after: "{" },
        ],
        older: 3,
        unreadable: 2,
        complete: false,
      }),
    ],
  },
  operator_actions: {
    namesText: [actions.namesText(MANY), actions.namesText([], 12)],
    askRestoreEveryone: (["first", "others", "late"] as const).flatMap((
      why,
    ) => [
      actions.askRestoreEveryone(CONCERNED, "https://slack.com/1", why),
      actions.askRestoreEveryone(NOBODY, null, why),
    ]),
    askConfirmEarlyEnds: (["first", "others", "late"] as const).map((why) =>
      actions.askConfirmEarlyEnds(CONCERNED, 20, null, why)
    ),
    toldAction: ACTORS.map((actor) =>
      actions.toldAction(actor, "switch_mode", NINE, ["Told."])
    ),
    cutShort: [actions.cutShort(ACTORS[0]!, "put_everybody_back", NINE)],
    notTold: [actions.notTold("no answer")],
    alreadySwitched: [
      actions.alreadySwitched("enforce", "UOPS"),
      actions.alreadySwitched("preview", ""),
    ],
    alreadyRestoring: [
      actions.alreadyRestoring("UOPS", null),
      actions.alreadyRestoring("", 2),
    ],
    leftLine: [actions.leftLine(0), actions.leftLine(2)],
    SETTING_UP_ALREADY: [actions.SETTING_UP_ALREADY],
    modeSwitched: [
      actions.modeSwitched("preview", "enforce"),
      actions.modeSwitched("preview", "preview"),
    ],
    endsConfirmed: [actions.endsConfirmed(MANY, 12)],
    oneRestored: [
      actions.oneRestored("ann", ["status", "dnd"], false),
      actions.oneRestored("ann", [], true),
    ],
    wasSetUp: [
      actions.wasSetUp({ made: 13, changed: 1, removed: 0 }, 0),
      actions.wasSetUp({ made: 0, changed: 0, removed: 4 }, 2),
    ],
  },
  operators: {
    operatorsOnly: [
      operators.operatorsOnly([]),
      operators.operatorsOnly(["UOPS", "UOTHER"]),
    ],
    SWITCHED_TO_ENFORCE: [operators.SWITCHED_TO_ENFORCE],
    switchedToPreview: [
      operators.switchedToPreview(0),
      operators.switchedToPreview(1),
      operators.switchedToPreview(12),
      operators.switchedToPreview({ error: "no answer" }),
    ],
    NOTHING_TO_CONFIRM: [operators.NOTHING_TO_CONFIRM],
    alreadyConfirmed: [operators.alreadyConfirmed("UOPS")],
    earlyEndsConfirmed: [operators.earlyEndsConfirmed(12, 20, MANY)],
    unusableRecord: [operators.unusableRecord(RECORD)],
    restoredEveryone: [
      operators.restoredEveryone(null),
      operators.restoredEveryone(NONE_DONE),
      operators.restoredEveryone({
        restored: ["ann", "bob"],
        left: 2,
        failures: Array.from(
          { length: 11 },
          (_, index) => ({ name: `Person ${index}`, error: "no_answer" }),
        ),
        problems: [RECORD],
      }),
    ],
    ANOTHER_RUN_IS_AT_WORK: [operators.ANOTHER_RUN_IS_AT_WORK],
    nothingToRestore: [operators.nothingToRestore("UANN")],
    alreadyRestoredOne: [operators.alreadyRestoredOne("UANN")],
    restoredOne: [
      operators.restoredOne("UANN", { kind: "done", restored: [LUNCH] }),
      operators.restoredOne("UANN", { kind: "done", restored: [] }),
      ...[null, "no answer"].map((error) =>
        operators.restoredOne("UANN", {
          kind: "unfinished",
          error,
          pollMinutes: 15,
        })
      ),
    ],
    couldNotTell: [operators.couldNotTell("UANN", "no answer")],
  },
  phrases: {
    peopleText: [phrases.peopleText(1), phrases.peopleText(12)],
    listText: [phrases.listText(["a"]), phrases.listText(["a", "b"])],
    mentions: [phrases.mentions(["UANN", "UBOB"])],
    partsText: [phrases.partsText([LUNCH, { part: "dnd", after: null }])],
    withinText: [phrases.withinText(20), phrases.withinText(60)],
  },
  report: {
    REPORT_CHANNEL_READY: [report.REPORT_CHANNEL_READY],
    NEEDS_ATTENTION: [report.NEEDS_ATTENTION],
    RECORD_TOO_LARGE: [report.RECORD_TOO_LARGE],
    WAITS_FOR: Object.values(report.WAITS_FOR),
    LEASE: Object.values(report.LEASE),
    neverReleased: [report.neverReleased("Fx012345")],
    stepFailed: [report.stepFailed("Set statuses", "roster snapshot: gone")],
    ABOUT: Object.values(report.ABOUT),
    aboutReconnect: [report.aboutReconnect("UANN")],
    aboutTelling: [report.aboutTelling("UANN")],
    emojiRefused: ["on_call", null].map((state) =>
      report.emojiRefused(":pager:", state)
    ),
    aboutRemoving: [report.aboutRemoving("2026-03-02T09:00:00Z")],
    OUTCOMES: Object.values(report.OUTCOMES),
    andMore: [report.andMore(12)],
    moreInLog: [report.moreInLog(12)],
    earlyEndsHeldBack: [report.earlyEndsHeldBack(12, 20)],
    SOURCE_EMPTIED: [report.SOURCE_EMPTIED],
    sourceUnreadable: [null, "P1"].map((schedule) =>
      report.sourceUnreadable({
        source: "payments",
        schedule,
        reason: "no answer.",
      })
    ),
    entryUnreadable: [
      report.entryUnreadable({
        source: "payments",
        identity: "email:ann@example.com",
        reason: "no sense.",
      }),
    ],
    onCallForgotten: [
      report.onCallForgotten("roster snapshot Fx1:0: missing"),
    ],
    notLookedUp: [true, false].map((isGroup) =>
      report.notLookedUp({ ...GUEST, isGroup })
    ),
    notFound: [report.notFound(GUEST)],
    reportNotPosted: [report.reportNotPosted("CREPORTS", "not_in_channel")],
    reconnectNotStored: [report.reconnectNotStored("reconnect:UANN", "runs")],
  },
  set_up: {
    setUpAnswer: [
      setUp.setUpAnswer(
        [setUp.modeIs("enforce")],
        { name: "Opt in", url: "https://slack.com/1" },
        [{ name: "Opt out", url: "https://slack.com/2" }],
      ),
      setUp.setUpAnswer([setUp.NO_SOURCE], null, []),
      setUp.setUpAnswer([setUp.NO_SOURCE, setUp.NO_TOKEN_PATH], null, []),
      setUp.setUpAnswer([setUp.NO_REPORT_CHANNEL], null, []),
    ],
    setUpIsFor: [setUp.setUpIsFor(["UOPS", "UOTHER"])],
    setUpRecordUnusable: [
      setUp.setUpRecordUnusable("record set_up", "no sense"),
    ],
    NO_SOURCE: [setUp.NO_SOURCE],
    sourceProblem: [setUp.sourceProblem("payments", "no answer")],
    moreProblems: [setUp.moreProblems("payments", 12)],
    sourceRead: [
      setUp.sourceRead(SOURCE),
      setUp.sourceRead({ ...SOURCE, token: null, schedules: [], shifts: 0 }),
    ],
    entryLeftOut: [setUp.entryLeftOut("payments", "entry 14")],
    moreLeftOut: [setUp.moreLeftOut("payments", 12)],
    ranksAboveOnCall: [setUp.ranksAboveOnCall("pto")],
    everyoneFound: [setUp.everyoneFound(true), setUp.everyoneFound(false)],
    peopleNotFound: [
      setUp.peopleNotFound(1, [GUEST]),
      setUp.peopleNotFound(12, [GUEST]),
    ],
    SCOPES_COMPLETE: [setUp.SCOPES_COMPLETE],
    scopesMissing: [setUp.scopesMissing(["chat:write", "users:read"])],
    EMOJI_COMPLETE: [setUp.EMOJI_COMPLETE],
    emojiMissing: [
      setUp.emojiMissing([{ state: "on_call", emoji: ":pager:" }]),
    ],
    emojiUnknown: [setUp.emojiUnknown("emoji.list: missing_scope")],
    NO_TOKEN_PATH: [setUp.NO_TOKEN_PATH],
    SAMPLE_CLIENT_ID: [setUp.SAMPLE_CLIENT_ID],
    connected: [setUp.connected(0, 0), setUp.connected(2, 3)],
    connectionsUnknown: [setUp.connectionsUnknown("no answer")],
    secretWorks: [setUp.secretWorks("ADMIN_TOKENS, number 1", "UOPS")],
    secretOfOtherPerson: [
      setUp.secretOfOtherPerson("USER_TOKEN_UANN", "UBOB"),
    ],
    secretOfOtherWorkspace: [
      setUp.secretOfOtherWorkspace("ADMIN_TOKENS, number 1", "UBOB", "TOTHER"),
    ],
    secretRejected: [setUp.secretRejected("USER_TOKEN_UANN", "token_revoked")],
    NO_REPORT_CHANNEL: [setUp.NO_REPORT_CHANNEL],
    canPostTo: [setUp.canPostTo("CREPORTS")],
    cannotPostTo: [setUp.cannotPostTo("CREPORTS", "not_in_channel")],
    operators: [setUp.operators([]), setUp.operators(["UOPS"])],
    triggersReady: [
      setUp.triggersReady({ made: [], changed: [], removed: [] }, 16),
      setUp.triggersReady({
        made: ["Opt in", "Opt out"],
        changed: ["Sync now"],
        removed: ["Sync every hour at :45"],
      }, 16),
    ],
    triggersIncomplete: [setUp.triggersIncomplete("ratelimited")],
    modeIs: [setUp.modeIs("preview"), setUp.modeIs("enforce")],
    everyoneIsRestored: [setUp.everyoneIsRestored("an operator did it")],
  },
};

/** Each export of `app/messages/`, with what its samples say. */
export function messageRows(): { from: string; texts: string[] }[] {
  return Object.entries(MESSAGES).flatMap(([file, samples]) =>
    Object.entries<readonly Message[]>({ ...samples }).map((
      [name, messages],
    ) => ({
      from: `app/messages/${file}.ts, ${name}`,
      texts: messages.flatMap(textsOf),
    }))
  );
}

/** A finding's verdict is a mark, not text. */
function textsOf(message: Message): string[] {
  if (typeof message === "string") return [message];
  return "text" in message ? [message.text] : [message.about, message.reason];
}
