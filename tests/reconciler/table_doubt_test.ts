import type { Part } from "../../reconciler/part.ts";
import { EMPTY_STATUS, type Status } from "../../reconciler/status.ts";
import { type Cell, check } from "./cells.ts";
import {
  claim,
  consent,
  END,
  ENDS_WITH_GRACE,
  HOUR,
  LUNCH,
  NOW,
  OUR_LEAVE,
  OURS,
  shift,
  SOURCE_UNREADABLE,
  statusPart,
  type World,
} from "./samples.ts";

const TEA: Status = { text: "Tea", emoji: ":tea:", expiration: 0 };
const UNTIL_NOON: Status = { ...LUNCH, expiration: NOW + 2 * HOUR };
const PTO = shift({ state: "pto", label: "" });
const replace = consent({ on_own_status: "replace" });
const nothing: World = { shifts: [] };
const blind: World = { shifts: [], blindness: SOURCE_UNREADABLE };

function intent(changes: Partial<Part<Status>> = {}): World {
  const part = { phase: "intent" as const, applied: null, ...changes };
  return { claim: claim({ status: statusPart(part) }) };
}

const overLunch = intent({ prior: LUNCH, before: LUNCH });
const overNoon = intent({ prior: UNTIL_NOON, before: UNTIL_NOON });
const confirmed = { phase: "held" as const, applied: OURS };

const START: Cell[] = [
  {
    name: "as intended: confirmed",
    ...intent(),
    read: OURS,
    action: "confirm",
    part: confirmed,
    record: true,
  },
  {
    name: "as intended, over theirs",
    ...overLunch,
    read: OURS,
    action: "confirm",
    part: { ...confirmed, prior: LUNCH },
  },
  {
    name: "emoji normalised: what is there is ours",
    ...intent(),
    read: { ...OURS, emoji: ":bell:" },
    action: "confirm",
    part: { applied: { ...OURS, emoji: ":bell:" } },
  },
  {
    name: "text normalised: what is there is ours",
    ...intent(),
    read: { ...OURS, text: "On call" },
    action: "confirm",
    part: { applied: { ...OURS, text: "On call" } },
  },
  {
    name: "another expiry: theirs",
    ...intent(),
    read: { ...OURS, expiration: OURS.expiration - 1 },
    action: "yield",
    part: { phase: "yielded" },
  },
  {
    name: "only the expiry is ours: theirs",
    ...intent(),
    read: { ...TEA, expiration: OURS.expiration },
    action: "yield",
  },
  {
    name: "as before, empty: planned again",
    ...intent(),
    read: EMPTY_STATUS,
    action: "start",
    write: OURS,
    part: { phase: "intent", prior: EMPTY_STATUS },
  },
  {
    name: "as before, theirs, replace: planned again",
    ...overLunch,
    consent: replace,
    read: LUNCH,
    action: "start",
    write: OURS,
    part: { prior: LUNCH, before: LUNCH },
  },
  {
    name: "as before, theirs, and now defer: their answer counts",
    ...overLunch,
    read: LUNCH,
    action: "defer",
    part: { phase: "deferred" },
    record: true,
  },
  {
    name: "as before, which has expired",
    ...overNoon,
    now: NOW + 2 * HOUR,
    read: EMPTY_STATUS,
    action: "start",
    write: OURS,
    part: { prior: EMPTY_STATUS },
  },
  {
    name: "cleared, not yet expired: theirs",
    ...overNoon,
    read: EMPTY_STATUS,
    action: "yield",
    part: { phase: "yielded", prior: UNTIL_NOON },
  },
  {
    name: "anything else: theirs",
    ...overLunch,
    read: TEA,
    action: "yield",
    part: { phase: "yielded" },
    record: true,
  },
  {
    name: "ours, run out since: the prior is kept",
    ...overLunch,
    shifts: [shift({ end: null })],
    now: ENDS_WITH_GRACE,
    read: EMPTY_STATUS,
    action: "switch",
    part: { prior: LUNCH, before: EMPTY_STATUS, applied: OURS },
    write: {
      ...OURS,
      text: "On call for Payments until further notice",
      expiration: ENDS_WITH_GRACE + 24 * HOUR,
    },
  },
];

const START_THEN_OVER: Cell[] = [
  {
    name: "as intended: restored",
    ...overLunch,
    ...nothing,
    read: OURS,
    action: "restore",
    write: LUNCH,
    part: { phase: "restoring", applied: OURS },
  },
  {
    name: "as before: nothing of ours",
    ...overLunch,
    ...nothing,
    read: LUNCH,
    action: "confirm",
    part: null,
    record: true,
  },
  {
    name: "as before, empty",
    ...intent(),
    ...nothing,
    read: EMPTY_STATUS,
    action: "confirm",
    part: null,
    record: true,
  },
  {
    name: "anything else: theirs",
    ...overLunch,
    ...nothing,
    read: TEA,
    action: "yield",
    part: null,
  },
  {
    name: "run out since: restored",
    ...overLunch,
    ...nothing,
    now: ENDS_WITH_GRACE,
    read: EMPTY_STATUS,
    action: "restore",
    write: LUNCH,
    part: { applied: OURS },
  },
  {
    name: "run out since, was empty: never empty as ours",
    ...intent(),
    ...nothing,
    now: ENDS_WITH_GRACE,
    read: EMPTY_STATUS,
    action: "close",
    part: null,
  },
  {
    name: "withdrawn, as intended: restored",
    ...overLunch,
    consent: null,
    read: OURS,
    action: "restore",
    write: LUNCH,
  },
];

const START_THEN_UNKNOWN: Cell[] = [
  {
    name: "as intended",
    ...overLunch,
    ...blind,
    read: OURS,
    action: "confirm",
    part: { ...confirmed, prior: LUNCH },
  },
  {
    name: "as before",
    ...overLunch,
    ...blind,
    read: LUNCH,
    action: "confirm",
    part: null,
    record: true,
  },
  {
    name: "anything else",
    ...overLunch,
    ...blind,
    read: TEA,
    action: "yield",
    part: { phase: "yielded" },
  },
  {
    name: "run out since: what was applied is kept",
    ...overLunch,
    ...blind,
    now: ENDS_WITH_GRACE,
    read: EMPTY_STATUS,
    action: "confirm",
    part: { phase: "held", applied: OURS, prior: LUNCH },
  },
];

/** From on call to leave: what is replaced is ours, what is given back theirs. */
function switching(changes: Partial<Part<Status>> = {}): World {
  const status = statusPart({
    phase: "intent",
    prior: LUNCH,
    before: OURS,
    wanted: OUR_LEAVE,
    applied: OURS,
    ...changes,
  });
  return { claim: claim({ shift: PTO, status }), shifts: [PTO] };
}

const beforeEnd: World = { now: ENDS_WITH_GRACE - 1 };
const LEAVE_TOMORROW = {
  ...OUR_LEAVE,
  expiration: ENDS_WITH_GRACE + 24 * HOUR,
};
const longLeave = { ...PTO, end: END + 24 * HOUR };

const SWITCH: Cell[] = [
  {
    name: "as intended: confirmed",
    ...switching(),
    read: OUR_LEAVE,
    action: "confirm",
    part: { phase: "held", applied: OUR_LEAVE, prior: LUNCH },
  },
  {
    name: "as before: planned again, the prior kept",
    ...switching(),
    read: OURS,
    action: "switch",
    write: OUR_LEAVE,
    part: { phase: "intent", prior: LUNCH, before: OURS, applied: OURS },
  },
  {
    name: "as the prior, not as before: theirs",
    ...switching(),
    read: LUNCH,
    action: "yield",
    part: { phase: "yielded", prior: LUNCH },
  },
  {
    name: "cleared: theirs",
    ...switching(),
    read: EMPTY_STATUS,
    action: "yield",
    part: { phase: "yielded" },
  },
  {
    name: "anything else: theirs",
    ...switching(),
    read: TEA,
    action: "yield",
    part: { phase: "yielded" },
  },
  {
    name: "as before, unknown: ours is what it was",
    ...switching(),
    shifts: [],
    blindness: SOURCE_UNREADABLE,
    read: OURS,
    action: "confirm",
    part: { phase: "held", applied: OURS, wanted: OURS, prior: LUNCH },
  },
  {
    name: "as intended, over: restored",
    ...switching(),
    ...nothing,
    read: OUR_LEAVE,
    action: "restore",
    write: LUNCH,
    part: { before: OUR_LEAVE, applied: OUR_LEAVE },
  },
  {
    name: "as before, over: restored",
    ...switching(),
    ...nothing,
    read: OURS,
    action: "restore",
    write: LUNCH,
    part: { before: OURS, applied: OURS },
  },
  {
    name: "anything else, over: theirs",
    ...switching(),
    ...nothing,
    read: TEA,
    action: "yield",
    part: null,
  },
  {
    name: "both run out, over: restored",
    ...switching(),
    ...nothing,
    now: ENDS_WITH_GRACE,
    read: EMPTY_STATUS,
    action: "restore",
    write: LUNCH,
  },
  {
    name: "empty before either has run out: theirs",
    ...switching(),
    ...nothing,
    ...beforeEnd,
    read: EMPTY_STATUS,
    action: "yield",
    part: null,
  },
  {
    name: "the old one has run out, the new one never was: planned again",
    ...switching({ wanted: LEAVE_TOMORROW }),
    shifts: [longLeave],
    now: ENDS_WITH_GRACE,
    read: EMPTY_STATUS,
    action: "switch",
    part: { prior: LUNCH, before: EMPTY_STATUS, applied: OURS },
    write: { ...LEAVE_TOMORROW, text: "On leave until Wed 17:00" },
  },
];

function restoring(changes: Partial<Part<Status>> = {}): World {
  const status = statusPart({
    phase: "restoring",
    prior: LUNCH,
    before: OURS,
    wanted: LUNCH,
    ...changes,
  });
  return { claim: claim({ status }), shifts: [] };
}

const backUntilNoon = restoring({ prior: UNTIL_NOON, wanted: UNTIL_NOON });
const emptied = restoring({ prior: EMPTY_STATUS, wanted: EMPTY_STATUS });
const afterReset = restoring({ before: EMPTY_STATUS });

const RESTORE: Cell[] = [
  {
    name: "as intended: done",
    ...restoring(),
    read: LUNCH,
    action: "confirm",
    part: null,
    record: true,
  },
  {
    name: "as intended, empty: done",
    ...emptied,
    read: EMPTY_STATUS,
    action: "confirm",
    part: null,
    record: true,
  },
  {
    name: "as intended, expired since: done",
    ...backUntilNoon,
    now: NOW + 2 * HOUR,
    read: EMPTY_STATUS,
    action: "confirm",
    part: null,
  },
  {
    name: "as before: restored again",
    ...restoring(),
    read: OURS,
    action: "restore",
    write: LUNCH,
    part: { phase: "restoring", prior: LUNCH, before: OURS, applied: OURS },
  },
  {
    name: "as before, the prior expired since: not revived",
    ...backUntilNoon,
    now: NOW + 2 * HOUR,
    read: OURS,
    action: "restore",
    write: EMPTY_STATUS,
  },
  {
    name: "ours has run out: restored again",
    ...restoring(),
    now: ENDS_WITH_GRACE,
    read: EMPTY_STATUS,
    action: "restore",
    write: LUNCH,
    part: { before: EMPTY_STATUS, applied: OURS },
  },
  {
    name: "was run out before: restored again",
    ...afterReset,
    now: ENDS_WITH_GRACE,
    read: EMPTY_STATUS,
    action: "restore",
    write: LUNCH,
  },
  {
    name: "cleared: theirs",
    ...restoring(),
    read: EMPTY_STATUS,
    action: "yield",
    part: null,
  },
  {
    name: "anything else: theirs",
    ...restoring(),
    read: TEA,
    action: "yield",
    part: null,
  },
  {
    name: "as before, the shift is back: ours again",
    ...restoring(),
    shifts: [shift()],
    read: OURS,
    action: "switch",
    write: OURS,
    part: { phase: "intent", prior: LUNCH },
  },
  {
    name: "as intended, the shift is back: theirs, as they chose",
    ...restoring(),
    shifts: [shift()],
    read: LUNCH,
    action: "defer",
    part: { phase: "deferred", prior: LUNCH },
  },
  {
    name: "as intended, empty, the shift is back: started",
    ...emptied,
    shifts: [shift()],
    read: EMPTY_STATUS,
    action: "start",
    write: OURS,
  },
  {
    name: "as before, unknown: ours still",
    ...restoring(),
    ...blind,
    read: OURS,
    action: "confirm",
    part: { phase: "held", prior: LUNCH, applied: OURS },
  },
];

Deno.test("a start of unknown outcome", (t) => check(t, START));
Deno.test("a start of unknown outcome, nothing wanted any more", (t) =>
  check(t, START_THEN_OVER));
Deno.test("a start of unknown outcome, unknown what is wanted", (t) =>
  check(t, START_THEN_UNKNOWN));
Deno.test("a switch of unknown outcome", (t) => check(t, SWITCH));
Deno.test("a restore of unknown outcome", (t) => check(t, RESTORE));
