import { assertEquals } from "@std/assert";
import {
  getStepReports,
  markConsentsChanged,
  putStepReport,
  readLastRun,
} from "../../../app/state/run_records.ts";
import type { Result } from "../../../reconciler/change.ts";
import { reportedRuns } from "../../../slack/records/runs.ts";
import { type Arrived, NOW } from "../../slack/local_slack.ts";
import {
  type Bench,
  openBench,
  optedIn,
  schedule,
} from "../../functions/step_bench.ts";

function results(count: number): Result[] {
  return Array.from({ length: count }, (_, index) => ({
    person: `UP${index}`,
    name: `p${index}`,
    part: "status",
    state: "on_call",
    action: "start",
    reason: "on_call",
    before: null,
    after: null,
    outcome: "failed",
    error: "too_long",
    passing: false,
    path: null,
  }));
}

Deno.test("what the steps left is read in their order, however much it is", async () => {
  for (const count of [1, 399, 400, 401, 850]) {
    const bench = openBench([], []);
    const execution = bench.execution("Fx1");
    const problems = [{ about: "a", reason: "b" }];
    const many = { results: results(count), problems };
    const [last] = results(1);
    const one = { results: [last!], problems: [] };
    await putStepReport(execution, "apply", one);
    await putStepReport(execution, "restore", many);
    await putStepReport(bench.execution("Fx2"), "restore", one);
    const steps = ["fetch", "restore", "apply"];
    const { report } = await getStepReports(execution, "Fx1", steps);
    assertEquals(report, { results: [...many.results, last!], problems });
    bench.close();
  }
});

Deno.test("results are kept for a week", async () => {
  const bench = openBench([], []);
  const report = { results: results(1), problems: [] };
  await putStepReport(bench.execution("Fx1"), "apply", report);
  const item = bench.slack.items("runs").get("Fx1:apply:0")!;
  assertEquals(item.expires_at, NOW + 7 * 86_400);
  bench.close();
});

Deno.test("a step that did nothing leaves nothing", async () => {
  const bench = openBench([], []);
  const nothing = { results: [], problems: [] };
  await putStepReport(bench.execution("Fx1"), "apply", nothing);
  assertEquals(bench.slack.arrived, []);
  const read = await getStepReports(bench.execution(), "Fx1", ["apply"]);
  assertEquals(read, { report: nothing, reported: null });
  bench.close();
});

Deno.test("what a step checkpoint is stored with its report, in one call", async () => {
  const bench = openBench([], []);
  await bench.fetch();
  const execution = bench.execution("Fx1");
  const { checkpoint } = await readLastRun(execution);
  bench.slack.arrived.length = 0;
  const report = { results: results(1), problems: [] };
  const next = { ...checkpoint!, watch: ["UANN"] };
  await putStepReport(execution, "apply", report, [next]);
  assertEquals(bench.slack.counts(), { "apps.datastore.bulkPut": 1 });
  assertEquals((await readLastRun(execution)).checkpoint, next);
  const read = await getStepReports(execution, "Fx1", ["apply"]);
  assertEquals(read.report, report);
  bench.close();
});

Deno.test("what has been reported before is read with them", async () => {
  const bench = openBench([], []);
  const reported = {
    id: "reported" as const,
    keys: ["a"],
    listed_at: 0,
    unposted: ["Fx0"],
  };
  bench.slack.items("runs").set("reported", reportedRuns.format(reported));
  const read = await getStepReports(bench.execution(), "Fx1", ["apply"]);
  assertEquals(read.reported, reported);
  assertEquals(bench.slack.counts(), { "apps.datastore.bulkGet": 1 });
  bench.close();
});

Deno.test("at first there is no last run", async () => {
  const bench = openBench([], []);
  const last = await readLastRun(bench.execution());
  assertEquals(last, {
    checkpoint: null,
    latest: null,
    revision: "none",
    mode: "enforce",
    put_back: null,
    continuation: null,
    early_ends: null,
    booked: null,
    broken: [],
  });
  assertEquals(bench.slack.counts(), { "apps.datastore.bulkGet": 1 });
  bench.close();
});

Deno.test("while a consent is written its revision equals no other, for ninety seconds", async () => {
  const bench = openBench([], []);
  const revision = async () => (await readLastRun(bench.execution())).revision;
  const writer = bench.execution();
  await markConsentsChanged(writer, true);
  assertEquals(await revision(), "");
  bench.pass(89);
  assertEquals(await revision(), "");
  bench.pass(1);
  const given_up = await revision();
  assertEquals(given_up === "" || given_up === "none", false);
  await markConsentsChanged(writer, false);
  const changed = await revision();
  assertEquals([changed === given_up, changed === ""], [false, false]);
  await markConsentsChanged(bench.execution(), false);
  assertEquals(await revision() === changed, false);
  bench.close();
});

Deno.test("a record of the last run that does not parse counts as none", async () => {
  const bench = openBench([], []);
  const broken = { id: "checkpoint", schema_version: 1, body: '{"open":"?"}' };
  bench.slack.items("runs").set("checkpoint", broken);
  const { checkpoint } = await readLastRun(bench.execution());
  assertEquals(checkpoint, null);
  bench.close();
});

function putMode(bench: Bench, fields: Record<string, unknown>): void {
  const record = {
    id: "mode",
    mode: "enforce",
    put_back: false,
    set_by: "UOPS",
    set_at: NOW,
    ...fields,
  };
  bench.slack.items("runs").set("mode", {
    id: "mode",
    schema_version: 1,
    body: JSON.stringify(record),
  });
}

Deno.test("what an operator switched to counts in place of what is configured", async () => {
  for (const configured of ["preview", "enforce"]) {
    const config = { mode: configured };
    const bench = openBench([], [], { config });
    const mode = async () => (await readLastRun(bench.execution())).mode;
    assertEquals(await mode(), configured);
    for (const mode_ of ["preview", "enforce"]) {
      putMode(bench, { mode: mode_ });
      assertEquals(await mode(), mode_);
    }
    bench.close();
  }
});

Deno.test("a mode that does not parse is preview: what is not known writes nothing", async () => {
  const bench = openBench([], []);
  putMode(bench, { mode: "on", put_back: true });
  const { mode, put_back, broken } = await readLastRun(bench.execution());
  assertEquals([mode, put_back], ["preview", null]);
  assertEquals(broken.map(({ id }) => id), ["mode"]);
  bench.close();
});

Deno.test("while everybody is put back, the reason is told with it", async () => {
  const bench = openBench([], []);
  putMode(bench, { mode: "preview", put_back: true });
  const { put_back } = await readLastRun(bench.execution());
  assertEquals(put_back, "an operator put everybody back");
  bench.close();
});

Deno.test("all that a poll compares itself with is one call", async () => {
  const bench = openBench([optedIn("ann")], [schedule("on_call", ["ann"])]);
  await bench.sync();
  bench.slack.arrived.length = 0;
  await readLastRun(bench.execution());
  const [{ method, args }] = bench.slack.arrived as [Arrived];
  assertEquals(bench.slack.arrived.length, 1);
  assertEquals(method, "apps.datastore.bulkGet");
  assertEquals(JSON.parse(String(args.ids)).sort(), [
    "booked",
    "checkpoint",
    "consents",
    "continuation",
    "early_ends",
    "latest",
    "mode",
  ]);
  bench.close();
});
