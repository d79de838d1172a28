import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  type ExclusiveOutcome,
  runExclusively,
  withWriteLock,
} from "../../../app/lock/write_lock.ts";
import {
  desiredState,
  noRoster,
  runModeOf,
} from "../../../app/state/desired_state.ts";
import { readLastRun } from "../../../app/state/run_state.ts";
import { StepLog } from "../../../app/state/step_log.ts";
import type { WantContext } from "../../../reconciler/part_wants.ts";
import { latestRuns, modes, oneOffRuns } from "../../../slack/records/runs.ts";
import { leases } from "../../../slack/records/lease.ts";
import { NOW } from "../../slack/local_slack.ts";
import { type Bench, openBench, TO_LEASE } from "../../functions/step_bench.ts";

const SET = "users.profile.set";

function leaseOf(bench: Bench) {
  return leases.parse(bench.slack.items("runs").get("lease")!);
}

/** The lease as another execution holds it for a number of seconds. */
function heldElsewhere(bench: Bench, seconds: number, history = {}): void {
  const until = bench.slack.clock.ms + seconds * 1000;
  const item = { id: "lease", holder: "FxOther", until, history } as const;
  bench.slack.items("runs").set("lease", leases.format(item));
}

Deno.test("work is done while the lease is held, and it is free afterwards", async () => {
  const bench = openBench([], []);
  const execution = bench.execution();
  const result = await withWriteLock(execution, async (lease) => {
    assertEquals(leaseOf(bench).holder, execution.id);
    assert(await lease.isHeld());
    return "done";
  });
  assertEquals(result, "done");
  assertEquals(leaseOf(bench).holder, "");
  assertEquals(bench.slack.clock.slept, [TO_LEASE * 1000]);
  bench.close();
});

Deno.test("it is free although the work fails", async () => {
  const bench = openBench([], []);
  const execution = bench.execution();
  const work = () => Promise.reject(new Error("no"));
  await assertRejects(() => withWriteLock(execution, work), Error, "no");
  assertEquals(leaseOf(bench).holder, "");
  bench.close();
});

Deno.test("an execution that finds another at work waits for it", async () => {
  const bench = openBench([], []);
  heldElsewhere(bench, 20);
  const done = await withWriteLock(bench.execution(), () => Promise.resolve(1));
  assertEquals(done, 1);
  const waited = bench.slack.clock.ms / 1000 - NOW;
  assert(waited >= 20 + TO_LEASE, `${waited} s`);
  bench.close();
});

Deno.test("nothing is done when there would be no time left for it", async () => {
  const bench = openBench([], []);
  heldElsewhere(bench, 75);
  let begun = false;
  const done = await withWriteLock(bench.execution(), () => {
    begun = true;
    return Promise.resolve(1);
  });
  assertEquals([done, begun], [null, false]);
  assertEquals(leaseOf(bench).holder, "FxOther");
  // Three quarters of a minute, less five seconds of work.
  const waited = bench.slack.clock.ms / 1000 - NOW;
  assert(waited <= 40 - TO_LEASE, `${waited} s`);
  bench.close();
});

Deno.test("with the lease comes what the executions before have used of the rates", async () => {
  const bench = openBench([], []);
  const first = bench.execution();
  await withWriteLock(first, () => {
    for (let count = 0; count < 50; count++) first.rateLimiter.count(SET);
    return Promise.resolve();
  });
  const used = bench.slack.clock.ms;
  assertEquals(leaseOf(bench).history[SET]!.length, 50);
  const second = bench.execution();
  assertEquals(second.rateLimiter.waitMs(SET), 0);
  await withWriteLock(second, () => {
    const wait = second.rateLimiter.waitMs(SET);
    assertEquals(bench.slack.clock.ms + wait, used + 60_000);
    return Promise.resolve();
  });
  // And it goes on to the next one.
  const third = bench.execution();
  await withWriteLock(third, () => {
    assert(third.rateLimiter.waitMs(SET) > 0);
    return Promise.resolve();
  });
  bench.close();
});

Deno.test("a holder that dies leaves what those before it had used", async () => {
  const bench = openBench([], []);
  const history = { [SET]: Array(50).fill(NOW * 1000) };
  heldElsewhere(bench, -1, history);
  const dead = bench.execution();
  // It begins its work, and is never heard of again.
  await new Promise<void>((begun) => {
    withWriteLock(dead, () => {
      begun();
      return new Promise<never>(() => {});
    });
  });
  assertEquals(leaseOf(bench).holder, dead.id);
  assertEquals(leaseOf(bench).history, history);
  bench.close();
});

Deno.test("a lease that does not parse has no holder, and is repaired", async () => {
  const bench = openBench([], []);
  const broken = { id: "lease", schema_version: 9, body: "?" };
  bench.slack.items("runs").set("lease", broken);
  const done = await withWriteLock(bench.execution(), () => Promise.resolve(1));
  assertEquals(done, 1);
  assertEquals(leaseOf(bench).holder, "");
  bench.close();
});

/** Does a step's work, which takes the lease once another has held it for `seconds`. */
async function runAfter(
  bench: Bench,
  seconds: number,
  replaceable: boolean,
): Promise<{ did: string[]; outcome: ExclusiveOutcome; log: StepLog }> {
  const execution = bench.execution();
  const last = await readLastRun(execution);
  const desired = desiredState(
    { ...noRoster(execution), version: "FxOwn" },
    new Map(),
    runModeOf(last),
  );
  const log = new StepLog();
  const did: string[] = [];
  const note = async (what: string) => {
    did.push(`${what} ${leaseOf(bench).holder === execution.id}`);
    return await Promise.resolve([]);
  };
  const contexts = [{
    person: { id: "UANN", name: "ann", time_zone: "UTC" },
    claim: null,
    wanted: { kind: "nothing", reason: "" },
  } as unknown as WantContext];
  if (seconds > 0) heldElsewhere(bench, seconds);
  const outcome = await runExclusively(execution, log, {
    ...{ last, desired, contexts, replaceable },
    prepare: async () => void await note("prepare"),
    work: () => note("work"),
  });
  return { did, outcome, log };
}

/** What an operator or a later run does while the lease is waited for. */
function meanwhile(bench: Bench, id: string, item: Record<string, unknown>) {
  let looks = 0;
  bench.slack.before = ({ method }) => {
    if (method !== "apps.datastore.get" || ++looks !== 2) return;
    bench.slack.items("runs").set(id, item);
  };
}

const SWITCH = { id: "mode", set_by: "UOPS", set_at: NOW } as const;

Deno.test("under the lease a step reads again what others wrote, then works", async () => {
  const bench = openBench([], []);
  const { did, outcome } = await runAfter(bench, 0, true);
  assertEquals(did, ["prepare true", "work true"]);
  assertEquals(outcome.results, []);
  // The run that recovers this one is booked before the work.
  const { run, at } = outcome.booked!;
  assertEquals([run, at], ["Fx1", NOW + TO_LEASE + 95]);
  assertEquals(bench.slack.counts()["apps.datastore.bulkGet"], 2);
  bench.close();
});

Deno.test("a step that waited for the lease leaves its work to a later run, or to a switch of the mode", async () => {
  const later = { snapshot: "FxLater", snapshot_at: NOW + 9 };
  const earlier = { ...later, snapshot_at: NOW - 9 };
  const own = { ...later, snapshot: "FxOwn" };
  const preview = { mode: "preview", put_back: false } as const;
  const putBack = { mode: "enforce", put_back: true } as const;
  const latest = (fields: typeof later) =>
    ["latest", latestRuns.format({ id: "latest", ...fields })] as const;
  const mode = (fields: typeof preview | typeof putBack) =>
    ["mode", modes.format({ ...SWITCH, ...fields })] as const;
  const cases = [
    [latest(later), true, null],
    [latest(earlier), true, []],
    [latest(own), true, []],
    [mode(preview), true, null],
    [mode(putBack), true, null],
    [latest(later), false, []],
  ] as const;
  for (const [[id, item], replaceable, results] of cases) {
    const bench = openBench([], []);
    meanwhile(bench, id, item);
    const { outcome, did } = await runAfter(bench, 20, replaceable);
    assertEquals(outcome.results, results && [...results]);
    assertEquals(did.length, results === null ? 0 : 2);
    // The run that it is left to may have died: one is booked in any case.
    assert(bench.slack.items("runs").has("continuation"));
    bench.close();
  }
});

Deno.test("a step that never gets the lease postpones its people and books a continuation", async () => {
  const bench = openBench([], []);
  const { did, outcome } = await runAfter(bench, 75, true);
  const results = outcome.results!.map((each) => [each.person, each.outcome]);
  assertEquals([did, results], [[], [["UANN", "postponed"]]]);
  const item = bench.slack.items("runs").get("continuation")!;
  assertEquals(oneOffRuns.parse(item).at, NOW + 60);
  // It has to come, so no step drops it.
  assertEquals(outcome.booked, null);
  bench.close();
});
