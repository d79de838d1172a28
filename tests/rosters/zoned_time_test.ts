import { assertEquals, assertThrows } from "@std/assert";
import {
  dayAt,
  daysAfter,
  instantIn,
  isAnywhere,
  isDate,
  offsetAt,
  spanOf,
  utcDayAt,
  wallTimeAt,
} from "../../rosters/zoned_time.ts";

const at = (iso: string) => Date.parse(iso) / 1000;

function wall(text: string) {
  const [year, month, day, hour, minute, second] = text.split(/\D/).map(Number);
  return {
    year: year!,
    month: month!,
    day: day!,
    hour: hour!,
    minute: minute!,
    second: second!,
  };
}

const CASES: [zone: string, wall: string, instant: string][] = [
  ["UTC", "2026-03-02 09:00:00", "2026-03-02T09:00:00Z"],
  ["Asia/Kathmandu", "2026-03-02 09:00:00", "2026-03-02T03:15:00Z"],
  // Left out by the change of clocks: as much later as is left out.
  ["Europe/London", "2026-03-29 01:30:00", "2026-03-29T01:30:00Z"],
  ["America/New_York", "2026-03-08 02:30:00", "2026-03-08T07:30:00Z"],
  // Shown twice: the first of the two.
  ["Europe/London", "2026-10-25 01:30:00", "2026-10-25T00:30:00Z"],
  ["America/New_York", "2026-11-01 01:30:00", "2026-11-01T05:30:00Z"],
  // Half an hour's change, and a day that the zone never had.
  ["Australia/Lord_Howe", "2026-04-05 01:45:00", "2026-04-04T14:45:00Z"],
  ["Pacific/Apia", "2011-12-31 00:00:00", "2011-12-30T10:00:00Z"],
];

Deno.test("a wall time gives an instant, also when clocks change", () => {
  const instants = CASES.map(([zone, text]) =>
    instantIn(
      { offsetAt: (at) => offsetAt(at, zone) },
      at(`${text.replace(" ", "T")}Z`),
    )
  );
  assertEquals(instants, CASES.map(([, , instant]) => at(instant)));
});

Deno.test("an instant gives the wall time of a zone", () => {
  assertEquals(
    wallTimeAt(at("2026-03-02T03:15:00Z"), "Asia/Kathmandu"),
    wall("2026-03-02 09:00:00"),
  );
  assertEquals(offsetAt(at("2026-07-01T00:00:00Z"), "Europe/Berlin"), 7200);
  assertEquals(offsetAt(at("2026-01-01T00:00:00Z"), "Europe/Berlin"), 3600);
  assertThrows(() => offsetAt(0, "Mars/Olympus"), RangeError);
});

Deno.test("whole days are as long as the clocks make them", () => {
  const hours = ({ start, end }: { start: number; end: number }) =>
    (end - start) / 3600;
  const day = (from: string, until: string, zone: string) =>
    hours(spanOf({ from, until }, zone));
  assertEquals(day("2026-03-29", "2026-03-30", "Europe/Berlin"), 23);
  assertEquals(day("2026-10-25", "2026-10-26", "Europe/Berlin"), 25);
  assertEquals(day("2026-12-24", "2027-01-02", "UTC"), 9 * 24);
});

Deno.test("a day begins first in Kiribati and ends last on Baker Island", () => {
  const days = { from: "2026-03-02", until: "2026-03-03" };
  const ends = [
    "2026-03-01T09:59:59Z",
    "2026-03-01T10:00:00Z",
    "2026-03-03T11:59:59Z",
    "2026-03-03T12:00:00Z",
  ];
  assertEquals(ends.map((iso) => isAnywhere(days, at(iso))), [
    false,
    true,
    true,
    false,
  ]);
});

Deno.test("a date must exist in the calendar", () => {
  const texts = ["2026-02-28", "2026-02-30", "2026-2-3", "2026-02-28T00", ""];
  assertEquals(texts.map(isDate), [true, false, false, false, false]);
});

Deno.test("the date depends on the zone", () => {
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

Deno.test("dates stay within the years 0 to 9999", () => {
  assertEquals(daysAfter("9999-12-31", 1), "9999-12-31");
  assertEquals(utcDayAt(6e11), "9999-12-31");
  assertEquals(utcDayAt(-6e11), "0000-01-01");
});
