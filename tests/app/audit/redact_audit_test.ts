import { assertEquals } from "@std/assert";
import { redactAudit } from "../../../app/audit/redact_audit.ts";
import type { AuditEntry } from "../../../reconciler/change.ts";
import { auditLog } from "../../../slack/records/audit_log.ts";
import { sampleEntry } from "../../slack/records/sample_entry.ts";
import { type Bench, openBench } from "../../functions/step_bench.ts";

const PUT = "apps.datastore.bulkPut";

function entriesOf(person: string, count: number): AuditEntry[] {
  return Array.from(
    { length: count },
    (_, index) => sampleEntry({ id: `${person}:${index}`, person }),
  );
}

function open(entries: AuditEntry[]): Bench {
  const bench = openBench([], []);
  const items = bench.slack.items("audit_log");
  for (const entry of entries) items.set(entry.id, auditLog.format(entry));
  return bench;
}

function kept(bench: Bench): AuditEntry[] {
  return [...bench.slack.items("audit_log").values()].map(auditLog.parse);
}

/** What is said on the way to `slack activity` is no matter of these tests. */
async function redact(bench: Bench): Promise<boolean> {
  const { warn } = console;
  console.warn = () => {};
  try {
    return await redactAudit(bench.execution(), "UANN");
  } finally {
    console.warn = warn;
  }
}

Deno.test("what their presence was goes, what was done and why stays", async () => {
  const bench = open([...entriesOf("UANN", 3), ...entriesOf("UBOB", 2)]);
  assertEquals(await redact(bench), true);
  const gone = entriesOf("UANN", 3)
    .map((entry) => ({ ...entry, before: "", after: "" }));
  const all = kept(bench);
  assertEquals(all.filter(({ person }) => person === "UANN"), gone);
  assertEquals(
    all.filter(({ person }) => person === "UBOB"),
    entriesOf("UBOB", 2),
  );
  bench.close();
});

Deno.test("what was logged just now is found: a read may lie a second behind", async () => {
  const bench = open(entriesOf("UANN", 1));
  const begun = bench.slack.clock.now();
  const read: number[] = [];
  bench.slack.before = ({ method, at }) => {
    if (method === "apps.datastore.query") read.push(at);
  };
  await redact(bench);
  assertEquals(read, [begun + 1000]);
  bench.close();
});

Deno.test("what is redacted already is not written again", async () => {
  const bench = open(entriesOf("UANN", 3));
  await redact(bench);
  bench.slack.arrived.length = 0;
  assertEquals(await redact(bench), true);
  assertEquals(bench.slack.counts(), { "apps.datastore.query": 1 });
  bench.close();
});

Deno.test("an entry with one of the two left is redacted", async () => {
  const [first, second] = entriesOf("UANN", 2);
  const bench = open([{ ...first!, before: "" }, { ...second!, after: "" }]);
  assertEquals(await redact(bench), true);
  assertEquals(
    kept(bench).map(({ before, after }) => before + after),
    ["", ""],
  );
  bench.close();
});

Deno.test("with nothing on the log it is done", async () => {
  const bench = open(entriesOf("UBOB", 1));
  assertEquals(await redact(bench), true);
  assertEquals(kept(bench), entriesOf("UBOB", 1));
  bench.close();
});

Deno.test("an entry that was not stored leaves it undone, and it goes on later", async () => {
  const bench = open(entriesOf("UANN", 60));
  bench.slack.state.partialFailures = [{ method: PUT, keys: ["UANN:30"] }];
  assertEquals(await redact(bench), false);
  assertEquals(kept(bench).filter(({ after }) => after !== "").length, 1);
  assertEquals(await redact(bench), true);
  assertEquals(kept(bench).filter(({ after }) => after !== "").length, 0);
  bench.close();
});

Deno.test("a failure of Slack's is no failure of the caller's", async () => {
  for (const method of ["apps.datastore.query", PUT]) {
    const bench = open(entriesOf("UANN", 2));
    bench.slack.fail({ method, error: "datastore_error" });
    assertEquals(await redact(bench), false);
    bench.close();
  }
});

Deno.test("without time it is undone: to look, and to write", async () => {
  const looking = open([...entriesOf("UBOB", 1500), ...entriesOf("UANN", 1)]);
  looking.slack.before = () => looking.pass(60);
  assertEquals(await redact(looking), false);
  looking.close();
  const writing = open(entriesOf("UANN", 250));
  writing.slack.before = ({ method }) => {
    if (method === PUT) writing.pass(60);
  };
  assertEquals(await redact(writing), false);
  const left = kept(writing).filter(({ after }) => after !== "").length;
  assertEquals(left, 150);
  writing.close();
});

Deno.test("an entry that does not parse loses its values alone", async () => {
  const bench = open(entriesOf("UANN", 2));
  const items = bench.slack.items("audit_log");
  const broken = { ...items.get("UANN:0")!, schema_version: 2 };
  items.set("UANN:0", broken);
  assertEquals(await redact(bench), true);
  assertEquals(items.get("UANN:0"), { ...broken, before: "", after: "" });
  assertEquals(items.get("UANN:1")!.after, "");
  bench.close();
});
