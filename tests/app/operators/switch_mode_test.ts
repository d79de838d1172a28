import { assert, assertEquals, assertRejects } from "@std/assert";
import { switchMode } from "../../../app/operators/switch_mode.ts";
import { claims } from "../../../slack/records/claims.ts";
import { modes } from "../../../slack/records/runs.ts";
import { NOW } from "../../slack/local_slack.ts";
import { sampleClaim } from "../../slack/records/sample_claim.ts";
import {
  type Bench,
  openBench,
  optedIn,
  schedule,
  TO_LEASE,
} from "../../functions/step_bench.ts";

const PUT = "apps.datastore.bulkPut";

/** Ann and Bob on call, shown so. */
async function openSynced(): Promise<Bench> {
  const people = [optedIn("ann"), optedIn("bob"), optedIn("cid")];
  const bench = openBench(people, [schedule("on_call", ["ann", "bob"])], {
    config: { operators: ["UOPS"], mode: "enforce" },
  });
  await bench.sync();
  return bench;
}

function switchTo(bench: Bench, mode: string, id = "UOPS") {
  const interactivity = { interactor: { id } };
  return switchMode(bench.execution(), { interactivity, mode });
}

function recorded(bench: Bench) {
  const item = bench.slack.items("runs").get("mode");
  return item ? modes.parse(item) : null;
}

Deno.test("the switched mode is on record, with the operator and the time", async () => {
  for (const mode of ["preview", "enforce"] as const) {
    const bench = await openSynced();
    const before = Math.floor(bench.slack.clock.now() / 1000);
    const { person, message, changed } = await switchTo(bench, mode);
    assertEquals([person, changed], ["UOPS", true]);
    assert(message.toLowerCase().startsWith(`${mode}: from now on`), message);
    // The time that it took to be the only click.
    const at = before + TO_LEASE;
    assert(before >= NOW);
    assertEquals(recorded(bench), {
      id: "mode",
      mode,
      put_back: false,
      set_by: "UOPS",
      set_at: at,
    });
    bench.close();
  }
});

Deno.test("the next run sees the mode, although a read may lie a second behind", async () => {
  const bench = await openSynced();
  const before = bench.slack.clock.now();
  await switchTo(bench, "enforce");
  assert(bench.slack.clock.now() >= before + 1000);
  bench.close();
});

Deno.test("a switch of the mode ends Restore everyone", async () => {
  for (const mode of ["preview", "enforce"]) {
    const bench = await openSynced();
    const record = modes.format({
      id: "mode",
      mode: "preview",
      put_back: true,
      set_by: "UOPS",
      set_at: NOW,
    });
    bench.slack.items("runs").set("mode", record);
    await switchTo(bench, mode);
    assertEquals(recorded(bench)!.put_back, false);
    bench.close();
  }
});

Deno.test("preview says how many people still show what Shiftlight set", async () => {
  const bench = await openSynced();
  const theirs = sampleClaim({ person: "UCID", status: null });
  bench.slack.items("claims").set("UCID", claims.format(theirs));
  const some = await switchTo(bench, "preview");
  assert(
    some.message.endsWith(
      "2 people still show what Shiftlight set. *Restore everyone* restores what they had before.",
    ),
    some.message,
  );
  bench.slack.items("claims").delete("UBOB");
  bench.slack.items("runs").delete("mode");
  const one = await switchTo(bench, "preview");
  assert(one.message.includes("1 person still shows"), one.message);
  bench.slack.items("claims").clear();
  bench.slack.items("runs").delete("mode");
  const none = await switchTo(bench, "preview");
  assert(none.message.endsWith("Nobody shows anything that Shiftlight set."));
  bench.close();
});

Deno.test("a switched mode is confirmed, although the claims could not be counted", async () => {
  const bench = await openSynced();
  const method = "apps.datastore.query";
  bench.slack.fail({ method, error: "datastore_error" });
  const { message, changed } = await switchTo(bench, "preview");
  assert(changed);
  assert(
    message.includes(
      "could not read who still shows what it set (apps.datastore.query",
    ),
    message,
  );
  assertEquals(recorded(bench)!.mode, "preview");
  bench.close();
});

Deno.test("another person's click changes nothing", async () => {
  const bench = await openSynced();
  const { person, message, changed } = await switchTo(bench, "preview", "UANN");
  assertEquals([person, changed], ["UANN", false]);
  assert(message.startsWith("Only operators may do this"), message);
  assertEquals(recorded(bench), null);
  bench.close();
});

Deno.test("any other mode is an error for everyone", async () => {
  const bench = await openSynced();
  for (const id of ["UOPS", "UANN"]) {
    await assertRejects(
      () => switchTo(bench, "off", id),
      Error,
      'mode: "off" is none of preview, enforce',
    );
  }
  assertEquals(recorded(bench), null);
  bench.close();
});

Deno.test("a mode that was not stored is an error, and what held before holds", async () => {
  const bench = await openSynced();
  await switchTo(bench, "enforce");
  bench.slack.state.partialFailures = [{ method: PUT, keys: ["mode"] }];
  await assertRejects(
    () => switchTo(bench, "preview"),
    Error,
    "Slack did not store the mode",
  );
  assertEquals(recorded(bench)!.mode, "enforce");
  bench.close();
});

Deno.test("the mode that an operator switched to already is left as it is", async () => {
  const bench = await openSynced();
  await switchTo(bench, "preview");
  const before = recorded(bench);
  bench.slack.arrived.length = 0;
  const { message, changed } = await switchTo(bench, "preview");
  assertEquals(changed, false);
  assertEquals(
    message,
    "Nothing was changed: the mode is *preview* already, switched by <@UOPS>.",
  );
  assertEquals(recorded(bench), before);
  assertEquals(bench.slack.counts(), { "apps.datastore.bulkGet": 1 });
  bench.close();
});
