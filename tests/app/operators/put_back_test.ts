import { RESTORED_ONE } from "../../../reconciler/wanted.ts";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { restoreAndSuppress } from "../../../app/operators/put_one_person_back.ts";
import { withWriteLock } from "../../../app/lock/write_lock.ts";
import type { Scope } from "../../../app/state/people.ts";
import { readWithoutRoster } from "../../../app/state/read_people.ts";
import { openSync } from "../../../app/sync/part_sync.ts";
import { StepLog } from "../../../app/state/step_log.ts";
import {
  type Bench,
  EMPTY,
  openBench,
  optedIn,
  revoke,
  schedule,
  statusOf,
} from "../../functions/step_bench.ts";

const LUNCH = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };
const SET = "users.profile.set";

/** Ann on leave for an hour, her own status replaced. */
async function openSynced(): Promise<Bench> {
  const ann = optedIn("ann", { status: LUNCH }, { on_own_status: "replace" });
  const bench = openBench([ann], [schedule("pto", ["ann"])], {
    config: { operators: ["UOPS"], mode: "enforce" },
  });
  await bench.sync();
  return bench;
}

async function putAnnBack(bench: Bench, scope: Scope = ["UANN"]) {
  const execution = bench.execution();
  const results = await withWriteLock(execution, async (lease) => {
    const log = new StepLog();
    const people = await readWithoutRoster(execution, scope, RESTORED_ONE, log);
    const sync = openSync(execution, people, log, lease);
    return await restoreAndSuppress(sync, "UANN");
  });
  return results!;
}

Deno.test("everything is restored, and the shift left alone until it ends", async () => {
  const bench = await openSynced();
  const { shift } = bench.claim("UANN")!;
  await putAnnBack(bench);
  assertEquals(statusOf(bench, "UANN"), LUNCH);
  const { snooze_until, manual_away } = bench.slack.state.people.get("UANN")!;
  assertEquals([snooze_until, manual_away], [0, false]);
  const { status, dnd, presence, suppressed: suppressed } = bench.claim(
    "UANN",
  )!;
  assertEquals([status, dnd, presence], [null, null, null]);
  assertEquals(suppressed, [{ shift, phase: "put_back" }]);
  const entries = [...bench.slack.items("audit_log").values()];
  const reasons = entries.filter(({ action }) => action === "restore")
    .map(({ reason }) => reason);
  assertEquals(reasons, Array(3).fill("an operator restored this person"));
  const writes = bench.slack.counts()[SET];
  for (let polls = 0; polls < 3; polls++) {
    bench.pass(900);
    await bench.sync(true);
  }
  assertEquals(bench.slack.counts()[SET], writes);
  bench.pass(1000);
  await bench.sync();
  assertEquals(bench.claim("UANN"), null);
  bench.close();
});

Deno.test("the next shift shows again", async () => {
  const ann = optedIn("ann");
  const now = schedule("on_call", ["ann"], 0, 600);
  const later = schedule("on_call", ["ann"], 1200, 3600);
  const both = { ...now, shifts: [...now.shifts, ...later.shifts] };
  const bench = openBench([ann], [both], {
    config: { operators: ["UOPS"], mode: "enforce" },
  });
  await bench.sync();
  await putAnnBack(bench);
  bench.pass(300);
  await bench.sync();
  assertEquals(statusOf(bench, "UANN"), EMPTY);
  bench.pass(1000);
  await bench.sync();
  assertEquals(statusOf(bench, "UANN").emoji, ":pager:");
  bench.close();
});

Deno.test("the suppression is on record before anything is restored", async () => {
  const bench = await openSynced();
  const seen: unknown[] = [];
  bench.slack.before = ({ method }) => {
    if (method !== SET) return;
    seen.push(bench.claim("UANN")!.suppressed.map(({ phase }) => phase));
  };
  await putAnnBack(bench);
  assertEquals(seen, [["put_back"]]);
  bench.close();
});

Deno.test("the next poll restores what cannot be restored now", async () => {
  const bench = await openSynced();
  bench.slack.fail({ method: SET, error: "fatal_error" });
  await putAnnBack(bench);
  assert(statusOf(bench, "UANN").text !== "Lunch");
  bench.pass(100);
  const { fetch } = await bench.sync();
  assertEquals(fetch.scope, "everybody");
  assertEquals(statusOf(bench, "UANN"), LUNCH);
  assertEquals(bench.claim("UANN")!.suppressed.length, 1);
  bench.close();
});

Deno.test("a person whose token fails is restored once it works again", async () => {
  const bench = await openSynced();
  revoke(bench, "UANN");
  const results = await putAnnBack(bench);
  assertEquals(results.map(({ outcome }) => outcome).includes("failed"), true);
  for (const token of bench.slack.state.tokens.values()) token.revoked = false;
  bench.pass(100);
  await bench.sync();
  assertEquals(statusOf(bench, "UANN"), LUNCH);
  bench.close();
});

Deno.test("no other person is touched, however many were read", async () => {
  const people = [optedIn("ann"), optedIn("bob")];
  const bench = openBench(people, [schedule("on_call", ["ann", "bob"])], {
    config: { operators: ["UOPS"], mode: "enforce" },
  });
  await bench.sync();
  const before = [
    bench.claim("UBOB"),
    structuredClone(statusOf(bench, "UBOB")),
  ];
  await putAnnBack(bench, "everybody");
  assertEquals(statusOf(bench, "UANN"), EMPTY);
  assertEquals([bench.claim("UBOB"), statusOf(bench, "UBOB")], before);
  bench.close();
});

Deno.test("consents are marked as changed, and not as being changed for longer", async () => {
  const bench = await openSynced();
  const revision = () =>
    JSON.parse(String(bench.slack.items("runs").get("consents")?.body ?? "{}"));
  const before = revision().revision;
  const seen: unknown[] = [];
  bench.slack.before = ({ method }) => {
    if (method === SET) seen.push(typeof revision().pending_since);
  };
  await putAnnBack(bench);
  assertEquals(seen, ["number"]);
  assertEquals(revision().pending_since, null);
  assert(revision().revision !== before);
  bench.close();
});

Deno.test("twice is once: the shift is left alone by one entry", async () => {
  const bench = await openSynced();
  bench.slack.fail({ method: SET, error: "fatal_error", times: 2 });
  await putAnnBack(bench);
  await putAnnBack(bench);
  assertEquals(bench.claim("UANN")!.suppressed.length, 1);
  bench.close();
});

Deno.test("a shift that was left alone before stays so", async () => {
  const bench = await openSynced();
  const claim = bench.claim("UANN")!;
  const other = { ...claim.shift, state: "focus" };
  const suppressed = [{ shift: other, phase: "yielded" }];
  const item = bench.slack.items("claims").get("UANN")!;
  const body = JSON.stringify({ ...claim, suppressed });
  bench.slack.items("claims").set("UANN", { ...item, body });
  await putAnnBack(bench);
  assertEquals(
    bench.claim("UANN")!.suppressed.map(({ shift, phase }) => [
      shift.state,
      phase,
    ]),
    [["focus", "yielded"], ["pto", "put_back"]],
  );
  bench.close();
});

Deno.test("nothing is restored if the suppression cannot be recorded", async () => {
  const bench = await openSynced();
  const method = "apps.datastore.bulkPut";
  bench.slack.state.partialFailures = [{ method, keys: ["UANN"] }];
  const before = bench.slack.counts()[SET];
  await assertRejects(() => putAnnBack(bench), Error, "Please try again");
  assertEquals(bench.slack.counts()[SET], before);
  bench.close();
});

Deno.test("a person without a claim: nothing is written", async () => {
  const bench = openBench([optedIn("ann")], []);
  assertEquals(await putAnnBack(bench), []);
  assertEquals(bench.slack.items("claims").size, 0);
  assertEquals(bench.slack.items("runs").has("consents"), false);
  bench.close();
});
