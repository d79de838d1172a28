import { assertEquals } from "@std/assert";
import {
  getStepReports,
  markConsentsChanged,
  putStepReport,
  readLastRun,
} from "../../../functions/execution/run_records.ts";
import type { Result } from "../../../reconciler/result.ts";
import { NOW } from "../../slack/local_slack.ts";
import { openBench } from "../step_bench.ts";

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
    const execution = bench.execution();
    const problems = [{ about: "a", reason: "b" }];
    const many = { results: results(count), problems };
    const [last] = results(1);
    const one = { results: [last!], problems: [] };
    await putStepReport(execution, "Fx1", "apply", one);
    await putStepReport(execution, "Fx1", "restore", many);
    await putStepReport(execution, "Fx2", "restore", one);
    const steps = ["fetch", "restore", "apply"];
    const report = await getStepReports(execution, "Fx1", steps);
    assertEquals(report, { results: [...many.results, last!], problems });
    bench.close();
  }
});

Deno.test("results are kept for a week", async () => {
  const bench = openBench([], []);
  const report = { results: results(1), problems: [] };
  await putStepReport(bench.execution(), "Fx1", "apply", report);
  const item = bench.slack.items("runs").get("Fx1:apply:0")!;
  assertEquals(item.expires_at, NOW + 7 * 86_400);
  bench.close();
});

Deno.test("a step that did nothing leaves nothing", async () => {
  const bench = openBench([], []);
  const nothing = { results: [], problems: [] };
  await putStepReport(bench.execution(), "Fx1", "apply", nothing);
  assertEquals(bench.slack.arrived, []);
  const read = await getStepReports(bench.execution(), "Fx1", ["apply"]);
  assertEquals(read, nothing);
  bench.close();
});

Deno.test("at first there is no last run", async () => {
  const bench = openBench([], []);
  const last = await readLastRun(bench.execution());
  assertEquals(last, { settled: null, revision: "none", broken: [] });
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
  const broken = { id: "settled", schema_version: 1, body: '{"open":"?"}' };
  bench.slack.items("runs").set("settled", broken);
  const { settled } = await readLastRun(bench.execution());
  assertEquals(settled, null);
  bench.close();
});
