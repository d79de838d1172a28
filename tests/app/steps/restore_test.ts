import { assertEquals, assertRejects } from "@std/assert";
import { restoreStep } from "../../../app/steps/restore.ts";
import { latestRuns } from "../../../slack/records/runs.ts";
import { NOW } from "../../slack/local_slack.ts";
import {
  EMPTY,
  openBench,
  optedIn,
  schedule,
  statusOf,
  TO_LEASE,
  TO_REPORT,
} from "../../functions/step_bench.ts";

const REPLACE = { on_own_status: "replace" };

function openWith(status: Record<string, unknown>, consent = REPLACE) {
  return openBench([optedIn("ann", { status }, consent)], [
    schedule("on_call", ["ann"]),
  ]);
}

Deno.test("a status without an end comes back exactly", async () => {
  const own = { text: "R&D <3 &amp;", emoji: ":x:", expiration: 0 };
  const bench = openWith(own);
  await bench.sync();
  bench.pass(3600);
  const { restore } = await bench.sync();
  assertEquals(restore, { restored: 1, failed: 0, postponed: 0 });
  assertEquals(statusOf(bench, "UANN"), own);
  bench.close();
});

Deno.test("one with an end comes back with it, unless under a minute of it is left", async () => {
  for (const [left, comes] of [[60, true], [59, false], [-600, false]]) {
    const expiration = NOW + 3600 + TO_LEASE + (left as number);
    const own = { text: "Away", emoji: ":x:", expiration };
    const bench = openWith(own);
    await bench.sync();
    bench.pass(3600 - TO_LEASE - TO_REPORT);
    await bench.sync();
    assertEquals(statusOf(bench, "UANN"), comes ? own : EMPTY);
    assertEquals(bench.claim("UANN"), null);
    bench.close();
  }
});

Deno.test("a status changed or cleared in mid-shift stays as the person left it", async () => {
  const texts = [{ text: "Busy", emoji: ":x:", expiration: 0 }, EMPTY];
  for (const theirs of texts) {
    const bench = openWith({ text: "Lunch", emoji: ":y:", expiration: 0 });
    await bench.sync();
    bench.slack.state.people.get("UANN")!.status = { ...theirs };
    bench.pass(3600);
    const { restore } = await bench.sync();
    assertEquals(restore.restored, 0);
    assertEquals(statusOf(bench, "UANN"), theirs);
    assertEquals(bench.claim("UANN"), null);
    bench.close();
  }
});

Deno.test("empty past our own expiry is Slack's reset: the prior comes back", async () => {
  const own = { text: "Lunch", emoji: ":y:", expiration: 0 };
  const bench = openWith(own);
  await bench.sync();
  bench.pass(3600 + 1260);
  bench.slack.state.people.get("UANN")!.status = { ...EMPTY };
  await bench.sync();
  assertEquals(statusOf(bench, "UANN"), own);
  bench.close();
});

Deno.test("while a source cannot be read everybody on it stays as they are", async () => {
  const bench = openWith({ text: "Lunch", emoji: ":y:", expiration: 0 });
  await bench.sync();
  const { PAGERDUTY_TOKEN } = bench.env;
  bench.env.PAGERDUTY_TOKEN = "wrong";
  bench.pass(3700);
  const { restore } = await bench.sync();
  assertEquals(restore.restored, 0);
  assertEquals(bench.claim("UANN")!.status!.phase, "held");
  bench.env.PAGERDUTY_TOKEN = PAGERDUTY_TOKEN!;
  await bench.sync();
  assertEquals(statusOf(bench, "UANN").text, "Lunch");
  bench.close();
});

Deno.test("a state unticked in mid-shift is restored", async () => {
  const own = { text: "Lunch", emoji: ":y:", expiration: 0 };
  const bench = openWith(own);
  await bench.sync();
  bench.slack.items("consents").get("UANN")!.states = ["pto"];
  const { restore } = await bench.sync(true);
  assertEquals(restore.restored, 1);
  assertEquals(statusOf(bench, "UANN"), own);
  bench.close();
});

Deno.test("an unticked state that cannot be restored is reported as that, not as no opt-in", async () => {
  const bench = openWith({ text: "Lunch", emoji: ":y:", expiration: 0 });
  await bench.sync();
  bench.slack.items("consents").get("UANN")!.states = ["pto"];
  const refused = { error: "profile_set_failed" };
  bench.slack.fail({ method: "users.profile.set", ...refused });
  await bench.sync(true);
  const outcomes = (await bench.results()).map((each) => each.outcome);
  assertEquals(outcomes, ["failed"]);
  bench.close();
});

Deno.test("only the scope everybody restores", async () => {
  const bench = openWith({ text: "", emoji: "", expiration: 0 });
  const { snapshot_id } = (await bench.sync()).fetch;
  bench.pass(3600);
  bench.slack.arrived.length = 0;
  for (const scope of ["watched", "nothing"]) {
    const outputs = await restoreStep(bench.execution(), {
      snapshot_id,
      scope,
    });
    assertEquals(outputs, { restored: 0, failed: 0, postponed: 0 });
  }
  assertEquals(bench.slack.arrived, []);
  const alone = await restoreStep(bench.execution(), { snapshot_id });
  assertEquals(alone.restored, 1);
  const odd = { snapshot_id, scope: "all" };
  await assertRejects(
    () => restoreStep(bench.execution(), odd),
    Error,
    "scope",
  );
  bench.close();
});

Deno.test("a snapshot with a missing chunk changes no one", async () => {
  const bench = openWith({ text: "Lunch", emoji: ":y:", expiration: 0 });
  const { snapshot_id } = (await bench.sync()).fetch;
  bench.slack.items("roster_snapshots").delete(`${snapshot_id}:0`);
  const restore = () => restoreStep(bench.execution(), { snapshot_id });
  await assertRejects(restore, Error, "roster snapshot, piece 0: missing");
  assertEquals(bench.claim("UANN")!.status!.phase, "held");
  bench.close();
});

Deno.test("a 429 while the records are read is obeyed once", async () => {
  const bench = openWith({ text: "Lunch", emoji: ":y:", expiration: 0 });
  await bench.sync();
  bench.pass(3600);
  const limited = { status: 429, retry_after: 4 };
  bench.slack.clock.slept.length = 0;
  bench.slack.fail({ method: "apps.datastore.query", ...limited });
  assertEquals((await bench.sync()).restore.restored, 1);
  assertEquals(bench.slack.clock.slept, [4000, 3000, 1000]);
  bench.close();
});

Deno.test("what another run gave back while the lease was taken is not looked at again", async () => {
  const lunch = { text: "Lunch", emoji: ":y:", expiration: 0 };
  const bench = openWith(lunch);
  await bench.sync();
  bench.pass(3600);
  await bench.fetch();
  bench.slack.before = ({ method }) => {
    if (method !== "apps.datastore.put") return;
    bench.slack.items("claims").delete("UANN");
    bench.slack.state.people.get("UANN")!.status = lunch;
  };
  bench.slack.arrived.length = 0;
  const outputs = await bench.restore();
  assertEquals(outputs, { restored: 0, failed: 0, postponed: 0 });
  assertEquals(await bench.results(), []);
  assertEquals(bench.claim("UANN"), null);
  bench.close();
});

Deno.test("what another run set while the lease was taken is restored too", async () => {
  const bench = openBench([optedIn("ann"), optedIn("bob")], [
    schedule("on_call", ["ann", "bob"]),
  ]);
  await bench.sync();
  const bob = structuredClone(bench.slack.items("claims").get("UBOB")!);
  bench.slack.items("claims").delete("UBOB");
  bench.pass(3600);
  await bench.fetch();
  bench.slack.before = ({ method }) => {
    if (method !== "apps.datastore.put") return;
    bench.slack.before = () => {};
    bench.slack.items("claims").set("UBOB", bob);
  };
  assertEquals((await bench.restore()).restored, 2);
  assertEquals(statusOf(bench, "UBOB"), EMPTY);
  bench.close();
});

Deno.test("a later run with newer rosters takes over what would be restored", async () => {
  const bench = openWith(EMPTY);
  await bench.sync();
  bench.pass(3600);
  await bench.fetch();
  const later = { snapshot: "FxLater", snapshot_at: NOW + 3605 };
  const item = latestRuns.format({ id: "latest", ...later });
  bench.slack.items("runs").set("latest", item);
  assertEquals((await bench.restore()).restored, 0);
  assertEquals(bench.claim("UANN")!.status!.phase, "held");
  bench.close();
});

Deno.test("the report keeps no status of a person who has left", async () => {
  const bench = openWith({ text: "Lunch", emoji: ":y:", expiration: 0 });
  await bench.sync();
  bench.slack.items("consents").get("UANN")!.withdrawn_at = NOW;
  const { restore } = await bench.sync(true);
  assertEquals(restore.restored, 1);
  const [result] = await bench.results();
  assertEquals([result!.action, result!.before, result!.after], [
    "restore",
    null,
    null,
  ]);
  bench.close();
});
