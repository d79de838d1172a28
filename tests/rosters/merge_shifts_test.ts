import { assertEquals } from "@std/assert";
import {
  compareKeys,
  inOrder,
  joinTouching,
  mergeLevels,
} from "../../rosters/merge_shifts.ts";
import { BOB, rosterShift } from "./roster_shift.ts";

Deno.test("only the level may differ between shifts that are merged", () => {
  const distinct = [
    rosterShift({ level: 2 }),
    rosterShift({ end: 201 }),
    rosterShift({ end: null }),
    rosterShift({ identity: BOB }),
    rosterShift({ schedule: "PS2" }),
    rosterShift({ start: 101 }),
    rosterShift({ state: "pto" }),
    rosterShift({ source: "pd2" }),
  ];
  const merged = mergeLevels([...distinct, rosterShift({ level: 3 })]);
  assertEquals(merged, inOrder(distinct));
});

Deno.test("which of two names is kept does not depend on the order", () => {
  const two = [rosterShift({ label: "A" }), rosterShift({ label: "B" })];
  const merged = mergeLevels(two);
  assertEquals(merged.length, 1);
  assertEquals(mergeLevels([...two].reverse()), merged);
});

Deno.test("shifts that touch or overlap in one schedule become one, in any order", () => {
  const pieces = [
    rosterShift({ start: 100, end: 120 }),
    rosterShift({ start: 120, end: 150 }),
    rosterShift({ start: 130, end: 140 }),
    rosterShift({ start: 149, end: 200 }),
  ];
  assertEquals(joinTouching(pieces), [rosterShift()]);
  assertEquals(joinTouching([...pieces].reverse()), [rosterShift()]);
  const open = rosterShift({ start: 150, end: null });
  assertEquals(joinTouching([...pieces, open]), [rosterShift({ end: null })]);
});

Deno.test("shifts with a gap or another difference stay apart", () => {
  const apart = [
    rosterShift(),
    rosterShift({ start: 201, end: 300 }),
    rosterShift({ identity: BOB }),
    rosterShift({ schedule: "PS2" }),
    rosterShift({ level: 2 }),
    rosterShift({ state: "pto" }),
    rosterShift({ source: "pd2" }),
  ];
  assertEquals(joinTouching(apart), inOrder(apart));
});

Deno.test("shifts are sorted by start, schedule, identity; an unknown end comes last", () => {
  const sorted = [
    rosterShift({ start: 0, schedule: "PS9" }),
    rosterShift(),
    rosterShift({ end: null }),
    rosterShift({ identity: BOB }),
    rosterShift({ schedule: "PS2" }),
    rosterShift({ start: 1000, end: 2000 }),
  ];
  assertEquals(inOrder([...sorted].reverse()), sorted);
});

Deno.test("keys compare by the first that differs", () => {
  assertEquals(compareKeys([1, "b"], [1, "b"]), 0);
  assertEquals(compareKeys([1, "a"], [1, "b"]), -1);
  assertEquals(compareKeys([2, "a"], [1, "b"]), 1);
  assertEquals(compareKeys([9], [10]), -1);
  assertEquals(compareKeys(["B"], ["a"]), -1);
});

const DAYS = { from: "2026-03-02", until: "2026-03-03" };
const MORE_DAYS = { from: "2026-03-03", until: "2026-03-05" };

Deno.test("whole days that touch become one shift, apart from shifts of hours", () => {
  const two = rosterShift({ end: 200, days: DAYS });
  const rest = rosterShift({ start: 200, end: 400, days: MORE_DAYS });
  const days = { from: "2026-03-02", until: "2026-03-05" };
  const run = rosterShift({ end: 400, days });
  assertEquals(joinTouching([rest, two]), [run]);
  const within = rosterShift({ start: 150, end: 160, days: DAYS });
  assertEquals(joinTouching([run, within]), [run]);
  const hours = rosterShift({ start: 400, end: 500 });
  assertEquals(joinTouching([run, hours]), [run, hours]);
  assertEquals(mergeLevels([two, { ...two, level: 2 }]), [two]);
  const asHours = rosterShift();
  assertEquals(mergeLevels([two, asHours]).length, 2);
});
