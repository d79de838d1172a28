import { assertEquals } from "@std/assert";
import type { AuditEntry } from "../../../reconciler/change.ts";
import { NOW } from "../../slack/local_slack.ts";
import {
  type Bench,
  EMPTY,
  openBench,
  optedIn,
  schedule,
  statusOf,
  TO_LEASE,
} from "../../functions/step_bench.ts";

const LUNCH = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };
const ON_CALL = {
  text: "On call for The on_call until 10:00",
  emoji: ":pager:",
  expiration: NOW + 3600 + 1260,
};
const SET = "users.profile.set";
const PUT = "apps.datastore.bulkPut";

function openOne(consent = {}): Bench {
  const replace = { on_own_status: "replace", ...consent };
  const ann = optedIn("ann", { status: LUNCH }, replace);
  return openBench([ann], [schedule("on_call", ["ann"])]);
}

/** Before an item of this store is written for the n-th time, `act`. */
function before(
  bench: Bench,
  datastore: string,
  nth: number,
  act: (items: Record<string, unknown>[]) => void,
): void {
  let times = 0;
  bench.slack.before = ({ method, args }) => {
    if (method !== PUT || args.datastore !== datastore) return;
    if (++times === nth) act(JSON.parse(String(args.items)));
  };
}

function valuesOf(entries: AuditEntry[]): unknown[][] {
  return entries.map(({ action, outcome, before, after }) => [
    action,
    outcome,
    JSON.parse(before),
    JSON.parse(after),
  ]);
}

Deno.test("an entry says what was written, for whom, why, by whose token and in which run", async () => {
  const bench = openOne();
  await bench.sync();
  assertEquals(bench.log(), [{
    id: `Fx3:UANN:status:${NOW + TO_LEASE}`,
    person: "UANN",
    at: NOW + TO_LEASE,
    part: "status",
    state: "on_call",
    action: "start",
    reason: "on call: The on_call",
    before: JSON.stringify(LUNCH),
    after: JSON.stringify(ON_CALL),
    outcome: "done",
    path: "own",
    run: "Fx1",
    execution: "Fx3",
    expires_at: NOW + TO_LEASE + 90 * 86_400,
  }]);
  bench.close();
});

Deno.test("the value after is what Slack returned, not what was asked for", async () => {
  const bench = openOne();
  await bench.fetch();
  await bench.apply({ emoji: ":thumbsup:" });
  const [entry] = bench.log();
  assertEquals(JSON.parse(entry!.after).emoji, ":+1:");
  assertEquals(JSON.parse(entry!.after), statusOf(bench, "UANN"));
  bench.close();
});

Deno.test("what Slack refused, and what wrote nothing, is not on it", async () => {
  const bench = openOne();
  bench.slack.fail({ method: SET, error: "profile_set_failed" });
  await bench.sync();
  assertEquals(bench.log(), []);
  const waiting = openOne({ on_own_status: "defer" });
  await waiting.sync();
  assertEquals(waiting.claim("UANN")!.status!.phase, "deferred");
  assertEquals(waiting.log(), []);
  bench.close();
  waiting.close();
});

Deno.test("a write is logged before its claim is confirmed", async () => {
  const bench = openOne();
  let phase: unknown = null;
  before(bench, "audit_log", 1, () => {
    phase = bench.claim("UANN")!.status!.phase;
  });
  await bench.sync();
  assertEquals(phase, "intent");
  assertEquals(bench.claim("UANN")!.status!.phase, "held");
  bench.close();
});

Deno.test("an entry that cannot be stored leaves the intent, and is made up for by the next run", async () => {
  const bench = openOne();
  before(bench, "audit_log", 1, (items) => {
    const keys = items.map(({ id }) => String(id));
    bench.slack.state.partialFailures = [{ method: PUT, keys }];
  });
  assertEquals((await bench.sync()).apply.changed, 1);
  assertEquals(bench.log(), []);
  assertEquals(bench.claim("UANN")!.status!.phase, "intent");
  assertEquals(bench.checkpoint().open, true);
  bench.pass(900);
  await bench.sync();
  assertEquals(valuesOf(bench.log()), [["start", "done", LUNCH, ON_CALL]]);
  assertEquals(bench.claim("UANN")!.status!.phase, "held");
  assertEquals(bench.slack.counts()[SET], 1);
  bench.close();
});

Deno.test("a whole log that cannot be written is made up for, too", async () => {
  const bench = openOne();
  before(bench, "audit_log", 1, () => {
    bench.slack.fail({ method: PUT, error: "datastore_error" });
  });
  await bench.sync();
  assertEquals(bench.log(), []);
  assertEquals(bench.claim("UANN")!.status!.phase, "intent");
  bench.pass(900);
  await bench.sync();
  assertEquals(valuesOf(bench.log()), [["start", "done", LUNCH, ON_CALL]]);
  bench.close();
});

Deno.test("one person's lost entry keeps no other back", async () => {
  const people = ["ann", "bob"].map((name) => optedIn(name));
  const bench = openBench(people, [schedule("on_call", ["ann", "bob"])]);
  before(bench, "audit_log", 1, (items) => {
    const keys = items.filter(({ person }) => person === "UANN")
      .map(({ id }) => String(id));
    bench.slack.state.partialFailures = [{ method: PUT, keys }];
  });
  await bench.sync();
  assertEquals(bench.log().map(({ person }) => person), ["UBOB"]);
  assertEquals(
    ["UANN", "UBOB"].map((id) => bench.claim(id)!.status!.phase),
    ["intent", "held"],
  );
  bench.close();
});

Deno.test("a write whose answer was lost is logged once, by the run that finds it done", async () => {
  const bench = openOne();
  bench.slack.fail({ method: SET, cut: "after" });
  await bench.sync();
  assertEquals(bench.log(), []);
  const { write } = bench.claim("UANN")!.status!;
  bench.pass(900);
  const { run_id } = (await bench.sync()).fetch;
  const [entry] = bench.log();
  assertEquals(valuesOf(bench.log()), [["start", "done", LUNCH, ON_CALL]]);
  assertEquals([entry!.id, entry!.run, entry!.path], [write, run_id, ""]);
  bench.close();
});

Deno.test("one that was never done is logged only once it is", async () => {
  const bench = openOne();
  bench.slack.fail({ method: SET, cut: "before" });
  await bench.sync();
  bench.pass(900);
  await bench.sync();
  assertEquals(valuesOf(bench.log()), [["start", "done", LUNCH, ON_CALL]]);
  assertEquals(bench.slack.counts()[SET], 2);
  bench.close();
});

Deno.test("a restore that was in doubt is logged as one", async () => {
  const bench = openOne();
  await bench.sync();
  bench.pass(3600);
  bench.slack.fail({ method: SET, cut: "after" });
  await bench.sync();
  assertEquals(bench.log().length, 1);
  bench.pass(900);
  await bench.sync();
  assertEquals(valuesOf(bench.log()), [
    ["start", "done", LUNCH, ON_CALL],
    ["restore", "done", ON_CALL, LUNCH],
  ]);
  assertEquals(bench.claim("UANN"), null);
  bench.close();
});

Deno.test("a write that was logged stays logged as done, even if a human changed it before its claim was confirmed", async () => {
  const bench = openOne();
  // The intent is the first record of the claim; the second confirms it.
  before(bench, "claims", 2, () => {
    bench.slack.fail({ method: PUT, error: "datastore_error" });
  });
  await bench.sync();
  assertEquals(bench.claim("UANN")!.status!.phase, "intent");
  const logged = bench.log();
  assertEquals(valuesOf(logged), [["start", "done", LUNCH, ON_CALL]]);
  const own = { text: "Gone fishing", emoji: ":fish:", expiration: 0 };
  bench.slack.state.people.get("UANN")!.status = { ...own };
  bench.pass(900);
  await bench.sync();
  assertEquals(statusOf(bench, "UANN"), own);
  assertEquals(valuesOf(bench.log()), valuesOf(logged));
  bench.close();
});

Deno.test("one that is logged and not confirmed is still one entry", async () => {
  const bench = openOne();
  before(bench, "claims", 2, () => {
    bench.slack.fail({ method: PUT, error: "datastore_error" });
  });
  await bench.sync();
  bench.pass(900);
  await bench.sync();
  assertEquals(valuesOf(bench.log()), [["start", "done", LUNCH, ON_CALL]]);
  bench.close();
});

Deno.test("an outcome that a human's edit hides is logged as unknown", async () => {
  const bench = openOne();
  bench.slack.fail({ method: SET, cut: "after" });
  await bench.sync();
  const own = { text: "Gone fishing", emoji: ":fish:", expiration: 0 };
  bench.slack.state.people.get("UANN")!.status = { ...own };
  bench.pass(900);
  await bench.sync();
  assertEquals(valuesOf(bench.log()), [["start", "unknown", LUNCH, ON_CALL]]);
  bench.close();
});

Deno.test("in preview nothing is logged", async () => {
  const ann = optedIn("ann");
  const bench = openBench([ann], [schedule("on_call", ["ann"])], {
    config: { mode: "preview" },
  });
  await bench.sync();
  assertEquals([bench.log(), statusOf(bench, "UANN")], [[], EMPTY]);
  bench.close();
});

Deno.test("while what was found out cannot be logged the claim stays as it is", async () => {
  const bench = openOne();
  bench.slack.fail({ method: SET, cut: "after" });
  await bench.sync();
  const claim = bench.claim("UANN");
  assertEquals(claim!.status!.phase, "intent");
  bench.pass(900);
  await bench.fetch();
  before(bench, "audit_log", 1, (items) => {
    const keys = items.map(({ id }) => String(id));
    bench.slack.state.partialFailures = [{ method: PUT, keys }];
  });
  assertEquals((await bench.restore()).postponed, 1);
  assertEquals(bench.claim("UANN"), claim);
  bench.pass(900);
  await bench.sync();
  assertEquals(bench.claim("UANN")!.status!.phase, "held");
  assertEquals(valuesOf(bench.log()), [["start", "done", LUNCH, ON_CALL]]);
  bench.close();
});
