import { checkWild, event, type WildCase } from "../feed.ts";

/** Whole days, as most calendars of absences have them. */
function days(rule: string, from = "20260302", to = "20260303"): string {
  return event(
    `DTSTART;VALUE=DATE:${from}`,
    `DTEND;VALUE=DATE:${to}`,
    `RRULE:${rule}`,
  );
}

const MONDAYS = ["02", "09", "16"].map((day) =>
  `Alice 2026-03-${day}/2026-03-${String(Number(day) + 1).padStart(2, "0")}`
);

Deno.test("a rule is read in any spelling of its parts", () => {
  const spellings = [
    "FREQ=WEEKLY;COUNT=3;BYDAY=MO",
    "FREQ=WEEKLY;COUNT=3;BYDAY=MO;",
    ";;FREQ=WEEKLY;;COUNT=3",
    "freq=weekly;count=3;byday=mo",
    " FREQ = WEEKLY ; COUNT = 3 ; BYDAY = MO , ",
    "FREQ=WEEKLY;COUNT=3;BYDAY=;BYMONTH=;WKST=;UNTIL=;INTERVAL=",
    "FREQ=WEEKLY;COUNT=3;INTERVAL=0",
    "FREQ=WEEKLY;COUNT=+3;X-RULE=other",
    "RRULE:FREQ=WEEKLY;COUNT=3",
    "RSCALE=gregorian;FREQ=WEEKLY;COUNT=3;SKIP=OMIT",
    "FREQ=WEEKLY;UNTIL=20260316",
    "FREQ=WEEKLY;UNTIL=2026-03-16",
    "FREQ=WEEKLY;UNTIL=20260316T",
    "FREQ=WEEKLY;COUNT=0;UNTIL=20260322",
  ];
  checkWild(spellings.map((rule) => [rule, [days(rule)], MONDAYS]));
});

Deno.test("a COUNT below one is none, and UNTIL counts", () => {
  checkWild([
    ["-1, every other week", [
      days(
        "FREQ=WEEKLY;UNTIL=20260331;COUNT=-1;INTERVAL=2;BYDAY=MO",
        "20260302",
        "20260309",
      ),
    ], [
      "Alice 2026-03-02/2026-03-09",
      "Alice 2026-03-16/2026-03-23",
      "Alice 2026-03-30/2026-04-06",
    ]],
    ["-1, for years", [
      days("FREQ=MONTHLY;COUNT=-1", "20200102", "20200103"),
      days("FREQ=WEEKLY;INTERVAL=4;COUNT=-1", "20200106", "20200107")
        .replace("Alice", "Bob"),
    ], [
      "Alice 2026-03-02/2026-03-03",
      "Bob 2026-03-23/2026-03-24",
      "Alice 2026-04-02/2026-04-03",
      "Bob 2026-04-20/2026-04-21",
      "Alice 2026-05-02/2026-05-03",
    ]],
    ["0, without an end", [
      days("FREQ=MONTHLY;COUNT=0"),
    ], [
      "Alice 2026-03-02/2026-03-03",
      "Alice 2026-04-02/2026-04-03",
      "Alice 2026-05-02/2026-05-03",
    ]],
  ]);
});

Deno.test("an empty rule is none", () => {
  const once = ["Alice 2026-03-02/2026-03-03"];
  checkWild(["", ";", " ", "COUNT=;UNTIL="].map((rule) => [
    `"${rule}"`,
    [days(rule)],
    once,
  ]));
});

Deno.test("a list of weekdays may hold spaces", () => {
  const workdays = [2, 3, 4, 5, 6].flatMap((day) => [day, day + 7])
    .sort((a, b) => a - b).map((day) => String(day).padStart(2, "0"));
  checkWild([[
    "as Exchange writes it",
    [event(
      "DTSTART:20260302T090000Z",
      "DTEND:20260302T170000Z",
      "RRULE:FREQ=DAILY;UNTIL=20260315T080000Z;INTERVAL=1;" +
        "BYDAY=MO, TU, WE, TH, FR;WKST=SU",
    )],
    workdays.map((day) => `Alice 2026-03-${day}T09:00Z/2026-03-${day}T17:00Z`),
  ]]);
});

/** Fridays until a local midnight, written in UTC. */
function fridays(until: string, ...more: string[]): string[] {
  return [
    ...more,
    days(`FREQ=WEEKLY;UNTIL=${until};BYDAY=FR;WKST=MO`, "20260313", "20260314"),
  ];
}

const THREE_FRIDAYS = [
  "Alice 2026-03-13/2026-03-14",
  "Alice 2026-03-20/2026-03-21",
  "Alice 2026-03-27/2026-03-28",
];

const BRISBANE = [
  "BEGIN:VTIMEZONE\nTZID:Office\nBEGIN:STANDARD\nDTSTART:16010101T000000",
  "TZOFFSETFROM:+1000\nTZOFFSETTO:+1000\nEND:STANDARD\nEND:VTIMEZONE",
].join("\n");

Deno.test("UNTIL of whole days is the local day that it lies on", () => {
  const cases: WildCase[] = [
    [
      "Berlin, by the calendar",
      fridays(
        "20260326T230000Z",
        "X-WR-TIMEZONE:W. Europe Standard Time",
      ),
      THREE_FRIDAYS,
    ],
    ["Berlin, by the configuration", fridays("20260326T230000Z"), [
      ...THREE_FRIDAYS,
    ]],
    ["the day before", fridays("20260325T230000Z"), THREE_FRIDAYS.slice(0, 2)],
    [
      "New York",
      fridays(
        "20260327T040000Z",
        "X-WR-TIMEZONE:America/New_York",
      ),
      THREE_FRIDAYS,
    ],
    [
      "Sydney",
      fridays(
        "20260326T130000Z",
        "X-WR-TIMEZONE:AUS Eastern Standard Time",
      ),
      THREE_FRIDAYS,
    ],
    [
      "a zone that the calendar defines alone",
      fridays(
        "20260326T140000Z",
        BRISBANE,
      ),
      THREE_FRIDAYS,
    ],
    ["some time of that night", fridays("20260326T233000Z"), THREE_FRIDAYS],
    ["the last second there", fridays("20260327T225959Z"), THREE_FRIDAYS],
    ["the date, as midnight of UTC", fridays("20260327T000000Z"), [
      ...THREE_FRIDAYS,
    ]],
    [
      "the date west of Greenwich",
      fridays(
        "20260327T000000Z",
        "X-WR-TIMEZONE:America/New_York",
      ),
      THREE_FRIDAYS,
    ],
    ["the date's end, as that of UTC", fridays("20260326T235959Z"), [
      ...THREE_FRIDAYS.slice(0, 2),
    ]],
    ["a local time without a zone", fridays("20260327T000000"), THREE_FRIDAYS],
    [
      "an unknown zone of the calendar",
      fridays(
        "20260327T000000Z",
        "X-WR-TIMEZONE:Mars",
      ),
      THREE_FRIDAYS,
    ],
  ];
  checkWild(cases);
});
