import { assert, assertEquals, assertRejects } from "@std/assert";
import { nextClickRunAt, storeForRun } from "../../../app/lock/click_run.ts";
import { APP, SlackFailure } from "../../../slack/failure.ts";
import { type OneOffRun, oneOffRuns } from "../../../slack/records/runs.ts";
import { NOW } from "../../slack/local_slack.ts";
import { type Bench, openBench } from "../../functions/step_bench.ts";

const CREATE = "workflows.triggers.create";

function record(bench: Bench): OneOffRun | null {
  const item = bench.slack.items("runs").get("clicks");
  return item ? oneOffRuns.parse(item) : null;
}

function keep(bench: Bench, at: number): void {
  const run = { id: "clicks", trigger_id: "FtKNOWN", at, run: "" } as const;
  bench.slack.items("runs").set("clicks", oneOffRuns.format(run));
}

/** When the triggers of the booked runs fire (Unix seconds). */
function booked({ slack }: Bench): number[] {
  return [...slack.state.triggers.values()].flatMap(({ name, schedule }) =>
    name === "Do what was asked for"
      ? [Date.parse(String(schedule!.start_time)) / 1000]
      : []
  );
}

const nothing = () => Promise.resolve();

Deno.test("a run for clicks begins soon, at the same instants for all, and clear of full minutes", () => {
  // NOW is a full hour. Seconds after it: now, the last run, the next one.
  const cases: [number, number | null, number][] = [
    [0, null, 10],
    [1, null, 20],
    [20, null, 30],
    [30, null, 40],
    [31, null, 70],
    [50, null, 70],
    [55, null, 70],
    [60, null, 70],
    // Clicks of a minute share one run.
    [5, 10, 70],
    [11, 10, 70],
    [12, 40, 100],
    [130, 10, 140],
    // The one before was long ago.
    [3600, 10, 3610],
  ];
  for (const [now, last, next] of cases) {
    const before = last === null ? null : NOW + last;
    const text = `at ${now} after ${last}`;
    assertEquals(nextClickRunAt(NOW + now, before), NOW + next, text);
  }
});

Deno.test("a run that begins soon is joined; one that begins too soon, has begun or never comes is not", async () => {
  const cases: [number, boolean][] = [
    [6, true],
    [60, true],
    [5, false],
    [0, false],
    [-300, false],
    [3600, false],
  ];
  for (const [ahead, joins] of cases) {
    const bench = openBench([], []);
    keep(bench, NOW + ahead);
    const at = await storeForRun(bench.execution(), nothing);
    assertEquals(at === NOW + ahead, joins, `${ahead} s ahead`);
    assertEquals(booked(bench), joins ? [] : [at]);
    assertEquals(record(bench)!.at, at);
    assert(at >= NOW + 6 && at <= NOW + 80, `${at - NOW}`);
    bench.close();
  }
});

Deno.test("a trigger that is about to fire stays when the next run is booked", async () => {
  for (const [ahead, deleted] of [[3, 0], [-30, 0], [-90, 1]] as const) {
    const bench = openBench([], []);
    keep(bench, NOW + ahead);
    await storeForRun(bench.execution(), nothing);
    const deletes = bench.slack.counts()["workflows.triggers.delete"] ?? 0;
    assertEquals(deletes, deleted, `${ahead} s ahead`);
    bench.close();
  }
});

Deno.test("what took too long to store gets a run that sees it", async () => {
  const bench = openBench([], []);
  const at = await storeForRun(bench.execution(), () => {
    bench.pass(10);
    return Promise.resolve();
  });
  assert(at > NOW + 10 + 1, `${at - NOW}`);
  assertEquals(booked(bench), [NOW + 10, at]);
  bench.close();
});

Deno.test("after a 429 it is stored only once a run is booked again", async () => {
  const bench = openBench([], []);
  const { slack } = bench;
  const method = "apps.datastore.put";
  const limited = new SlackFailure(method, "ratelimited", "retry", APP, 30);
  const seen: [number, number][] = [];
  const at = await storeForRun(bench.execution(), () => {
    seen.push([slack.clock.now() / 1000 - NOW, record(bench)!.at - NOW]);
    return seen.length === 1 ? Promise.reject(limited) : Promise.resolve();
  });
  assertEquals(seen, [[0, 10], [30, 70]]);
  assertEquals(at, NOW + 70);
  bench.close();
});

Deno.test("of triggers for the same instant one stays", async () => {
  const bench = openBench([], []);
  const runs = await Promise.all(
    [1, 2, 3].map(() => storeForRun(bench.execution(), nothing)),
  );
  assertEquals(bench.slack.counts()[CREATE], 3);
  assertEquals(runs, [NOW + 10, NOW + 10, NOW + 10]);
  assertEquals(booked(bench), [NOW + 10]);
  bench.close();
});

Deno.test("nothing is stored if no run can be booked", async () => {
  const bench = openBench([], []);
  bench.slack.fail({ method: CREATE, error: "fatal_error", times: 9 });
  let stored = false;
  const store = () => {
    stored = true;
    return Promise.resolve();
  };
  await assertRejects(() => storeForRun(bench.execution(), store));
  assert(!stored);
  bench.close();
});

Deno.test("if Slack makes no more triggers, the run of another click is joined", async () => {
  const bench = openBench([], []);
  bench.slack.fail({ method: CREATE, status: 429, retry_after: 60 });
  bench.slack.before = ({ method }) => {
    if (method === CREATE) keep(bench, NOW + 10);
  };
  assertEquals(await storeForRun(bench.execution(), nothing), NOW + 10);
  assertEquals(booked(bench), []);
  bench.close();
});
