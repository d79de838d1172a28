import { assertEquals } from "@std/assert";
import {
  getStepReports,
  putStepReport,
} from "../../../app/state/step_reports.ts";
import { readLastRun } from "../../../app/state/run_state.ts";
import type { Result } from "../../../reconciler/change.ts";
import { checkpoints } from "../../../slack/records/checkpoint.ts";
import { reportedRuns } from "../../../slack/records/reported.ts";
import { NOW } from "../../slack/local_slack.ts";
import { openBench } from "../../functions/step_bench.ts";

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
    transient: false,
    path: null,
  }));
}

Deno.test("step reports are read in the order of the steps, however many results there are", async () => {
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

Deno.test("long results are stored in more records, none too large", async () => {
  const bench = openBench([], []);
  const execution = bench.execution("Fx1");
  // Three bytes a character, and two that are escaped twice.
  const reason = '\u4E00"\\'.repeat(300);
  const report = {
    results: results(900).map((each) => ({ ...each, reason })),
    problems: Array.from({ length: 300 }, () => ({ about: "a", reason })),
  };
  await putStepReport(execution, "fetch", report);
  const found = await getStepReports(execution, "Fx1", ["fetch"]);
  assertEquals(found.report, report);
  bench.close();
});

Deno.test("a stored result that does not parse is left out and reported", async () => {
  const bench = openBench([], []);
  const execution = bench.execution("Fx1");
  const [good] = results(1);
  const report = { results: [good!], problems: [] };
  await putStepReport(execution, "apply", report);
  const item = bench.slack.items("runs").get("Fx1:apply:0")!;
  const body = JSON.parse(String(item.body));
  const garbage = [null, { result: { ...good, name: 7 } }, { problem: {} }];
  const all = { ...body, results: [...garbage, ...body.results] };
  item.body = JSON.stringify(all);
  const found = await getStepReports(execution, "Fx1", ["apply"]);
  assertEquals(found.report.results, [good!]);
  assertEquals(
    found.report.problems.map(({ about }) => about),
    Array(3).fill("record Fx1:apply:0 of runs"),
  );
  bench.close();
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
  const { report, reported, postedTo, ran } = read;
  assertEquals([report, reported, postedTo], [nothing, null, []]);
  assertEquals(ran.size, 0);
  bench.close();
});

Deno.test("a checkpoint is stored with the step's report, in one call", async () => {
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

Deno.test("a checkpoint that is stored with a report keeps the version of its own store", async () => {
  const bench = openBench([], []);
  await bench.fetch();
  const execution = bench.execution("Fx1");
  const { checkpoint } = await readLastRun(execution);
  const { format } = checkpoints;
  // As if its shape had changed, and that of the results had not.
  checkpoints.format = (record) => ({ ...format(record), schema_version: 2 });
  try {
    const report = { results: results(1), problems: [] };
    await putStepReport(execution, "apply", report, [checkpoint!]);
  } finally {
    checkpoints.format = format;
  }
  const versionOf = (id: string) =>
    bench.slack.items("runs").get(id)!.schema_version;
  assertEquals(versionOf("checkpoint"), 2);
  assertEquals(versionOf("Fx1:apply:0"), 1);
  bench.close();
});

Deno.test("the earlier reports are read with them", async () => {
  const bench = openBench([], []);
  const reported = {
    id: "reported" as const,
    keys: ["a"],
    listed_at: 0,
    unposted: ["Fx0"],
    outages: [],
  };
  bench.slack.items("runs").set("reported", reportedRuns.format(reported));
  const read = await getStepReports(bench.execution(), "Fx1", ["apply"]);
  assertEquals(read.reported, reported);
  assertEquals(bench.slack.counts(), { "apps.datastore.bulkGet": 1 });
  bench.close();
});
