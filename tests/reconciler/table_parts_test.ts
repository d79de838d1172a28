import { assertEquals } from "@std/assert";
import type { Action, Part, Phase } from "../../reconciler/part.ts";
import {
  dndPlan,
  partNeedsRead,
  planPart,
  presencePlan,
} from "../../reconciler/plan_part.ts";
import { type Dnd, NO_DND } from "../../reconciler/dnd.ts";
import {
  claim,
  consent,
  contextIn,
  END,
  HOUR,
  LUNCH,
  MINUTE,
  NOW,
  OUR_LEAVE,
  shift,
  SOURCE_UNREADABLE,
  statusPart,
  type World,
} from "./samples.ts";

/** One cell of the table for snooze or manual away, beside a status of leave. */
interface Cell<V> {
  name: string;
  part?: Part<V>;
  status?: Phase;
  world?: World;
  read?: V;
  action: Action;
  write?: V;
  phase?: Phase | null;
  prior?: V;
}

const PTO = shift({ state: "pto", label: "" });

function worldOf(cell: Cell<unknown>, parts: Partial<World["claim"]>): World {
  const status = statusPart({
    phase: cell.status ?? "held",
    prior: LUNCH,
    wanted: OUR_LEAVE,
    applied: OUR_LEAVE,
  });
  const standing = claim({ shift: PTO, status, ...parts });
  return { shifts: [PTO], claim: standing, ...cell.world };
}

function checkSnooze(cell: Cell<Dnd>): void {
  const context = contextIn(worldOf(cell, { dnd: cell.part ?? null }));
  const needed = partNeedsRead(dndPlan, context);
  assertEquals(needed, cell.read !== undefined, "whether a read is needed");
  const read = cell.read ? { value: cell.read, at: context.now } : null;
  const decision = planPart(dndPlan, context, read);
  assertEquals(decision.action, cell.action);
  assertEquals(decision.write?.value, cell.write);
  if (cell.phase !== undefined) {
    assertEquals(decision.part?.phase ?? null, cell.phase);
  }
  if (cell.prior) assertEquals(decision.part?.prior, cell.prior);
}

const until = (end: number): Dnd => ({ until_seconds: end, indefinite: false });
const INDEFINITE: Dnd = { until_seconds: 0, indefinite: true };
const LEASE = until(NOW + 2 * HOUR);

function lease(end: number, changes: Partial<Part<Dnd>> = {}): Part<Dnd> {
  return {
    phase: "held",
    prior: NO_DND,
    before: NO_DND,
    wanted: until(end),
    applied: until(end),
    ...changes,
  };
}

/** Left to them: their own snooze lasts until then. */
function theirs(phase: Phase, prior: Dnd): Part<Dnd> {
  return { phase, prior, before: prior, wanted: LEASE, applied: null };
}

const over: World = { shifts: [], now: END };
const onCall: World = { shifts: [shift()] };
const noDnd: World = { consent: consent({ dnd: false }) };
const blind: World = { shifts: [], blindness: SOURCE_UNREADABLE };
const lastMinute: World = { now: END - 59 };
const soon = NOW + HOUR - 1;
const beyondNow = { now: NOW + HOUR };

const STARTS: Cell<Dnd>[] = [
  {
    name: "on: a lease of two hours",
    read: NO_DND,
    action: "start",
    write: LEASE,
    phase: "intent",
  },
  {
    name: "no longer than the shift",
    world: { now: END - HOUR },
    read: NO_DND,
    action: "start",
    write: until(END),
  },
  { name: "under a minute left", world: lastMinute, action: "noop" },
  {
    name: "theirs, shorter: on record, and restored",
    read: until(NOW + HOUR),
    action: "start",
    write: LEASE,
    prior: until(NOW + HOUR),
  },
  {
    name: "theirs, as long",
    read: LEASE,
    action: "start",
    write: LEASE,
    prior: LEASE,
  },
  {
    name: "theirs, longer: left alone",
    read: until(NOW + 3 * HOUR),
    action: "defer",
    phase: "deferred",
  },
  {
    name: "theirs, without an end: left alone",
    read: INDEFINITE,
    action: "skip",
    phase: "skipped",
  },
  {
    name: "on call never silences",
    world: { ...onCall, claim: claim() },
    action: "noop",
  },
  { name: "not allowed", world: noDnd, action: "noop" },
  { name: "status yielded", status: "yielded", action: "noop" },
  { name: "status deferred", status: "deferred", action: "noop" },
  { name: "status skipped", status: "skipped", action: "noop" },
  {
    name: "status in doubt: it comes first",
    status: "intent",
    action: "noop",
  },
];

const HELD: Cell<Dnd>[] = [
  {
    name: "over an hour left: nothing",
    part: lease(soon + 2),
    action: "noop",
  },
  {
    name: "less left: renewed",
    part: lease(soon),
    read: until(soon),
    action: "renew",
    write: LEASE,
    phase: "intent",
  },
  {
    name: "renewed within 90 s of what was set",
    part: lease(soon),
    read: until(soon + 90),
    action: "renew",
    write: LEASE,
  },
  {
    name: "ends 91 s off: theirs",
    part: lease(soon),
    read: until(soon + 91),
    action: "yield",
    phase: "yielded",
  },
  {
    name: "covers the end: nothing",
    part: lease(END),
    world: { now: END - 2 * MINUTE },
    action: "noop",
  },
  {
    name: "covers the end but for its last minute: nothing",
    part: lease(END - 60),
    world: { now: END - 2 * MINUTE },
    action: "noop",
  },
  {
    name: "falls short of that: renewed",
    part: lease(END - 61),
    world: { now: END - 2 * MINUTE },
    read: until(END - 61),
    action: "renew",
    write: until(END),
  },
  {
    name: "run out by itself: no edit",
    part: lease(NOW),
    world: beyondNow,
    read: NO_DND,
    action: "renew",
    write: until(NOW + 3 * HOUR),
  },
  {
    name: "ended by the person: kept",
    part: lease(soon),
    read: NO_DND,
    action: "yield",
    phase: "yielded",
  },
  {
    name: "their own, longer: kept",
    part: lease(soon),
    read: until(NOW + 5 * HOUR),
    action: "yield",
    phase: "yielded",
  },
  {
    name: "their own, without an end: kept",
    part: lease(soon),
    read: INDEFINITE,
    action: "yield",
  },
  {
    name: "the shift now ends sooner",
    part: lease(NOW + 2 * HOUR),
    world: { shifts: [{ ...PTO, end: NOW + HOUR }] },
    read: LEASE,
    action: "switch",
    write: until(NOW + HOUR),
  },
  {
    name: "at most a minute past the new end: nothing",
    part: lease(NOW + HOUR + 60),
    world: { shifts: [{ ...PTO, end: NOW + HOUR }] },
    action: "noop",
  },
  {
    name: "source unreadable: nothing",
    part: lease(soon),
    world: blind,
    action: "noop",
  },
  {
    name: "status yielded: not renewed",
    part: lease(soon),
    status: "yielded",
    action: "noop",
  },
  {
    name: "status in doubt: it comes first",
    part: lease(soon),
    status: "restoring",
    action: "noop",
  },
  {
    name: "without an end: two hours at a time",
    part: lease(soon),
    world: { shifts: [{ ...PTO, end: null }] },
    read: until(soon),
    action: "renew",
    write: LEASE,
  },
];

const hourBefore = lease(END, { prior: until(END + HOUR) });

const ENDS: Cell<Dnd>[] = [
  {
    name: "ours: ended",
    part: lease(NOW + 2 * HOUR),
    world: { shifts: [] },
    read: LEASE,
    action: "restore",
    write: NO_DND,
    phase: "restoring",
  },
  {
    name: "ours, theirs lasts on: restored",
    part: hourBefore,
    world: { ...over, now: END - HOUR },
    read: until(END),
    action: "restore",
    write: until(END + HOUR),
  },
  {
    name: "run out, theirs lasts on: restored",
    part: hourBefore,
    world: over,
    read: NO_DND,
    action: "restore",
    write: until(END + HOUR),
  },
  {
    name: "run out, theirs is over: nothing to write",
    part: lease(END, { prior: until(END) }),
    world: over,
    read: NO_DND,
    action: "close",
    phase: null,
  },
  {
    name: "theirs without an end: restored",
    part: lease(END, { prior: INDEFINITE }),
    world: over,
    read: NO_DND,
    action: "restore",
    write: INDEFINITE,
  },
  {
    name: "ended by the person: kept",
    part: lease(END + HOUR),
    world: over,
    read: NO_DND,
    action: "yield",
    phase: null,
  },
  {
    name: "made longer by the person: kept",
    part: lease(END),
    world: over,
    read: until(END + 3 * HOUR),
    action: "yield",
    phase: null,
  },
  {
    name: "DND unticked in mid-shift",
    part: lease(NOW + 2 * HOUR),
    world: noDnd,
    read: LEASE,
    action: "restore",
    write: NO_DND,
  },
  {
    name: "opted out",
    part: lease(NOW + 2 * HOUR),
    world: { consent: null },
    read: LEASE,
    action: "restore",
    write: NO_DND,
  },
  {
    name: "now on call, which never silences",
    part: lease(NOW + 2 * HOUR),
    world: onCall,
    read: LEASE,
    action: "restore",
    write: NO_DND,
  },
];

const LEFT: Cell<Dnd>[] = [
  {
    name: "theirs lasts: nothing",
    part: theirs("deferred", until(NOW + 1)),
    action: "noop",
    phase: "deferred",
  },
  {
    name: "theirs is over: ours",
    part: theirs("deferred", until(NOW)),
    read: NO_DND,
    action: "start",
    write: LEASE,
  },
  {
    name: "theirs was made longer: on record",
    part: theirs("deferred", until(NOW)),
    read: until(NOW + 9 * HOUR),
    action: "defer",
    prior: until(NOW + 9 * HOUR),
  },
  {
    name: "theirs over, shift over",
    part: theirs("deferred", until(NOW)),
    world: over,
    action: "drop",
    phase: null,
  },
  {
    name: "endless: nothing",
    part: theirs("skipped", INDEFINITE),
    action: "noop",
    phase: "skipped",
  },
  {
    name: "endless, shift over",
    part: theirs("skipped", INDEFINITE),
    world: over,
    action: "drop",
    phase: null,
  },
  {
    name: "changed by them: nothing",
    part: lease(soon, { phase: "yielded" }),
    action: "noop",
    phase: "yielded",
  },
  {
    name: "changed by them, resume is about the status",
    part: lease(soon, { phase: "yielded" }),
    world: { consent: consent({ after_manual_change: "resume" }) },
    action: "noop",
  },
  {
    name: "changed by them, shift over",
    part: lease(soon, { phase: "yielded" }),
    world: over,
    action: "drop",
    phase: null,
  },
];

/** On leave, and on call without allowing that to be shown. */
const pausedWorld: World = {
  shifts: [PTO, shift()],
  consent: consent({ states: ["pto"] }),
};
const soonOnCall: World = {
  shifts: [PTO, shift({ start: NOW + HOUR })],
};

const ON_CALL: Cell<Dnd>[] = [
  { name: "none: nothing is set", world: pausedWorld, action: "noop" },
  {
    name: "ours: restored",
    part: lease(NOW + 2 * HOUR, { prior: until(NOW + HOUR) }),
    world: pausedWorld,
    read: LEASE,
    action: "restore",
    write: until(NOW + HOUR),
  },
  {
    name: "ours, due for renewal: restored",
    part: lease(soon),
    world: pausedWorld,
    read: until(soon),
    action: "restore",
    write: NO_DND,
  },
  {
    name: "ours, status yielded: restored",
    part: lease(soon),
    status: "yielded",
    world: pausedWorld,
    read: until(soon),
    action: "restore",
    write: NO_DND,
  },
  {
    name: "ours, status in doubt: restored",
    part: lease(soon),
    status: "intent",
    world: pausedWorld,
    read: until(soon),
    action: "restore",
    write: NO_DND,
  },
  {
    name: "ended by the person: theirs for the rest of the leave",
    part: lease(soon),
    world: pausedWorld,
    read: NO_DND,
    action: "yield",
    phase: "yielded",
  },
  {
    name: "changed by them before: stays theirs",
    part: lease(soon, { phase: "yielded" }),
    world: pausedWorld,
    action: "noop",
    phase: "yielded",
  },
  {
    name: "theirs, waited for: dropped, and read again after it",
    part: theirs("deferred", until(NOW + 3 * HOUR)),
    world: pausedWorld,
    action: "drop",
    phase: null,
  },
  {
    name: "theirs without an end: left alone",
    part: theirs("skipped", INDEFINITE),
    world: pausedWorld,
    action: "noop",
    phase: "skipped",
  },
  {
    name: "on call in an hour: two minutes longer than that",
    world: soonOnCall,
    read: NO_DND,
    action: "start",
    write: until(NOW + HOUR + 2 * MINUTE),
  },
  {
    name: "that is not renewed",
    part: lease(NOW + HOUR + 2 * MINUTE),
    world: { ...soonOnCall, now: NOW + 30 * MINUTE },
    action: "noop",
  },
  {
    name: "on call in an hour, which was not known: shortened",
    part: lease(NOW + 2 * HOUR),
    world: soonOnCall,
    read: LEASE,
    action: "switch",
    write: until(NOW + HOUR + 2 * MINUTE),
  },
];

const setting = lease(NOW + 2 * HOUR, {
  phase: "intent",
  applied: null,
  prior: until(soon),
  before: until(soon),
});
const ending = lease(NOW + 2 * HOUR, {
  phase: "restoring",
  before: LEASE,
  wanted: NO_DND,
});

const DOUBTS: Cell<Dnd>[] = [
  {
    name: "set as intended",
    part: setting,
    read: until(NOW + 2 * HOUR + 59),
    action: "confirm",
    phase: "held",
    prior: until(soon),
  },
  {
    name: "not set: planned again",
    part: setting,
    read: until(soon),
    action: "start",
    write: LEASE,
    prior: until(soon),
  },
  {
    name: "set to another end: theirs",
    part: setting,
    read: until(NOW + 9 * HOUR),
    action: "yield",
    phase: "yielded",
  },
  {
    name: "set, run out since, shift over",
    part: setting,
    world: over,
    read: NO_DND,
    action: "close",
    phase: null,
  },
  {
    name: "ended as intended",
    part: ending,
    world: { shifts: [] },
    read: NO_DND,
    action: "confirm",
    phase: null,
  },
  {
    name: "not ended: planned again",
    part: ending,
    world: { shifts: [] },
    read: LEASE,
    action: "restore",
    write: NO_DND,
  },
  {
    name: "another's: kept",
    part: ending,
    world: { shifts: [] },
    read: INDEFINITE,
    action: "yield",
    phase: null,
  },
];

for (
  const [title, cells] of [
    ["a snooze at the start", STARTS],
    ["a snooze that is ours", HELD],
    ["a snooze at the end", ENDS],
    ["a snooze left to them", LEFT],
    ["a snooze while on call", ON_CALL],
    ["a snooze of unknown outcome", DOUBTS],
  ] as const
) {
  Deno.test(title, async (t) => {
    for (const cell of cells) await t.step(cell.name, () => checkSnooze(cell));
  });
}

function away(changes: Partial<Part<boolean>> = {}): Part<boolean> {
  const [prior, before, wanted, applied] = [false, false, true, true];
  return { phase: "held", prior, before, wanted, applied, ...changes };
}

const skippedAway = away({ phase: "skipped", prior: true, applied: null });
const gone = away({ phase: "intent", applied: null });
const back = away({ phase: "restoring", before: true, wanted: false });

const PRESENCE: Cell<boolean>[] = [
  {
    name: "active: away",
    read: false,
    action: "start",
    write: true,
    phase: "intent",
  },
  {
    name: "already away: left away",
    read: true,
    action: "skip",
    phase: "skipped",
  },
  { name: "left away: nothing", part: skippedAway, action: "noop" },
  {
    name: "left away, shift over: stays away",
    part: skippedAway,
    world: over,
    action: "drop",
    phase: null,
  },
  { name: "ours: nothing", part: away(), action: "noop" },
  {
    name: "ours, shift over: active again",
    part: away(),
    world: over,
    read: true,
    action: "restore",
    write: false,
    phase: "restoring",
  },
  {
    name: "active by the person, shift over: kept",
    part: away(),
    world: over,
    read: false,
    action: "yield",
    phase: null,
  },
  {
    name: "not allowed",
    world: { consent: consent({ presence: false }) },
    action: "noop",
  },
  {
    name: "unticked in mid-shift",
    part: away(),
    world: { consent: consent({ presence: false }) },
    read: true,
    action: "restore",
    write: false,
  },
  {
    name: "a state that does not ask for it",
    part: away(),
    world: { shifts: [shift({ state: "focus" })] },
    read: true,
    action: "restore",
    write: false,
  },
  {
    name: "source unreadable: nothing",
    part: away(),
    world: blind,
    action: "noop",
  },
  { name: "status deferred: nothing", status: "deferred", action: "noop" },
  { name: "on call: not set", world: pausedWorld, action: "noop" },
  {
    name: "on call: active again",
    part: away(),
    world: pausedWorld,
    read: true,
    action: "restore",
    write: false,
  },
  {
    name: "on call, went away by themselves: stays away",
    part: skippedAway,
    world: pausedWorld,
    action: "noop",
  },
  {
    name: "went away as intended",
    part: gone,
    read: true,
    action: "confirm",
    phase: "held",
  },
  {
    name: "did not go away: planned again",
    part: gone,
    read: false,
    action: "start",
    write: true,
  },
  {
    name: "came back as intended",
    part: back,
    world: over,
    read: false,
    action: "confirm",
    phase: null,
  },
  {
    name: "did not come back: planned again",
    part: back,
    world: over,
    read: true,
    action: "restore",
    write: false,
  },
];

Deno.test("manual away", async (t) => {
  for (const cell of PRESENCE) await t.step(cell.name, () => checkAway(cell));
});

function checkAway(cell: Cell<boolean>): void {
  const context = contextIn(worldOf(cell, { presence: cell.part ?? null }));
  const needed = partNeedsRead(presencePlan, context);
  assertEquals(needed, cell.read !== undefined, "whether a read is needed");
  const read = cell.read === undefined
    ? null
    : { value: cell.read, at: context.now };
  const decision = planPart(presencePlan, context, read);
  assertEquals(decision.action, cell.action);
  assertEquals(decision.write?.value, cell.write);
  if (cell.phase !== undefined) {
    assertEquals(decision.part?.phase ?? null, cell.phase);
  }
}
