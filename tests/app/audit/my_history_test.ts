import { assert, assertEquals, assertRejects } from "@std/assert";
import { sendHistory } from "../../../app/audit/my_history.ts";
import type { AuditEntry } from "../../../reconciler/change.ts";
import { auditLog } from "../../../slack/records/audit_log.ts";
import { NOW } from "../../slack/local_slack.ts";
import { sampleEntry } from "../../slack/records/sample_entry.ts";
import { type Bench, openBench, optedIn } from "../../functions/step_bench.ts";

const QUERY = "apps.datastore.query";

function open(entries: AuditEntry[]): Bench {
  const bench = openBench([optedIn("ann"), optedIn("bob")], []);
  const items = bench.slack.items("audit_log");
  for (const entry of entries) items.set(entry.id, auditLog.format(entry));
  return bench;
}

/** A number of entries, each a second after the one before. */
function entries(count: number, fields: Partial<AuditEntry> = {}) {
  return Array.from({ length: count }, (_, index) =>
    sampleEntry({
      id: `${fields.person ?? "UANN"}:${String(index).padStart(5, "0")}`,
      at: NOW - count + index,
      reason: `number ${index}`,
      ...fields,
    }));
}

function told(bench: Bench): string[] {
  return bench.slack.state.messages.map(({ channel, text }) => {
    assertEquals(channel, "UANN");
    return text;
  });
}

function numbers(bench: Bench): number[] {
  return [...told(bench).join("\n").matchAll(/number (\d+)/g)]
    .map(([, number]) => Number(number));
}

Deno.test("a person gets their own entries, newest first", async () => {
  const bench = open([
    ...entries(3),
    ...entries(3, { person: "UBOB", reason: "number 99" }),
  ]);
  assertEquals(await sendHistory(bench.execution(), "UANN"), { shown: 3 });
  assertEquals(numbers(bench), [2, 1, 0]);
  bench.close();
});

Deno.test("entries of the same second stand in a fixed order", async () => {
  const same = entries(20).map((entry) => ({ ...entry, at: NOW }));
  const bench = open(same.reverse());
  await sendHistory(bench.execution(), "UANN");
  const expected = Array.from({ length: 20 }, (_, index) => 19 - index);
  assertEquals(numbers(bench), expected);
  bench.close();
});

Deno.test("at most thirty are shown, the others counted", async () => {
  const bench = open(entries(42));
  assertEquals(await sendHistory(bench.execution(), "UANN"), { shown: 30 });
  const expected = Array.from({ length: 30 }, (_, index) => 41 - index);
  assertEquals(numbers(bench), expected);
  assert(told(bench).at(-1)!.endsWith("… and 12 older."));
  bench.close();
});

Deno.test("an expired entry is not shown, though it is still there", async () => {
  const [old, kept] = entries(2);
  const bench = open([
    { ...old!, expires_at: NOW },
    { ...kept!, expires_at: NOW + 1 },
  ]);
  assertEquals(await sendHistory(bench.execution(), "UANN"), { shown: 1 });
  assertEquals(numbers(bench), [1]);
  bench.close();
});

Deno.test("a person without entries reads that there are none", async () => {
  const bench = open(entries(2, { person: "UBOB" }));
  assertEquals(await sendHistory(bench.execution(), "UANN"), { shown: 0 });
  assertEquals(told(bench), ["The audit log has nothing about you."]);
  bench.close();
});

Deno.test("the log is read page by page, as far as time allows", async () => {
  const bench = open([
    ...entries(2500, { person: "UBOB" }),
    ...entries(5),
  ]);
  await sendHistory(bench.execution(), "UANN");
  assertEquals(bench.slack.counts()[QUERY], 3);
  assertEquals(numbers(bench).length, 5);
  bench.slack.state.messages.length = 0;
  bench.slack.arrived.length = 0;
  bench.slack.before = ({ method }) => {
    if (method === QUERY) bench.pass(30);
  };
  await sendHistory(bench.execution(), "UANN");
  bench.slack.before = () => {};
  assertEquals(bench.slack.counts()[QUERY], 2);
  assert(told(bench).at(-1)!.includes("no time to read the whole log"));
  bench.close();
});

Deno.test("entries that do not parse are counted, not passed over", async () => {
  const bench = open(entries(2));
  const item = bench.slack.items("audit_log").get("UANN:00000")!;
  bench.slack.items("audit_log").set("UANN:00000", {
    ...item,
    schema_version: 2,
  });
  assertEquals(await sendHistory(bench.execution(), "UANN"), { shown: 1 });
  assert(told(bench)[0]!.includes("Entries that cannot be read: 1."));
  bench.close();
});

Deno.test("a long history comes in messages that Slack shows whole", async () => {
  const bench = open(entries(30, { reason: "number 1 ".repeat(30) }));
  await sendHistory(bench.execution(), "UANN");
  const messages = told(bench);
  assert(messages.length > 1);
  assert(messages.every(({ length }) => length <= 3500));
  bench.close();
});

Deno.test("a log that cannot be read is an error, never an empty one", async () => {
  const bench = open(entries(2));
  bench.slack.fail({ method: QUERY, error: "datastore_error" });
  await assertRejects(
    () => sendHistory(bench.execution(), "UANN"),
    Error,
    "apps.datastore.query: datastore_error",
  );
  assertEquals(told(bench), []);
  bench.close();
});
