import { assert, assertEquals, assertThrows } from "@std/assert";
import { UnreadableFeed } from "../../../rosters/ical/errors.ts";
import { bigFeed } from "./big_feeds.ts";
import { calendar, event, read, shiftsOf } from "./feed.ts";

/** An event that recurs by a rule from 1970 on. */
function ruled(rule: string, start = "19700101T000000Z"): string {
  return event("UID:r", `DTSTART:${start}`, "DURATION:PT1H", `RRULE:${rule}`);
}

const NOV_2 = "DTSTART:20261102T090000Z";

function unreadable(what: string, text: string, why: RegExp): void {
  const begun = performance.now();
  const error = assertThrows(() => read(text), UnreadableFeed);
  assert(why.test(error.message), `${what}: ${error.message}`);
  const took = Math.round(performance.now() - begun);
  console.log(`${what}: ${took} ms`);
}

Deno.test("a feed of 20 000 events, endless rules among them, is read whole", () => {
  const text = bigFeed();
  const before = Deno.memoryUsage().rss;
  const begun = performance.now();
  const { shifts, rejected } = read(text);
  const took = Math.round(performance.now() - begun);
  const size = (text.length / 1e6).toFixed(1);
  const grown = ((Deno.memoryUsage().rss - before) / 1e6).toFixed(0);
  console.log(
    `${size} MB, ${shifts.length} shifts: ${took} ms, ${grown} MB more memory`,
  );
  assertEquals(rejected, []);
  const people = new Set(shifts.map(({ identity }) => identity.key)).size;
  assert(people > 100, `only ${people} people`);
  const few = read(bigFeed(300));
  assert(few.shifts.length > 100, `only ${few.shifts.length}`);
  // Each person's events of the whole feed include those of the first 300.
  for (const { identity, start } of few.shifts) {
    const there = shifts.some((one) =>
      one.identity.key === identity.key && one.start <= start &&
      start < (one.end ?? Infinity)
    );
    assert(there, `${identity.key} at ${start}`);
  }
});

Deno.test("endless rules and rules that never match end within the budget", () => {
  unreadable(
    "each second",
    calendar(ruled("FREQ=SECONDLY")),
    /recurrence take too long .* event "Alice" \(UID r\)/,
  );
  unreadable(
    "each second, for some eternity, by positions",
    calendar(ruled("FREQ=SECONDLY;COUNT=1000000000;BYSETPOS=1")),
    /recurrence take too long/,
  );
  unreadable(
    "a definition of a zone that changes each second",
    calendar(
      "BEGIN:VTIMEZONE\nTZID:Mine\nBEGIN:STANDARD\nDTSTART:19700101T000000\n" +
        "TZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:FREQ=SECONDLY\n" +
        "END:STANDARD\nEND:VTIMEZONE",
      event("DTSTART;TZID=Mine:20261102T090000", "DURATION:PT1H"),
    ),
    /recurrence take too long/,
  );
  const nothing = [
    "FREQ=SECONDLY;COUNT=1000000000",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=MINUTELY;INTERVAL=60;BYMINUTE=1",
    "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3",
    "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6;BYDAY=MO",
  ];
  for (const rule of nothing) {
    assertEquals(shiftsOf(calendar(ruled(rule))), [], rule);
  }
});

Deno.test("all events share the budget; the error names the one that took most", () => {
  const greedy = ruled(
    "FREQ=MINUTELY;COUNT=2000000;BYSETPOS=1",
    "20220101T000000Z",
  ).replace("UID:r", "UID:greedy");
  const modest = ["a", "b", "c"].map((uid) =>
    ruled("FREQ=MINUTELY").replace("UID:r", `UID:${uid}`)
  );
  assertEquals(read(calendar(greedy)).shifts, []);
  unreadable(
    "one among modest ones",
    calendar(greedy, ...modest),
    /recurrence take too long .* \(UID greedy\)/,
  );
});

Deno.test("a feed with too many shifts is unreadable", () => {
  const attendees = Array.from(
    { length: 9_000 },
    (_, at) => `ATTENDEE:a${at}@example.com`,
  );
  unreadable(
    "9000 people each day",
    calendar(
      event(NOV_2, "DURATION:PT1H", "RRULE:FREQ=DAILY", ...attendees),
    ),
    /more than 100000 shifts .* lower limits.roster_hours/,
  );
});

Deno.test("a text that is no whole calendar is unreadable, not empty", () => {
  const one = event(NOV_2, "DURATION:PT1H");
  const whole = calendar(one);
  unreadable("nothing", "", /^it is empty$/);
  unreadable("blank lines", "\r\n\r\n", /^it is empty$/);
  unreadable(
    "a web page",
    "<!doctype html>\n<html><title>Sign in</title></html>",
    /^it is no calendar: it is a web page, such as one for signing in/,
  );
  unreadable("words", "Not found", /does not begin with BEGIN:VCALENDAR/);
  unreadable("JSON", '{"error":"x"}', /does not begin with BEGIN:VCALENDAR/);
  unreadable("a card", "BEGIN:VCARD\nEND:VCARD", /begins with BEGIN:VCARD/);
  unreadable(
    "cut off within an event",
    whole.slice(0, whole.indexOf("DURATION")),
    /ends in the middle of a VEVENT that begins in line 3: it was cut off/,
  );
  unreadable(
    "cut off between events",
    whole.replace("END:VCALENDAR", ""),
    /ends in the middle of a VCALENDAR/,
  );
  unreadable(
    "an event that does not end",
    whole.replace("END:VEVENT", one),
    /a VEVENT begins in line 8, within a VEVENT that has not ended/,
  );
  unreadable(
    "what ends in no order",
    calendar(one.replace("END:VEVENT", "END:VALARM")),
    /VALARM ends in line 8, where the VEVENT of line 3 is open/,
  );
  unreadable(
    "an event outside",
    whole + one,
    /^it is no calendar: it begins with BEGIN:VEVENT/,
  );
  assertEquals(
    read(`${whole}X-COMMENT:cached\r\n<!-- served by b -->\r\n`).shifts.length,
    1,
    "lines after the end",
  );
  assertEquals(
    read(whole + whole).shifts.length,
    1,
    "two may follow each other",
  );
  assertEquals(read("\ufeff" + whole).shifts.length, 1);
  assertEquals(read(whole.replaceAll("\r", "")).shifts.length, 1);
  assertEquals(shiftsOf(calendar()), []);
});

Deno.test("hostile feeds of eight megabytes are refused", () => {
  const MB = 1_000_000;
  const begun = "BEGIN:VCALENDAR\r\n";
  const random = new Uint8Array(MB).map((_, at) => (at * 2654435761) >>> 9);
  unreadable(
    "a line of eight megabytes",
    calendar(event(NOV_2, `SUMMARY:${"x".repeat(8 * MB)}`)),
    /line \d+ of it has more than 65536 characters/,
  );
  unreadable(
    "components within each other",
    begun + "BEGIN:X\r\n".repeat(MB * 0.8),
    /nests too deep in line 9/,
  );
  unreadable(
    "events within each other",
    begun + "BEGIN:VEVENT\r\n".repeat(MB / 2),
    /a VEVENT begins in line 3, within a VEVENT/,
  );
  unreadable(
    "empty events",
    calendar("BEGIN:VEVENT\nEND:VEVENT\n".repeat(MB * 0.3).trimEnd()),
    /more than 50000 events/,
  );
  unreadable(
    "exceptions on one line",
    calendar(event(NOV_2, `EXDATE:${"20261102T090000Z,".repeat(MB / 2)}`)),
    /line \d+ of it has more than 65536 characters/,
  );
  unreadable(
    "exceptions on many lines",
    calendar(event(NOV_2, ...Array(20_000).fill("EXDATE:20261103T090000Z"))),
    /the VEVENT of its line 3 has more than 10000 lines/,
  );
  unreadable(
    "folds alone",
    calendar(event(NOV_2, `SUMMARY:a${"\n ".repeat(4 * MB)}`)),
    /more than 1000000 lines/,
  );
  unreadable("short lines", begun + "a\n".repeat(4 * MB), /1000000 lines/);
  unreadable(
    "noise",
    new TextDecoder().decode(random),
    /does not begin with BEGIN:VCALENDAR/,
  );
});

Deno.test("long texts that are not read make no difference", () => {
  const text = calendar(
    event(NOV_2, "DURATION:PT1H", `DESCRIPTION:${"x".repeat(7_000_000)}`),
    event(
      NOV_2,
      `X-IMAGE:a${"\n yyyyyyyyyyyyyyyyyyyy".repeat(100_000)}`,
      "SUMMARY:B",
      "DURATION:PT1H",
    ),
  );
  assertEquals(read(text).shifts.length, 2);
});

/** As many spellings of a name by small and capital letters. */
function spellings(name: string, count: number): string[] {
  return Array.from(
    { length: count },
    (_, number) =>
      [...name].map((letter, at) =>
        number >> at & 1 ? letter.toUpperCase() : letter.toLowerCase()
      ).join(""),
  );
}

Deno.test("a calendar of thousands of zones, or of spellings of one, is refused", () => {
  const named = (names: string[]) =>
    calendar(...names.map((name, at) =>
      event(
        `UID:${at}`,
        `DTSTART;TZID=${name}:20261102T090000`,
        "DURATION:PT1H",
      )
    ));
  const before = Deno.memoryUsage().rss;
  const name = "America/New_York";
  unreadable(
    "5000 spellings",
    named(spellings(name, 5_000)),
    /^it names more than 300 time zones/,
  );
  unreadable(
    "20 000 names of nothing",
    named(Array.from({ length: 20_000 }, (_, at) => `Zone ${at}`)),
    /^it names more than 300 time zones/,
  );
  const grown = (Deno.memoryUsage().rss - before) / 1e6;
  console.log(`memory: ${grown.toFixed(0)} MB more`);
  const { shifts } = read(named(spellings(name, 300)));
  assertEquals(shifts.map(({ start }) => start), [
    Date.parse("2026-11-02T14:00:00Z") / 1000,
  ]);
});
