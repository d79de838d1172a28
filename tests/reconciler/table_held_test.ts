import type { Phase } from "../../reconciler/part.ts";
import { EMPTY_STATUS, type Status } from "../../reconciler/status.ts";
import { type Cell, check } from "./cells.ts";
import {
  claim,
  consent,
  DAY,
  END,
  ENDS_WITH_GRACE,
  HOUR,
  LUNCH,
  MINUTE,
  NOW,
  OUR_LEAVE,
  OURS,
  shift,
  SOURCE_UNREADABLE,
  statusPart,
  unmapped,
  type World,
} from "./samples.ts";

const PTO = shift({ state: "pto", label: "", source: "hr" });
const LATER = shift({ end: END + 2 * HOUR });
const OURS_LATER: Status = {
  ...OURS,
  text: "On call for Payments until 19:00",
  expiration: ENDS_WITH_GRACE + 2 * HOUR,
};
const NEXT_DAY = shift({ start: END, end: END + DAY });
const held = claim();
const heldOverLunch = claim({ status: statusPart({ prior: LUNCH }) });
const onlyPto = consent({ states: ["pto"] });
const withdrawn = consent({ withdrawn_at: NOW });
const over: World = { shifts: [], now: END };

const FOR_GOOD = shift({ end: null });

/** Ours for a shift without an end, shown until then. */
function leased(expiration: number): Status {
  const text = "On call for Payments until further notice";
  return { ...OURS, text, expiration };
}

function heldUntil(expiration: number): World {
  const value = leased(expiration);
  const status = statusPart({ wanted: value, applied: value });
  return { claim: claim({ shift: FOR_GOOD, status }), shifts: [FOR_GOOD] };
}

const HALF = NOW + DAY / 2;

const SAME: Cell[] = [
  { name: "without a read", claim: held, action: "noop", record: false },
  {
    name: "made of others: on record, without a read",
    claim: held,
    shifts: [shift(), shift({ schedule: "PS2" })],
    action: "rebase",
    part: statusPart(),
    record: true,
  },
  {
    name: "no end, over half a day left",
    ...heldUntil(HALF + 1),
    action: "noop",
    record: false,
  },
  {
    name: "no end, less left: renewed",
    ...heldUntil(HALF - 1),
    read: leased(HALF - 1),
    action: "renew",
    write: leased(NOW + DAY),
    part: { phase: "intent", applied: leased(HALF - 1) },
  },
  {
    name: "no end, less left, but theirs",
    ...heldUntil(HALF - 1),
    read: LUNCH,
    action: "yield",
    part: { phase: "yielded" },
  },
  {
    name: "no end, cleared by the person",
    ...heldUntil(HALF - 1),
    read: EMPTY_STATUS,
    action: "yield",
    part: { phase: "yielded" },
  },
  {
    name: "no end, run out while the app was down",
    ...heldUntil(HALF),
    now: HALF,
    read: EMPTY_STATUS,
    action: "renew",
    write: leased(HALF + DAY),
    part: { before: EMPTY_STATUS },
  },
];

Deno.test("held, and the same wanted", (t) => check(t, SAME));

const resume = consent({ after_manual_change: "resume" });

const RESUMING: Cell[] = [
  {
    name: "ours",
    claim: held,
    consent: resume,
    read: OURS,
    action: "noop",
    record: false,
  },
  {
    name: "theirs",
    claim: held,
    consent: resume,
    read: LUNCH,
    action: "yield",
    part: { phase: "yielded" },
    record: true,
  },
  {
    name: "cleared",
    claim: held,
    consent: resume,
    read: EMPTY_STATUS,
    action: "yield",
    part: { phase: "yielded" },
  },
];

Deno.test("held, with resume chosen: checked at every poll", (t) =>
  check(t, RESUMING));

const toLeave = { claim: heldOverLunch, shifts: [PTO] };
const kept = {
  phase: "intent" as Phase,
  prior: LUNCH,
  before: OURS,
  applied: OURS,
};
const renamed = { ...OURS, text: "On call for Search until 17:00" };
const normalised = { ...OURS, emoji: ":bell:" };
const asReturned = claim({
  status: statusPart({ applied: normalised, prior: LUNCH }),
});

const CHANGED: Cell[] = [
  {
    name: "another state, ours: prior kept apart from before",
    ...toLeave,
    read: OURS,
    action: "switch",
    write: OUR_LEAVE,
    part: { ...kept, wanted: OUR_LEAVE },
    record: true,
  },
  {
    name: "another end, ours",
    claim: heldOverLunch,
    shifts: [LATER],
    read: OURS,
    action: "switch",
    write: OURS_LATER,
    part: { ...kept, wanted: OURS_LATER },
  },
  {
    name: "another text, ours",
    claim: heldOverLunch,
    shifts: [shift({ label: "Search" })],
    read: OURS,
    action: "switch",
    write: renamed,
    part: kept,
  },
  {
    name: "follows at once, ours",
    claim: heldOverLunch,
    shifts: [NEXT_DAY],
    now: END,
    read: OURS,
    action: "switch",
    part: kept,
    write: {
      ...OURS,
      text: "On call for Payments until Wed 17:00",
      expiration: ENDS_WITH_GRACE + DAY,
    },
  },
  {
    name: "ours as Slack returned it",
    ...toLeave,
    claim: asReturned,
    read: normalised,
    action: "switch",
    write: OUR_LEAVE,
    part: { before: normalised, prior: LUNCH },
  },
  {
    name: "not as Slack returned it, another end",
    claim: asReturned,
    shifts: [LATER],
    read: OURS,
    action: "yield",
  },
  {
    name: "another's text, another end",
    claim: heldOverLunch,
    shifts: [LATER],
    read: LUNCH,
    action: "yield",
    part: { phase: "yielded", prior: LUNCH },
    record: true,
  },
  {
    name: "only the text changed, another end",
    claim: heldOverLunch,
    shifts: [LATER],
    read: { ...OURS, text: "On call!" },
    action: "yield",
  },
  {
    name: "only the emoji changed, another end",
    claim: heldOverLunch,
    shifts: [LATER],
    read: { ...OURS, emoji: ":x:" },
    action: "yield",
  },
  {
    name: "only the expiry changed, another end",
    claim: heldOverLunch,
    shifts: [LATER],
    read: { ...OURS, expiration: 0 },
    action: "yield",
  },
  {
    name: "the expiry a second off, another end",
    claim: heldOverLunch,
    shifts: [LATER],
    read: { ...OURS, expiration: ENDS_WITH_GRACE + 1 },
    action: "yield",
  },
  {
    name: "cleared by the person, another end",
    claim: heldOverLunch,
    shifts: [LATER],
    read: EMPTY_STATUS,
    action: "yield",
    part: { phase: "yielded" },
  },
  {
    name: "not as Slack returned it, another state",
    ...toLeave,
    claim: asReturned,
    read: OURS,
    action: "defer",
    part: { phase: "deferred", prior: OURS, applied: null },
  },
  {
    name: "another's text, another state, defer chosen",
    ...toLeave,
    read: LUNCH,
    action: "defer",
    part: { phase: "deferred", prior: LUNCH },
    record: true,
  },
  {
    name: "another's text, another state, skip chosen",
    ...toLeave,
    consent: consent({ on_own_status: "skip" }),
    read: LUNCH,
    action: "skip",
    part: { phase: "skipped", prior: LUNCH },
    record: true,
  },
  {
    name: "another's text, another state, replace chosen",
    ...toLeave,
    claim: held,
    consent: consent({ on_own_status: "replace" }),
    read: LUNCH,
    action: "start",
    write: OUR_LEAVE,
    part: { phase: "intent", prior: LUNCH, before: LUNCH, applied: null },
    record: true,
  },
  {
    name: "cleared by the person, another state",
    ...toLeave,
    read: EMPTY_STATUS,
    action: "start",
    write: OUR_LEAVE,
    part: { phase: "intent", prior: EMPTY_STATUS, before: EMPTY_STATUS },
    record: true,
  },
  {
    name: "cleared by the person, the next one follows at once",
    claim: heldOverLunch,
    shifts: [NEXT_DAY],
    now: END,
    read: EMPTY_STATUS,
    action: "yield",
    part: { phase: "yielded" },
  },
  {
    name: "cleared by the person, the next one after a gap",
    claim: heldOverLunch,
    shifts: [{ ...NEXT_DAY, start: END + HOUR }],
    now: END + HOUR,
    readAt: END,
    read: EMPTY_STATUS,
    action: "start",
    write: {
      ...OURS,
      text: "On call for Payments until Wed 17:00",
      expiration: ENDS_WITH_GRACE + DAY,
    },
  },
  {
    name: "reset by Slack",
    ...toLeave,
    shifts: [{ ...PTO, end: null }],
    now: ENDS_WITH_GRACE,
    read: EMPTY_STATUS,
    action: "switch",
    part: { prior: LUNCH, before: EMPTY_STATUS },
    write: {
      text: "On leave until further notice",
      emoji: ":palm_tree:",
      expiration: ENDS_WITH_GRACE + DAY,
    },
  },
];

Deno.test("held, and another state, text or end wanted", (t) =>
  check(t, CHANGED));

const end = { ...over, claim: heldOverLunch };
const untilFour = { ...LUNCH, expiration: END + MINUTE };
const short = claim({ status: statusPart({ prior: untilFour }) });
const back = {
  phase: "restoring" as Phase,
  prior: LUNCH,
  before: OURS,
  wanted: LUNCH,
};

const ENDED: Cell[] = [
  {
    name: "ours, was empty",
    ...over,
    claim: held,
    read: OURS,
    action: "restore",
    write: EMPTY_STATUS,
    part: { phase: "restoring", applied: OURS },
  },
  {
    name: "ours, was theirs",
    ...end,
    read: OURS,
    action: "restore",
    write: LUNCH,
    part: back,
    record: true,
  },
  {
    name: "prior with a minute left",
    ...over,
    claim: short,
    read: OURS,
    action: "restore",
    write: untilFour,
  },
  {
    name: "prior with under a minute left",
    ...over,
    claim: short,
    readAt: END + 1,
    read: OURS,
    action: "restore",
    write: EMPTY_STATUS,
  },
  {
    name: "prior expired",
    ...over,
    claim: short,
    readAt: END + HOUR / 4,
    read: OURS,
    action: "restore",
    write: EMPTY_STATUS,
  },
  {
    name: "gone from the roster early",
    claim: heldOverLunch,
    shifts: [],
    read: OURS,
    action: "restore",
    write: LUNCH,
  },
  {
    name: "withdrawn in mid-shift",
    claim: heldOverLunch,
    consent: withdrawn,
    read: OURS,
    action: "restore",
    write: LUNCH,
  },
  {
    name: "withdrawn and deleted",
    claim: heldOverLunch,
    consent: null,
    read: OURS,
    action: "restore",
    write: LUNCH,
  },
  {
    name: "state unticked in mid-shift",
    claim: heldOverLunch,
    consent: onlyPto,
    read: OURS,
    action: "restore",
    write: LUNCH,
  },
  {
    name: "withdrawn while unreadable",
    claim: heldOverLunch,
    consent: withdrawn,
    blindness: SOURCE_UNREADABLE,
    read: OURS,
    action: "restore",
    write: LUNCH,
  },
  {
    name: "reset by Slack",
    ...end,
    now: ENDS_WITH_GRACE,
    read: EMPTY_STATUS,
    action: "restore",
    write: LUNCH,
  },
  {
    name: "reset by Slack, judged at the read",
    ...end,
    readAt: ENDS_WITH_GRACE,
    read: EMPTY_STATUS,
    action: "restore",
    write: LUNCH,
  },
  {
    name: "reset by Slack, was empty",
    ...over,
    claim: held,
    now: ENDS_WITH_GRACE,
    read: EMPTY_STATUS,
    action: "close",
    part: null,
    record: true,
  },
  {
    name: "cleared by the person",
    ...end,
    readAt: ENDS_WITH_GRACE - 1,
    read: EMPTY_STATUS,
    action: "yield",
    part: null,
  },
  {
    name: "cleared in mid-shift of an early end",
    claim: heldOverLunch,
    shifts: [],
    read: EMPTY_STATUS,
    action: "yield",
    part: null,
  },
  {
    name: "theirs",
    ...end,
    read: { ...LUNCH, text: "Tea" },
    action: "yield",
    part: null,
    record: true,
  },
  {
    name: "theirs, the same as the prior",
    ...end,
    read: LUNCH,
    action: "yield",
    part: null,
  },
];

Deno.test("held, and nothing wanted or consent withdrawn", (t) =>
  check(t, ENDED));

const blind = { blindness: SOURCE_UNREADABLE, shifts: [] };
const leave = claim({
  shift: shift({ state: "pto" }),
  status: statusPart({ wanted: OUR_LEAVE, applied: OUR_LEAVE }),
});
const oncall = shift({ source: "other", identity: "other:alice" });

const UNKNOWN: Cell[] = [
  {
    name: "source unreadable",
    ...blind,
    claim: held,
    action: "noop",
    part: { phase: "held" },
    record: false,
  },
  {
    name: "past the recorded end",
    ...blind,
    claim: held,
    now: END + HOUR,
    action: "noop",
    record: false,
  },
  {
    name: "identity not mapped",
    shifts: [],
    blindness: unmapped(shift().identity),
    claim: held,
    action: "noop",
    record: false,
  },
  {
    name: "yielded",
    ...blind,
    claim: claim({ status: statusPart({ phase: "yielded" }) }),
    action: "noop",
    record: false,
  },
  {
    name: "deferred",
    ...blind,
    claim: claim({ status: statusPart({ phase: "deferred" }) }),
    action: "noop",
    record: false,
  },
  {
    name: "higher priority elsewhere",
    blindness: SOURCE_UNREADABLE,
    claim: leave,
    shifts: [oncall],
    read: OUR_LEAVE,
    action: "switch",
    write: OURS,
  },
  {
    name: "lower priority elsewhere",
    blindness: SOURCE_UNREADABLE,
    claim: held,
    shifts: [PTO],
    action: "noop",
    record: false,
  },
];

Deno.test("held, and unknown what is wanted", (t) => check(t, UNKNOWN));
