import { assertEquals } from "@std/assert";
import { nextChange } from "../../rosters/next_change.ts";

Deno.test("the next change is the earliest start or end to come", () => {
  const past = { start: 10, end: 20 };
  const underWay = { start: 10, end: 90 };
  const coming = { start: 70, end: 80 };
  const endless = { start: 10, end: null };
  assertEquals(nextChange([past, underWay, coming, endless], 50), 70);
  assertEquals(nextChange([past, underWay, endless], 50), 90);
  assertEquals(nextChange([past, endless], 50), null);
  assertEquals(nextChange([], 50), null);
});

Deno.test("what changes at the instant itself has changed already", () => {
  assertEquals(nextChange([{ start: 50, end: 60 }], 50), 60);
  assertEquals(nextChange([{ start: 40, end: 50 }], 50), null);
});
