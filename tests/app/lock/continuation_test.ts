import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  bookContinuation,
  dropRun,
  ensureRun,
} from "../../../app/lock/continuation.ts";
import { StepLog } from "../../../app/state/step_log.ts";
import type { Problem } from "../../../reconciler/change.ts";
import { type OneOffRun, oneOffRuns } from "../../../slack/records/runs.ts";
import { NOW } from "../../slack/local_slack.ts";
import {
  type Bench,
  openBench,
  optedIn,
  schedule,
} from "../../functions/step_bench.ts";

const CREATE = "workflows.triggers.create";
/** The run that books. */
const RUN = "FxRun";

const DELETE = "workflows.triggers.delete";

function booked(bench: Bench): OneOffRun | null {
  const item = bench.slack.items("runs").get("continuation");
  return item ? oneOffRuns.parse(item) : null;
}

function now({ slack }: Bench): number {
  return Math.floor(slack.clock.ms / 1000);
}

/** What goes wrong when a run that began at `startedAt` books, with more to do at `moreAt`. */
async function book(
  bench: Bench,
  startedAt: number,
  moreAt: number | null = null,
): Promise<readonly Problem[]> {
  const log = new StepLog();
  if (moreAt !== null) log.leaveMore(moreAt);
  await bookContinuation(bench.execution(), log, startedAt, { run: RUN });
  return log.problems;
}

function triggersOf({ slack }: Bench) {
  return [...slack.state.triggers.values()].map((
    { id, workflow, schedule },
  ) => ({
    id,
    workflow,
    at: Date.parse(String((schedule as { start_time: string }).start_time)) /
      1000,
  }));
}

Deno.test("a run goes on a minute after it began", async () => {
  const bench = openBench([], []);
  bench.pass(25);
  assertEquals(await book(bench, NOW), []);
  const { trigger_id, at } = booked(bench)!;
  assertEquals(at, NOW + 60);
  assertEquals(triggersOf(bench), [
    { id: trigger_id, workflow: "#/workflows/sync", at },
  ]);
  bench.close();
});

Deno.test("never in the past, however long the run took", async () => {
  const bench = openBench([], []);
  bench.pass(130);
  await book(bench, NOW);
  assertEquals(booked(bench)!.at, NOW + 130 + 10);
  bench.close();
});

Deno.test("not before there is anything to do", async () => {
  const bench = openBench([], []);
  await book(bench, NOW, NOW + 90);
  assertEquals(booked(bench)!.at, NOW + 90);
  bench.close();
});

Deno.test("what is booked already is not booked twice", async () => {
  const bench = openBench([], []);
  await book(bench, NOW);
  const first = booked(bench)!;
  bench.pass(5);
  await book(bench, NOW + 5);
  assertEquals(booked(bench), first);
  assertEquals(bench.slack.counts()[CREATE], 1);
  bench.close();
});

Deno.test("a continuation whose time has passed makes room for the next", async () => {
  const bench = openBench([], []);
  await book(bench, NOW);
  bench.pass(61);
  await book(bench, NOW + 61);
  const { trigger_id, at } = booked(bench)!;
  assertEquals(at, NOW + 121);
  assertEquals(triggersOf(bench).map(({ id }) => id), [trigger_id]);
  bench.close();
});

Deno.test("dropped, neither trigger nor record is left, even if one of them was gone", async () => {
  const bench = openBench([], []);
  await book(bench, NOW);
  const { trigger_id } = booked(bench)!;
  // What is to come is dropped by the run that booked it alone.
  assertEquals(await dropRun(bench.execution("FxOther"), booked(bench)!), []);
  assertEquals(triggersOf(bench).length, 1);
  assertEquals(await dropRun(bench.execution(RUN), booked(bench)!), []);
  assertEquals([triggersOf(bench), booked(bench)], [[], null]);
  const gone = {
    id: "continuation",
    trigger_id,
    at: NOW,
    run: "",
    attempt: 0,
  } as const;
  assertEquals(await dropRun(bench.execution(RUN), gone), []);
  bench.close();
});

Deno.test("Slack's misleading refusal of quick calls is asked again, twice", async () => {
  for (const [times, problems] of [[1, 0], [2, 0], [3, 1]] as const) {
    const bench = openBench([], []);
    const misleading = { error: "token_revoked", times };
    bench.slack.fail({ method: CREATE, ...misleading });
    const told = await book(bench, NOW);
    assertEquals(told.length, problems);
    assertEquals(booked(bench) === null, problems === 1);
    // A second more to see whether another run booked at the same moment.
    const seen = problems === 0 ? [1000] : [];
    const pauses = [2000, 5000].slice(0, times);
    assertEquals(bench.slack.clock.slept, [...pauses, ...seen]);
    bench.close();
  }
});

Deno.test("a continuation that cannot be booked or dropped is reported: the next poll goes on", async () => {
  const bench = openBench([], []);
  bench.slack.fail({ method: CREATE, status: 500 });
  const [problem] = await book(bench, NOW);
  assertEquals(problem!.about, "going on in a minute");
  assertStringIncludes(problem!.reason, `${CREATE}: http_500`);
  await book(bench, NOW);
  const kept = booked(bench)!;
  bench.slack.fail({ method: DELETE, error: "fatal_error" });
  const [trouble] = await dropRun(bench.execution(RUN), kept);
  assertEquals(trouble!.about, "removing a booked run");
  assertEquals(booked(bench), kept);
  bench.close();
});

Deno.test("a run books its recovery before it begins, and drops it when nothing is left", async () => {
  const names = Array.from({ length: 51 }, (_, index) => `p${index}`);
  const people = names.map((name) => optedIn(name));
  for (const count of [1, 51]) {
    const bench = openBench(people, [
      schedule("on_call", names.slice(0, count)),
    ], { config: { limits: { rates: "none" } } });
    let bookedFirst = false;
    bench.slack.before = ({ method }) => {
      if (method === CREATE) {
        bookedFirst = !bench.slack.counts()["users.profile.set"];
      }
    };
    assertEquals((await bench.sync()).apply.changed, count);
    assertEquals(bench.slack.counts()[CREATE], 1);
    assert(bookedFirst);
    assertEquals([triggersOf(bench), booked(bench)], [[], null]);
    bench.close();
  }
});

Deno.test("what a minute does not allow is booked, and dropped once it has fired", async () => {
  const names = Array.from({ length: 60 }, (_, index) => `p${index}`);
  const people = names.map((name) => optedIn(name));
  const bench = openBench(people, [schedule("on_call", names)], {
    rates: "documented",
  });
  const { snapshot_id } = (await bench.sync()).fetch;
  assertEquals(booked(bench)!.at, NOW + 60);
  bench.pass(60);
  const second = await bench.sync();
  assertEquals(second.apply.changed, 10);
  assertEquals([triggersOf(bench), booked(bench)], [[], null]);
  // It went by the snapshot of the run it went on with.
  assertEquals(bench.slack.items("roster_snapshots").size, 2);
  assert(bench.slack.items("roster_snapshots").has(`${snapshot_id}:head`));
  bench.close();
});

Deno.test("a continuation is booked for a few people, too, when time runs out", async () => {
  const names = Array.from({ length: 20 }, (_, index) => `p${index}`);
  const people = names.map((name) => optedIn(name));
  const bench = openBench(people, [schedule("pto", names)]);
  bench.slack.before = ({ method }) => {
    if (method === "users.profile.set") bench.pass(2.5);
  };
  const { apply } = await bench.sync();
  assertEquals([apply.changed, apply.postponed], [20, 20]);
  assert(booked(bench) !== null);
  assertEquals(triggersOf(bench).length, 1);
  bench.close();
});

Deno.test("one that fires checks everybody, as its run was cut short, and goes; one to come stays", async () => {
  for (const late of [false, true]) {
    const bench = openBench([optedIn("ann")], [schedule("on_call", ["ann"])]);
    await bench.sync();
    await book(bench, now(bench));
    assertEquals((await bench.sync()).fetch.scope, "nothing");
    assertEquals(triggersOf(bench).length, 1);
    bench.pass(late ? 600 : 60);
    // Long after it should have begun, polls have done its work.
    const scope = late ? "nothing" : "everybody";
    assertEquals((await bench.sync()).fetch.scope, scope);
    assertEquals([triggersOf(bench), booked(bench)], [[], null]);
    bench.close();
  }
});

Deno.test("of two that book at once without the lease one trigger stays", async () => {
  const bench = openBench([], []);
  const both = await Promise.all(
    [1, 2].map(() =>
      bookContinuation(bench.execution(), new StepLog(), NOW, { run: "" })
    ),
  );
  const { trigger_id } = booked(bench)!;
  assertEquals(both.length, 2);
  assertEquals(triggersOf(bench).map(({ id }) => id), [trigger_id]);
  assertEquals(bench.slack.counts()[CREATE], 2);
  bench.close();
});

Deno.test("one run serves all who ask within its time, by calls that are not bulk", async () => {
  const bench = openBench([], []);
  const ask = (at: number) =>
    ensureRun(bench.execution(), { name: "clicks", at, run: "" });
  const first = await ask(NOW + 30);
  assertEquals(first.at, NOW + 30);
  bench.pass(10);
  assertEquals(await ask(NOW + 40), first);
  const counts = bench.slack.counts();
  assertEquals(counts[CREATE], 1);
  const datastore = Object.entries(counts)
    .filter(([method]) => method.startsWith("apps.datastore."));
  assertEquals(Object.fromEntries(datastore), {
    "apps.datastore.get": 3,
    "apps.datastore.put": 1,
  });
  // A continuation has a name of its own.
  assertEquals(booked(bench), null);
  bench.close();
});

Deno.test("a run that begins too late, or too soon to see what was written, is not enough", async () => {
  const cases = [[0, NOW + 20, NOW + 20], [29, NOW + 60, NOW + 60]] as const;
  for (const [passed, at, expected] of cases) {
    const bench = openBench([], []);
    const ask = (at: number) =>
      ensureRun(bench.execution(), { name: "clicks", at, run: "" });
    const first = await ask(NOW + 30);
    bench.slack.clock.ms = (NOW + passed) * 1000 + 500;
    const second = await ask(at);
    assertEquals(second.at, expected);
    assert(second.trigger_id !== first.trigger_id);
    assertEquals(triggersOf(bench).map(({ id }) => id), [second.trigger_id]);
    bench.close();
  }
});
