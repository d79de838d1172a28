import { assertEquals, assertStringIncludes } from "@std/assert";
import { at, EMPTY, person, scenario, schedule, shift } from "./day.ts";
import { inSession, type Session } from "./session.ts";

/** A schedule that answers with these lines of a calendar. */
function calendar(state: string, ...events: string[][]) {
  const lines = events.flatMap((event) => [
    "BEGIN:VEVENT",
    ...event,
    "END:VEVENT",
  ]);
  return {
    ...schedule(state),
    vendor: "ical",
    raw: [
      "BEGIN:VCALENDAR",
      `X-WR-CALNAME:The ${state}`,
      ...lines,
      "END:VCALENDAR",
      "",
    ].join("\r\n"),
  };
}

const NINE_TO_FIVE = [
  "UID:1@example.com",
  "SUMMARY:On call",
  "DTSTART:20260302T090000Z",
  "DTEND:20260302T170000Z",
];
const ANN = "ATTENDEE;CN=Ann;PARTSTAT=ACCEPTED:mailto:ann@example.com";
const BOB = "ATTENDEE;CN=Bob;PARTSTAT=ACCEPTED:mailto:bob@example.com";
const REPLY = "ATTENDEE;CN=Bob;PARTSTAT=ACCEPTED;X-RESPONSE-COMMENT=";
const PEOPLE = [person("ann"), person("bob")];
const ON_CALL = "On call for The on_call until 17:00";

async function texts(session: Session): Promise<string[]> {
  return (await session.people()).map(({ status }) => status.text);
}

Deno.test("a comment that breaks a person's line ends no shift", async () => {
  const replies = [
    [`${REPLY}"I am "on it"`, 'see you, Bob":mailto:bob@example.com'],
    [`${REPLY}"see you at 5:mailto:bob@example.com`],
    // Nobody can say whose line this is, so all stay as they are.
    [`${REPLY}"see you`],
  ];
  const before = calendar("on_call", [...NINE_TO_FIVE, ANN, BOB]);
  for (const reply of replies) {
    await inSession(scenario(PEOPLE, [before]), async (session) => {
      await session.to(at("09:05"));
      assertEquals(await texts(session), [ON_CALL, ON_CALL]);
      const after = calendar("on_call", [...NINE_TO_FIVE, ANN, ...reply]);
      await session.roster([after]);
      await session.to(at("10:20"));
      assertEquals(await texts(session), [ON_CALL, ON_CALL], reply.join());
      await session.to(at("17:05"));
      assertEquals(await texts(session), ["", ""], reply.join());
    });
  }
});

Deno.test("a week that was swapped is the other person's alone", async () => {
  const rota = [
    "UID:rota@example.com",
    "SUMMARY:Primary on-call",
    "RRULE:FREQ=WEEKLY;INTERVAL=3;BYDAY=MO",
    "SEQUENCE:1",
  ];
  const week = (start: string, end: string) => [
    `DTSTART;TZID=Europe/London:2026${start}T090000`,
    `DTEND;TZID=Europe/London:2026${end}T085900`,
  ];
  const swap = "RECURRENCE-ID;TZID=Europe/London:20260302T090000";
  const feed = calendar(
    "on_call",
    [...rota, ...week("0209", "0216"), ANN],
    [...rota, ...week("0302", "0309"), BOB, swap],
  );
  const bobs = "On call for The on_call until 9 Mar 08:59";
  const anns = "On call for The on_call until 30 Mar 07:59";
  await inSession(scenario(PEOPLE, [feed]), async (session) => {
    await session.to(at("09:05"));
    assertEquals(await texts(session), ["", bobs]);
  });
  const later = { now: at("08:00", 21) };
  await inSession(scenario(PEOPLE, [feed], later), async (session) => {
    await session.to(at("09:05", 21));
    assertEquals(await texts(session), [anns, ""]);
  });
});

Deno.test("whole days of any source read until their last day", async () => {
  for (const vendor of ["json", "bamboohr", "ical"]) {
    const leave = schedule("pto", shift("ann", "2026-03-03", "2026-03-05"));
    const from = { ...leave, vendor };
    await inSession(scenario([person("ann")], [from]), async (session) => {
      await session.to(at("09:05", 1));
      assertEquals(await texts(session), ["On leave until Wed"], vendor);
      await session.to(at("23:50", 2));
      assertEquals(await texts(session), ["On leave until Wed"], vendor);
      await session.to(at("00:05", 3));
      assertEquals(await session.status("UANN"), EMPTY, vendor);
    });
  }
});

Deno.test("an event without a length is told once in a week", async () => {
  const reminder = calendar("pto", [
    "UID:1",
    "SUMMARY:Book your leave",
    "DTSTART:20260201T090000Z",
    "DTEND:20260201T090000Z",
    "RRULE:FREQ=DAILY",
  ]);
  await inSession(scenario(PEOPLE, [reminder]), async (session) => {
    await session.to(at("09:05", 6));
    const reports = await session.reports();
    assertStringIncludes(reports, "Book your leave");
    assertEquals(reports.split("it has no length").length, 2);
  });
});

Deno.test("a status with an emoji that no longer exists comes back with Slack's own", async () => {
  const had = { text: "WFH", emoji: ":no_such_party_blob:" };
  const ann = person("ann", {
    status: had,
    consent: { on_own_status: "replace", dnd: false, presence: false },
  });
  const shifts = schedule("on_call", shift("ann", at("09:00"), at("17:00")));
  await inSession(scenario([ann], [shifts]), async (session) => {
    await session.to(at("09:05"));
    assertEquals(await texts(session), [ON_CALL]);
    await session.to(at("17:05"));
    const given = { text: "WFH", emoji: ":speech_balloon:", expiration: 0 };
    assertEquals(await session.status("UANN"), given);
    assertEquals((await session.messages("UANN")).length, 1);
    await session.countAnew();
    await session.to(at("23:00"));
    const { by_method } = await session.requests();
    assertEquals(by_method["users.profile.set"] ?? 0, 0);
  });
});

Deno.test("days that end a minute before midnight are one absence", async () => {
  const leave = calendar("pto", [
    "UID:1",
    "SUMMARY:Ann",
    "DTSTART;TZID=Europe/London:20260302T000000",
    "DTEND;TZID=Europe/London:20260302T235900",
    "RRULE:FREQ=DAILY;COUNT=5",
    ANN,
  ]);
  await inSession(scenario([person("ann")], [leave]), async (session) => {
    await session.to(at("09:05"));
    assertEquals(await texts(session), ["On leave until Fri 23:59"]);
    await session.countAnew();
    await session.to(at("09:05", 4));
    assertEquals(await texts(session), ["On leave until Fri 23:59"]);
    const { by_method } = await session.requests();
    assertEquals(by_method["users.profile.set"] ?? 0, 0);
    await session.to(at("00:05", 5));
    assertEquals(await session.status("UANN"), EMPTY);
  });
});
