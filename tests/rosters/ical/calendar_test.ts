import { assert, assertEquals } from "@std/assert";
import { at, calendar, event, read, type Settings, shiftsOf } from "./feed.ts";

/** PagerDuty's feed in its shape. */
const FEED_SHAPE = `BEGIN:VCALENDAR
PRODID;X-RICAL-TZSOURCE=TZINFO:-//com.denhaven2/NONSGML ri_cal gem//EN
CALSCALE:GREGORIAN
VERSION:2.0
X-WR-CALNAME:On Call Schedule
BEGIN:VEVENT
DTEND;VALUE=DATE-TIME:20261127T080000Z
DTSTART;VALUE=DATE-TIME:20261120T080000Z
ATTENDEE:alice@example.com
UID:Q3EXAMPLE0W9JV04
URL:https://example.pagerduty.com/schedules#PEXMPL1
SUMMARY:On Call - Alice Example - Primary
END:VEVENT
END:VCALENDAR
`;

/** What calendars do to readers, all in one. */
const EDGE_CASES = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//PagerDuty Inc//On-Call//EN
X-WR-CALNAME:On Call Schedule
BEGIN:VEVENT
UID:1@iana-no-vtz
DTSTAMP:20260101T000000Z
DTSTART;TZID=America/New_York:20261026T090000
DTEND;TZID=America/New_York:20261026T170000
RRULE:FREQ=WEEKLY;COUNT=4
EXDATE;TZID=America/New_York:20261102T090000
SUMMARY:Alice on call
ATTENDEE;CN=Alice:mailto:alice@example.com
END:VEVENT
BEGIN:VEVENT
UID:1@iana-no-vtz
DTSTAMP:20260101T000000Z
RECURRENCE-ID;TZID=America/New_York:20261109T090000
DTSTART;TZID=America/New_York:20261109T120000
DTEND;TZID=America/New_York:20261109T180000
SUMMARY:Alice on call (moved)
END:VEVENT
BEGIN:VEVENT
UID:2@allday
DTSTAMP:20260101T000000Z
DTSTART;VALUE=DATE:20261224
DTEND;VALUE=DATE:20270102
SUMMARY:Bob - Vacation
END:VEVENT
BEGIN:VEVENT
UID:3@windows
DTSTAMP:20260101T000000Z
DTSTART;TZID=Pacific Standard Time:20261101T000000
DURATION:P1D
SUMMARY:Carol OOO (Windows tz)
END:VEVENT
BEGIN:VEVENT
UID:4@cancelled
DTSTAMP:20260101T000000Z
DTSTART:20261105T100000Z
DTEND:20261105T110000Z
STATUS:CANCELLED
SUMMARY:Cancelled
END:VEVENT
BEGIN:VEVENT
UID:5@utc
DTSTAMP:20260101T000000Z
DTSTART:20261120T080000Z
DTEND:20261127T080000Z
SUMMARY:Dave
END:VEVENT
END:VCALENDAR
`;

const WINTER: Settings = {
  window: { since: at("2026-10-20T00:00:00Z"), until: at("2027-02-01") },
};

Deno.test("a feed as PagerDuty writes it", () => {
  const { shifts, ...rest } = read(FEED_SHAPE);
  assertEquals(shifts, [{
    identity: {
      key: "email:alice@example.com",
      email: "alice@example.com",
      name: "alice@example.com",
    },
    state: "pto",
    start: at("2026-11-20T08:00:00Z"),
    end: at("2026-11-27T08:00:00Z"),
    source: "cal",
    schedule: "cal",
    label: "On Call Schedule",
    level: 1,
  }]);
  assertEquals(rest, {
    unreadable: [],
    rejected: [],
    schedules: [{ source: "cal", schedule: "cal", name: "On Call Schedule" }],
  });
});

Deno.test("every edge case of one feed", () => {
  assertEquals(shiftsOf(EDGE_CASES, WINTER), [
    "Alice 2026-10-26T13:00Z/2026-10-26T21:00Z",
    "Carol OOO (Windows tz) 2026-11-01T07:00Z/2026-11-02T08:00Z",
    "Alice on call (moved) 2026-11-09T17:00Z/2026-11-09T23:00Z",
    "Alice 2026-11-16T14:00Z/2026-11-16T22:00Z",
    "Dave 2026-11-20T08:00Z/2026-11-27T08:00Z",
    "Bob - Vacation 2026-12-24/2027-01-02",
  ]);
});

/** Lines of one event, or components, and the shifts they come to in November. */
type Case = [
  what: string,
  components: string[],
  shifts: string[],
  settings?: Settings,
];

function check(cases: Case[]): void {
  for (const [what, components, shifts, settings] of cases) {
    assertEquals(shiftsOf(calendar(...components), settings), shifts, what);
  }
}

const NY = "TZID=America/New_York";
const AT_NINE = [`DTSTART;${NY}:20261026T090000`, "DURATION:PT1H"];

Deno.test("ends: by DTEND, by DURATION, by neither", () => {
  check([
    ["a day when the clocks change", [
      event(`DTSTART;${NY}:20261101T000000`, "DURATION:P1D"),
    ], ["Alice 2026-11-01T04:00Z/2026-11-02T05:00Z"]],
    ["as many hours are not that day", [
      event(`DTSTART;${NY}:20261101T000000`, "DURATION:PT24H"),
    ], ["Alice 2026-11-01T04:00Z/2026-11-02T04:00Z"]],
    ["days first, then hours", [
      event(`DTSTART;${NY}:20261031T230000`, "DURATION:P1DT2H30M"),
    ], ["Alice 2026-11-01T03:00Z/2026-11-02T06:30Z"]],
    ["weeks", [
      event("DTSTART:20261102T000000Z", "DURATION:P1W"),
    ], ["Alice 2026-11-02T00:00Z/2026-11-09T00:00Z"]],
    ["a rotation with DTEND keeps its hand-over by the clock", [
      event(
        `DTSTART;${NY}:20261019T090000`,
        `DTEND;${NY}:20261026T090000`,
        "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=2",
      ),
    ], ["Alice 2026-11-02T14:00Z/2026-11-09T14:00Z"]],
    ["start and end in two zones", [
      event(
        "DTSTART;TZID=Europe/London:20261102T090000",
        `DTEND;${NY}:20261102T090000`,
      ),
    ], ["Alice 2026-11-02T09:00Z/2026-11-02T14:00Z"]],
    ["from before the window to after it", [
      event("DTSTART:20200101T000000Z", "DTEND:20300101T000000Z"),
    ], ["Alice 2020-01-01T00:00Z/"]],
    ["a time without an end", [
      event("UID:u", "DTSTART:20261102T000000Z"),
    ], ['! event "Alice" (UID u): it has no length']],
    ["a leap second is the second before it", [
      event("DTSTART:20261102T085960Z", "DTEND:20261102T100000Z"),
    ], ["Alice 2026-11-02T08:59:59.000Z/2026-11-02T10:00Z"]],
    ["a time zone without a name is none", [
      event('DTSTART;TZID="":20261102T090000', "DURATION:PT1H"),
    ], ["Alice 2026-11-02T09:00Z/2026-11-02T10:00Z"]],
    ["before it starts", [
      event("UID:u", "DTSTART:20261102T100000Z", "DTEND:20261102T090000Z"),
    ], [
      '! event "Alice" (UID u): it ends before it starts',
    ]],
  ]);
});

Deno.test("whole days are read if they reach into the window in any zone", () => {
  check([
    ["one, without an end", [
      event("DTSTART;VALUE=DATE:20261105"),
    ], ["Alice 2026-11-05/2026-11-06"]],
    ["one, with a time zone that is not known", [
      event("DTSTART;VALUE=DATE;TZID=Mars:20261105"),
    ], ["Alice 2026-11-05/2026-11-06"]],
    ["one, which ends on the day it begins", [
      event("DTSTART;VALUE=DATE:20261105", "DTEND;VALUE=DATE:20261105"),
    ], ["Alice 2026-11-05/2026-11-06"]],
    ["without VALUE=DATE", [
      event("DTSTART:20261105", "DTEND:20261107"),
    ], ["Alice 2026-11-05/2026-11-07"]],
    ["by a duration", [
      event("DTSTART;VALUE=DATE:20261105", "DURATION:P3D"),
    ], ["Alice 2026-11-05/2026-11-08"]],
    ["by a rule, until a day", [
      event(
        "DTSTART;VALUE=DATE:20261005",
        "RRULE:FREQ=WEEKLY;UNTIL=20261109",
      ),
    ], ["Alice 2026-11-02/2026-11-03", "Alice 2026-11-09/2026-11-10"]],
    ["until a time of that day", [
      event(
        "DTSTART;VALUE=DATE:20261005",
        "RRULE:FREQ=WEEKLY;UNTIL=20261102T050000Z",
      ),
    ], ["Alice 2026-11-02/2026-11-03"]],
    ["but for one, written either way", [
      event(
        "DTSTART;VALUE=DATE:20261102",
        "RRULE:FREQ=WEEKLY;COUNT=4",
        "EXDATE;VALUE=DATE:20261109",
        "EXDATE:20261116T000000Z",
      ),
    ], ["Alice 2026-11-02/2026-11-03", "Alice 2026-11-23/2026-11-24"]],
    ["the day before the window, which the west still has", [
      event("DTSTART;VALUE=DATE:20261031"),
    ], ["Alice 2026-10-31/2026-11-01"]],
    ["two days before it, which no one has", [
      event("DTSTART;VALUE=DATE:20261029"),
    ], []],
  ]);
  const { shifts } = read(calendar(event("DTSTART;VALUE=DATE:20261105")), {
    zone: "Asia/Tokyo",
  });
  assertEquals(
    shifts.map(({ start, end }) => [start, end]),
    [[at("2026-11-04T15:00:00Z"), at("2026-11-05T15:00:00Z")]],
  );
});

Deno.test("rules across a change of clocks, with exceptions and additions", () => {
  check([
    ["the same time of day", [
      event(...AT_NINE, "RRULE:FREQ=WEEKLY;COUNT=2"),
    ], ["Alice 2026-11-02T14:00Z/2026-11-02T15:00Z"]],
    ["UNTIL is included", [
      event(...AT_NINE, "RRULE:FREQ=WEEKLY;UNTIL=20261109T140000Z"),
    ], [
      "Alice 2026-11-02T14:00Z/2026-11-02T15:00Z",
      "Alice 2026-11-09T14:00Z/2026-11-09T15:00Z",
    ]],
    ["UNTIL is by UTC", [
      event(...AT_NINE, "RRULE:FREQ=WEEKLY;UNTIL=20261109T135959Z"),
    ], ["Alice 2026-11-02T14:00Z/2026-11-02T15:00Z"]],
    ["UNTIL is by the event's own clock, if it names no other", [
      event(...AT_NINE, "RRULE:FREQ=WEEKLY;UNTIL=20261109T090000"),
    ], [
      "Alice 2026-11-02T14:00Z/2026-11-02T15:00Z",
      "Alice 2026-11-09T14:00Z/2026-11-09T15:00Z",
    ]],
    ["UNTIL a time has all of a whole day, west of Greenwich, too", [
      event(
        "DTSTART;VALUE=DATE:20261104",
        "RRULE:FREQ=DAILY;UNTIL=20261105T000000Z",
      ),
    ], [
      "Alice 2026-11-04/2026-11-06",
    ], { zone: "America/New_York" }],
    ["UNTIL a day has all of it", [
      event(...AT_NINE, "RRULE:FREQ=WEEKLY;UNTIL=20261102"),
    ], ["Alice 2026-11-02T14:00Z/2026-11-02T15:00Z"]],
    ["UNTIL before the start: nothing is left of it", [
      event(
        "DTSTART:20261102T090000Z",
        "DURATION:PT1H",
        "RRULE:FREQ=DAILY;UNTIL=20261101T000000Z",
      ),
    ], []],
    ["a start that is none of the rule's is the first", [
      event(
        "DTSTART:20261103T090000Z",
        "DURATION:PT1H",
        "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=2",
      ),
    ], [
      "Alice 2026-11-03T09:00Z/2026-11-03T10:00Z",
      "Alice 2026-11-09T09:00Z/2026-11-09T10:00Z",
    ]],
    ["blanks in a list, and an addition of its own length", [
      event(
        "DTSTART:20261102T090000Z",
        "DURATION:PT1H",
        "RRULE:FREQ=DAILY;COUNT=3",
        "RDATE;VALUE=PERIOD:20261106T090000Z/+PT2H",
        "EXDATE:20261103T090000Z, 20261104T090000Z",
      ),
    ], [
      "Alice 2026-11-02T09:00Z/2026-11-02T10:00Z",
      "Alice 2026-11-06T09:00Z/2026-11-06T11:00Z",
    ]],
    ["EXDATE leaves out an addition, too", [
      event(
        "DTSTART:20261102T090000Z",
        "DURATION:PT1H",
        "RDATE:20261103T090000Z,20261104T090000Z",
        "EXDATE:20261103T090000Z",
      ),
    ], [
      "Alice 2026-11-02T09:00Z/2026-11-02T10:00Z",
      "Alice 2026-11-04T09:00Z/2026-11-04T10:00Z",
    ]],
    ["EXDATE in another zone", [
      event(
        ...AT_NINE,
        "RRULE:FREQ=WEEKLY;COUNT=3",
        "EXDATE:20261102T140000Z",
      ),
    ], ["Alice 2026-11-09T14:00Z/2026-11-09T15:00Z"]],
    ["EXDATE a day", [
      event(
        ...AT_NINE,
        "RRULE:FREQ=WEEKLY;COUNT=3",
        "EXDATE;VALUE=DATE:20261102",
      ),
    ], ["Alice 2026-11-09T14:00Z/2026-11-09T15:00Z"]],
    ["several EXDATEs in a line", [
      event(
        ...AT_NINE,
        "RRULE:FREQ=WEEKLY;COUNT=4",
        `EXDATE;${NY}:20261102T090000,20261109T090000`,
      ),
    ], ["Alice 2026-11-16T14:00Z/2026-11-16T15:00Z"]],
    ["RDATE, and one with an end of its own", [
      event(
        ...AT_NINE,
        `RDATE;${NY}:20261104T090000`,
        "RDATE;VALUE=PERIOD:20261105T000000Z/PT3H," +
          "20261106T000000Z/20261106T040000Z",
      ),
    ], [
      "Alice 2026-11-04T14:00Z/2026-11-04T15:00Z",
      "Alice 2026-11-05T00:00Z/2026-11-05T03:00Z",
      "Alice 2026-11-06T00:00Z/2026-11-06T04:00Z",
    ]],
    ["EXRULE", [
      event(
        ...AT_NINE,
        "RRULE:FREQ=WEEKLY;COUNT=4",
        "EXRULE:FREQ=WEEKLY;INTERVAL=2",
      ),
    ], [
      "Alice 2026-11-02T14:00Z/2026-11-02T15:00Z",
      "Alice 2026-11-16T14:00Z/2026-11-16T15:00Z",
    ]],
    [
      "a time that the clocks leave out is as much later",
      [
        event(
          `DTSTART;${NY}:20260307T023000`,
          "DURATION:PT1H",
          "RRULE:FREQ=DAILY;COUNT=2",
        ),
      ],
      ["Alice 2026-03-08T07:30Z/2026-03-08T08:30Z"],
      {
        window: { since: at("2026-03-08T00:00Z"), until: at("2026-03-10") },
      },
    ],
    ["a time that they show twice is the first", [
      event(`DTSTART;${NY}:20261101T013000`, "DURATION:PT1H"),
    ], ["Alice 2026-11-01T05:30Z/2026-11-01T06:30Z"]],
    ["a leap day, which not every year has, and a 31st", [
      event("DTSTART:20240229", "RRULE:FREQ=YEARLY"),
      event("DTSTART:20271231", "RRULE:FREQ=MONTHLY", "SUMMARY:Bob"),
    ], [
      "Bob 2028-01-31/2028-02-01",
      "Alice 2028-02-29/2028-03-01",
      "Bob 2028-03-31/2028-04-01",
    ], { window: { since: at("2028-01-10"), until: at("2028-04-10") } }],
  ]);
});

const WEEKLY = [
  "UID:w",
  "DTSTART:20261102T090000Z",
  "DURATION:PT1H",
  "RRULE:FREQ=WEEKLY;COUNT=3",
];
const SECOND = "RECURRENCE-ID:20261109T090000Z";
const FIRST_AND_THIRD = [
  "Alice 2026-11-02T09:00Z/2026-11-02T10:00Z",
  "Alice 2026-11-16T09:00Z/2026-11-16T10:00Z",
];

Deno.test("a rule that names the Gregorian calendar is read like one that does not", () => {
  const rule = "FREQ=WEEKLY;COUNT=2";
  const of = (rrule: string) =>
    shiftsOf(calendar(event(
      "UID:r",
      "DTSTART:20261102T090000Z",
      "DURATION:PT1H",
      `RRULE:${rrule}`,
    )));
  const plain = of(rule);
  assertEquals(plain.length, 2);
  assertEquals(of(`RSCALE=GREGORIAN;${rule}`), plain);
});

Deno.test("instances that were moved, cancelled or changed", () => {
  check([
    ["moved within the window", [
      event(...WEEKLY),
      event("UID:w", SECOND, "DTSTART:20261110T120000Z", "DURATION:PT2H"),
    ], [
      "Alice 2026-11-02T09:00Z/2026-11-02T10:00Z",
      "Alice 2026-11-10T12:00Z/2026-11-10T14:00Z",
      "Alice 2026-11-16T09:00Z/2026-11-16T10:00Z",
    ]],
    ["before the event itself, in another zone", [
      event(
        "UID:w",
        "RECURRENCE-ID;TZID=Asia/Tokyo:20261109T180000",
        "DTSTART:20261110T120000Z",
        "DURATION:PT2H",
      ),
      event(...WEEKLY),
    ], [
      "Alice 2026-11-02T09:00Z/2026-11-02T10:00Z",
      "Alice 2026-11-10T12:00Z/2026-11-10T14:00Z",
      "Alice 2026-11-16T09:00Z/2026-11-16T10:00Z",
    ]],
    ["moved out of the window", [
      event(...WEEKLY),
      event("UID:w", SECOND, "DTSTART:20270110T120000Z", "DURATION:PT2H"),
    ], FIRST_AND_THIRD],
    ["moved into it", [
      event(
        "UID:w",
        "DTSTART:20261207T090000Z",
        "DURATION:PT1H",
        "RRULE:FREQ=WEEKLY",
      ),
      event(
        "UID:w",
        "RECURRENCE-ID:20261207T090000Z",
        "DTSTART:20261128T090000Z",
        "DURATION:PT1H",
      ),
    ], ["Alice 2026-11-28T09:00Z/2026-11-28T10:00Z"]],
    ["cancelled", [
      event(...WEEKLY),
      event("UID:w", SECOND, "DTSTART:20261109T090000Z", "STATUS:CANCELLED"),
    ], FIRST_AND_THIRD],
    ["handed to another person", [
      event(...WEEKLY),
      event(
        "UID:w",
        SECOND,
        "DTSTART:20261109T090000Z",
        "DURATION:PT1H",
        "SUMMARY:Bob",
      ),
    ], [
      FIRST_AND_THIRD[0]!,
      "Bob 2026-11-09T09:00Z/2026-11-09T10:00Z",
      FIRST_AND_THIRD[1]!,
    ]],
    ["one of whole days, named by a time", [
      event("UID:w", "DTSTART;VALUE=DATE:20261102", "RRULE:FREQ=WEEKLY"),
      event(
        "UID:w",
        "RECURRENCE-ID:20261109T000000Z",
        "DTSTART;VALUE=DATE:20261111",
      ),
      event("UID:w", "RECURRENCE-ID:20261116", "DTSTART;VALUE=DATE:20270101"),
      event("UID:w", "RECURRENCE-ID:20261123", "DTSTART;VALUE=DATE:20270101"),
    ], [
      "Alice 2026-11-02/2026-11-03",
      "Alice 2026-11-11/2026-11-12",
      "Alice 2026-11-30/2026-12-01",
    ]],
    ["without the event it belongs to", [
      event("UID:w", SECOND, "DTSTART:20261110T120000Z", "DURATION:PT2H"),
    ], ["Alice 2026-11-10T12:00Z/2026-11-10T14:00Z"]],
    ["all of it is cancelled", [
      event(...WEEKLY, "STATUS:CANCELLED"),
      event("UID:w", SECOND, "DTSTART:20261110T120000Z", "DURATION:PT2H"),
    ], []],
  ]);
});

Deno.test("the version with the highest SEQUENCE counts", () => {
  const version = (sequence: number, start: string, ...more: string[]) =>
    event("UID:v", `SEQUENCE:${sequence}`, `DTSTART:${start}`, ...more);
  const hour = "DURATION:PT1H";
  check([
    ["in any order", [
      version(10, "20261103T090000Z", hour),
      version(9, "20261102T090000Z", hour),
    ], ["Alice 2026-11-03T09:00Z/2026-11-03T10:00Z"]],
    ["also when it is long ago", [
      version(2, "20251103T090000Z", "DTEND:20251103T100000Z"),
      version(1, "20261102T090000Z", hour),
    ], []],
    ["also when it is cancelled", [
      version(1, "20261103T090000Z", hour),
      version(2, "20261103T090000Z", "STATUS:Cancelled"),
    ], []],
    ["what is no number is the first version", [
      event("UID:v", "SEQUENCE:draft", "DTSTART:20261102T090000Z", hour),
      version(1, "20261103T090000Z", hour),
    ], ["Alice 2026-11-03T09:00Z/2026-11-03T10:00Z"]],
    ["none: every one of a UID counts", [
      version(0, "20261103T090000Z", hour),
      version(0, "20261102T090000Z", hour),
    ], [
      "Alice 2026-11-02T09:00Z/2026-11-02T10:00Z",
      "Alice 2026-11-03T09:00Z/2026-11-03T10:00Z",
    ]],
    ["but for those of them that are cancelled", [
      version(0, "20261103T090000Z", hour, "STATUS:CANCELLED"),
      version(0, "20261102T090000Z", hour),
    ], ["Alice 2026-11-02T09:00Z/2026-11-02T10:00Z"]],
    ["without UIDs they are no versions", [
      "BEGIN:VEVENT\nSUMMARY:A\nDTSTART:20261102T090000Z\nDURATION:PT1H\nEND:VEVENT",
      "BEGIN:VEVENT\nSUMMARY:B\nSEQUENCE:3\nDTSTART:20261103T090000Z\nDURATION:PT1H\nEND:VEVENT",
    ], [
      "A 2026-11-02T09:00Z/2026-11-02T10:00Z",
      "B 2026-11-03T09:00Z/2026-11-03T10:00Z",
    ]],
  ]);
});

Deno.test("free or busy, alarms and long texts make no difference", () => {
  check([
    ["free time counts the same", [
      event("DTSTART:20261102T090000Z", "DURATION:PT1H", "TRANSP:TRANSPARENT"),
    ], ["Alice 2026-11-02T09:00Z/2026-11-02T10:00Z"]],
    ["an alarm's lines are its own", [
      event(
        "DTSTART:20261102T090000Z",
        "DTEND:20261102T100000Z",
        "BEGIN:VALARM\nSUMMARY:Alarm\nDURATION:PT5M\nATTENDEE:x@example.com\nEND:VALARM",
      ),
    ], ["Alice 2026-11-02T09:00Z/2026-11-02T10:00Z"]],
    ["other components are passed over", [
      "BEGIN:VTODO\nUID:t\nDTSTART:20261102T090000Z\nEND:VTODO",
    ], []],
    ["folded lines, in any place", [
      event("DTSTART\n :2026110\n\t2T090000Z", "DURA\n TION:PT1H"),
    ], ["Alice 2026-11-02T09:00Z/2026-11-02T10:00Z"]],
    ["a text broken into lines that are none", [
      event(
        "DTSTART:20261102T090000Z",
        "DESCRIPTION:One\nTwo\n\nhttps://example.com",
        "DURATION:PT1H",
      ),
    ], ["Alice 2026-11-02T09:00Z/2026-11-02T10:00Z"]],
  ]);
});

Deno.test("match chooses by the summary; other events are not checked", () => {
  const events = calendar(
    event("DTSTART:20261102T090000Z", "DURATION:PT1H", "SUMMARY:Ann - PTO"),
    event("DTSTART:20261103T090000Z", "DURATION:PT1H", "SUMMARY:Ann - lunch"),
    event("DTSTART:nonsense", "SUMMARY:Bob - lunch"),
  );
  assertEquals(shiftsOf(events, { source: { match: "*- pto" } }), [
    "Ann - PTO 2026-11-02T09:00Z/2026-11-02T10:00Z",
  ]);
  assertEquals(shiftsOf(events, { source: { match: "ann*" } }).length, 2);
});

Deno.test("match chooses a changed instance by its own summary", () => {
  const renamed = (summary: string) =>
    calendar(
      event(...WEEKLY, "SUMMARY:Ann - PTO"),
      event(
        "UID:w",
        SECOND,
        "DTSTART:20261109T090000Z",
        "DURATION:PT1H",
        `SUMMARY:${summary}`,
      ),
    );
  const starts = (text: string) =>
    read(text, { source: { match: "*pto*" } }).shifts
      .map(({ start }) => new Date(start * 1000).getUTCDate());
  assertEquals(starts(renamed("Ann - PTO, too")), [2, 9, 16]);
  assertEquals(starts(renamed("Ann - lunch")), [2, 16]);
  const other = calendar(
    event(...WEEKLY, "SUMMARY:Ann - lunch"),
    event("UID:w", SECOND, "DTSTART:nonsense", "SUMMARY:Ann - lunch"),
  );
  assertEquals(shiftsOf(other, { source: { match: "*pto*" } }), []);
});

Deno.test("the label is the configured one, else the calendar's name, else the source", () => {
  const label = (text: string, source = {}) =>
    read(text, { source }).schedules[0]!.name;
  const named = calendar("X-WR-CALNAME:Team\\, EU");
  assertEquals(label(named), "Team, EU");
  assertEquals(label(named, { label: "PTO" }), "PTO");
  assertEquals(label(calendar("NAME:Holidays")), "Holidays");
  assertEquals(label(calendar()), "cal");
});

Deno.test("the people of a malformed event are unreadable; others count", () => {
  const good = event("DTSTART:20261102T090000Z", "DURATION:PT1H");
  const cases: [lines: string[], why: RegExp][] = [
    [["DURATION:PT1H"], /it has no DTSTART/],
    [["DTSTART:3 November 2026"], /its DTSTART is not valid: "/],
    [["DTSTART:20261103T090000+1"], /its DTSTART is not valid/],
    [["DTSTART:20261131T090000Z"], /its DTSTART is not valid: "20261131/],
    [["DTSTART:20261103T250000Z"], /its DTSTART is not valid/],
    [["DTSTART:20262303T090000Z"], /its DTSTART is not valid/],
    [["DTSTART:20261103T090000Z", "DURATION:-PT1H"], /it ends before/],
    [["DTSTART:20261103T090000Z", "DTEND:tomorrow"], /its DTEND is not valid/],
    [
      ["DTSTART:20261103T090000Z", "DURATION:1 hour"],
      /its DURATION is not valid/,
    ],
    [["DTSTART:20261103T090000Z", "DURATION:P"], /its DURATION is not valid/],
    ...[
      ["FREQ=OFTEN", /its FREQ is not known/],
      ["COUNT=3", /it has no FREQ/],
      ["FREQ=DAILY;COUNT=few", /is not valid/],
      ["FREQ=DAILY;UNTIL=later", /its UNTIL is not valid/],
      ["FREQ=MONTHLY;BYMONTHDAY=0", /no day, week or position 0/],
      ["FREQ=MONTHLY;BYMONTHDAY=32", /BYMONTHDAY/],
      ["FREQ=WEEKLY;BYMONTHDAY=3", /BYMONTHDAY does not fit WEEKLY/],
      ["FREQ=DAILY;BYDAY=1MO", /BYDAY may not count weekdays here/],
      ["FREQ=MONTHLY;BYWEEKNO=3", /BYWEEKNO does not fit MONTHLY/],
      ["FREQ=DAILY;BYYEARDAY=3", /BYYEARDAY does not fit DAILY/],
      ["FREQ=DAILY;BYMOON=FULL", /BYMOON is not known/],
      ["RSCALE=HEBREW;FREQ=YEARLY", /only the Gregorian calendar/],
    ].map(([rule, why]): [string[], RegExp] => [
      ["DTSTART:20261103T090000Z", "DURATION:PT1H", `RRULE:${rule}`],
      why as RegExp,
    ]),
    [
      ["DTSTART;VALUE=DATE:20261103", "RRULE:FREQ=HOURLY"],
      /HOURLY does not fit whole days/,
    ],
    [
      ["DTSTART:20261103T090000Z", 'DTEND;X="20261103T100000Z'],
      /its line "DTEND;X="20261103T100000Z" is not valid/,
    ],
  ];
  for (const [lines, why] of cases) {
    const bad = event("UID:bad", "SUMMARY:Bob", ...lines);
    const { shifts, rejected, unreadable } = read(calendar(bad, good));
    assertEquals(shifts.length, 1, lines.join());
    assertEquals(rejected, [], lines.join());
    assertEquals(unreadable.length, 1, lines.join());
    const [{ reason, ...who } = { reason: "" }] = unreadable;
    const bob = { source: "cal", schedule: "cal", identity: "ical:Bob" };
    assertEquals(who, bob, lines.join());
    assert(reason.startsWith('event "Bob" (UID bad): '), reason);
    assert(why.test(reason), `${reason} is not ${why}`);
  }
});

/** Who is unreadable, and how many events are rejected. */
function unknown(settings: Settings, ...components: string[]) {
  const { unreadable, rejected } = read(calendar(...components), settings);
  const who = unreadable.map(({ schedule, identity }) => identity ?? schedule);
  return [...who, ...rejected.map(() => "rejected")];
}

const BAD = "DTSTART;TZID=Mars:20261103T090000";

Deno.test("the people of a malformed event are found as far as it names them", () => {
  const ann = "ATTENDEE:mailto:Ann@example.com";
  const bob = "ATTENDEE:mailto:bob@example.com";
  assertEquals(unknown({}, event(BAD, ann, bob)), [
    "email:ann@example.com",
    "email:bob@example.com",
  ]);
  const declined = ann.replace("E:", "E;PARTSTAT=DECLINED:");
  assertEquals(unknown({}, event(BAD, declined)), ["rejected"]);
  const attendees = { source: { who: "attendees" as const } };
  assertEquals(unknown(attendees, event(BAD)), ["rejected"]);
  const everybody = { source: { everybody: ["S0123456789", "U012AB3CD"] } };
  assertEquals(unknown(everybody, event(BAD)), [
    "group:S0123456789",
    "slack:U012AB3CD",
  ]);
});

Deno.test("a malformed instance makes the people of its whole series unreadable", () => {
  const changed = (...lines: string[]) =>
    event("UID:w", "RECURRENCE-ID:nonsense", "DURATION:PT1H", ...lines);
  assertEquals(
    unknown(
      {},
      event(...WEEKLY),
      changed("DTSTART:20261109T090000Z", "SUMMARY:Bob"),
      event("UID:w", SECOND, "DTSTART:20261110T120000Z", "SUMMARY:Cid"),
    ),
    ["ical:Bob", "ical:Cid", "ical:Alice"],
  );
  const match = { source: { match: "*alice*" } };
  const handed = changed("DTSTART:20261109T090000Z", "SUMMARY:Bob");
  assertEquals(unknown(match, event(...WEEKLY), handed), ["ical:Alice"]);
  const cancelled = changed(
    "DTSTART:20261109T090000Z",
    "STATUS:CANCELLED",
    "SUMMARY:Bob",
  );
  assertEquals(unknown({}, event(...WEEKLY), cancelled), ["ical:Alice"]);
});

Deno.test("a malformed event at another time makes no person unreadable", () => {
  const past = (...lines: string[]) =>
    event("DTSTART;TZID=Mars:20250103T090000", ...lines);
  assertEquals(unknown({}, past("DTEND;TZID=Mars:20250103T100000")), []);
  // Read for its UID alone, since a version of another time may count.
  assertEquals(unknown({}, past("UID:v"), past("UID:v")), ["rejected"]);
  assertEquals(unknown({}, past("RRULE:FREQ=WEEKLY")), ["ical:Alice"]);
});

Deno.test("an event just outside the window needs no people", () => {
  const nobody = (day: string) =>
    calendar(event(`DTSTART:${day}T090000Z`, "DURATION:PT1H"));
  const source = { who: "attendees" as const };
  for (const day of ["20261030", "20261202"]) {
    assertEquals(shiftsOf(nobody(day), { source }), []);
  }
  const [problem] = shiftsOf(nobody("20261102"), { source });
  assert(problem!.includes("it has no attendees"), problem);
});

Deno.test("only some of very many malformed events are named", () => {
  const bad = Array.from(
    { length: 50 },
    (_, at) => event(`UID:${at}`, "SUMMARY:"),
  );
  const { rejected, unreadable } = read(calendar(...bad));
  assertEquals(unreadable, []);
  assertEquals(rejected.length, 21);
  assertEquals(
    rejected.at(-1)!.reason,
    "more events are not valid",
  );
});

Deno.test("the calendar is unreadable if very many people have malformed events", () => {
  const bad = (count: number) =>
    Array.from(
      { length: count },
      (_, at) => event(BAD, `UID:${at}`, `SUMMARY:P${at}`),
    );
  assertEquals(unknown({}, ...bad(20)).length, 20);
  assertEquals(unknown({}, ...bad(20), ...bad(20)).length, 20, "each once");
  assertEquals(unknown({}, ...bad(21)), ["cal"]);
  const { unreadable } = read(calendar(...bad(21)));
  assertEquals(
    unreadable[0]!.reason,
    "more than 20 people have events that are not valid, one of them event " +
      '"P20" (UID 20): its time zone "Mars" is neither known nor defined in ' +
      'the calendar: give it a name such as "Europe/London"',
  );
});

Deno.test("only the first characters of a summary are searched", () => {
  const long = (text: string) =>
    event("DTSTART:20261102T090000Z", "DURATION:PT1H", `SUMMARY:${text}`);
  const source = { match: "*pto*", everybody: ["U012AB3CD"] };
  const found = (text: string) =>
    read(calendar(long(text)), { source }).shifts.length;
  assertEquals(found("x".repeat(197) + "pto"), 1);
  assertEquals(found("x".repeat(198) + "pto"), 0);
});

Deno.test("days past the year 9999 end on its last day", () => {
  assertEquals(
    shiftsOf(calendar(event("DTSTART:20261102", "DURATION:P999999W"))),
    ["Alice 2026-11-02/9999-12-31"],
  );
});
