/**
 * A sample of every answer, with every way it may read. The type of the table asks
 * for each export of `talking/texts/`.
 */
import type { OwnPresence } from "../../reconciler/presence.ts";
import type { Answer } from "../../talking/answer.ts";
import { notificationsFor } from "../../talking/notifications.ts";
import { ownNotices } from "../../talking/notices/audience.ts";
import type { Notice } from "../../talking/notices/notice.ts";
import type { Coverage, OnCallTime, Unread } from "../../talking/overview.ts";
import * as edits from "../../talking/texts/edits.ts";
import * as help from "../../talking/texts/help.ts";
import * as notices from "../../talking/texts/notices.ts";
import * as notifications from "../../talking/texts/notifications.ts";
import * as my_shifts from "../../talking/texts/my_shifts.ts";
import * as out_of_date from "../../talking/texts/out_of_date.ts";
import * as personal from "../../talking/texts/personal.ts";
import * as presence from "../../talking/texts/presence.ts";
import * as schedules from "../../talking/texts/schedules.ts";
import * as who from "../../talking/texts/who.ts";

type Samples<Module> = { [Export in keyof Module]: readonly Answer[] };

/** 2026-03-02 12:00 UTC. */
export const NOON = 1_772_452_800;
const HOUR = 3600;

export const DOCS = "https://docs.example.com/talking";

/** A name that would notify everyone, link and format, if it were markup. */
export const HOSTILE = "<!channel> & *<@UBOB>*";

const PAYMENTS = { source: "pagerduty", schedule: "P1", name: HOSTILE };

const ANN: OnCallTime = {
  name: "Ann",
  person: "UANN",
  level: 1,
  start: NOON,
  end: NOON + 5 * HOUR,
};
/** Not in Slack, and without a known end. */
const BOB: OnCallTime = {
  ...ANN,
  name: "Bob",
  person: null,
  level: 2,
  end: null,
};
const CY: OnCallTime = { ...ANN, name: "Cy", start: NOON + 6 * HOUR };

const NO_ONE: Coverage = {
  schedule: PAYMENTS,
  now: [],
  next: [],
  gap: null,
  unread: null,
};

const SEEN: OwnPresence = {
  presence: "active",
  online: true,
  auto_away: false,
  manual_away: false,
  connection_count: 2,
  last_activity: NOON,
};

const UNREAD: Unread = {
  source: "pagerduty",
  schedule: "P1",
  reason: "pagerduty answered 503",
  since: NOON,
};

const COVERAGES: Coverage[] = [
  NO_ONE,
  { ...NO_ONE, now: [ANN], next: [CY] },
  {
    ...NO_ONE,
    now: [ANN, BOB],
    next: [CY],
    gap: { start: NOON + 5 * HOUR, end: NOON + 6 * HOUR },
  },
  { ...NO_ONE, now: [ANN], unread: UNREAD },
  { ...NO_ONE, unread: { ...UNREAD, since: null } },
  { ...NO_ONE, next: [CY], unread: { ...UNREAD, emptied: true } },
];

const LINKED = COVERAGES.map((coverage, index) => ({
  coverage,
  isThere: index > 0,
  linkedAt: NOON,
  linkedBy: "Ann",
}));

const DONE = { schedule: HOSTILE, by: "Ann" };
const SET = {
  notification: "Handoff" as const,
  on: true,
  by: "Ann",
  schedules: [HOSTILE, "Mail"],
};

const SHIFT = {
  who: { identity: "pd:ann", name: "Ann" },
  start: NOON,
  end: NOON + 5 * HOUR,
};
const HOSTILE_SHIFT = {
  ...SHIFT,
  who: { identity: "pd:bob", name: HOSTILE },
};
const LATER = { ...SHIFT, start: NOON + HOUR };
const OPEN = { ...SHIFT, end: null };

const NOTICE: Notice = {
  id: "1",
  name: "AssignmentConfirmed",
  schedule: { ...PAYMENTS, name: "Payments" },
  level: 1,
  ...SHIFT,
  was: null,
};

/** Every notice, in every way in which it may read. */
export const NOTICES: readonly Notice[] = [
  NOTICE,
  { ...NOTICE, ...OPEN, level: 2 },
  { ...NOTICE, start: 0, schedule: PAYMENTS },
  ...[SHIFT, OPEN].flatMap((was): Notice[] => [
    { ...NOTICE, name: "AssignmentMoved", ...LATER, was },
    { ...NOTICE, name: "AssignmentMoved", end: NOON + HOUR, was },
    {
      ...{ ...NOTICE, name: "AssignmentMoved", end: NOON + HOUR, was },
      isCutShort: true,
    },
  ]),
  { ...NOTICE, name: "AssignmentMoved", ...OPEN, was: SHIFT },
  { ...NOTICE, name: "AssignmentMoved", ...OPEN, was: LATER },
  { ...NOTICE, name: "AssignmentCancelled", ...HOSTILE_SHIFT },
  { ...NOTICE, name: "AssignmentSwapped", was: HOSTILE_SHIFT },
  { ...NOTICE, name: "AssignmentSwapped", ...HOSTILE_SHIFT, was: LATER },
  { ...NOTICE, name: "CoverageLost", level: null, who: null },
  { ...NOTICE, name: "Handoff", was: HOSTILE_SHIFT },
  { ...NOTICE, name: "ShiftStarting" },
  { ...NOTICE, name: "ShiftStarting", ...OPEN },
  { ...NOTICE, name: "WeeklySummary", level: null, who: null, times: [] },
  {
    ...{ ...NOTICE, name: "WeeklySummary", level: null, who: null },
    times: [SHIFT, HOSTILE_SHIFT].map(({ who, start, end }) => (
      { ...who, start, end, level: 1 }
    )),
  },
  { ...NOTICE, name: "LeaveConflict", level: null },
];

const isAnn = ({ identity }: { identity: string }) => identity === "pd:ann";

export const ANSWERS: {
  edits: Samples<typeof edits>;
  help: Samples<typeof help>;
  notices: Samples<typeof notices>;
  notifications: Samples<typeof notifications>;
  my_shifts: Samples<typeof my_shifts>;
  out_of_date: Samples<typeof out_of_date>;
  personal: Samples<typeof personal>;
  presence: Samples<typeof presence>;
  schedules: Samples<typeof schedules>;
  who: Samples<typeof who>;
} = {
  edits: { staysDone: [edits.staysDone(`${HOSTILE} is linked here.`)] },
  help: {
    help: [help.help(DOCS), help.help(null)],
    notUnderstood: [
      help.notUnderstood(HOSTILE, null),
      help.notUnderstood("lnk schedule payments", "link schedule payments"),
    ],
    refused: [
      ...["guest", "otherOrganization", "noChannel", "tooMany"] as const,
      ...["linksUnreadable", "forged", "slackFailed"] as const,
    ].map(help.refused),
    welcome: [help.welcome()],
  },
  notices: {
    toldToChannel: [
      ...NOTICES.filter(({ name }) => name !== "LeaveConflict")
        .map((notice) => notices.toldToChannel([notice])),
      notices.toldToChannel(NOTICES),
    ],
    toldToPerson: [
      ...NOTICES.filter((notice) => ownNotices([notice], isAnn).length > 0)
        .map((notice) => notices.toldToPerson([notice], isAnn)),
      notices.toldToPerson(NOTICES, isAnn),
    ],
  },
  notifications: {
    notificationSettings: [
      notifications.notificationSettings([]),
      notifications.notificationSettings([
        { schedule: HOSTILE, on: new Set(notificationsFor("channel")) },
        { schedule: "Mail", on: new Set(["Handoff"] as const) },
      ]),
    ],
    notificationSet: [
      notifications.notificationSet(SET),
      notifications.notificationSet({ ...SET, on: false }),
    ],
    notificationUnchanged: [
      notifications.notificationUnchanged(SET),
      notifications.notificationUnchanged({ ...SET, on: false }),
    ],
    noLinkedSchedule: [notifications.noLinkedSchedule()],
    notificationMissing: [
      notifications.notificationMissing("notification enable"),
    ],
    notificationUnknown: [
      notifications.notificationUnknown(HOSTILE, null, "notification enable"),
      notifications.notificationUnknown(
        "handof",
        "Handoff",
        "notification enable",
      ),
    ],
    notificationForPeopleOnly: [
      notifications.notificationForPeopleOnly("LeaveConflict"),
    ],
  },
  my_shifts: {
    myShifts: [
      my_shifts.myShifts({ shifts: [], isWhole: true, oldSince: null }, NOON),
      my_shifts.myShifts({
        shifts: [
          { label: "on call", schedule: HOSTILE, start: NOON - 60, end: null },
          {
            label: "time off",
            schedule: "",
            start: NOON + HOUR,
            end: NOON + 2 * HOUR,
          },
        ],
        isWhole: false,
        oldSince: NOON - HOUR,
      }, NOON),
    ],
  },
  out_of_date: { outOfDate: [out_of_date.outOfDate(NOON)] },
  personal: {
    whatItDoes: [personal.whatItDoes()],
    offerToOptIn: [personal.offerToOptIn()],
  },
  presence: {
    myPresence: [
      presence.myPresence({ own: SEEN }),
      presence.myPresence({
        own: { ...SEEN, presence: "away", auto_away: true },
      }),
      presence.myPresence({
        own: { ...SEEN, presence: "away", manual_away: true },
      }),
      presence.myPresence({
        own: {
          presence: "away",
          online: false,
          auto_away: false,
          manual_away: false,
          connection_count: 0,
        },
      }),
      presence.myPresence({
        own: { presence: "active" },
        notOwn: { kind: "notConnected" },
      }),
      presence.myPresence({
        own: { presence: "away" },
        notOwn: { kind: "rejected", error: "token_revoked" },
      }),
    ],
  },
  schedules: {
    scheduleList: [
      schedules.scheduleList([], null, null),
      schedules.scheduleList(LINKED, [], null),
      schedules.scheduleList(LINKED, [PAYMENTS], NOON),
    ],
    scheduleLinked: [schedules.scheduleLinked(DONE, ["Handoff", "SwapTaken"])],
    scheduleUnlinked: [schedules.scheduleUnlinked(DONE)],
    alreadyLinked: [schedules.alreadyLinked(DONE, NOON)],
    notLinked: [schedules.notLinked(HOSTILE)],
    scheduleMissing: [schedules.scheduleMissing("link schedule <schedule>")],
    severalSchedules: [
      schedules.severalSchedules(
        "pay",
        ["Payments", HOSTILE],
        "link schedule",
      ),
    ],
    noSchedule: [
      schedules.noSchedule(HOSTILE, [], "who"),
      schedules.noSchedule("paymnts", ["Payments"], "link schedule"),
    ],
    sharedChannel: [schedules.sharedChannel()],
    notReadYet: [schedules.notReadYet()],
  },
  who: {
    whoIsOnCall: [
      who.whoIsOnCall({ schedules: COVERAGES, oldSince: null }),
      who.whoIsOnCall({ schedules: [], oldSince: NOON }),
    ],
    othersByName: [who.othersByName()],
  },
};

/** Each answer with where it is made. */
export function answerRows(): { from: string; answer: Answer }[] {
  return Object.entries(ANSWERS).flatMap(([file, samples]) =>
    Object.entries<readonly Answer[]>({ ...samples }).flatMap((
      [name, answers],
    ) =>
      answers.map((answer) => ({
        from: `talking/texts/${file}.ts, ${name}`,
        answer,
      }))
    )
  );
}
