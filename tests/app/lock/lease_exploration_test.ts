import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { ASSUMED, LEASE_TIMING } from "../../../app/lock/lease.ts";
import {
  CALM,
  type ContenderPlan,
  type Delay,
  type Hands,
  LeaseModel,
  type Weakness,
} from "./lease_model.ts";

const SECOND = 1000;
const LEASE = LEASE_TIMING.leaseMs;

/** Tries once the others are done. It must get the lease after any of their outcomes. */
function newcomer(start: number): ContenderPlan {
  return {
    start,
    skew: 0,
    patience: 10 * SECOND,
    delays: [],
    holds: SECOND,
    looks: 0,
    releases: true,
    dies: null,
  };
}

function plan(changes: Partial<ContenderPlan>): ContenderPlan {
  return { ...newcomer(0), patience: 60 * SECOND, ...changes };
}

interface Outcome {
  /** What is wrong with it; `null` if nothing is. */
  fault: string | null;
  /** How often somebody held it. */
  held: number;
}

async function explore(
  plans: ContenderPlan[],
  weakness: Weakness = {},
): Promise<Outcome> {
  const model = new LeaseModel(weakness);
  await model.run(plans);
  const held = model.holds.length;
  const conflict = model.conflict();
  if (conflict) {
    return { fault: `two holders: ${JSON.stringify(conflict)}`, held };
  }
  await model.run([newcomer(model.elapsed + LEASE + 2 * ASSUMED.skewMs)]);
  const stuck = model.holds.length === held;
  return { fault: stuck ? "nobody gets it any more" : null, held };
}

/** How long a read takes to land, and to be answered. */
const READS = [[0, 0], [0, 1400], [700, 0], [1400, 0]] as const;

/** What two contenders' first attempts may meet; each tries again calmly after it. */
function attempts(stale: number): Delay[][] {
  const found: Delay[][] = [];
  for (const [reading, read] of READS) {
    for (const back of [0, stale]) {
      for (const landing of [0, 750, 1500, 1700, 2500]) {
        for (const answer of [0, 2500]) {
          found.push([
            { ...CALM, landing: reading, answer: read, stale: back },
            { ...CALM, landing, answer },
            { ...CALM, landing: 0, answer: 0 },
            { ...CALM, landing: 0, stale: back },
          ]);
        }
      }
    }
  }
  return found;
}

const STARTS = [0, 350, 690, 750, 1600, 2300, 3000];

/** Every pair of attempts, each begun at every distance. */
function* grid(stale = ASSUMED.staleMs): Generator<ContenderPlan[]> {
  const each = attempts(stale);
  for (const start of STARTS) {
    for (const first of each) {
      for (const second of each) {
        const patience = 20 * SECOND;
        const holds = 12 * SECOND;
        yield [
          plan({ delays: first, holds, patience }),
          plan({ start, delays: second, holds, patience }),
        ];
      }
    }
  }
}

async function firstFault(
  schedules: Iterable<ContenderPlan[]>,
  weakness: Weakness = {},
): Promise<{ looked: number; held: number; found: string | null }> {
  const seen = { looked: 0, held: 0, found: null };
  for (const plans of schedules) {
    const { fault, held } = await explore(plans, weakness);
    seen.looked++;
    seen.held += held;
    if (fault) {
      return { ...seen, found: `${fault} in ${JSON.stringify(plans)}` };
    }
  }
  return seen;
}

Deno.test("two contenders, by the grid: never two holders, and never nobody for good", async () => {
  const { looked, held, found } = await firstFault(grid());
  assertEquals(found, null);
  assert(looked > 40_000, `only ${looked} schedules`);
  assert(held > 10_000, `it was held only ${held} times`);
});

/** Milliseconds up to `most`, its ends more often than the rest. */
function upTo(most: number): fc.Arbitrary<number> {
  return fc.oneof(
    fc.constantFrom(0, most),
    fc.integer({ min: 0, max: most / 50 }).map((steps) => steps * 50),
  );
}

/** As often quick as anything else, or no attempt would ever be in time. */
const anyDelay: fc.Arbitrary<Delay> = fc.oneof(
  fc.record({
    pause: fc.constant(0),
    landing: upTo(500),
    answer: upTo(200),
    stale: upTo(ASSUMED.staleMs),
    lost: fc.constant(false),
  }),
  fc.record({
    pause: fc.oneof(fc.constant(0), upTo(1000)),
    landing: upTo(2500),
    answer: upTo(2500),
    stale: upTo(ASSUMED.staleMs),
    lost: fc.integer({ min: 0, max: 9 }).map((drawn) => drawn === 0),
  }),
);

const anyPlan: fc.Arbitrary<ContenderPlan> = fc.record({
  start: upTo(8 * SECOND),
  skew: upTo(ASSUMED.skewMs),
  patience: fc.constantFrom(20 * SECOND, 100 * SECOND),
  delays: fc.array(anyDelay, { maxLength: 14 }),
  holds: fc.oneof(upTo(10 * SECOND), upTo(80 * SECOND)),
  looks: fc.integer({ min: 0, max: 3 }),
  releases: fc.boolean(),
  dies: fc.option(upTo(20 * SECOND), { freq: 4 }),
});

const THREE = { minLength: 3, maxLength: 3 };

Deno.test("property: three contenders with any faults never hold the lease together, and one gets it in the end", async () => {
  let shared = 0;
  const property = fc.asyncProperty(
    fc.array(anyPlan, THREE),
    async (plans) => {
      const { fault, held } = await explore(plans);
      assertEquals(fault, null);
      if (held > 1) shared++;
    },
  );
  await fc.assert(property, { numRuns: 10_000 });
  assert(shared > 1000, `more than one got it in only ${shared} schedules`);
});

Deno.test("property: where calls are quick, everybody gets it in turn", async () => {
  const quick = fc.record({
    pause: upTo(50),
    landing: upTo(200),
    answer: upTo(200),
    stale: upTo(ASSUMED.staleMs),
    lost: fc.constant(false),
  });
  const calm = fc.record({
    start: upTo(5 * SECOND),
    delays: fc.array(quick, { maxLength: 60 }),
    holds: upTo(5 * SECOND),
    looks: fc.integer({ min: 0, max: 3 }),
  }).map(plan);
  const property = fc.asyncProperty(
    fc.array(calm, { minLength: 1, maxLength: 4 }),
    async (plans) => {
      const model = new LeaseModel();
      await model.run(plans);
      assertEquals(model.conflict(), null);
      const holders = model.holds.map(({ holder }) => holder);
      assertEquals(holders.sort(), plans.map((_, index) => `Fx${index + 1}`));
    },
  );
  await fc.assert(property, { numRuns: 1000 });
});

/** The clock stands still while a bid is under way: its gap ends with the sending. */
function blindToAcknowledgements({ store, clock }: Hands): Hands {
  let stopped: number | null = null;
  return {
    clock: {
      ...clock,
      now: () => stopped ?? clock.now(),
      sleep: (ms) => {
        stopped = null;
        return clock.sleep(ms);
      },
    },
    store: {
      read: () => store.read(),
      write: (record) => {
        stopped = clock.now();
        return store.write(record);
      },
    },
  };
}

/** Tells what becomes of its bids, and hands those that came too late to `late`. */
function watched(
  { store, clock }: Hands,
  gap: number,
  late: (until: number) => Promise<void> | void,
): Hands {
  let readSent = 0;
  return {
    clock,
    store: {
      read: () => {
        readSent = clock.now();
        return store.read();
      },
      write: async (record) => {
        await store.write(record);
        if (clock.now() - readSent > gap) await late(record.untilMs);
      },
    },
  };
}

const freesLateBids: Weakness["wrap"] = (hands, _, { gapMs: gap }) =>
  watched(hands, gap, () => hands.store.write({ holder: "", untilMs: 0 }));

const readsItsLateBidsAsFree: Weakness["wrap"] = (
  hands,
  id,
  { gapMs: gap },
) => {
  const late = new Set<number>();
  const { clock, store } = watched(hands, gap, (until) => void late.add(until));
  const read = async () => {
    const record = await store.read();
    const own = record?.holder === id && late.has(record.untilMs);
    return own ? null : record;
  };
  return { clock, store: { ...store, read } };
};

const WEAKENED: [what: string, weakness: Weakness, stale?: number][] = [
  ["the wait is 1 s", { timing: { waitMs: SECOND } }],
  ["the wait is 2.85 s", { timing: { waitMs: 2850 } }],
  ["the gap may be 1.7 s", { timing: { gapMs: 1700 } }],
  ["the gap ends with the sending", { wrap: blindToAcknowledgements }],
  ["reads are 0.8 s stale", {}, 800],
  ["late bids are freed", { wrap: freesLateBids }],
  ["late bids of its own are free", { wrap: readsItsLateBidsAsFree }],
];

for (const [what, weakness, stale] of WEAKENED) {
  Deno.test(`the grid finds two holders where ${what}`, async () => {
    const { found } = await firstFault(grid(stale), weakness);
    assert(found?.startsWith("two holders"), `found: ${found}`);
  });
}

async function twoHold(
  plans: ContenderPlan[],
  weakness: Weakness = {},
): Promise<boolean> {
  const { fault } = await explore(plans, weakness);
  return fault?.startsWith("two holders") ?? false;
}

Deno.test("a bid that lands long after its sending lets two in", async () => {
  const schedule = (landing: number) => [
    plan({ delays: [CALM, { ...CALM, landing }], patience: 5 * SECOND }),
    plan({ start: landing - 5 * SECOND, holds: LEASE }),
    plan({ start: LEASE + SECOND }),
  ];
  assertEquals(await twoHold(schedule(30 * SECOND)), true);
  for (let landing = 0; landing <= ASSUMED.landingMs; landing += 250) {
    const [late, holder, third] = schedule(landing);
    const plans = [late!, { ...holder!, start: 0 }, third!];
    assertEquals(await twoHold(plans), false);
  }
});

Deno.test("clocks far apart let two in", async () => {
  for (
    const [skew, two] of [[20 * SECOND, true], [ASSUMED.skewMs, false]] as const
  ) {
    const plans = [plan({ holds: LEASE }), plan({ start: LEASE / 2, skew })];
    assertEquals(await twoHold(plans), two);
  }
});

Deno.test("without a margin before its end, a late release lets two in", async () => {
  const late = { ...CALM, landing: ASSUMED.landingMs };
  const plans = [
    plan({
      delays: [CALM, CALM, CALM, CALM, CALM, late],
      holds: LEASE - 3400,
    }),
    plan({ start: LEASE - 3 * SECOND, holds: 20 * SECOND }),
    plan({ start: LEASE, holds: 20 * SECOND }),
  ];
  assertEquals(await twoHold(plans, { timing: { marginMs: 0 } }), true);
  assertEquals(await twoHold(plans), false);
});
