import { assertEquals } from "@std/assert";
import { runModeOf } from "../../../app/state/desired_state.ts";
import { readPeople } from "../../../app/state/read_people.ts";
import { StepLog } from "../../../app/state/step_log.ts";
import { readLastRun } from "../../../app/state/run_state.ts";
import { filterDue } from "../../../app/sync/watched.ts";
import {
  type Bench,
  EMPTY,
  openBench,
  optedIn,
  schedule,
} from "../../functions/step_bench.ts";

const LUNCH = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };
const GET = "users.profile.get";
const LEASE = "apps.datastore.put";

/** Ann and Bob wait until their own status is gone. */
async function openWaiting(): Promise<Bench> {
  const people = ["ann", "bob"].map((name) => optedIn(name, { status: LUNCH }));
  const bench = openBench(people, [schedule("on_call", ["ann", "bob"])]);
  await bench.sync();
  bench.pass(900);
  bench.slack.arrived.length = 0;
  return bench;
}

async function due(bench: Bench): Promise<string[]> {
  const execution = bench.execution();
  const last = await readLastRun(execution);
  const scope = ["UANN", "UBOB"];
  const { snapshot } = last.checkpoint!;
  const log = new StepLog();
  const runMode = runModeOf(last);
  const people = await readPeople(execution, snapshot, scope, runMode, log);
  const contexts = scope.map((id) => people.of(id));
  const due = await filterDue({ execution, people }, contexts);
  return due.map(({ person }) => person.id);
}

function clear(bench: Bench, person: string): void {
  bench.slack.state.people.get(person)!.status = { ...EMPTY };
}

Deno.test("a person whose status is unchanged is read, and left alone", async () => {
  const bench = await openWaiting();
  assertEquals(await due(bench), []);
  assertEquals(bench.slack.counts()[GET], 2);
  bench.close();
});

Deno.test("a person whose status is gone is served", async () => {
  const bench = await openWaiting();
  clear(bench, "UBOB");
  assertEquals(await due(bench), ["UBOB"]);
  bench.close();
});

Deno.test("a person who cannot be read is served: the batch meets the failure and reports it", async () => {
  const bench = await openWaiting();
  bench.slack.fail({ method: GET, user: "UANN", status: 500 });
  assertEquals(await due(bench), ["UANN"]);
  bench.close();
});

Deno.test("a person whose status has changed is served: that is to be recorded", async () => {
  const bench = await openWaiting();
  bench.slack.state.people.get("UANN")!.status = { ...LUNCH, text: "Dinner" };
  assertEquals(await due(bench), ["UANN"]);
  bench.close();
});

Deno.test("a poll that finds them as they were takes no lease, asks no token and writes nothing", async () => {
  const bench = await openWaiting();
  const { fetch } = await bench.sync();
  assertEquals(fetch.scope, "watched");
  const counts = bench.slack.counts();
  const writes = Object.keys(counts).filter((method) =>
    method === LEASE || method.startsWith("apps.auth") ||
    /Put|Delete|\.set/.test(method)
  );
  assertEquals(writes, []);
  assertEquals(bench.slack.items("claims").size, 2);
  bench.close();
});

Deno.test("a poll that finds one of them free takes the lease and serves that one", async () => {
  const bench = await openWaiting();
  clear(bench, "UBOB");
  assertEquals((await bench.sync()).apply.changed, 1);
  assertEquals(bench.slack.counts()[LEASE], 2);
  assertEquals(bench.claim("UBOB")!.status!.phase, "held");
  assertEquals(bench.claim("UANN")!.status!.phase, "deferred");
  bench.close();
});
