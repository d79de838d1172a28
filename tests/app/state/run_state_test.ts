import { assertEquals, assertRejects } from "@std/assert";
import {
  markConsentsChanged,
  putCheckpoint,
  readLastRun,
} from "../../../app/state/run_state.ts";
import { type Arrived, NOW } from "../../slack/local_slack.ts";
import {
  type Bench,
  openBench,
  optedIn,
  schedule,
} from "../../functions/step_bench.ts";

Deno.test("at first there is no last run", async () => {
  const bench = openBench([], []);
  const last = await readLastRun(bench.execution());
  assertEquals(last, {
    checkpoint: null,
    latest: null,
    atWork: null,
    revision: "none",
    mode: "enforce",
    restoreReason: null,
    continuation: null,
    earlyEnds: null,
    booked: null,
    userList: null,
    reportDue: null,
    notices: [],
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

Deno.test("the mode an operator switched to counts in place of the configured one", async () => {
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
  const { mode, restoreReason, broken } = await readLastRun(bench.execution());
  assertEquals([mode, restoreReason], ["preview", null]);
  assertEquals(broken.map(({ id }) => id), ["mode"]);
  bench.close();
});

Deno.test("while everyone is restored, the mode comes with the reason", async () => {
  const bench = openBench([], []);
  putMode(bench, { mode: "preview", put_back: true });
  const { restoreReason } = await readLastRun(bench.execution());
  assertEquals(restoreReason, "an operator restored everyone");
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
    "at_work",
    "booked",
    "checkpoint",
    "clicks",
    "consents",
    "continuation",
    "early_ends",
    "latest",
    "mode",
    "notice:confirm_early_ends",
    "notice:put_everybody_back",
    "notice:put_one_person_back",
    "notice:set_up",
    "notice:switch_mode",
    "report_due",
    "user_list",
  ]);
  bench.close();
});

Deno.test("a checkpoint that Slack did not store is an error that names it", async () => {
  const bench = openBench([], []);
  await bench.sync();
  const { checkpoint } = await readLastRun(bench.execution());
  const method = "apps.datastore.bulkPut";
  bench.slack.state.partialFailures = [{ method, keys: ["checkpoint"] }];
  const open = { ...checkpoint!, open: true };
  await assertRejects(
    () => putCheckpoint(bench.slack.client, open),
    Error,
    "runs: Slack did not store checkpoint",
  );
  assertEquals(bench.checkpoint().open, false);
  bench.close();
});
