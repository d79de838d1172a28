import { checkWild, event } from "../feed.ts";

const BERLIN = "TZID=Europe/Berlin";
const DAY = "DTSTART;VALUE=DATE:20260302";
const WEDNESDAYS = [
  `DTSTART;${BERLIN}:20260225T100000`,
  `DTEND;${BERLIN}:20260225T180000`,
  "RRULE:FREQ=WEEKLY;BYDAY=WE;UNTIL=20260331T220000Z",
];
const on = (day: string) => `Alice 2026-03-${day}T09:00Z/2026-03-${day}T17:00Z`;

Deno.test("whole days that end by a time last until that day", () => {
  checkWild([
    ["midnight of UTC", [event(DAY, "DTEND:20260307T000000Z")], [
      "Alice 2026-03-02/2026-03-07",
    ]],
    ["local midnight", [event(DAY, "DTEND:20260306T230000Z")], [
      "Alice 2026-03-02/2026-03-07",
    ]],
    ["midnight in a zone", [event(DAY, `DTEND;${BERLIN}:20260307T000000`)], [
      "Alice 2026-03-02/2026-03-07",
    ]],
    ["the last minute", [event(DAY, `DTEND;${BERLIN}:20260306T235900`)], [
      "Alice 2026-03-02/2026-03-07",
    ]],
    ["the last second of UTC", [event(DAY, "DTEND:20260306T235959Z")], [
      "Alice 2026-03-02/2026-03-07",
    ]],
    ["some time of the day", [event(DAY, `DTEND;${BERLIN}:20260306T170000`)], [
      "Alice 2026-03-02/2026-03-07",
    ]],
    ["on the same day", [event(DAY, `DTEND;${BERLIN}:20260302T170000`)], [
      "Alice 2026-03-02/2026-03-03",
    ]],
  ]);
});

Deno.test("whole days that last hours last whole days", () => {
  const one = ["Alice 2026-03-02/2026-03-03"];
  const lengths: [string, string[]][] = [
    ["PT86400S", one],
    ["PT24H", one],
    ["PT8H", one],
    ["P1DT0H", one],
    ["PT0S", one],
    ["PT1440M", one],
    ["PT36H", ["Alice 2026-03-02/2026-03-04"]],
    ["PT1D", one],
    ["P1DT", one],
    ["P1W1D", ["Alice 2026-03-02/2026-03-10"]],
  ];
  checkWild(lengths.map(([length, shifts]) => [
    length,
    [event(DAY, `DURATION:${length}`)],
    shifts,
  ]));
});

Deno.test("times that end by a date end as it begins", () => {
  checkWild([
    ["a later date", [
      event(`DTSTART;${BERLIN}:20260302T090000`, "DTEND;VALUE=DATE:20260304"),
    ], ["Alice 2026-03-02T08:00Z/2026-03-03T23:00Z"]],
    ["the same date, of which the end is meant", [
      event(`DTSTART;${BERLIN}:20260302T090000`, "DTEND;VALUE=DATE:20260302"),
    ], ["Alice 2026-03-02T08:00Z/2026-03-02T23:00Z"]],
    ["across a change of clocks", [
      event(`DTSTART;${BERLIN}:20260328T000000`, "DTEND;VALUE=DATE:20260330"),
    ], ["Alice 2026-03-27T23:00Z/2026-03-29T22:00Z"]],
  ]);
});

Deno.test("dates and times are read as other formats write them", () => {
  const nine = ["Alice 2026-03-02T08:00Z/2026-03-02T16:00Z"];
  checkWild([
    ["ISO 8601", [
      event("DTSTART:2026-03-02T08:00:00Z", "DTEND:2026-03-02T16:00:00.000Z"),
    ], nine],
    ["dates of ISO 8601 in a zone", [
      event(
        `DTSTART;${BERLIN}:2026-03-02T090000`,
        `DTEND;${BERLIN}:2026-03-02T170000`,
      ),
    ], nine],
    ["an offset", [
      event("DTSTART:20260302T090000+0100", "DTEND:20260302T110000-05:00"),
    ], nine],
    ["no seconds", [
      event("DTSTART:20260302T0800Z", "DTEND:20260302T1600Z"),
    ], nine],
    ["small letters, and spaces around", [
      event("DTSTART: 20260302t080000z ", "DTEND: 20260302t160000z "),
    ], nine],
    ["a semicolon too many", [
      event(
        `DTSTART;${BERLIN};:20260302T090000`,
        `DTEND;;${BERLIN}:20260302T170000`,
      ),
    ], nine],
    ["midnight as the hour 24", [
      event(
        `DTSTART;${BERLIN}:20260302T160000`,
        `DTEND;${BERLIN}:20260302T240000`,
      ),
    ], ["Alice 2026-03-02T15:00Z/2026-03-02T23:00Z"]],
    ["a date with the time left out", [
      event("DTSTART:2026-03-02T::", "DTEND:2026-03-04T::"),
    ], ["Alice 2026-03-02/2026-03-04"]],
    ["VALUE=DATE, and a time nevertheless", [
      event(
        "DTSTART;VALUE=DATE:20260302T000000",
        "DTEND;VALUE=DATE:20260304T000000",
      ),
    ], ["Alice 2026-03-02/2026-03-04"]],
  ]);
});

Deno.test("EXDATE and RDATE may have empty parts and the other kind of times", () => {
  const days = ["DTSTART;VALUE=DATE:20260302", "RRULE:FREQ=DAILY;COUNT=4"];
  const first = "Alice 2026-03-02/2026-03-03";
  const withoutThird = [first, "Alice 2026-03-04/2026-03-06"];
  checkWild([
    ["a comma too many", [
      event(
        ...WEDNESDAYS,
        `EXDATE;${BERLIN}:20260304T100000,20260318T100000,`,
      ),
    ], [on("11"), on("25")]],
    ["escaped commas, and none but commas", [
      event(
        ...WEDNESDAYS,
        `EXDATE;${BERLIN}:20260304T100000\\,20260318T100000`,
        "EXDATE:,",
        "EXDATE:",
        "RDATE:",
      ),
    ], [on("11"), on("25")]],
    ["dates for times", [
      event(...WEDNESDAYS, "EXDATE;VALUE=DATE:20260304,20260318"),
    ], [on("11"), on("25")]],
    ["local midnight for dates, in UTC", [
      event(...days, "EXDATE:20260302T230000Z"),
    ], withoutThird],
    ["local midnight for dates, in a zone", [
      event(...days, "EXDATE;TZID=W. Europe Standard Time:20260303T000000"),
    ], withoutThird],
    ["midnight of UTC for dates", [
      event(...days, "EXDATE:20260303T000000Z"),
    ], withoutThird],
    ["an added date has the series' time of day", [
      event(
        `DTSTART;${BERLIN}:20260302T100000`,
        `DTEND;${BERLIN}:20260302T180000`,
        "RDATE;VALUE=DATE:20260304",
      ),
    ], [on("02"), on("04")]],
    ["an added time is a day among days", [
      event("DTSTART;VALUE=DATE:20260302", "RDATE:20260303T230000Z"),
    ], [first, "Alice 2026-03-04/2026-03-05"]],
  ]);
});

Deno.test("a date that does not exist is malformed, wherever it is", () => {
  const why = (property: string, text: string) =>
    `! event "Alice" (UID u): its ${property} is not valid: "${text}"`;
  checkWild([
    ["a month", [event("UID:u", "DTSTART;VALUE=DATE:20261303")], [
      why("DTSTART", "20261303"),
    ]],
    ["a day", [event("UID:u", "DTSTART;VALUE=DATE:20260230")], [
      why("DTSTART", "20260230"),
    ]],
    ["of the end", [event("UID:u", DAY, "DTEND;VALUE=DATE:20260332")], [
      why("DTEND", "20260332"),
    ]],
    ["of an UNTIL", [
      event(
        "UID:u",
        "DTSTART;VALUE=DATE:20200101",
        "RRULE:FREQ=DAILY;UNTIL=20201301",
      ),
    ], [why("UNTIL", "20201301")]],
  ]);
});

Deno.test("an event without a length is told once, not at each of its times", () => {
  const told = '! event "Water the plants" (UID u): it has no length';
  const daily = (...lines: string[]) =>
    event("UID:u", "SUMMARY:Water the plants", "RRULE:FREQ=DAILY", ...lines);
  checkWild([
    ["an end like its start", [
      daily(
        "DTSTART;TZID=Europe/London:20260201T090000",
        "DTEND;TZID=Europe/London:20260201T090000",
      ),
    ], [told]],
    ["no end", [daily("DTSTART:20260201T090000Z")], [told]],
    ["no time", [daily("DTSTART:20260201T090000Z", "DURATION:PT0S")], [told]],
  ]);
});
