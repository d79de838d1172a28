import {
  assert,
  assertEquals,
  assertNotEquals,
  assertRejects,
} from "@std/assert";
import { putEverybodyBack } from "../../../app/operators/put_everybody_back.ts";
import { leases } from "../../../slack/records/lease.ts";
import { modes } from "../../../slack/records/runs.ts";
import {
  type Bench,
  type BenchOptions,
  EMPTY,
  openBench,
  optedIn,
  revoke,
  schedule,
  statusOf,
} from "../../functions/step_bench.ts";

const LUNCH = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };
const SET = "users.profile.set";

/** These people on leave, their own status replaced. */
async function openSynced(
  names: string[],
  options: BenchOptions = {},
): Promise<Bench> {
  const people = names.map((name) =>
    optedIn(name, { status: LUNCH }, { on_own_status: "replace" })
  );
  const bench = openBench(people, [schedule("pto", names)], {
    ...options,
    config: { operators: ["UOPS"], mode: "enforce" },
  });
  await bench.sync();
  return bench;
}

function putAllBack(bench: Bench, id = "UOPS") {
  const interactivity = { interactor: { id } };
  return putEverybodyBack(bench.execution(), { interactivity });
}

function recorded(bench: Bench) {
  const item = bench.slack.items("runs").get("mode");
  return item ? modes.parse(item) : null;
}

Deno.test("everyone is restored, although their shifts go on", async () => {
  const bench = await openSynced(["ann", "bob"]);
  const { person, message, changed } = await putAllBack(bench);
  assertEquals([person, changed], ["UOPS", true]);
  for (const id of ["UANN", "UBOB"]) {
    assertEquals(statusOf(bench, id), LUNCH);
    const { snooze_until, manual_away } = bench.slack.state.people.get(id)!;
    assertEquals([snooze_until, manual_away], [0, false]);
    assertEquals(bench.claim(id), null);
  }
  const entries = [...bench.slack.items("audit_log").values()];
  const reasons = entries.filter(({ action }) => action === "restore")
    .map(({ reason }) => reason);
  // Status, notifications and presence of each.
  assertEquals(reasons, Array(6).fill("an operator restored everyone"));
  assertEquals(message.split("\n"), [
    "The mode is now *preview*: Shiftlight sets nothing until an operator switches to enforce.",
    "Restored: 2 people.",
    "They are: ann and bob.",
    "Nobody is left for later runs.",
  ]);
  bench.close();
});

Deno.test("the mode is on record before anything is restored", async () => {
  const bench = await openSynced(["ann"]);
  const seen: unknown[] = [];
  bench.slack.before = ({ method }) => {
    if (method !== SET) return;
    const { mode, put_back, set_by } = recorded(bench)!;
    seen.push([mode, put_back, set_by]);
  };
  await putAllBack(bench);
  assertEquals(seen, [["preview", true, "UOPS"]]);
  bench.close();
});

Deno.test("nothing is restored if the mode was not stored", async () => {
  const bench = await openSynced(["ann"]);
  const method = "apps.datastore.bulkPut";
  bench.slack.state.partialFailures = [{ method, keys: ["mode"] }];
  await assertRejects(
    () => putAllBack(bench),
    Error,
    "Slack did not store the mode",
  );
  assertEquals(bench.claim("UANN")!.status!.phase, "held");
  bench.close();
});

Deno.test("a person who fails is named with the reason, and holds no one up", async () => {
  const bench = await openSynced(["ann", "bob"]);
  revoke(bench, "UANN");
  const { message } = await putAllBack(bench);
  assertEquals(statusOf(bench, "UBOB"), LUNCH);
  const lines = message.split("\n");
  assertEquals(lines.slice(1, 5), [
    "Restored: 1 person.",
    "They are: bob.",
    "Nobody is left for later runs.",
    "Failed, and tried again by later runs: 1 person.",
  ]);
  assertEquals(lines.length, 6);
  assert(/^• ann: .*token_revoked/.test(lines[5]!), lines[5]);
  assertEquals(bench.claim("UANN")!.status!.prior, LUNCH);
  bench.close();
});

Deno.test("the first ten of many failures are named, the others counted", async () => {
  const names = Array.from({ length: 13 }, (_, index) => `p${index}`);
  const bench = await openSynced(names);
  for (const name of names) revoke(bench, name.toUpperCase().replace(/^/, "U"));
  const { message } = await putAllBack(bench);
  const lines = message.split("\n");
  assertEquals(lines.filter((line) => line.startsWith("• ")).length, 10);
  assertEquals(lines.at(-1), "… and 3 more");
  bench.close();
});

Deno.test("an answer stays within what a step may hand on", async () => {
  const names = Array.from({ length: 10 }, (_, index) => `p${index}`);
  const bench = await openSynced(names);
  for (const name of names) {
    const id = `U${name.toUpperCase()}`;
    revoke(bench, id);
    const long = { ...bench.claim(id)!, name: "ö".repeat(400) };
    const item = bench.slack.items("claims").get(id)!;
    const body = JSON.stringify(long);
    bench.slack.items("claims").set(id, { ...item, body });
  }
  const { message } = await putAllBack(bench);
  assert(new TextEncoder().encode(message).length <= 4000);
  assert(message.includes("Failed, and tried again by later runs: 10 people."));
  bench.close();
});

Deno.test("people for whom there was no time are left to later runs, and counted", async () => {
  const bench = await openSynced(["ann", "bob"]);
  // The first status given back takes all the time there is.
  bench.slack.before = ({ method }) => {
    if (method === SET) bench.pass(50);
  };
  const { message } = await putAllBack(bench);
  bench.slack.before = () => {};
  assert(
    message.includes(
      "Left for later runs, which go on by themselves: 2 people.",
    ),
    message,
  );
  bench.close();
});

Deno.test("what a person set themselves is left as it is", async () => {
  const bench = await openSynced(["ann"]);
  const own = { text: "Gone fishing", emoji: ":fish:", expiration: 0 };
  bench.slack.state.people.get("UANN")!.status = { ...own };
  const { message } = await putAllBack(bench);
  assertEquals(statusOf(bench, "UANN"), own);
  assert(message.includes("Nobody is left for later runs."), message);
  bench.close();
});

Deno.test("another person's click restores nothing", async () => {
  const bench = await openSynced(["ann"]);
  const { message, changed } = await putAllBack(bench, "UANN");
  assertEquals(changed, false);
  assert(message.startsWith("Only operators may do this"), message);
  assertNotEquals(statusOf(bench, "UANN"), EMPTY);
  assertEquals(bench.claim("UANN")!.status!.phase, "held");
  assertEquals(recorded(bench), null);
  bench.close();
});

Deno.test("a record that does not parse is left alone, and named", async () => {
  const bench = await openSynced(["ann", "bob"]);
  const broken = { person: "UANN", schema_version: 9 };
  bench.slack.items("claims").set("UANN", broken);
  const { message } = await putAllBack(bench);
  assertEquals(bench.slack.items("claims").get("UANN"), broken);
  assert(message.includes("• record UANN of claims: does not parse"), message);
  assertEquals(statusOf(bench, "UBOB"), LUNCH);
  bench.close();
});

Deno.test("while another run is at work nothing is restored here, and the operator reads why", async () => {
  const bench = await openSynced(["ann"]);
  const until = bench.slack.clock.now() + 75_000;
  const lease = { id: "lease" as const, holder: "Fx999", until, history: {} };
  bench.slack.items("runs").set("lease", leases.format(lease));
  const { message } = await putAllBack(bench);
  assert(message.includes("Later runs restore everyone"), message);
  assertEquals(recorded(bench)!.put_back, true);
  assertEquals(bench.claim("UANN")!.status!.phase, "held");
  bench.close();
});

Deno.test("a run that waited for the lease meanwhile sets nothing any more", async () => {
  const bench = openBench([optedIn("ann")], [schedule("pto", ["ann"])]);
  await bench.fetch();
  const runs = bench.slack.items("runs");
  const held = { id: "lease", holder: "FxOPS", history: {} } as const;
  const until = bench.slack.clock.now() + 75_000;
  runs.set("lease", leases.format({ ...held, until }));
  let looks = 0;
  bench.slack.before = ({ method }) => {
    if (method !== "apps.datastore.get" || ++looks !== 6) return;
    // By now an operator has put everybody back.
    const choice = { mode: "preview", put_back: true } as const;
    const set = { set_by: "UOPS", set_at: 0 };
    runs.set("mode", modes.format({ id: "mode", ...choice, ...set }));
    runs.set("lease", leases.format({ ...held, holder: "", until: 0 }));
  };
  const apply = await bench.apply();
  assert(looks > 6);
  assertEquals(apply, { changed: 0, failed: 0, postponed: 0 });
  assertEquals(statusOf(bench, "UANN"), EMPTY);
  bench.close();
});
