import { assertEquals } from "@std/assert";
import { shiftlight } from "../../packages/slack-box/shiftlight.ts";
import { sizeBudget } from "../../scripts/bench/budgets.ts";
import { measureSize, type SizeResult } from "../../scripts/bench/sizes.ts";
import { sizeRows } from "../../scripts/bench/text.ts";

Deno.test("a quiet poll is measured by method while people are waited for", async () => {
  const read = { "apps.datastore.bulkGet": 1, "apps.datastore.put": 1 };
  const cases = [
    [0, read],
    [1, { ...read, "users.profile.get": 1 }],
    [5, { ...read, "users.list": 1 }],
  ] as const;
  for (const [people, calls] of cases) {
    const measured = await measureSize(
      { situation: "waiting", people },
      shiftlight,
    );
    assertEquals([measured.calls, measured.errors], [calls, []]);
    assertEquals(sizeBudget(measured).ok, true);
  }
});

Deno.test("a start is measured with look-ups that have expired, and without any", async () => {
  for (const situation of ["stale", "fresh"] as const) {
    const measured = await measureSize({ situation, people: 60 }, shiftlight);
    assertEquals(measured.errors, []);
    const { ok, what } = sizeBudget(measured);
    assertEquals(ok, true, what);
    assertEquals(measured.calls["users.profile.set"], 1);
  }
});

const RESULT: SizeResult = {
  situation: "stale",
  people: 1000,
  calls: { "b.get": 1, "a.put": 2 },
  refused: 3,
  start_seconds: 12.3,
  errors: [],
};

Deno.test("a late start, a failed step and a call too many miss their budget", () => {
  const cases: [Partial<SizeResult>, string, boolean][] = [
    [{}, "12.3 s", true],
    [{ start_seconds: null }, "late", false],
    [{ start_seconds: 60.5 }, "60.5 s", false],
    [{ errors: ["apply_status: no"] }, "12.3 s, apply_status: no", false],
    [{ situation: "waiting", people: 5 }, "3", true],
    [{ situation: "waiting", people: 0 }, "3", false],
  ];
  for (const [changes, measured, ok] of cases) {
    const budget = sizeBudget({ ...RESULT, ...changes });
    assertEquals([budget.measured, budget.ok], [measured, ok]);
  }
});

Deno.test("the table has a row for each size, and its calls by method", () => {
  const errors = ["apply_status: no"];
  const [table] = sizeRows([{ ...RESULT, errors }]);
  const what = "start while 1000 look-ups have expired";
  assertEquals(table!.rows, [[what, "3", "12 s", "3", "1"]]);
  assertEquals(table!.head.length, table!.rows[0]!.length);
  assertEquals(table!.notes, [
    `${what}: a.put 2, b.get 1`,
    `${what}: apply_status: no`,
  ]);
  assertEquals(sizeRows([]), []);
});
