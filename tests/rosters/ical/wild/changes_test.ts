import { calendar, checkWild, event, read, shiftsOf, SPRING } from "../feed.ts";
import { assertEquals } from "@std/assert";

const LONDON = "TZID=Europe/London";

/** Every third week, from Monday to Monday, as Confluence writes a rota. */
const ROTA = [
  "UID:rota",
  `DTSTART;${LONDON}:20260209T090000`,
  `DTEND;${LONDON}:20260216T085900`,
  "RRULE:FREQ=WEEKLY;INTERVAL=3;BYDAY=MO",
  "SEQUENCE:1",
];
const SWAP = [
  "UID:rota",
  "SUMMARY:Bob",
  `DTSTART;${LONDON}:20260302T090000`,
  `DTEND;${LONDON}:20260309T085900`,
  `RECURRENCE-ID;${LONDON}:20260302T090000`,
];
const OTHER_WEEKS = [
  "Alice 2026-03-23T09:00Z/2026-03-30T07:59Z",
  "Alice 2026-04-13T08:00Z/2026-04-20T07:59Z",
  "Alice 2026-05-04T08:00Z/2026-05-11T07:59Z",
];
const BOBS_WEEK = "Bob 2026-03-02T09:00Z/2026-03-09T08:59Z";

Deno.test("a changed instance has no rule, additions or exceptions of its own", () => {
  const copies = [
    ["RRULE:FREQ=WEEKLY;INTERVAL=3;BYDAY=MO"],
    [`RDATE;${LONDON}:20260316T090000`],
    ["RRULE:FREQ=DAILY", `EXDATE;${LONDON}:20260302T090000`],
    ["RRULE:nonsense"],
  ];
  checkWild(copies.map((copied) => [
    copied.join(),
    [event(...ROTA), event(...SWAP, ...copied, "SEQUENCE:1")],
    [BOBS_WEEK, ...OTHER_WEEKS],
  ]));
});

Deno.test("a changed instance that a newer version of the series lacks counts no more", () => {
  const older = event(...SWAP, "SEQUENCE:1");
  const newer = (...lines: string[]) =>
    event(...ROTA.filter((line) => !line.startsWith("SEQ")), ...lines);
  const without = `EXDATE;${LONDON}:20260302T090000`;
  checkWild([
    ["deleted since", [newer("SEQUENCE:2", without), older], OTHER_WEEKS],
    ["deleted in the same version", [newer("SEQUENCE:1", without), older], [
      BOBS_WEEK,
      ...OTHER_WEEKS,
    ]],
    ["still there", [newer("SEQUENCE:2"), older], [BOBS_WEEK, ...OTHER_WEEKS]],
    ["the series ended before", [
      event(
        ...ROTA.slice(0, 3),
        "SEQUENCE:2",
        "RRULE:FREQ=WEEKLY;INTERVAL=3;UNTIL=20260220T000000Z",
      ),
      older,
    ], []],
  ]);
});

const DAILY = [
  "UID:d",
  `DTSTART;${LONDON}:20260302T090000`,
  `DTEND;${LONDON}:20260302T100000`,
  "RRULE:FREQ=DAILY;COUNT=5",
];
const from = (day: string, ...lines: string[]) =>
  event(
    "UID:d",
    `RECURRENCE-ID;RANGE=THISANDFUTURE;${LONDON}:202603${day}T090000`,
    ...lines,
  );
const only = (day: string, ...lines: string[]) =>
  event("UID:d", `RECURRENCE-ID;${LONDON}:202603${day}T090000`, ...lines);
const hours = (day: string, start: string, end: string) => [
  `DTSTART;${LONDON}:202603${day}T${start}0000`,
  `DTEND;${LONDON}:202603${day}T${end}0000`,
];
const shift = (who: string, day: string, start: string, end: string) =>
  `${who} 2026-03-${day}T${start}:00Z/2026-03-${day}T${end}:00Z`;
const [SECOND, THIRD] = [
  shift("Alice", "02", "09", "10"),
  shift("Alice", "03", "09", "10"),
];

Deno.test("a change of an instance and all later ones moves and renames them all", () => {
  checkWild([
    ["another time and person", [
      event(...DAILY),
      from("04", "SUMMARY:Bob", ...hours("04", "14", "16")),
    ], [
      SECOND,
      THIRD,
      shift("Bob", "04", "14", "16"),
      shift("Bob", "05", "14", "16"),
      shift("Bob", "06", "14", "16"),
    ]],
    ["with a copy of the rule", [
      event(...DAILY),
      from("05", ...hours("06", "09", "10"), "RRULE:FREQ=DAILY;COUNT=5"),
    ], [
      SECOND,
      THIRD,
      shift("Alice", "04", "09", "10"),
      shift("Alice", "06", "09", "10"),
      shift("Alice", "07", "09", "10"),
    ]],
    [
      "from the first on",
      [
        event(...DAILY),
        from("02", ...hours("02", "11", "12")),
      ],
      ["02", "03", "04", "05", "06"].map((day) =>
        shift("Alice", day, "11", "12")
      ),
    ],
    ["then another such change", [
      event(...DAILY),
      from("05", "SUMMARY:Cid", ...hours("05", "09", "10")),
      from("03", "SUMMARY:Bob", ...hours("03", "09", "10")),
    ], [
      SECOND,
      shift("Bob", "03", "09", "10"),
      shift("Bob", "04", "09", "10"),
      shift("Cid", "05", "09", "10"),
      shift("Cid", "06", "09", "10"),
    ]],
    ["but for instances that were changed by themselves", [
      event(...DAILY),
      from("04", ...hours("04", "14", "15")),
      only("04", "SUMMARY:Bob", ...hours("04", "07", "08")),
      only("06", "STATUS:CANCELLED", ...hours("06", "09", "10")),
    ], [
      SECOND,
      THIRD,
      shift("Bob", "04", "07", "08"),
      shift("Alice", "05", "14", "15"),
    ]],
    ["that cancels them", [
      event(...DAILY),
      from("04", "STATUS:CANCELLED", ...hours("04", "09", "10")),
    ], [SECOND, THIRD]],
    ["in another zone", [
      event(...DAILY),
      from(
        "05",
        "DTSTART;TZID=Europe/Berlin:20260305T120000",
        "DTEND;TZID=Europe/Berlin:20260305T130000",
      ),
    ], [
      SECOND,
      THIRD,
      shift("Alice", "04", "09", "10"),
      shift("Alice", "05", "11", "12"),
      shift("Alice", "06", "11", "12"),
    ]],
    ["to whole days", [
      event(...DAILY),
      from("05", "DTSTART;VALUE=DATE:20260306"),
    ], [
      SECOND,
      THIRD,
      shift("Alice", "04", "09", "10"),
      "Alice 2026-03-06/2026-03-08",
    ]],
    ["of whole days", [
      event(
        "UID:d",
        "DTSTART;VALUE=DATE:20260302",
        "RRULE:FREQ=WEEKLY;COUNT=4",
      ),
      event(
        "UID:d",
        "RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20260316",
        "SUMMARY:Bob",
        "DTSTART;VALUE=DATE:20260317",
        "DTEND;VALUE=DATE:20260319",
      ),
    ], [
      "Alice 2026-03-02/2026-03-03",
      "Alice 2026-03-09/2026-03-10",
      "Bob 2026-03-17/2026-03-19",
      "Bob 2026-03-24/2026-03-26",
    ]],
    ["without the series", [from("04", ...hours("04", "09", "10"))], [
      shift("Alice", "04", "09", "10"),
    ]],
  ]);
});

Deno.test("a change of all earlier instances, which no program writes today, is malformed", () => {
  const prior = event(
    "UID:d",
    `RECURRENCE-ID;RANGE=THISANDPRIOR;${LONDON}:20260304T090000`,
    "SUMMARY:Bob",
    ...hours("04", "09", "10"),
  );
  checkWild([["THISANDPRIOR", [event(...DAILY), prior], [
    '! event "Bob" (UID d): its RANGE=THISANDPRIOR is not known',
  ]]]);
});

Deno.test("a change from before the window on counts within it, across a change of clocks", () => {
  checkWild([["a year later", [
    event(
      "UID:y",
      `DTSTART;${LONDON}:20250106T090000`,
      `DTEND;${LONDON}:20250106T170000`,
      "RRULE:FREQ=WEEKLY;UNTIL=20260406T220000Z",
    ),
    event(
      "UID:y",
      `RECURRENCE-ID;RANGE=THISANDFUTURE;${LONDON}:20250203T090000`,
      "SUMMARY:Bob",
      `DTSTART;${LONDON}:20250205T100000`,
      `DTEND;${LONDON}:20250205T120000`,
    ),
  ], [
    "Bob 2026-03-04T10:00Z/2026-03-04T12:00Z",
    "Bob 2026-03-11T10:00Z/2026-03-11T12:00Z",
    "Bob 2026-03-18T10:00Z/2026-03-18T12:00Z",
    "Bob 2026-03-25T10:00Z/2026-03-25T12:00Z",
    "Bob 2026-04-01T09:00Z/2026-04-01T11:00Z",
    "Bob 2026-04-08T09:00Z/2026-04-08T11:00Z",
  ]]]);
});

Deno.test("a changed instance whose times cannot be read hides its instance alone", () => {
  const unknown = [
    "DTSTART;TZID=Mars:20260304T090000",
    "DTSTART:20261304T090000Z",
    "DTEND:20260304T100000Z",
  ];
  for (const times of unknown) {
    const bad = only("04", "SUMMARY:Bob", times);
    const { shifts, unreadable } = read(calendar(event(...DAILY), bad), SPRING);
    assertEquals(shifts.length, 4, times);
    assertEquals(
      unreadable.map(({ identity }) => identity),
      ["ical:Bob"],
      times,
    );
  }
});

const DAY_OFF = ["DTSTART;VALUE=DATE:20260302", "DTEND;VALUE=DATE:20260304"];

Deno.test("an event is cancelled in the way of its maker", () => {
  const cancelled: [what: string, lines: string[]][] = [
    ["in British spelling", ["STATUS:CANCELLED"]],
    ["in American spelling", ["STATUS:CANCELED"]],
    ["in small letters, with a parameter", ["STATUS;X-BY=owner: canceled "]],
    ["by Outlook", [
      "SUMMARY:Canceled: Ann - PTO",
      "STATUS:CONFIRMED",
      "TRANSP:TRANSPARENT",
      "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
    ]],
    ["by Outlook in Britain", [
      "SUMMARY:Cancelled: Ann - PTO",
      "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
    ]],
    ["by Outlook in Germany", [
      "SUMMARY:Abgesagt: Ann - Urlaub",
      "TRANSP:TRANSPARENT",
    ]],
    ["by Outlook in France", [
      "SUMMARY:Annulé : Ann - congés",
      "TRANSP:TRANSPARENT",
    ]],
    ["by Google's notice", [
      "SUMMARY:Canceled event: Ann - PTO",
      "TRANSP:TRANSPARENT",
    ]],
    ["before the title", ["SUMMARY:[CANCELLED] Ann", "TRANSP:TRANSPARENT"]],
    ["by Notes", ["X-LOTUS-NOTICETYPE:C"]],
  ];
  checkWild(cancelled.map(([what, lines]) => [
    what,
    [event(...DAY_OFF, ...lines)],
    [],
  ]));
  checkWild([
    ["an instance, without times of its own", [
      event(...DAILY.slice(0, 3), "RRULE:FREQ=DAILY;COUNT=2"),
      only("03", "STATUS:CANCELLED"),
    ], [SECOND]],
    ["an instance, by its title", [
      event(...DAILY.slice(0, 3), "RRULE:FREQ=DAILY;COUNT=2"),
      only(
        "03",
        "SUMMARY:Canceled: Alice",
        "TRANSP:TRANSPARENT",
        ...hours("03", "09", "10"),
      ),
    ], [SECOND]],
  ]);
});

Deno.test("a calendar's method cancels its own events", () => {
  const one = (summary: string) =>
    calendar("METHOD:CANCEL", event(...DAY_OFF, `SUMMARY:${summary}`));
  assertEquals(shiftsOf(one("Ann"), SPRING), []);
  const other = one("Bob").replace("METHOD:CANCEL", "METHOD:PUBLISH");
  const bob = ["Bob 2026-03-02/2026-03-04"];
  assertEquals(shiftsOf(other + one("Ann"), SPRING), bob);
  assertEquals(shiftsOf(one("Ann") + other, SPRING), bob);
});

Deno.test("what only looks cancelled counts", () => {
  const counts = (summary: string, ...lines: string[]) =>
    checkWild([[
      summary,
      [event(...DAY_OFF, `SUMMARY:${summary}`, ...lines)],
      [`${summary} 2026-03-02/2026-03-04`],
    ]]);
  counts("Canceled: Ann - PTO", "X-MICROSOFT-CDO-BUSYSTATUS:OOF");
  counts("Ann: flight cancelled", "TRANSP:TRANSPARENT");
  counts("Cancelled Ann", "TRANSP:TRANSPARENT");
  counts("Ann", "X-LOTUS-NOTICETYPE:I", "STATUS:TENTATIVE");
});

Deno.test("a source may take only what Outlook marks as out of office", () => {
  const marked = (summary: string, mark: string) =>
    event(
      `SUMMARY:${summary}`,
      "DTSTART:20260302T090000Z",
      "DTEND:20260302T100000Z",
      ...(mark === "" ? [] : [`X-MICROSOFT-CDO-BUSYSTATUS:${mark}`]),
    );
  const feed = calendar(
    marked("Dentist", "OOF"),
    marked("Doctor", "oof"),
    marked("Sync", "BUSY"),
    marked("Lunch", ""),
    event("DTSTART:nonsense", "SUMMARY:Call"),
  );
  const names = (out_of_office_only: boolean) =>
    read(feed, { ...SPRING, source: { out_of_office_only } }).shifts
      .map(({ identity }) => identity.name).sort();
  assertEquals(names(false), ["Dentist", "Doctor", "Lunch", "Sync"]);
  assertEquals(names(true), ["Dentist", "Doctor"]);
  const source = { out_of_office_only: true };
  assertEquals(read(feed, { ...SPRING, source }).unreadable, []);
});
