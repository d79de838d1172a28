import { assertEquals } from "@std/assert";
import type { Component } from "../../../rosters/ical/scan.ts";
import { needsReading } from "../../../rosters/ical/window_filter.ts";
import { at, calendar, event, NOVEMBER, shiftsOf } from "./feed.ts";

function component(...lines: string[]): Component {
  return { name: "VEVENT", line: 1, lines, parts: [] };
}

/** Whether an event by itself must be parsed for November 2026. */
function needed(...lines: string[]): boolean {
  const only = component(...lines);
  return needsReading([only], NOVEMBER)(only);
}

Deno.test("an event far from the window is not parsed", () => {
  const cases: [lines: string[], needed: boolean][] = [
    [["DTSTART:20261102T090000Z", "DTEND:20261102T100000Z"], true],
    [["DTSTART:20251102T090000Z", "DTEND:20251102T100000Z"], false],
    [["DTSTART:20271102T090000Z", "DTEND:20271102T100000Z"], false],
    // It lasts into the window.
    [["DTSTART:20251102T090000Z", "DTEND:20261102T100000Z"], true],
    // Zones, and ends of days, may reach a few days further.
    [["DTSTART;VALUE=DATE:20261029"], true],
    [["DTSTART;VALUE=DATE:20261204"], true],
    [["DTSTART;VALUE=DATE:20261028"], false],
    [["DTSTART;VALUE=DATE:20261205"], false],
  ];
  for (const [lines, expected] of cases) {
    assertEquals(needed(...lines), expected, lines.join());
  }
});

Deno.test("a rule that ended before the window is not expanded", () => {
  const from = ["DTSTART:20200106T090000Z", "DTEND:20200106T100000Z"];
  const cases: [rule: string, needed: boolean][] = [
    ["FREQ=WEEKLY", true],
    ["FREQ=WEEKLY;UNTIL=20210101T000000Z", false],
    ["FREQ=WEEKLY;UNTIL=20210101", false],
    ["FREQ=WEEKLY;UNTIL=20261102T000000Z", true],
    ["FREQ=WEEKLY;UNTIL=20270101T000000Z", true],
    // Only parsing tells when a COUNT ends.
    ["FREQ=WEEKLY;COUNT=2", true],
  ];
  for (const [rule, expected] of cases) {
    assertEquals(needed(...from, `RRULE:${rule}`), expected, rule);
  }
  // The last occurrence lasts into the window.
  const long = ["DTSTART:20200106T090000Z", "DTEND:20220106T090000Z"];
  const until = "RRULE:FREQ=YEARLY;UNTIL=20250106T090000Z";
  assertEquals(needed(...long, until), true);
});

Deno.test("rules that ended do not use the feed's budget", () => {
  // Each of them counts every minute of 2020 and 2021.
  const ended = Array.from({ length: 20 }, (_, number) =>
    event(
      `UID:${number}`,
      "DTSTART:20200101T000000Z",
      "DTEND:20200101T000100Z",
      "RRULE:FREQ=MINUTELY;COUNT=2000000;BYSETPOS=1;UNTIL=20211231T000000Z",
    ));
  const present = event(
    "SUMMARY:Bob",
    "DTSTART:20261102T090000Z",
    "DTEND:20261102T100000Z",
  );
  assertEquals(shiftsOf(calendar(...ended, present)), [
    "Bob 2026-11-02T09:00Z/2026-11-02T10:00Z",
  ]);
});

Deno.test("an event is parsed if a glance cannot tell its times", () => {
  const past = ["DTSTART:20200106T090000Z", "DTEND:20200106T100000Z"];
  for (
    const line of [
      "RDATE:20261102T090000Z",
      "EXRULE:FREQ=WEEKLY",
      "RECURRENCE-ID:20261102T090000Z",
      "DURATION:PT1H",
    ]
  ) assertEquals(needed(...past, line), true, line);
  assertEquals(needed(), true, "no DTSTART");
  assertEquals(needed("DTSTART:soon"), true);
  assertEquals(needed("DTSTART:20200106", "DTEND:20190106"), true);
  const two = ["RRULE:FREQ=DAILY;UNTIL=20200110", "RRULE:FREQ=YEARLY"];
  assertEquals(needed(...past, ...two.toReversed()), true, "two rules");
});

Deno.test("events that share a UID are parsed, at any time", () => {
  const past = component("UID:a", "DTSTART:20200106");
  const alone = component("UID:b", "DTSTART:20200106");
  const moved = component("UID:a", "DTSTART:20261102");
  const window = { since: at("2026-11-01"), until: at("2026-12-01") };
  const needs = needsReading([past, alone, moved], window);
  assertEquals([past, alone, moved].map(needs), [true, false, true]);
});
