import { assertEquals } from "@std/assert";
import { dayAt, daysAfter, isDate, utcDayAt } from "../../rosters/days.ts";

const at = (iso: string) => Date.parse(iso) / 1000;

Deno.test("dates are those of the calendar", () => {
  const texts = ["2026-02-28", "2026-02-30", "2026-2-3", "2026-02-28T00", ""];
  assertEquals(texts.map(isDate), [true, false, false, false, false]);
});

Deno.test("it is another day elsewhere", () => {
  const late = at("2026-03-01T23:30:00Z");
  assertEquals(utcDayAt(late), "2026-03-01");
  assertEquals(dayAt(late, "UTC"), "2026-03-01");
  assertEquals(dayAt(late, "Europe/Berlin"), "2026-03-02");
  assertEquals(
    dayAt(at("2026-03-01T05:30:00Z"), "Pacific/Honolulu"),
    "2026-02-28",
  );
});

Deno.test("days are counted by the calendar", () => {
  assertEquals(daysAfter("2026-02-28", 1), "2026-03-01");
  assertEquals(daysAfter("2028-03-01", -1), "2028-02-29");
  assertEquals(daysAfter("2026-10-24", 2), "2026-10-26");
});

Deno.test("no day is past the last that can be written, nor before the first", () => {
  assertEquals(daysAfter("9999-12-31", 1), "9999-12-31");
  assertEquals(utcDayAt(6e11), "9999-12-31");
  assertEquals(utcDayAt(-6e11), "0000-01-01");
});
