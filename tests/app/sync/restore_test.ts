import { assert, assertEquals } from "@std/assert";
import { putOnePersonBack } from "../../../app/operators/put_one_person_back.ts";
import { pendingOptOuts } from "../../../app/sync/restore.ts";
import {
  markConsentsChanged,
  readLastRun,
} from "../../../app/state/run_state.ts";
import { auditLog } from "../../../slack/records/audit_log.ts";
import { NOW } from "../../slack/local_slack.ts";
import { sampleEntry } from "../../slack/records/sample_entry.ts";
import {
  type Bench,
  EMPTY,
  openBench,
  optedIn,
  schedule,
  statusOf,
} from "../../functions/step_bench.ts";

const LUNCH = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };

/** Ann has opted out and Bob has not; nobody has a claim. */
function open(): Bench {
  const people = ["ann", "bob"].map((name) => optedIn(name, { status: LUNCH }));
  const bench = openBench(people, []);
  bench.slack.items("consents").get("UANN")!.withdrawn_at = NOW;
  return bench;
}

async function pendingOptOutsOf(bench: Bench): Promise<string[]> {
  const execution = bench.execution();
  const last = await readLastRun(execution);
  bench.slack.arrived.length = 0;
  return [...(await pendingOptOuts(execution, last)).keys()];
}

Deno.test("a person who opted out is found, although they have no claim", async () => {
  const bench = open();
  assertEquals(await pendingOptOutsOf(bench), ["UANN"]);
  bench.close();
});

Deno.test("pending opt-outs are read only if consents have changed since the last run", async () => {
  const bench = openBench([optedIn("ann")], []);
  await bench.sync();
  bench.slack.items("consents").get("UANN")!.withdrawn_at = NOW;
  assertEquals(await pendingOptOutsOf(bench), []);
  assertEquals(bench.slack.arrived, []);
  await markConsentsChanged(bench.execution(), false);
  assertEquals(await pendingOptOutsOf(bench), ["UANN"]);
  bench.close();
});

Deno.test("an opt-out that was cut short is finished: the record goes, nothing is written", async () => {
  const bench = open();
  await markConsentsChanged(bench.execution(), false);
  await bench.sync();
  assertEquals([...bench.slack.items("consents").keys()], ["UBOB"]);
  assertEquals(bench.slack.counts()["users.profile.set"], undefined);
  await bench.sync();
  assertEquals((await bench.sync()).fetch.scope, "nothing");
  bench.close();
});

Deno.test("an open run keeps the revision of the checkpoint, so pending opt-outs are read again", async () => {
  const bench = openBench([optedIn("ann")], []);
  await bench.sync();
  bench.slack.items("consents").get("UANN")!.withdrawn_at = NOW;
  await markConsentsChanged(bench.execution(), false);
  // A run begins, and dies before it has given anything back.
  await bench.fetch();
  bench.pass(3);
  await bench.sync();
  assertEquals(bench.slack.items("consents").size, 0);
  bench.close();
});

Deno.test("in preview too, people who leave get everything back, and no one else", async () => {
  const people = ["ann", "bob"].map((name) =>
    optedIn(name, { status: LUNCH }, { on_own_status: "replace" })
  );
  const bench = openBench(people, [schedule("on_call", ["ann", "bob"])]);
  await bench.sync();
  const config = JSON.parse(bench.env.SHIFTLIGHT_CONFIG!);
  bench.env.SHIFTLIGHT_CONFIG = JSON.stringify({ ...config, mode: "preview" });
  bench.slack.items("consents").get("UANN")!.withdrawn_at = NOW;
  await markConsentsChanged(bench.execution(), false);
  bench.slack.roster.schedules = [];
  await bench.sync();
  assertEquals(statusOf(bench, "UANN"), LUNCH);
  assertEquals(statusOf(bench, "UBOB").emoji, ":pager:");
  assertEquals([...bench.slack.items("consents").keys()], ["UBOB"]);
  assertEquals([...bench.slack.items("claims").keys()], ["UBOB"]);
  bench.close();
});

Deno.test("the next runs find an opt-out that is not finished, until it is", async () => {
  const bench = openBench([optedIn("ann")], []);
  await bench.sync();
  await bench.sync();
  const entry = sampleEntry({ person: "UANN" });
  bench.slack.items("audit_log").set(entry.id, auditLog.format(entry));
  bench.slack.items("consents").get("UANN")!.withdrawn_at = NOW;
  await markConsentsChanged(bench.execution(), false);
  bench.slack.before = ({ method, args }) => {
    const redacts = method === "apps.datastore.bulkPut" &&
      args.datastore === "audit_log";
    if (!redacts) return;
    bench.slack.before = () => {};
    bench.slack.fail({ method, times: 1, status: 500 });
  };
  const { warn } = console;
  console.warn = () => {};
  await bench.sync().finally(() => console.warn = warn);
  assertEquals([...bench.slack.items("consents").keys()], ["UANN"]);
  assertEquals((await bench.sync()).fetch.scope, "everybody");
  assertEquals(bench.slack.items("consents").size, 0);
  assertEquals((await bench.sync()).fetch.scope, "nothing");
  bench.close();
});

Deno.test("more people than there is time for are let go of run by run", async () => {
  const names = Array.from({ length: 60 }, (_, index) => `p${index}`);
  const bench = openBench(names.map((name) => optedIn(name)), []);
  for (const item of bench.slack.items("consents").values()) {
    item.withdrawn_at = NOW;
  }
  await markConsentsChanged(bench.execution(), false);
  await bench.fetch();
  const begun = bench.slack.clock.now();
  await bench.restore();
  const left = bench.slack.items("consents").size;
  assert(left > 0 && left < names.length);
  // Nothing is begun that a function would be cut short in.
  assert(bench.slack.clock.now() - begun < 60_000);
  await bench.apply();
  // No consent changes any more: what is left is known from the checkpoint.
  for (let run = 0; run < 3; run++) await bench.sync();
  assertEquals(bench.slack.items("consents").size, 0);
  bench.close();
});

Deno.test("a claim that does not parse keeps the consent of its person, who has opted out", async () => {
  const bench = openBench([optedIn("ann"), optedIn("bob")], []);
  const broken = { person: "UANN", schema_version: 9, body: "?" };
  bench.slack.items("claims").set("UANN", broken);
  for (const item of bench.slack.items("consents").values()) {
    item.withdrawn_at = NOW;
  }
  await markConsentsChanged(bench.execution(), false);
  await bench.sync();
  assertEquals([...bench.slack.items("consents").keys()], ["UANN"]);
  assertEquals(bench.slack.items("claims").get("UANN"), broken);
  bench.close();
});

Deno.test("while a roster cannot be read a shift that an operator put back stays put back", async () => {
  const bench = openBench([optedIn("ann")], [
    schedule("on_call", ["ann"], 0, 7200),
  ], { config: { operators: ["UOPS"] } });
  await bench.sync();
  const interactivity = { interactor: { id: "UOPS" } };
  const clicked = { interactivity, person: "UANN" };
  await putOnePersonBack(bench.execution(), clicked);
  const claim = bench.claim("UANN")!;
  assertEquals([claim.status, claim.suppressed.length], [null, 1]);
  const token = bench.env.PAGERDUTY_TOKEN!;
  for (const each of ["wrong", token]) {
    bench.env.PAGERDUTY_TOKEN = each;
    bench.pass(900);
    await bench.sync(true);
    assertEquals(bench.claim("UANN")?.suppressed, claim.suppressed);
    assertEquals(statusOf(bench, "UANN"), EMPTY);
  }
  bench.close();
});

Deno.test("while a consent does not parse, a shift that an operator put back stays put back", async () => {
  const bench = openBench([optedIn("ann"), optedIn("bob")], [
    schedule("on_call", ["ann", "bob"], 0, 7200),
  ], { config: { operators: ["UOPS"] } });
  await bench.sync();
  const interactivity = { interactor: { id: "UOPS" } };
  const clicked = { interactivity, person: "UANN" };
  await putOnePersonBack(bench.execution(), clicked);
  const { suppressed } = bench.claim("UANN")!;
  assertEquals(suppressed.length, 1);
  const consents = bench.slack.items("consents");
  const consent = consents.get("UANN")!;
  for (const each of [{ ...consent, schema_version: 99 }, consent]) {
    consents.set("UANN", each);
    bench.pass(900);
    await bench.sync(true);
    assertEquals(bench.claim("UANN")?.suppressed, suppressed);
    assertEquals(statusOf(bench, "UANN"), EMPTY);
  }
  bench.close();
});

Deno.test("a person who opts in again while they are forgotten keeps the new consent", async () => {
  const bench = open();
  await markConsentsChanged(bench.execution(), false);
  const consent = bench.slack.items("consents").get("UANN")!;
  const again = { ...consent, withdrawn_at: null };
  bench.slack.before = ({ args }) => {
    if (args.datastore !== "audit_log") return;
    bench.slack.items("consents").set("UANN", again);
  };
  await bench.sync();
  assertEquals([...bench.slack.items("consents").keys()].sort(), [
    "UANN",
    "UBOB",
  ]);
  bench.close();
});

Deno.test("consents that cannot be deleted are reported, and the next run deletes them", async () => {
  const bench = open();
  await markConsentsChanged(bench.execution(), false);
  const method = "apps.datastore.bulkDelete";
  bench.slack.before = ({ args, method: called }) => {
    if (called !== method || args.datastore !== "consents") return;
    bench.slack.before = () => {};
    bench.slack.fail({ method, error: "datastore_error" });
  };
  await bench.sync();
  const problems = await bench.problems();
  assert(problems.some((each) => each.includes("datastore_error")));
  assertEquals(bench.slack.items("consents").size, 2);
  bench.pass(900);
  await bench.sync();
  assertEquals([...bench.slack.items("consents").keys()], ["UBOB"]);
  bench.close();
});
