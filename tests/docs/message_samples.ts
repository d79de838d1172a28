/**
 * A sample of every message, with every way it may read. The type of the table
 * asks for each export of `app/messages/`; the guide must explain each sample.
 */
import * as consent from "../../app/messages/consent.ts";
import * as declared from "../../app/messages/declared.ts";
import * as ended from "../../app/messages/ended.ts";
import * as errors from "../../app/messages/errors.ts";
import * as history from "../../app/messages/history.ts";
import * as home from "../../app/messages/home.ts";
import * as actions from "../../app/messages/operator_actions.ts";
import * as operators from "../../app/messages/operators.ts";
import * as optingIn from "../../app/messages/opting_in.ts";
import * as outages from "../../app/messages/outages.ts";
import * as phrases from "../../app/messages/phrases.ts";
import * as presence from "../../app/messages/presence.ts";
import * as report from "../../app/messages/report.ts";
import * as reportLines from "../../app/messages/report_lines.ts";
import * as setUp from "../../app/messages/set_up.ts";
import * as sync from "../../app/messages/sync.ts";
import type { AuditEntry, Problem, Result } from "../../reconciler/change.ts";

/** A message, or the parts of one. */
export type Message = string | Problem | setUp.Finding;

type Samples<Module> = { [Export in keyof Module]: readonly Message[] };

interface Catalogue {
  consent: Samples<typeof consent>;
  declared: Samples<typeof declared>;
  ended: Samples<typeof ended>;
  errors: Samples<typeof errors>;
  history: Samples<typeof history>;
  home: Samples<typeof home>;
  operator_actions: Samples<Omit<typeof actions, "MOST_NAMED">>;
  operators: Samples<typeof operators>;
  opting_in: Samples<typeof optingIn>;
  outages: Samples<typeof outages>;
  phrases: Samples<typeof phrases>;
  presence: Samples<typeof presence>;
  report: Samples<typeof report>;
  report_lines: Samples<typeof reportLines>;
  set_up: Samples<typeof setUp>;
  sync: Samples<typeof sync>;
}

const RECORD: Problem = {
  about: "record UANN of claims",
  reason: "does not parse and is left alone: body: expected JSON text",
};

const LUNCH = { part: "status" as const, after: ":sandwich: Lunch" };

const ALLOWED = { states: ["on_call", "pto"], dnd: true, presence: true };

const CAREFUL = {
  states: ["on_call"],
  on_own_status: "defer",
  after_manual_change: "yield",
  dnd: false,
  presence: false,
} as const satisfies optingIn.Choices;

const BOLD = {
  ...ALLOWED,
  on_own_status: "replace",
  after_manual_change: "resume",
  notices: true,
  workflow_presence: true,
} as const satisfies optingIn.Choices;

const LOOK = {
  text: "On call",
  emoji: ":pager:",
  priority: 1,
  dnd: false,
  away: false,
  expiry: "shift_end",
} as const;

const STATES = { on_call: LOOK, pto: LOOK };

const LINKS = [
  { title: "Opt in", url: "https://slack.com/1" },
  { title: "Opt out", url: "https://slack.com/2" },
];

function soonIn(mode: "preview" | "enforce") {
  return { mode: { mode, restoreReason: null }, runInSeconds: 20 };
}

const UNKNOWN_MODE = { mode: null, runInSeconds: 90 };

const RESTORED = {
  mode: { mode: "preview", restoreReason: "an operator did it" },
  runInSeconds: 20,
} as const;

/** 2026-03-02 09:00 UTC. */
const NINE = 1_772_442_000;

const READER = { timeZone: "UTC", now: NINE };

const MANY = Array.from({ length: 12 }, (_, index) => `p${index + 10}`);

const ON_CALL: Result = {
  person: "UANN",
  name: "ann",
  part: "status",
  state: "on_call",
  action: "start",
  reason: "on call: Payments",
  before: ":sandwich: Lunch",
  after: ":pager: On call until 17:00",
  outcome: "done",
  error: null,
  transient: false,
  path: "own",
};

const SHOWN = { ownTexts: true, allNames: false };

/** A start, a switch and a restore of the same status. */
const WRITES = [
  ON_CALL,
  { ...ON_CALL, action: "switch" as const },
  {
    ...ON_CALL,
    action: "restore" as const,
    before: ON_CALL.after,
    after: ON_CALL.before,
  },
];

const FOCUS_PERIOD: phrases.Period = {
  label: "focus time",
  start: NINE,
  end: NINE + 3600,
  days: null,
};

const VACATION: phrases.Period = {
  label: "time off",
  start: NINE + 86_400,
  end: null,
  days: { first: "2026-03-03", last: "2026-03-04" },
};

const FOCUS: declared.Declared = {
  ...FOCUS_PERIOD,
  allDays: null,
  replaced: [],
  runInSeconds: 20,
  unconfirmed: false,
  notShown: null,
};

const TIME_OFF: declared.Declared = {
  ...FOCUS,
  ...VACATION,
  start: NINE - 9 * 3600,
  allDays: { first: "2026-03-02", last: "2026-03-04" },
};

const ENDED = {
  periods: [FOCUS_PERIOD],
  toCome: [],
  runInSeconds: 20,
  undoLink: "https://slack.com/shortcuts/Ft1",
  undoUntil: NINE + 600,
};

const UNDONE = {
  periods: [FOCUS_PERIOD, VACATION],
  meanwhile: [],
  runInSeconds: 20,
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

const SHIFT: home.OwnShift = {
  state: "on_call",
  label: "Payments",
  start: NINE,
  end: NINE + 3600,
};

const OWN: home.Own = {
  consent: {
    states: ["on_call"],
    on_own_status: "defer",
    after_manual_change: "yield",
    dnd: true,
    presence: true,
  },
  parts:
    (["held", "intent", "restoring", "deferred", "yielded", "skipped"] as const)
      .map((phase): home.OwnPart => ({
        part: "status",
        phase,
        ours: ":pager: On call until 10:00",
        prior: ":sandwich: Lunch",
        shift: SHIFT,
      })),
  restoredBy: null,
  account: {
    kind: "connected",
    presence: {
      presence: "away",
      online: true,
      auto_away: true,
      manual_away: false,
      connection_count: 1,
      last_activity: NINE,
    },
  },
};

const LINK = { title: "Opt in", url: "https://slack.com/1" };

const NO_LINKS = { optIn: null, others: [], messages: null };

const HOME: home.Home = {
  person: { kind: "in", own: OWN },
  mode: "enforce",
  restoreReason: null,
  roster: {
    readAt: NINE,
    isWhole: true,
    now: [SHIFT, { ...SHIFT, state: "pto", label: "", end: null }],
    next: [{ ...SHIFT, start: NINE + 7200, end: NINE + 10_800 }],
  },
  declared: [
    { ...SHIFT, state: "focus", label: "", days: null },
    {
      ...SHIFT,
      state: "pto",
      days: { first: "2026-03-03", last: "2026-03-05" },
    },
  ],
  optIn: LINK.url,
};

/** What *My Shiftlight* says of somebody, with some of it different. */
function homeOf(
  own: Partial<home.Own>,
  rest: Partial<home.Home> = {},
): string {
  const mine: home.Own = { ...OWN, parts: [], ...own };
  return home.homeText(
    { pto: { ...LOOK, away: true } },
    { ...HOME, person: { kind: "in", own: mine }, ...rest },
    READER,
  );
}

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

const NO_COUNTS = {
  set: 0,
  restored: 0,
  kept: 0,
  failed: 0,
  open: 0,
  planned: 0,
};

export const MESSAGES: Catalogue = {
  consent: {
    accountNotOwn: [
      consent.accountNotOwn({ user: "UBOB" }),
      consent.accountNotOwn({ name: "bob", workspace: "Acme" }),
    ],
    accountNotChecked: [consent.accountNotChecked("no_answer")],
    optedOut: OPT_OUTS.flatMap((outcome) =>
      [LINKS[0]!, null].map((link) =>
        consent.optedOut(outcome, { auditDays: 90, pollMinutes: 15 }, link)
      )
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
      ...[
        FOCUS,
        { ...FOCUS, runInSeconds: 60, unconfirmed: true },
        { ...FOCUS, runInSeconds: 90 },
        { ...FOCUS, note: declared.workingDayOver("17:00") },
        {
          ...FOCUS,
          start: NINE + 60,
          group: "SREL1",
          replaced: [
            { ...FOCUS_PERIOD, end: null },
            { ...FOCUS_PERIOD, start: NINE + 600, end: NINE + 1200 },
          ],
        },
        TIME_OFF,
        {
          ...TIME_OFF,
          days: { first: "2026-03-03", last: null },
          allDays: { first: "2026-03-03", last: null },
        },
        ...(["yielded", "skipped", "put_back"] as const).map((why) => ({
          ...TIME_OFF,
          notShown: { why },
        })),
        {
          ...TIME_OFF,
          notShown: { why: "outranked" as const, by: "on call" },
        },
      ].map((each) => declared.declared(each, READER)),
    ],
    notOptedIn: [
      declared.notOptedIn("focus time", null),
      declared.notOptedIn("focus time", "https://slack.com/shortcuts/Ft1"),
    ],
    workingDayOver: [declared.workingDayOver("17:00")],
    NO_OTHER_END: [declared.NO_OTHER_END],
    FOCUS_TOO_LONG: [declared.FOCUS_TOO_LONG],
    END_IN_PAST: [declared.END_IN_PAST],
    TOO_FAR_AWAY: [declared.TOO_FAR_AWAY],
    END_BEFORE_START: [declared.END_BEFORE_START],
    lastDayInPast: [declared.lastDayInPast("2026-03-01", READER)],
    lastDayBeforeFirst: [
      declared.lastDayBeforeFirst(
        { first: "2026-03-04", last: "2026-03-03" },
        READER,
      ),
    ],
    notADay: [declared.notADay("last_day", "tomorrow")],
    unknownState: [
      declared.unknownState("focus time", ["on call", "time off"]),
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
  ended: {
    nothingToEnd: [
      ended.nothingToEnd({ label: null, others: [] }, READER),
      ended.nothingToEnd(
        { label: "focus time", others: [VACATION] },
        READER,
      ),
      ended.nothingToEnd(
        { label: "focus time", group: "SREL1", others: [] },
        READER,
      ),
    ],
    chooseWhatToEnd: [
      ended.chooseWhatToEnd([FOCUS_PERIOD, VACATION], READER),
    ],
    endedMomentsAgo: [ended.endedMomentsAgo([FOCUS_PERIOD], READER)],
    ended: [
      ended.ended(ENDED, READER),
      ended.ended(
        { ...ENDED, group: "SREL1", toCome: [VACATION], undoLink: null },
        READER,
      ),
      ended.ended({ ...ENDED, periods: [VACATION] }, READER),
    ],
    undone: [
      ended.undone(UNDONE, READER),
      ended.undone(
        { ...UNDONE, periods: [VACATION], meanwhile: [VACATION] },
        READER,
      ),
    ],
    nothingToUndo: ([
      "back already",
      "over",
      "too late",
      "nothing ended",
    ] as const).map((why) => ended.nothingToUndo(why, [FOCUS_PERIOD], READER)),
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
          { ...ENTRY, reason: presence.SET_BY_WORKFLOW },
          { ...ENTRY, reason: presence.SET_BY_THEM },
        ],
        older: 3,
        unreadable: 2,
        complete: false,
      }),
    ],
  },
  home: {
    homeText: [
      home.homeText({}, HOME, READER),
      homeOf(
        {
          restoredBy: "operator",
          account: { kind: "env" },
          consent: {
            ...OWN.consent,
            on_own_status: "replace",
            after_manual_change: "resume",
            dnd: false,
            presence: false,
          },
        },
        {
          roster: {
            readAt: NINE - 200_000,
            isWhole: false,
            now: [],
            next: [],
          },
          declared: [],
        },
      ),
      homeOf(
        {
          account: { kind: "admin" },
          consent: { ...OWN.consent, on_own_status: "skip" },
          parts: OWN.parts.slice(0, 1)
            .map((part) => ({ ...part, shift: { ...SHIFT, end: null } })),
        },
        { mode: "preview", roster: null, declared: { error: "no answer" } },
      ),
      homeOf({ account: { kind: "none" } }, {
        restoreReason: "an operator restored everyone",
        roster: { error: "no answer" },
      }),
      ...([null, "env", "admin"] as const).map((substitute) =>
        homeOf({
          account: { kind: "rejected", error: "token_revoked", substitute },
        })
      ),
      homeOf({ account: { kind: "unknown", error: "no answer" } }),
      homeOf({
        restoredBy: "person",
        consent: { ...OWN.consent, paused_until: READER.now + 3600 },
      }),
      ...["pto", "focus"].map((state) =>
        homeOf({}, {
          roster: {
            readAt: READER.now,
            isWhole: true,
            now: [{ ...SHIFT, state, label: "", end: null }],
            next: [],
          },
          declared: [],
        })
      ),
      homeOf({}, {
        roster: {
          readAt: READER.now,
          isWhole: true,
          now: [],
          next: [{ ...SHIFT, start: READER.now + 3600 }],
        },
        declared: [],
      }),
      ...[LINK.url, null].map((optIn) =>
        home.homeText(
          {},
          { ...HOME, optIn, person: { kind: "stranger" } },
          READER,
        )
      ),
      home.homeText({}, { ...HOME, person: { kind: "leaving" } }, READER),
      home.homeText({}, {
        ...HOME,
        person: { kind: "unreadable", ...RECORD },
      }, READER),
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
  opting_in: {
    choicesText: (["skip", "defer", "replace"] as const).flatMap(
      (on_own_status) =>
        (["yield", "resume"] as const).map((after_manual_change) =>
          optingIn.choicesText(STATES, {
            ...ALLOWED,
            on_own_status,
            after_manual_change,
            notices: after_manual_change === "resume",
            workflow_presence: after_manual_change === "resume",
          })
        ),
    ),
    optedIn: [
      optingIn.optedIn(STATES, null, CAREFUL, soonIn("enforce"), LINKS),
      optingIn.optedIn(STATES, CAREFUL, CAREFUL, soonIn("preview"), []),
      optingIn.optedIn(
        STATES,
        BOLD,
        { ...CAREFUL, states: ["on_call", "parental_leave"] },
        soonIn("enforce"),
        LINKS,
      ),
      optingIn.optedIn(STATES, BOLD, CAREFUL, UNKNOWN_MODE, []),
      optingIn.optedIn(
        STATES,
        null,
        { ...CAREFUL, states: Array(30).fill("pto") },
        RESTORED,
        [],
      ),
    ],
    consentUnreadable: [optingIn.consentUnreadable("dnd: expected boolean")],
    OPTED_OUT_MEANWHILE: [optingIn.OPTED_OUT_MEANWHILE],
    unknownStates: [optingIn.unknownStates(["focus"], ["on_call", "pto"])],
    unknownChoice: [optingIn.unknownChoice("always", ["skip", "defer"])],
  },
  outages: {
    sourceUnreadable: [null, "P1"].flatMap((schedule) =>
      [undefined, "PAGERDUTY_TOKEN"].map((secret) =>
        outages.sourceUnreadable({
          source: "payments",
          schedule,
          reason: "no answer.",
          ...(secret === undefined ? {} : { secret, needs: "operator" }),
        })
      )
    ),
    isWithin: ["payments, schedule P1"],
    withoutStop: [outages.withoutStop("no answer.")],
    earlyEndsHeldBack: [[], ["Core", "Night"]].map((schedules) =>
      outages.earlyEndsHeldBack({
        names: MANY,
        active: 20,
        sources: ["payments"],
        schedules,
        grew_at: NINE,
      })
    ),
    stepText: [outages.stepText("Set statuses")],
    OVER: [outages.OVER],
    lastingSince: [outages.lastingSince(NINE - 7200, READER)],
    outageOver: [
      outages.outageOver(
        { about: "payments", since: NINE - 7200, until: NINE },
        READER,
      ),
    ],
    operatorsNeeded: [outages.operatorsNeeded(["UANN", "UBOB"])],
    stillPreview: [true, false].map((isRestoring) =>
      outages.stillPreview(isRestoring, "https://slack.com/1")
    ),
    durationText: [60, 7200, 200_000].map(outages.durationText),
    namesText: [outages.namesText(MANY), outages.namesText(["ann"])],
  },
  presence: {
    SET_BY_WORKFLOW: [presence.SET_BY_WORKFLOW],
    SET_BY_THEM: [presence.SET_BY_THEM],
    WHY_NOT_SET: Object.values(presence.WHY_NOT_SET),
    presenceOutcome: [
      presence.presenceOutcome("done", "away", ""),
      presence.presenceOutcome("done", "auto", ""),
      presence.presenceOutcome("not_allowed", "away", ""),
      presence.presenceOutcome("on_call", "away", ""),
      presence.presenceOutcome("no_token", "away", ""),
      presence.presenceOutcome("failed", "away", presence.WHY_NOT_SET.preview),
    ],
    ownPresenceSet: [
      presence.ownPresenceSet(true),
      presence.ownPresenceSet(false),
    ],
    ownStatusSet: [
      presence.ownStatusSet({ text: "", emoji: "", expiration: 0 }),
      presence.ownStatusSet({ text: "Lunch", emoji: ":tea:", expiration: 0 }),
      presence.ownStatusSet({
        text: "Lunch",
        emoji: ":tea:",
        expiration: NINE,
      }),
    ],
    STATUS_NOT_SET: Object.values(presence.STATUS_NOT_SET),
    emojiNotTaken: [presence.emojiNotTaken("tea")],
    statusTooLong: [presence.statusTooLong(101)],
    NOT_CONNECTED: [presence.NOT_CONNECTED],
    ownConnectionRejected: [presence.ownConnectionRejected("token_revoked")],
    UNANSWERED: [presence.UNANSWERED],
    notWritten: [presence.notWritten("users.setPresence: ratelimited")],
    presenceUnread: [presence.presenceUnread("users.getPresence: http_500")],
  },
  phrases: {
    peopleText: [phrases.peopleText(1), phrases.peopleText(12)],
    listText: [phrases.listText(["a"]), phrases.listText(["a", "b"])],
    mentions: [phrases.mentions(["UANN", "UBOB"])],
    partsText: [phrases.partsText([LUNCH, { part: "dnd", after: null }])],
    withinText: [phrases.withinText(20), phrases.withinText(60)],
    stateLabel: [phrases.stateLabel({}, "deploy_freeze")],
    statesText: [phrases.statesText({}, ["on_call", "pto"])],
    capitalized: [phrases.capitalized("focus time")],
    timeText: [phrases.timeText(NINE, READER)],
    whenText: [
      phrases.whenText({ start: NINE, end: NINE + 3600 }, READER),
      phrases.whenText({ start: NINE + 60, end: null }, READER),
    ],
    daysText: [
      phrases.daysText({ first: "2026-03-03", last: "2026-03-05" }, READER),
      phrases.daysText({ first: "2026-03-03", last: null }, READER),
    ],
    spanText: [FOCUS_PERIOD, VACATION].map((each) =>
      phrases.spanText(each, READER)
    ),
    UNLESS_PREVIEW: [phrases.UNLESS_PREVIEW],
    sharedTimeText: [phrases.sharedTimeText(NINE, READER)],
    linkText: [
      phrases.linkText({ name: "Opt in", url: "https://slack.com/1" }),
    ],
  },
  report: {
    REPORT_CHANNEL_READY: [report.REPORT_CHANNEL_READY],
    NEEDS_ATTENTION: [report.NEEDS_ATTENTION],
    RECORD_TOO_LARGE: [report.RECORD_TOO_LARGE],
    WAITS_FOR: Object.values(report.WAITS_FOR),
    LEASE: Object.values(report.LEASE),
    NEVER_RELEASED: [report.NEVER_RELEASED],
    stepFailed: [report.stepFailed("Set statuses", "roster snapshot: gone")],
    ABOUT: Object.values(report.ABOUT),
    aboutReconnect: [report.aboutReconnect("UANN")],
    aboutTelling: [report.aboutTelling("ann")],
    emojiRefused: ["on_call", null].map((state) =>
      report.emojiRefused(":pager:", state)
    ),
    aboutRemoving: [report.aboutRemoving("2026-03-02T09:00:00Z")],
    OUTCOMES: Object.values(report.OUTCOMES),
    andMore: [report.andMore(12)],
    moreInLog: [report.moreInLog(12)],
    SOURCE_EMPTIED: [report.SOURCE_EMPTIED],
    entryUnreadable: [
      report.entryUnreadable({
        source: "payments",
        identity: "email:ann@example.com",
        reason: "no sense.",
      }),
    ],
    onCallForgotten: [
      report.onCallForgotten("roster snapshot, piece 0: missing"),
    ],
    notLookedUp: [true, false].map((isGroup) =>
      report.notLookedUp({ ...GUEST, isGroup })
    ),
    notFound: [report.notFound(GUEST)],
    reportNotPosted: [report.reportNotPosted("CREPORTS", "not_in_channel")],
    reconnectNotStored: [report.reconnectNotStored("reconnect:UANN", "runs")],
  },
  report_lines: {
    doneLine: WRITES.map((each) =>
      reportLines.doneLine({ people: [[each]] }, SHOWN)
    ),
    leftLine: [
      reportLines.leftLine({
        people: [[{
          ...ON_CALL,
          reason: "they changed it: kept",
          part: "dnd",
        }]],
      }, SHOWN),
    ],
    failedLine: ["users.profile.set: too_long", null].map((error) =>
      reportLines.failedLine({ people: [[{ ...ON_CALL, error }]] }, {
        ownTexts: false,
        allNames: true,
      })
    ),
    planLines: [true, false].flatMap((ownTexts) =>
      reportLines.planLines({ people: [[ON_CALL]] }, { ...SHOWN, ownTexts })
    ),
    OWN_STATUS: [reportLines.OWN_STATUS],
    waitingLine: [["ann"], MANY].map((who) =>
      reportLines.waitingLine(who, report.WAITS_FOR.rate)
    ),
    problemLine: [
      reportLines.problemLine([RECORD], {
        since: NINE - 7200,
        url: "https://slack.com/1",
        reader: READER,
      }),
    ],
  },
  set_up: {
    setUpAnswer: [
      setUp.setUpAnswer([setUp.modeIs("enforce")], {
        optIn: { name: "Opt in", url: "https://slack.com/1" },
        others: [{ name: "Opt out", url: "https://slack.com/2" }],
        messages: "https://slack.com/app_redirect?app=A1&team=T1",
      }),
      setUp.setUpAnswer([setUp.NO_SOURCE], NO_LINKS),
      setUp.setUpAnswer([setUp.NO_SOURCE, setUp.NO_TOKEN_PATH], NO_LINKS),
      setUp.setUpAnswer([setUp.NO_REPORT_CHANNEL], NO_LINKS),
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
    cannotHear: [
      setUp.cannotHear(
        "Somebody writes to Shiftlight",
        "workflows.triggers.create: missing_scope, needs im:history",
      ),
    ],
    triggersIncomplete: [setUp.triggersIncomplete("ratelimited")],
    modeIs: [setUp.modeIs("preview"), setUp.modeIs("enforce")],
    everyoneIsRestored: [setUp.everyoneIsRestored("an operator did it")],
  },
  sync: {
    syncAnswer: [
      sync.syncAnswer(null, 0),
      sync.syncAnswer({ ...NO_COUNTS, planned: 3 }, 2),
      sync.syncAnswer(
        { set: 3, restored: 2, kept: 1, failed: 1, open: 1, planned: 0 },
        0,
      ),
    ],
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
export function textsOf(message: Message): string[] {
  if (typeof message === "string") return [message];
  if ("text" in message) return [message.text];
  const remedy = "remedy" in message ? message.remedy ?? [] : [];
  return [message.about, message.reason, remedy].flat();
}
