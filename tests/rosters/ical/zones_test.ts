import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { Budget } from "../../../rosters/ical/budget.ts";
import { Zones } from "../../../rosters/ical/zones.ts";
import {
  otherZoneNames,
  windowsZone,
} from "../../../rosters/ical/windows_zones.ts";
import { offsetAt } from "../../../rosters/zoned_time.ts";
import { calendar, event, shiftsOf } from "./feed.ts";
import { ZONES } from "./rule_model.ts";

/** An hour from nine on the second of November, in a zone of that name. */
function nine(tzid: string, ...lines: string[]): string {
  return event(
    "UID:u",
    `DTSTART;TZID=${tzid}:20261102T090000`,
    "DURATION:PT1H",
    ...lines,
  );
}

/** What nine o'clock there is of UTC. */
function utcOf(shifts: readonly string[]): string {
  return /T(\d\d:\d\d)Z/.exec(shifts[0] ?? "")?.[1] ?? shifts.join();
}

/** A zone with the offset of India, and with Europe's changes if asked. */
function defined(tzid: string, ...more: string[]): string {
  return [
    "BEGIN:VTIMEZONE",
    `TZID:${tzid}`,
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0530",
    "TZOFFSETTO:+0530",
    "END:STANDARD",
    ...more,
    "END:VTIMEZONE",
  ].join("\n");
}

/** As Outlook writes it: rules since 1601. */
const CENTRAL_EUROPE = [
  "BEGIN:VTIMEZONE",
  "TZID:Customized Time Zone",
  "BEGIN:STANDARD",
  "DTSTART:16010101T030000",
  "TZOFFSETFROM:+0200",
  "TZOFFSETTO:+0100",
  "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
  "END:STANDARD",
  "BEGIN:DAYLIGHT",
  "DTSTART:16010101T020000",
  "TZOFFSETFROM:+0100",
  "TZOFFSETTO:+0200",
  "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
  "END:DAYLIGHT",
  "END:VTIMEZONE",
];

Deno.test("a zone is found by every name that calendars write", () => {
  const cases: [tzid: string, utc: string][] = [
    ["America/New_York", "14:00"],
    ["UTC", "09:00"],
    ["Etc/GMT+5", "14:00"],
    ["EUROPE/london", "09:00"],
    ["Asia/Calcutta", "03:30"],
    ["Pacific Standard Time", "17:00"],
    ["pacific standard time", "17:00"],
    ["India Standard Time", "03:30"],
    ["W. Europe Standard Time", "08:00"],
    ['"Eastern Time (US & Canada)"', "14:00"],
    ['"tzone://Microsoft/Utc"', "09:00"],
    ["/freeassociation.sourceforge.net/Europe/Berlin", "08:00"],
    ["/mozilla.org/20050126_1/America/Argentina/Ushuaia", "12:00"],
  ];
  for (const [tzid, utc] of cases) {
    assertEquals(utcOf(shiftsOf(calendar(nine(tzid)))), utc, tzid);
  }
});

Deno.test("times without a zone are in the calendar's zone, or else in the configured one", () => {
  const floating = event("DTSTART:20261102T090000", "DURATION:PT1H");
  const zone = "Asia/Tokyo";
  assertEquals(utcOf(shiftsOf(calendar(floating), { zone })), "00:00");
  const own = calendar("X-WR-TIMEZONE:Europe/Paris", floating);
  assertEquals(utcOf(shiftsOf(own, { zone })), "08:00");
  assertEquals(shiftsOf(calendar("X-WR-TIMEZONE:Mars", floating)).length, 1);
  assert(
    shiftsOf(calendar("X-WR-TIMEZONE:Mars", floating))[0]!.includes('"Mars"'),
  );
});

Deno.test("an event in an unknown zone is malformed", () => {
  assertEquals(shiftsOf(calendar(nine("Mars/Crater"))), [
    '! event "Alice" (UID u): its time zone "Mars/Crater" is neither ' +
    "known nor defined in the calendar: give it a name such as " +
    '"Europe/London"',
  ]);
  assert(shiftsOf(calendar(nine('"+02:00"')))[0]!.includes('"+02:00"'));
  const end = event(
    "DTSTART:20261102T090000Z",
    "DTEND;TZID=Mars:20261102T100000",
  );
  assert(shiftsOf(calendar(end))[0]!.includes('"Mars"'));
  const except = event(
    "DTSTART:20261102T090000Z",
    "DURATION:PT1H",
    "RRULE:FREQ=DAILY",
    "EXDATE;TZID=Mars:20261103T090000",
  );
  assert(shiftsOf(calendar(except))[0]!.includes('"Mars"'));
});

Deno.test("a zone with a prefix is known by its end alone", () => {
  for (const tzid of ["/mars.example.org/Crater/North", "/Crater"]) {
    const [problem] = shiftsOf(calendar(nine(tzid)));
    assert(problem!.includes(`its time zone "${tzid}" is neither`), problem);
  }
});

Deno.test("a definition without a legible name defines nothing, and the others count", () => {
  const feed = calendar(
    defined("Mine"),
    defined("").replace("TZID:", "TZID;=:Mine"),
    defined("").replace("TZID:\n", ""),
    nine("Mine"),
  );
  assertEquals(utcOf(shiftsOf(feed)), "03:30");
});

Deno.test("a feed's own definition counts for names that are not IANA's", () => {
  const of = (tzid: string) =>
    utcOf(shiftsOf(calendar(defined(tzid), nine(tzid))));
  assertEquals(of("Mine"), "03:30");
  assertEquals(of("Europe/London"), "09:00", "the world's own is better");
  assertEquals(of("EST"), "03:30", "an abbreviation may mean anything");
});

Deno.test("a feed's own definition says when its clocks change", () => {
  const at = (date: string) =>
    utcOf(shiftsOf(
      calendar(
        ...CENTRAL_EUROPE,
        event(
          `DTSTART;TZID=Customized Time Zone:${date}T090000`,
          "DURATION:PT1H",
        ),
      ),
      { window: { since: 1.7e9, until: 2e9 } },
    ));
  assertEquals(at("20261024"), "07:00");
  assertEquals(at("20261025"), "08:00");
  assertEquals(at("20270327"), "08:00");
  assertEquals(at("20270328"), "07:00");
  assertEquals(at("20321231"), "08:00");
});

Deno.test("a definition without rules, with dates, and one that ended long ago", () => {
  const later = [
    "BEGIN:DAYLIGHT",
    "DTSTART:20250101T000000",
    "RDATE:20261102T030000",
    "TZOFFSETFROM:+0530",
    "TZOFFSETTO:+0630",
    "END:DAYLIGHT",
  ];
  assertEquals(
    utcOf(shiftsOf(calendar(defined("Mine", ...later), nine("Mine")))),
    "02:30",
  );
  const ended = [
    "BEGIN:DAYLIGHT",
    "DTSTART:19800401T000000",
    "RRULE:FREQ=YEARLY;UNTIL=19900401T000000Z",
    "TZOFFSETFROM:+0530",
    "TZOFFSETTO:+0730",
    "END:DAYLIGHT",
  ];
  assertEquals(
    utcOf(shiftsOf(calendar(defined("Mine", ...ended), nine("Mine")))),
    "01:30",
  );
});

Deno.test("a definition's rule ends by UTC, or by the clocks before the change", () => {
  const europeUntil = (until: string) =>
    CENTRAL_EUROPE.join("\n")
      .replace("TZID:Customized Time Zone", "TZID:Mine")
      .replace("BYMONTH=10", `BYMONTH=10;UNTIL=${until}`);
  const of = (until: string) =>
    utcOf(shiftsOf(calendar(europeUntil(until), nine("Mine"))));
  // That of October 2026 is at 03:00 by the clocks before it, 01:00 by UTC.
  assertEquals(of("20261025T010000Z"), "08:00");
  assertEquals(of("20261025T005959Z"), "07:00");
  assertEquals(of("20261025T030000"), "08:00");
  assertEquals(of("20261025T025959"), "07:00");
});

Deno.test("a definition's offset may have seconds", () => {
  const zone = defined("Mine").replaceAll("+0530", "-033030");
  const [shift] = shiftsOf(calendar(zone, nine("Mine")));
  assert(shift!.startsWith("Alice 2026-11-02T12:30:30"), shift);
});

Deno.test("before its first change, a definition has the offset before that change, in any order", () => {
  const change = (year: number, from: string, to: string) => [
    "BEGIN:STANDARD",
    `DTSTART:${year}0101T000000`,
    `TZOFFSETFROM:${from}`,
    `TZOFFSETTO:${to}`,
    "END:STANDARD",
  ];
  const changes = [
    change(2028, "+0300", "+0500"),
    change(2029, "+0500", "+0600"),
    change(2030, "+0600", "+0700"),
  ];
  for (const order of [[0, 1, 2], [2, 1, 0], [1, 0, 2]]) {
    const lines = order.flatMap((at) => changes[at]!);
    const zone = ["BEGIN:VTIMEZONE", "TZID:Mine", ...lines, "END:VTIMEZONE"];
    assertEquals(
      utcOf(shiftsOf(calendar(...zone, nine("Mine")))),
      "06:00",
      order.join(),
    );
  }
});

Deno.test("events in a zone with a malformed definition are malformed", () => {
  const bad = [
    ["BEGIN:STANDARD", "DTSTART:19700101T000000", "END:STANDARD"],
    [
      ...["BEGIN:STANDARD", "DTSTART:1970", "TZOFFSETFROM:+0100"],
      ...["TZOFFSETTO:+0100", "END:STANDARD"],
    ],
    [
      ...["BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+1600"],
      ...["TZOFFSETTO:+1600", "END:STANDARD"],
    ],
    [],
  ];
  for (const lines of bad) {
    const zone = ["BEGIN:VTIMEZONE", "TZID:Mine", ...lines, "END:VTIMEZONE"];
    const other = event("DTSTART:20261103T090000Z", "DURATION:PT1H");
    const shifts = shiftsOf(calendar(...zone, nine("Mine"), other));
    assertEquals(shifts.length, 2);
    assert(shifts[1]!.includes("definition of its time zone"), shifts[1]);
  }
});

Deno.test("every zone of Windows' table is one that Intl knows", () => {
  assertEquals(otherZoneNames().size, 139 + 6);
  for (const timeZone of otherZoneNames().values()) {
    new Intl.DateTimeFormat("en", { timeZone });
  }
  assertEquals(windowsZone("Romance Standard Time"), "Europe/Paris");
  assertEquals(windowsZone("Somewhere Standard Time"), null);
});

Deno.test("a zone's offsets are those of the rest of the app", () => {
  const seed = Number(Deno.env.get("SEED") ?? Math.floor(Math.random() * 2e9));
  console.log(`offsets: SEED=${seed}`);
  const zones = new Zones("UTC", [], new Budget());
  const walls = fc.oneof(
    fc.integer({ min: 0, max: 2e9 }),
    // Around changes of clocks.
    fc.tuple(
      fc.constantFrom("2026-03-08", "2026-03-29", "2026-10-25", "2026-11-01"),
      fc.integer({ min: 0, max: 24 * 4 }),
    ).map(([day, quarters]) => Date.parse(day) / 1000 + quarters * 900),
  );
  const property = fc.property(fc.constantFrom(...ZONES), walls, (name, at) => {
    assertEquals(zones.of(name).offsetAt(at), offsetAt(at, name));
  });
  fc.assert(property, { seed, numRuns: 2_000 });
});
