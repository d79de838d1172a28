import { assertEquals } from "@std/assert";
import {
  grouped,
  measurementRows,
  raceRows,
  secondsText,
  shareText,
  wrapped,
} from "../../scripts/bench/text.ts";
import { measurement } from "./measurement.ts";

Deno.test("figures are grouped by thousands", () => {
  assertEquals([0, 999, 1_000, 1_234_567].map(grouped), [
    "0",
    "999",
    "1 000",
    "1 234 567",
  ]);
});

Deno.test("seconds have a tenth where it counts", () => {
  assertEquals([1.44, 71.4, 1_190, null].map(secondsText), [
    "1.4 s",
    "71 s",
    "1 190 s",
    "-",
  ]);
});

Deno.test("nothing is better than its floor", () => {
  assertEquals(shareText(10, 1.4), "1.00");
  assertEquals(shareText(70, 140), "0.50");
  assertEquals(shareText(70, null), "-");
});

Deno.test("cases of one setting share a table", () => {
  const tables = measurementRows([
    measurement({ people: 20 }),
    measurement({ people: 100 }),
    measurement({ people: 100, dnd: true, snooze_seconds: 500, snoozed: 100 }),
  ]);
  assertEquals(tables.map(({ title, rows }) => [title, rows.length]), [
    ["All starting at once: own tokens, without DND", 2],
    ["All starting at once: own tokens, with DND", 1],
  ]);
  const [plain, silent] = tables;
  assertEquals(plain!.head.includes("snoozes"), false);
  assertEquals(plain!.rows[1], [
    ...["100", "200", "200", "1.00"],
    ...["70 s", "70 s", "1.00"],
    ...["0", "2", "50 ms"],
  ]);
  assertEquals(silent!.rows[0]!.slice(7, 10), ["500 s", "250 s", "0.50"]);
});

Deno.test("every row has a cell for each column", () => {
  for (const phase of ["quiet", "start", "end", "handoff"] as const) {
    for (const dnd of [true, false]) {
      const [table] = measurementRows([measurement({ phase, dnd })]);
      assertEquals(table!.rows[0]!.length, table!.head.length, phase);
    }
  }
});

Deno.test("calls are listed by method, once where they are the same", () => {
  const [quiet] = measurementRows(
    [1, 20].map((people) =>
      measurement({ phase: "quiet", people, calls: { "b.get": 1, "a.put": 2 } })
    ),
  );
  assertEquals(quiet!.notes, ["1 | 20: a.put 2, b.get 1"]);
});

Deno.test("who was not served is said, and few calls are no merit", () => {
  const [table] = measurementRows([
    measurement({ right: 60, status_seconds: null, calls: { "a.b": 1 } }),
  ]);
  assertEquals(table!.rows[0]!.slice(1, 5), ["1", "200", "-", "-"]);
  assertEquals(table!.notes, [
    "100: after 80 s only 60 are right",
    "100: a.b 1",
  ]);
});

Deno.test("steps that failed are named", () => {
  const errors = ["fetch_roster: no", "apply_status: ran over 60 s"];
  const [table] = measurementRows([measurement({ errors })]);
  assertEquals(table!.notes.slice(0, 2), [
    "100: a step failed: fetch_roster: no",
    "100: a step failed: apply_status: ran over 60 s",
  ]);
});

Deno.test("what was not measured has its reason in place of a row", () => {
  const [table] = measurementRows([measurement({ problem: "no tokens" })]);
  assertEquals([table!.rows, table!.notes], [[], ["100: no tokens"]]);
});

Deno.test("a race shows each contestant", () => {
  const { head, rows } = raceRows([{
    people: 20,
    who: "naive",
    quiet_calls: 80,
    start_calls: 81,
    refused: 1,
    status_seconds: 66,
    seconds: null,
  }]);
  assertEquals(rows, [["20", "naive", "80", "81", "1", "66 s", "-"]]);
  assertEquals(head.length, rows[0]!.length);
});

Deno.test("long lines are broken between their entries", () => {
  assertEquals(wrapped("100: one 1, two 2, three 3", 18), [
    "100: one 1, two 2,",
    "    three 3",
  ]);
  assertEquals(wrapped("short", 18), ["short"]);
  assertEquals(wrapped("a line without any entries", 10), [
    "a line without any entries",
  ]);
});
