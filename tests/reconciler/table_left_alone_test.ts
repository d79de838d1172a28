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
  OUR_LEAVE,
  OURS,
  shift,
  statusPart,
  type World,
} from "./samples.ts";

const TEA: Status = { text: "Tea", emoji: ":tea:", expiration: 0 };
const PTO = shift({ state: "pto", label: "" });
const NEXT = shift({ start: END, end: END + DAY });
const OURS_NEXT: Status = {
  ...OURS,
  text: "On call for Payments until Wed 17:00",
  expiration: ENDS_WITH_GRACE + DAY,
};

/** The sample shift was left to the person, who had lunch then. */
function left(phase: Phase): World {
  const status = statusPart({ phase, prior: LUNCH, before: LUNCH });
  return { claim: claim({ status }) };
}

const yielded = left("yielded");
const skipped = left("skipped");
const deferred = left("deferred");
const skip = consent({ on_own_status: "skip" });
const defer = consent({ on_own_status: "defer" });
const replace = consent({ on_own_status: "replace" });
const resume = consent({ after_manual_change: "resume" });
const over: World = { shifts: [], now: END };
const longer: World = { shifts: [shift({ end: END + HOUR })] };

const YIELDED: Cell[] = [
  {
    name: "the same shift: nothing",
    ...yielded,
    action: "noop",
    record: false,
  },
  {
    name: "its end moved: theirs until then",
    ...yielded,
    ...longer,
    action: "rebase",
    record: true,
  },
  {
    name: "replace chosen since: still nothing",
    ...yielded,
    consent: replace,
    action: "noop",
    record: false,
  },
  {
    name: "over: dropped, nothing restored",
    ...yielded,
    ...over,
    action: "drop",
    part: null,
    record: true,
  },
  {
    name: "withdrawn: dropped",
    ...yielded,
    consent: null,
    action: "drop",
    part: null,
  },
  {
    name: "the next shift, clear: started",
    ...yielded,
    shifts: [NEXT],
    now: END,
    read: EMPTY_STATUS,
    action: "start",
    write: OURS_NEXT,
    part: { prior: EMPTY_STATUS },
  },
  {
    name: "the next shift, theirs: as they chose",
    ...yielded,
    shifts: [NEXT],
    now: END,
    read: LUNCH,
    action: "defer",
    part: { phase: "deferred", prior: LUNCH },
  },
  {
    name: "another state, theirs, replace",
    ...yielded,
    shifts: [PTO],
    consent: replace,
    read: TEA,
    action: "start",
    write: OUR_LEAVE,
    part: { prior: TEA },
  },
  {
    name: "resume, still theirs: waits",
    ...yielded,
    consent: resume,
    read: TEA,
    action: "noop",
    part: { phase: "yielded" },
    record: false,
  },
  {
    name: "resume and replace, still theirs: waits",
    ...yielded,
    consent: { ...resume, on_own_status: "replace" },
    read: TEA,
    action: "noop",
    record: false,
  },
  {
    name: "resume, clear again: started",
    ...yielded,
    consent: resume,
    read: EMPTY_STATUS,
    action: "start",
    write: OURS,
    part: { phase: "intent", prior: EMPTY_STATUS },
  },
  {
    name: "resume, over: dropped",
    ...yielded,
    ...over,
    consent: resume,
    action: "drop",
    part: null,
  },
];

const SKIPPED: Cell[] = [
  {
    name: "the same shift: nothing",
    ...skipped,
    consent: skip,
    action: "noop",
    record: false,
  },
  {
    name: "its end moved: theirs until then",
    ...skipped,
    ...longer,
    consent: skip,
    action: "rebase",
    record: true,
  },
  {
    name: "over: dropped",
    ...skipped,
    ...over,
    consent: skip,
    action: "drop",
    part: null,
    record: true,
  },
  {
    name: "the next shift, clear: started",
    ...skipped,
    shifts: [NEXT],
    now: END,
    consent: skip,
    read: EMPTY_STATUS,
    action: "start",
    write: OURS_NEXT,
  },
  {
    name: "the next shift, theirs: skipped again",
    ...skipped,
    shifts: [NEXT],
    now: END,
    consent: skip,
    read: LUNCH,
    action: "skip",
    part: { phase: "skipped" },
    record: true,
  },
  {
    name: "defer chosen since, theirs: deferred",
    ...skipped,
    consent: defer,
    read: LUNCH,
    action: "defer",
    part: { phase: "deferred" },
    record: true,
  },
  {
    name: "defer chosen since, clear: started",
    ...skipped,
    consent: defer,
    read: EMPTY_STATUS,
    action: "start",
    write: OURS,
  },
  {
    name: "replace chosen since: replaced",
    ...skipped,
    consent: replace,
    read: LUNCH,
    action: "start",
    write: OURS,
    part: { prior: LUNCH },
  },
];

const DEFERRED: Cell[] = [
  {
    name: "the same shift, gone: started",
    ...deferred,
    read: EMPTY_STATUS,
    action: "start",
    write: OURS,
    part: { phase: "intent", prior: EMPTY_STATUS, applied: null },
  },
  {
    name: "the same shift, still theirs: nothing new",
    ...deferred,
    read: LUNCH,
    action: "noop",
    record: false,
  },
  {
    name: "the same shift, another of theirs: on record",
    ...deferred,
    read: TEA,
    action: "defer",
    part: { phase: "deferred", prior: TEA },
    record: true,
  },
  {
    name: "its end moved, still theirs: on record, and nothing to report",
    ...deferred,
    ...longer,
    read: LUNCH,
    action: "rebase",
    part: { phase: "deferred" },
    record: true,
  },
  {
    name: "its end moved, gone: started",
    ...deferred,
    ...longer,
    read: EMPTY_STATUS,
    action: "start",
    write: {
      ...OURS,
      text: "On call for Payments until 18:00",
      expiration: ENDS_WITH_GRACE + HOUR,
    },
  },
  {
    name: "over: dropped, without a read",
    ...deferred,
    ...over,
    action: "drop",
    part: null,
    record: true,
  },
  {
    name: "withdrawn: dropped",
    ...deferred,
    consent: null,
    action: "drop",
    part: null,
  },
  {
    name: "skip chosen since: skipped",
    ...deferred,
    consent: skip,
    read: LUNCH,
    action: "skip",
    part: { phase: "skipped" },
    record: true,
  },
  {
    name: "replace chosen since: replaced",
    ...deferred,
    consent: replace,
    read: LUNCH,
    action: "start",
    write: OURS,
    part: { prior: LUNCH },
  },
  {
    name: "another shift, still theirs: on record for that",
    ...deferred,
    shifts: [NEXT],
    now: END,
    read: LUNCH,
    action: "defer",
    part: { wanted: OURS_NEXT },
    record: true,
  },
];

const WAR_ROOM = { text: "In the war room", emoji: null };
const bySuchWorkflow = claim({
  override: WAR_ROOM,
  status: statusPart({
    wanted: { ...OURS, text: "In the war room" },
    applied: { ...OURS, text: "In the war room" },
  }),
});
const bothOurs: Status = {
  text: "X 17:00",
  emoji: ":x:",
  expiration: ENDS_WITH_GRACE,
};

const OVERRIDDEN: Cell[] = [
  {
    name: "a start takes the workflow's text, and the state's emoji",
    override: WAR_ROOM,
    read: EMPTY_STATUS,
    action: "start",
    write: { ...OURS, text: "In the war room" },
  },
  {
    name: "a start takes both, filled in",
    override: { text: "X {until}", emoji: ":x:" },
    read: EMPTY_STATUS,
    action: "start",
    write: bothOurs,
  },
  {
    name: "kept by a run without one",
    claim: bySuchWorkflow,
    action: "noop",
    record: false,
  },
  {
    name: "kept by a run with another",
    claim: bySuchWorkflow,
    override: { text: "Y", emoji: ":y:" },
    action: "noop",
    record: false,
  },
  {
    name: "not put in place of a template's",
    claim: claim(),
    override: WAR_ROOM,
    action: "noop",
    record: false,
  },
  {
    name: "kept when the end moves",
    claim: bySuchWorkflow,
    ...longer,
    read: { ...OURS, text: "In the war room" },
    action: "switch",
    write: {
      ...OURS,
      text: "In the war room",
      expiration: ENDS_WITH_GRACE + HOUR,
    },
  },
  {
    name: "not carried into another shift",
    claim: bySuchWorkflow,
    shifts: [PTO],
    read: { ...OURS, text: "In the war room" },
    action: "switch",
    write: OUR_LEAVE,
  },
];

const TOKYO = { id: "UALICE", name: "Alice", time_zone: "Asia/Tokyo" };

const ZONED: Cell[] = [
  {
    name: "a start is shown in the person's zone",
    person: TOKYO,
    read: EMPTY_STATUS,
    action: "start",
    write: { ...OURS, text: "On call for Payments until Wed 02:00" },
  },
  {
    name: "a move to another zone rewrites nothing",
    person: TOKYO,
    claim: claim(),
    action: "noop",
    record: false,
  },
  {
    name: "nor does the passing of midnight",
    claim: claim({
      shift: NEXT,
      status: statusPart({ wanted: OURS_NEXT, applied: OURS_NEXT }),
      rendered_at: END,
    }),
    shifts: [NEXT],
    now: END + DAY / 2,
    action: "noop",
    record: false,
  },
  {
    name: "a new text shows today's end by its hour",
    claim: claim({
      shift: NEXT,
      status: statusPart({ wanted: OURS_NEXT, applied: OURS_NEXT }),
      rendered_at: END,
    }),
    shifts: [{ ...NEXT, label: "Search" }],
    now: END + DAY / 2,
    read: OURS_NEXT,
    action: "switch",
    write: { ...OURS_NEXT, text: "On call for Search until 17:00" },
  },
  {
    name: "a new shift counts the zone of now",
    person: TOKYO,
    claim: claim(),
    shifts: [PTO],
    read: OURS,
    action: "switch",
    write: { ...OUR_LEAVE, text: "On leave until Wed 02:00" },
  },
];

Deno.test("yielded", (t) => check(t, YIELDED));
Deno.test("skipped", (t) => check(t, SKIPPED));
Deno.test("deferred", (t) => check(t, DEFERRED));
Deno.test("a workflow's own text and emoji", (t) => check(t, OVERRIDDEN));
Deno.test("the person's time zone", (t) => check(t, ZONED));
