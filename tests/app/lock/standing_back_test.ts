import { assert, assertEquals } from "@std/assert";
import { fetchRoster } from "../../../app/steps/fetch.ts";
import { restoreStep } from "../../../app/steps/restore.ts";
import { latestRuns, oneOffRuns } from "../../../slack/records/runs.ts";
import {
  type Bench,
  openBench,
  optedIn,
  schedule,
} from "../../functions/step_bench.ts";

const SHIFTS = [schedule("on_call", ["ann"])];

function open(config: Record<string, unknown> = {}): Bench {
  return openBench([optedIn("ann")], SHIFTS, { config });
}

function shows(bench: Bench): boolean {
  const { status } = bench.slack.state.people.get("UANN")!;
  return status.emoji === ":pager:";
}

function booked({ slack }: Bench) {
  const item = slack.items("runs").get("continuation");
  return item ? oneOffRuns.parse(item) : null;
}

function latest({ slack }: Bench): string | null {
  const item = slack.items("runs").get("latest");
  return item ? latestRuns.parse(item).snapshot : null;
}

/** A later step *Read the rosters* that stands alone in a workflow. */
async function readAlone(bench: Bench): Promise<string> {
  bench.pass(2);
  const inputs = { always: true };
  const { snapshot_id } = await fetchRoster(bench.execution(), inputs);
  return snapshot_id;
}

Deno.test("no run leaves its work to a reading of the rosters that stands alone", async () => {
  // A stranger on the roster: each reading is stored again.
  const bench = openBench([optedIn("ann")], [
    schedule("on_call", ["ann", "stranger"]),
  ]);
  const { snapshot_id } = await bench.fetch();
  const before = JSON.stringify(bench.checkpoint());
  const alone = await readAlone(bench);
  assert(alone !== snapshot_id);
  assertEquals(JSON.stringify(bench.checkpoint()), before);
  await bench.restore();
  assertEquals(latest(bench), snapshot_id);
  assertEquals((await bench.apply()).changed, 1);
  assert(shows(bench));
  assertEquals(bench.checkpoint().open, false);
  bench.close();
});

Deno.test("what is read alone expires by itself", async () => {
  const bench = open();
  await readAlone(bench);
  const pieces = [...bench.slack.items("roster_snapshots").values()];
  const now = Math.floor(bench.slack.clock.ms / 1000);
  assertEquals(
    new Set(pieces.map(({ expires_at }) => expires_at)),
    new Set([now + 24 * 3600]),
  );
  await bench.sync();
  const kept = [...bench.slack.items("roster_snapshots").values()]
    .filter(({ expires_at }) => expires_at === undefined);
  assertEquals(kept.length, 2);
  bench.close();
});

Deno.test("no run leaves its work to a restore or to one state alone", async () => {
  for (const step of ["restore", "apply"] as const) {
    const bench = openBench([optedIn("ann")], [
      schedule("on_call", ["ann", "stranger"]),
    ]);
    const run = await bench.fetch();
    const snapshot_id = await readAlone(bench);
    const execution = bench.execution();
    if (step === "restore") await restoreStep(execution, { snapshot_id });
    else await bench.apply({ snapshot_id, state: "pto", run_id: execution.id });
    assertEquals(latest(bench), null);
    assertEquals((await bench.apply(run)).changed, 1, step);
    bench.close();
  }
});

Deno.test("a workflow of one's own with all steps applies what it read, and the next poll checks everyone", async () => {
  const bench = open();
  const snapshot_id = await readAlone(bench);
  assertEquals((await bench.apply({ snapshot_id })).changed, 1);
  assert(shows(bench));
  bench.pass(900);
  assertEquals((await bench.sync()).fetch.scope, "everybody");
  bench.pass(900);
  assertEquals((await bench.sync()).fetch.scope, "nothing");
  bench.close();
});

Deno.test("a run is marked as the latest when its first step begins to apply", async () => {
  const bench = open();
  const { snapshot_id } = await bench.fetch();
  assertEquals(latest(bench), null);
  await bench.restore();
  assertEquals(latest(bench), snapshot_id);
  bench.close();
});

Deno.test("a run that stands back for one that may have died leaves no one waiting", async () => {
  const stranger = [schedule("on_call", ["ann", "stranger"])];
  for (const died of [true, false]) {
    const bench = openBench([optedIn("ann")], stranger);
    const older = await bench.fetch();
    bench.pass(61);
    const newer = await bench.fetch();
    await bench.restore();
    assertEquals(latest(bench), newer.snapshot_id);
    if (!died) await bench.apply(newer);
    // As if Slack had refused its trigger.
    bench.slack.items("runs").delete("continuation");
    bench.slack.state.triggers.clear();
    assertEquals((await bench.apply(older)).changed, 0);
    assertEquals(booked(bench) !== null, died);
    bench.close();
  }
});

Deno.test("in preview no run is marked and none is booked", async () => {
  const bench = open({ mode: "preview" });
  await bench.sync();
  const ids = [...bench.slack.items("runs").keys()];
  assertEquals(ids.filter((id) => /at_work|continuation/.test(id)), []);
  assertEquals(bench.slack.counts()["workflows.triggers.create"], undefined);
  bench.close();
});

Deno.test("a run leaves its work to another only if that one's recovery is booked", async () => {
  for (const covered of [true, false]) {
    const bench = open();
    if (!covered) {
      const method = "workflows.triggers.create";
      bench.slack.fail({ method, status: 500, times: 9 });
    }
    const { warn } = console;
    console.warn = () => {};
    await bench.fetch();
    bench.pass(1);
    const { scope } = await bench.fetch().finally(() => console.warn = warn);
    assertEquals(scope, covered ? "nothing" : "everybody");
    bench.close();
  }
});

Deno.test("a run that fails each time is not recovered for ever", async () => {
  const bench = open();
  const attempts: number[] = [];
  const booking: number[] = [];
  for (let run = 0; run < 6; run++) {
    // It reads the rosters, and dies.
    await bench.fetch();
    const known = booked(bench)!;
    attempts.push(known.attempt ?? 0);
    booking.push(known.at);
    bench.pass(95);
  }
  // The fifth books none; it is left to a poll, which begins again.
  assertEquals(attempts, [0, 1, 2, 3, 3, 0]);
  assertEquals(booking[4], booking[3]);
  bench.close();
});
