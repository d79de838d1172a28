import { assertEquals } from "@std/assert";
import type { ValidatedSource } from "../../../../rosters/sources.ts";
import { calendar, event, read, SPRING } from "../feed.ts";

type Source = Partial<ValidatedSource<"ical">>;

const NINE_TO_FIVE = [
  "UID:u",
  "SUMMARY:On call",
  "DTSTART:20260302T090000Z",
  "DTEND:20260302T170000Z",
];
const ANN = "ATTENDEE;CN=Ann;PARTSTAT=ACCEPTED:mailto:ann@example.com";
const BOB = "mailto:bob@example.com";

/** Whose shifts these lines give, and whose are unreadable (`! cal`: everybody's). */
function keysOf(lines: readonly string[], source: Source = {}): string[] {
  const reading = read(calendar(event(...NINE_TO_FIVE, ...lines)), {
    ...SPRING,
    source,
  });
  return [
    ...reading.shifts.map(({ identity }) => identity.key),
    ...reading.unreadable.map(({ identity, schedule }) =>
      `! ${identity ?? schedule}`
    ),
    ...reading.rejected.map(({ reason }) => `? ${reason}`),
  ].sort();
}

function check(
  cases: readonly [what: string, lines: string[], keys: string[], Source?][],
): void {
  for (const [what, lines, keys, source] of cases) {
    assertEquals(keysOf(lines, source), keys.sort(), what);
  }
}

const BOTH = ["email:ann@example.com", "email:bob@example.com"];
const REPLY = "ATTENDEE;CN=Bob;PARTSTAT=ACCEPTED;X-RESPONSE-COMMENT=";

Deno.test("of a person's line with quotes in a comment, only the comment is lost", () => {
  check([
    ["over two lines", [
      ANN,
      `${REPLY}"I am "on it"`,
      `see you, Bob":${BOB}`,
    ], BOTH],
    ["over three, one of them empty", [
      ANN,
      `${REPLY}"so "what"`,
      "",
      "said: he",
      `and left":${BOB}`,
    ], BOTH],
    ["with what looks like a property", [
      ANN,
      `${REPLY}"well"`,
      `Note: later":${BOB}`,
    ], BOTH],
    ["in one line", [ANN, `${REPLY}"I am "on it", Bob":${BOB}`], BOTH],
    ["that do not end", [ANN, `${REPLY}"see you at 5:${BOB}`], BOTH],
    ["that do not begin", [ANN, `${REPLY}see you at 5":${BOB}`], BOTH],
    ["around a name", [ANN, `ATTENDEE;CN=Bob "Bo" B:${BOB}`], BOTH],
    ["escaped, around a name", [ANN, `ATTENDEE;CN="Bob \\"Bo\\"":${BOB}`], [
      ...BOTH,
    ]],
    ["with another address in it", [
      ANN,
      `${REPLY}"ask mailto:eve@example.com, "she" knows":${BOB}`,
    ], BOTH],
    ["with an address before the end of its line", [
      ANN,
      `${REPLY}"mail: eve@example.com`,
      `Bob":${BOB}`,
    ], BOTH],
    ["before an address without mailto", [
      ANN,
      `${REPLY}"I am "on it"":bob@example.com`,
    ], BOTH],
    ["and a parameter without a value", [ANN, `ATTENDEE;RSVP:${BOB}`], BOTH],
    ["of one who declined, told before and after it", [
      ANN,
      `ATTENDEE;PARTSTAT=DECLINED;X-C="on "it"":${BOB}`,
      `ATTENDEE;X-C="on "it"";PARTSTAT=DECLINED:mailto:eve@example.com`,
    ], ["email:ann@example.com"]],
    ["of a room", [ANN, `ATTENDEE;X-C="a "b"";CUTYPE=ROOM:${BOB}`], [
      "email:ann@example.com",
    ]],
    ["of the organizer", [`ORGANIZER;CN="Bob "Bo":${BOB}`], [
      "email:bob@example.com",
    ], { who: "organizer" }],
  ]);
});

Deno.test("a line that does not tell who it is leaves everybody of the calendar as they are", () => {
  const ANN_AND_ALL = ["email:ann@example.com", "! cal"];
  check([
    ["cut off", [ANN, `${REPLY}"see you`], ANN_AND_ALL],
    ["cut off before a line that is none of it", [
      ANN,
      `${REPLY}"see you`,
      "PRIORITY:5",
    ], ANN_AND_ALL],
    ["without a colon", [ANN, "ATTENDEE"], ANN_AND_ALL],
    ["a name that is too long", [ANN, `ATTENDEE:${"x".repeat(201)}`], [
      ...ANN_AND_ALL,
    ]],
    ["the only one: it is not the summary's", [`${REPLY}"see you`], ["! cal"]],
    ["a summary", ["SUMMARY On call"], ["ical:On call"], { who: "summary" }],
    ["people of the configuration are known", [`${REPLY}"see you`], [
      "slack:U012AB3CD",
    ], { everybody: ["U012AB3CD"] }],
  ]);
  const torn = NINE_TO_FIVE.map((line) =>
    line.replace("SUMMARY:On call", "SUMMARY On call")
  );
  const text = ["BEGIN:VEVENT", ...torn, "END:VEVENT"].join("\n");
  const { shifts, unreadable } = read(calendar(text), SPRING);
  assertEquals(shifts, []);
  assertEquals(unreadable.map(({ schedule, reason }) => [schedule, reason]), [[
    "cal",
    'event (UID u): its line "SUMMARY On call" does not tell who it is',
  ]]);
});

Deno.test("a line without a person is none", () => {
  check([
    ["empty", [ANN, "ATTENDEE:", "ATTENDEE;CN=:", "ATTENDEE;RSVP=TRUE:"], [
      "email:ann@example.com",
    ]],
    ["the only one", ["ATTENDEE:"], ["ical:On call"]],
  ]);
});

Deno.test("an address is found in any of its forms", () => {
  const bob = ["email:bob@example.com"];
  check([
    ["with its name", ["ATTENDEE:mailto:Bob B <bob@example.com>"], bob],
    ["in capitals", ["ATTENDEE:MAILTO:BOB@EXAMPLE.COM"], bob],
    ["with a blank", ["ATTENDEE:mailto: bob@example.com"], bob],
    ["folded within the name of a parameter", [
      "ATTENDEE;RSVP=TRUE;CN=Bob;PARTSTAT=ACC\n EPTED;ROLE=CH\n AIR:mailto:bob@\n example.com",
    ], bob],
    ["a comma in a name without quotes", [
      `ATTENDEE;CN=B, Bob;PARTSTAT=ACCEPTED:${BOB}`,
    ], bob],
    ["a semicolon and a colon in a name", [
      `ATTENDEE;CN="B; Bob: the first":${BOB}`,
    ], bob],
  ]);
});

Deno.test("a summary that is an address is that person", () => {
  const of = (summary: string) =>
    keysOf([]).length === 1
      ? read(
        calendar(
          event(
            ...NINE_TO_FIVE.filter((line) => !line.startsWith("SUMMARY")),
            `SUMMARY:${summary}`,
          ),
        ),
        SPRING,
      ).shifts.map(({ identity }) => identity.key).sort()
      : [];
  const ann = ["email:ann@example.com"];
  const cases: [summary: string, keys: string[]][] = [
    ["Ann@Example.com", ann],
    ["mailto:ann@example.com", ann],
    ["Ann A <ann@example.com>", ann],
    ["On call: ann@example.com", ann],
    ["ann@example.com (primary)", ann],
    ["ann@example.com\\, bob@example.com", BOTH],
    ["ann@example.com; bob@example.com", BOTH],
    ["Ask ann@example.com or bob@example.com", [
      "ical:Ask ann@example.com or bob@example.com",
    ]],
    ["Ann @ the office", ["ical:Ann @ the office"]],
  ];
  for (const [summary, keys] of cases) assertEquals(of(summary), keys, summary);
});

Deno.test("times that cannot be read leave the people of their event as they are", () => {
  const torn = (line: string) => {
    const [name] = /^[A-Z]+/.exec(line)!;
    const others = NINE_TO_FIVE.filter((each) => !each.startsWith(`${name}:`));
    const text = ["BEGIN:VEVENT", ...others, line, ANN, "END:VEVENT"];
    const { shifts, unreadable } = read(calendar(text.join("\n")), SPRING);
    assertEquals(shifts, [], line);
    return unreadable.map(({ identity }) => identity);
  };
  const lines = [
    "DTSTART 20260302T090000Z",
    "DTEND 20260302T170000Z",
    'DTEND;TZID="Europe/London',
    "DTEND;VALUE=DATE",
    "RRULE FREQ=WEEKLY",
    "EXDATE 20260309T090000Z",
  ];
  for (const line of lines) {
    assertEquals(torn(line), ["email:ann@example.com"], line);
  }
});

Deno.test("words of a text that was not folded are no properties of the event", () => {
  check([
    ["after a description", [
      "DESCRIPTION:Agenda",
      "SUMMARY",
      "DURATION of it all",
      "ends at 5",
      ANN,
    ], ["email:ann@example.com"]],
  ]);
  const broken = NINE_TO_FIVE.flatMap((line) =>
    line === "SUMMARY:On call" ? ["SUMMARY:Ann", "Example"] : [line]
  );
  const { shifts } = read(
    calendar(["BEGIN:VEVENT", ...broken, "END:VEVENT"].join("\n")),
    SPRING,
  );
  assertEquals(shifts.map(({ identity }) => identity.name), ["Ann Example"]);
});

Deno.test("an event whose summary or mark cannot be read is not taken for one that is not chosen", () => {
  const unreadable = (source: Source, ...lines: string[]) => {
    const own = NINE_TO_FIVE.filter((line) => !line.startsWith("SUMMARY"));
    const text = ["BEGIN:VEVENT", ...own, ...lines, ANN, "END:VEVENT"];
    const reading = read(calendar(text.join("\n")), { ...SPRING, source });
    assertEquals(reading.shifts, []);
    return reading.unreadable.map(({ identity, schedule }) =>
      identity ?? schedule
    );
  };
  const ann = ["email:ann@example.com"];
  const torn = "SUMMARY On call";
  assertEquals(unreadable({ match: "*on call*" }, torn), ann);
  const both = { match: "*on call*", who: "summary" } as const;
  assertEquals(unreadable(both, torn), ["cal"]);
  assertEquals(unreadable({ match: "*on call*" }, torn, "SUMMARY:Lunch"), []);
  const marked = { out_of_office_only: true };
  assertEquals(unreadable(marked, "X-MICROSOFT-CDO-BUSYSTATUS OOF"), ann);
  assertEquals(unreadable(marked, "X-MICROSOFT-CDO-BUSYSTATUS:FREE"), []);
});
