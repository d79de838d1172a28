import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { at, EMPTY, person, scenario } from "./day.ts";
import { inSession, type Session } from "./session.ts";

interface Turn {
  name: string;
  zone?: string;
  start?: string;
  end: string;
}

/** A calendar of time off that day, an event a turn, the times UTC's. */
function calendar(...turns: Turn[]) {
  const events = turns.flatMap((
    { name, zone = "UTC", start = "09", end },
    at,
  ) => [
    "BEGIN:VEVENT",
    `UID:${at}@example.com`,
    `DTSTART;TZID=${zone}:20260302T${start}0000`,
    `DTEND;TZID=${zone}:20260302T${end}0000`,
    `SUMMARY:${name}`,
    `ATTENDEE:mailto:${name}@example.com`,
    "END:VEVENT",
  ]);
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", ...events, "END:VCALENDAR"];
  return {
    id: "P_off",
    name: "Time off",
    state: "pto",
    vendor: "ical",
    shifts: [],
    raw: [...lines, ""].join("\r\n"),
  };
}

const ANN: Turn = { name: "ann", end: "17" };
const BOB: Turn = { name: "bob", end: "12" };
const PEOPLE = [person("ann"), person("bob")];

/** An event of which nobody can say when it is. */
function malformed(turn: Turn): Turn {
  return { ...turn, zone: "Mars/Crater" };
}

async function shows(session: Session, id: string) {
  const { status, presence } = await session.person(id);
  return [status.text, presence.manual_away];
}

const OFF = (end: string) => [`On leave until ${end}:00`, true];
const NOTHING = ["", false];

Deno.test("a malformed event ends no shift, and is reported once", async () => {
  const start = scenario(PEOPLE, [calendar(ANN, BOB)]);
  await inSession(start, async (session) => {
    await session.to(at("09:05"));
    assertEquals(await shows(session, "UANN"), OFF("17"));
    assertEquals(await shows(session, "UBOB"), OFF("12"));
    await session.roster([calendar(malformed(ANN), BOB)]);
    await session.to(at("10:05"));
    assertEquals(await shows(session, "UANN"), OFF("17"));
    assertEquals(await shows(session, "UBOB"), OFF("12"));
    // The others end, begin and go as they would.
    await session.to(at("12:05"));
    assertEquals(await shows(session, "UANN"), OFF("17"));
    assertEquals(await shows(session, "UBOB"), NOTHING);
    const reports = await session.reports();
    assertEquals(reports.split('time zone "Mars/Crater"').length, 2);
    assertStringIncludes(reports, "email:ann@example.com");
    assertStringIncludes(reports, "stays as they are until their shift ends");
    // Mended, it counts again.
    await session.roster([calendar({ ...ANN, end: "15" }, BOB)]);
    await session.to(at("12:20"));
    assertEquals(await shows(session, "UANN"), OFF("15"));
    await session.to(at("15:05"));
    assertEquals(await session.status("UANN"), EMPTY);
    assertEquals(await shows(session, "UANN"), NOTHING);
  });
});

Deno.test("while an event is not valid, who has another on the calendar begins and ends by it", async () => {
  const start = scenario(PEOPLE, [calendar(malformed(ANN), BOB)]);
  await inSession(start, async (session) => {
    await session.to(at("09:05"));
    assertEquals(await shows(session, "UANN"), NOTHING);
    assertEquals(await shows(session, "UBOB"), OFF("12"));
    const twice = [malformed(ANN), { ...ANN, start: "10", end: "11" }, BOB];
    await session.roster([calendar(...twice)]);
    await session.to(at("10:05"));
    assertEquals(await shows(session, "UANN"), OFF("11"));
    await session.to(at("11:05"));
    assertEquals(await shows(session, "UANN"), NOTHING);
  });
});

Deno.test("a shift ends when it was known to, though its event is not valid by then", async () => {
  // Without a snooze to renew nothing else is due before.
  const ann = person("ann", { consent: { dnd: false } });
  await inSession(scenario([ann], [calendar(ANN)]), async (session) => {
    await session.to(at("09:05"));
    await session.roster([calendar(malformed(ANN))]);
    await session.to(at("16:50"));
    assertEquals(await shows(session, "UANN"), OFF("17"));
    await session.to(at("17:05"));
    assertEquals(await shows(session, "UANN"), NOTHING);
  });
});

Deno.test("setting up says which event is not valid, and that the calendar was read", async () => {
  const start = scenario(PEOPLE, [calendar(malformed(ANN), BOB)]);
  await inSession(start, async (session) => {
    await session.trip("Set up Shiftlight", { user: "UANN" });
    const told = (await session.messages("UANN")).join("\n");
    assertStringIncludes(told, "Mars/Crater");
    assert(/Source P_off \(ical\): read, found/.test(told), told);
  });
});
