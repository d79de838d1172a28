import { assert, assertEquals } from "@std/assert";
import applyStatus from "../../functions/apply_status.ts";
import fetchRoster from "../../functions/fetch_roster.ts";
import recordConsent from "../../functions/record_consent.ts";
import reportResults from "../../functions/report_results.ts";
import restoreStatus from "../../functions/restore_status.ts";
import withdrawConsent from "../../functions/withdraw_consent.ts";
import { type Bench, openBench, optedIn, schedule } from "./step_bench.ts";

type Handler = (context: never) => unknown;

/** Calls a function as Slack's runtime does. */
async function run(
  bench: Bench,
  handler: Handler,
  inputs: Record<string, unknown>,
): Promise<{ outputs?: Record<string, unknown>; error?: string }> {
  const { env } = bench;
  const token = "xwfp-the-app-itself";
  const event = { function_execution_id: bench.execution().id, inputs };
  const { clock } = bench.slack;
  const context = { inputs, env, token, event, clock };
  return await (handler as (context: unknown) => Promise<never>)(context);
}

function open(): Bench {
  return openBench([optedIn("ann")], [schedule("on_call", ["ann"])]);
}

const CLICKED = { interactivity: { interactor: { id: "UANN" } } };

Deno.test("the steps of a run hand each other only ids and words", async () => {
  const bench = open();
  const fetched = await run(bench, fetchRoster, { complete: true });
  const { run_id, snapshot_id, scope } = fetched.outputs!;
  const inputs = { run_id, snapshot_id, scope };
  const restored = await run(bench, restoreStatus, inputs);
  const applied = await run(bench, applyStatus, inputs);
  const reported = await run(bench, reportResults, { run_id, scope });
  const none = { failed: 0, postponed: 0 };
  assertEquals(restored, { outputs: { restored: 0, ...none } });
  assertEquals(applied, { outputs: { changed: 1, ...none } });
  assertEquals(reported, { outputs: { posted: true } });
  const again = await run(bench, fetchRoster, {});
  assertEquals(again.outputs!.scope, "nothing");
  const always = await run(bench, fetchRoster, { always: true });
  assertEquals(always.outputs!.scope, "everybody");
  bench.close();
});

Deno.test("a person's failure is a result, never a failed step", async () => {
  const bench = open();
  const { outputs } = await run(bench, fetchRoster, {});
  bench.slack.state.externalTokens.clear();
  const applied = await run(bench, applyStatus, outputs!);
  assertEquals(applied.outputs, { changed: 0, failed: 1, postponed: 0 });
  bench.close();
});

Deno.test("an input that makes no sense is the step's error", async () => {
  const bench = open();
  const { outputs } = await run(bench, fetchRoster, {});
  const { error } = console;
  console.error = () => {};
  try {
    const wrong = { ...outputs, emoji: "pager" };
    const applied = await run(bench, applyStatus, wrong);
    assert(applied.error!.startsWith('emoji: "pager"'), applied.error);
  } finally {
    console.error = error;
  }
  bench.close();
});

Deno.test("records that cannot be read are the step's error, and no one is touched", async () => {
  const bench = open();
  const { outputs } = await run(bench, fetchRoster, {});
  const fault = { error: "datastore_error", times: 9 };
  bench.slack.fail({ method: "apps.datastore.query", ...fault });
  const inputs = outputs!;
  for (const handler of [restoreStatus, applyStatus]) {
    const { error } = await run(bench, handler, inputs);
    assertEquals(error, "apps.datastore.query: datastore_error");
  }
  assertEquals(bench.slack.counts()["users.profile.get"], undefined);
  bench.close();
});

Deno.test("consent is recorded and withdrawn for the person who clicked", async () => {
  const bench = openBench([optedIn("ann", {}, null), optedIn("bob")], []);
  const inputs = { ...CLICKED, states: ["on_call"], person: "UBOB" };
  const recorded = await run(bench, recordConsent, inputs);
  assertEquals(recorded.outputs!.person, "UANN");
  assertEquals([...bench.slack.items("consents").keys()], ["UBOB", "UANN"]);
  const smuggled = { ...CLICKED, person: "UBOB" };
  const withdrawn = await run(bench, withdrawConsent, smuggled);
  assertEquals(withdrawn.outputs!.person, "UANN");
  assertEquals([...bench.slack.items("consents").keys()], ["UBOB"]);
  bench.close();
});
