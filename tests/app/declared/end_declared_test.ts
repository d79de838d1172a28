import { assert, assertEquals, assertRejects } from "@std/assert";
import { endDeclared } from "../../../app/declared/end_declared.ts";
import { NOW } from "../../slack/local_slack.ts";
import type { Bench } from "../../functions/step_bench.ts";
import {
  clickBy,
  declaredShift,
  failPut,
  keep,
  openDeclaring,
  recorded,
} from "./declared_bench.ts";

const PUT = "apps.datastore.put";

function end(bench: Bench, id: string, group?: string, what = "all") {
  return endDeclared(bench.execution(), { ...clickBy(id), group, what });
}

const OURS = [
  declaredShift({ id: "FxNow", end: null, start: NOW - 600 }),
  declaredShift({ id: "FxLater", start: NOW + 600, state: "deploy_freeze" }),
  declaredShift({
    id: "FxDays",
    state: "pto",
    start: NOW - 9 * 3600,
    end: NOW + 15 * 3600,
    days: { from: "2026-03-02", until: "2026-03-03" },
  }),
];

const OTHERS = [
  declaredShift({ id: "FxOver", start: NOW - 900, end: NOW - 60 }),
  declaredShift({ id: "FxNever", start: NOW + 900, end: NOW + 900 }),
  declaredShift({ id: "FxBob", person: "UBOB" }),
  declaredShift({ id: "FxGroup", person: null, group: "SREL1" }),
];

Deno.test("everything that a person declared for themselves ends now, and stays on record", async () => {
  const bench = openDeclaring();
  keep(bench, ...OURS, ...OTHERS);
  const { person, message, changed } = await end(bench, "UANN");
  assertEquals([person, changed], ["UANN", true]);
  assert(
    message.startsWith(
      "Ended:\n• focus time until further notice\n• deploy freeze from 09:10 until 10:00\n• time off Mon 2 Mar, back Tuesday\nWhere Shiftlight shows it",
    ),
    message,
  );
  const expected = OURS.map(({ end, days, ...each }) => ({
    ...each,
    end: NOW,
    days: null,
    ended: { at: NOW, by: "UANN", end, days, undone_at: null },
  }));
  const after = new Map(recorded(bench).map((each) => [each.id, each]));
  for (const each of [...expected, ...OTHERS]) {
    assertEquals(after.get(each.id), each, each.id);
  }
  bench.close();
});

Deno.test("a person who declared nothing reads so, and nothing is written", async () => {
  const bench = openDeclaring();
  keep(bench, ...OTHERS);
  const { message, changed } = await end(bench, "UANN");
  assertEquals(changed, false);
  assert(message.startsWith("There is nothing to end"), message);
  const group = await end(bench, "UMO", "SREL2");
  assertEquals(group.changed, false);
  assert(group.message.includes("<!subteam^SREL2>"), group.message);
  assertEquals(bench.slack.counts()[PUT], undefined);
  bench.close();
});

Deno.test("only people who may declare for a group can end its freezes", async () => {
  for (const id of ["UMO", "UOPS"]) {
    const bench = openDeclaring();
    keep(bench, ...OURS, ...OTHERS);
    const refused = await end(bench, "UANN", "SREL1");
    assertEquals(refused.changed, false);
    assert(refused.message.includes("Ask <@UMO>, <@UOPS>"), refused.message);
    assertEquals(bench.slack.counts()[PUT], undefined);
    const { message, changed } = await end(bench, id, "SREL1");
    assert(changed);
    assert(message.startsWith("Ended for <!subteam^SREL1>:"), message);
    const after = new Map(recorded(bench).map((each) => [each.id, each]));
    assertEquals(after.get("FxGroup")!.end, NOW);
    for (const each of OURS) assertEquals(after.get(each.id), each);
    bench.close();
  }
});

Deno.test("what was declared for a group that is gone is ended by the group's id", async () => {
  const bench = openDeclaring();
  keep(bench, declaredShift({ person: null, group: "SGONE" }));
  const { message, changed } = await end(bench, "UMO", "SGONE");
  assert(changed, message);
  assertEquals(recorded(bench)[0]!.end, NOW);
  bench.close();
});

Deno.test("an end that was not stored is an error", async () => {
  const bench = openDeclaring();
  keep(bench, ...OURS);
  failPut(bench, "FxDays");
  await assertRejects(() => end(bench, "UANN"), Error, "Please try again.");
  bench.close();
});

Deno.test("a record that does not parse is left alone and named", async () => {
  const bench = openDeclaring();
  keep(bench, ...OURS);
  const items = bench.slack.items("declared_shifts");
  items.get("FxNow")!.start = "nine";
  const before = structuredClone(items.get("FxNow"));
  const { message, changed } = await end(bench, "UANN");
  assert(changed);
  assert(
    message.includes(
      "The record FxNow of declared_shifts does not parse and is left alone: start",
    ),
    message,
  );
  assertEquals(items.get("FxNow"), before);
  bench.close();
});

Deno.test("nothing counts as ended while the datastore cannot be read", async () => {
  const bench = openDeclaring();
  const method = "apps.datastore.query";
  bench.slack.fail({ method, error: "datastore_error", times: 9 });
  await assertRejects(() => end(bench, "UANN"), Error, method);
  bench.close();
});
