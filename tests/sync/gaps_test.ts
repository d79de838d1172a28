import { assertEquals } from "@std/assert";
import { at, EMPTY, person, scenario, schedule, shift } from "./day.ts";
import { inSession, type Session } from "./session.ts";

const OWN = { text: "Lunch", emoji: ":pizza:", expiration: 0 };

const ANN = person("ann", {
  status: OWN,
  consent: { on_own_status: "replace" },
});

async function writes(session: Session): Promise<number> {
  const { by_method } = await session.requests();
  return by_method["users.profile.set"] ?? 0;
}

/** What Ann shows just before, within and after the gap that ends at noon. */
async function aroundNoon(session: Session): Promise<string[]> {
  const seen: string[] = [];
  for (const time of ["11:58:30", "11:59:30", "11:59:59", "12:00:30"]) {
    await session.to(at(time));
    seen.push((await session.status("UANN")).emoji);
  }
  return seen;
}

Deno.test("a gap of a minute or less is none, on one schedule or on two", async () => {
  for (const vendor of ["pagerduty", "json", "ical", "grafana", "opsgenie"]) {
    for (const end of ["11:59", "11:59:01", "11:59:59"]) {
      for (const apart of [true, false]) {
        const told = `${vendor} ${end} ${apart}`;
        const first = shift("ann", at("09:00"), at(end));
        const second = shift("ann", at("12:00"), at("15:00"));
        const of = (id: string, ...shifts: typeof first[]) => ({
          ...schedule("on_call", ...shifts),
          id,
          vendor,
        });
        const schedules = apart
          ? [of("P1", first), of("P2", second)]
          : [of("P1", first, second)];
        await inSession(scenario([ANN], schedules), async (session) => {
          const seen = await aroundNoon(session);
          assertEquals(seen, Array(4).fill(":pager:"), told);
          assertEquals(await writes(session), 1, told);
          await session.to(at("15:05"));
          assertEquals(await session.status("UANN"), OWN, told);
        });
      }
    }
  }
});

Deno.test("a gap of a minute or less is none between two vendors", async () => {
  const [first, second] = ["json", "pagerduty"].map((vendor, index) => ({
    ...schedule(
      "on_call",
      index === 0
        ? shift("ann", at("09:00"), at("11:59"))
        : shift("ann", at("12:00"), at("15:00")),
    ),
    id: `P${index}`,
    vendor,
  }));
  await inSession(scenario([ANN], [first!, second!]), async (session) => {
    assertEquals(await aroundNoon(session), Array(4).fill(":pager:"));
    assertEquals(await writes(session), 1);
  });
});

/** Until 11:59:20 by one vendor's roster, and from noon by another one's. */
function apart(vendors: readonly string[], state = "on_call") {
  const shifts = [
    shift("ann", at("09:00"), at("11:59:20")),
    shift("ann", at("12:00"), at("15:00")),
  ];
  return shifts.map((each, index) => ({
    ...schedule(state, each),
    id: `P${index}`,
    vendor: vendors[index],
  }));
}

Deno.test("a run that begins within a gap between two rosters finds none", async () => {
  for (const vendors of [["pagerduty", "json"], ["ical", "pagerduty"]]) {
    await inSession(scenario([ANN], apart(vendors)), async (session) => {
      await session.to(at("11:59:30"));
      const shown = await session.status("UANN");
      await session.trip("Sync now", { user: "UANN" });
      for (const time of ["11:59:58", "12:00:30", "12:20"]) {
        await session.to(at(time));
        assertEquals(await session.status("UANN"), shown, `${vendors} ${time}`);
      }
      assertEquals(await writes(session), 1, `${vendors}`);
      await session.to(at("15:05"));
      assertEquals(await session.status("UANN"), OWN, `${vendors}`);
    });
  }
});

Deno.test("who clears the status within a gap keeps that until the whole shift is over", async () => {
  const rosters = apart(["json", "ical"]);
  await inSession(scenario([ANN], rosters), async (session) => {
    await session.to(at("11:59:25"));
    await session.edit("UANN", "", "");
    await session.trip("Sync now", { user: "UANN" });
    await session.to(at("14:00"));
    assertEquals(await session.status("UANN"), EMPTY);
    assertEquals(await writes(session), 2, "the app's first, and the person's");
  });
});

Deno.test("a shift that was left to a person stays theirs in a gap while another is shown", async () => {
  const leave = {
    ...schedule("pto", shift("ann", at("11:00"), at("12:30"))),
    vendor: "json",
  };
  const day = scenario([ANN], [...apart(["json", "ical"], "focus"), leave]);
  await inSession(day, async (session) => {
    await session.to(at("10:00"));
    await session.edit("UANN", "", "");
    await session.to(at("11:59:30"));
    assertEquals((await session.status("UANN")).emoji, ":palm_tree:");
    await session.trip("Sync now", { user: "UANN" });
    await session.to(at("13:00"));
    assertEquals(await session.status("UANN"), EMPTY);
  });
});

Deno.test("a gap of more than a minute is one, and so is one between two people or states", async () => {
  const first = shift("ann", at("09:00"), at("11:58:59"));
  const second = shift("ann", at("12:00"), at("15:00"));
  const day = scenario([ANN], [schedule("on_call", first, second)]);
  await inSession(day, async (session) => {
    assertEquals(await aroundNoon(session), [
      ":pager:",
      ":pizza:",
      ":pizza:",
      ":pager:",
    ]);
  });
  const others = scenario([ANN, person("bob")], [
    schedule(
      "on_call",
      shift("ann", at("09:00"), at("11:59")),
      shift("bob", at("12:00"), at("15:00")),
    ),
    schedule("pto", shift("ann", at("12:00"), at("15:00"))),
  ]);
  await inSession(others, async (session) => {
    await session.to(at("11:59:40"));
    assertEquals(await session.status("UANN"), OWN);
    assertEquals(await session.status("UBOB"), EMPTY);
  });
});

Deno.test("the end that is shown is that of the last shift, and polls between are quiet", async () => {
  const days = [0, 1, 2].map((day) =>
    shift("ann", at("00:00", day), at("23:59", day))
  );
  const day = scenario([ANN], [schedule("on_call", ...days)]);
  await inSession(day, async (session) => {
    await session.to(at("08:20"));
    const { text, emoji } = await session.status("UANN");
    assertEquals([text, emoji], [
      "On call for The on_call until Wed 23:59",
      ":pager:",
    ]);
    await session.countAnew();
    await session.to(at("12:00", 2));
    assertEquals(await writes(session), 0);
    assertEquals((await session.status("UANN")).text, text);
    await session.to(at("00:05", 3));
    assertEquals(await session.status("UANN"), OWN);
  });
});

/** A week of days from midnight to 23:59. */
const DAYS = [
  "BEGIN:VCALENDAR",
  "VERSION:2.0",
  "PRODID:-//x//EN",
  "BEGIN:VEVENT",
  "UID:1",
  "SUMMARY:Ann",
  "DTSTART;TZID=Europe/London:20260302T000000",
  "DTEND;TZID=Europe/London:20260302T235900",
  "RRULE:FREQ=DAILY;COUNT=5",
  "ATTENDEE:mailto:ann@example.com",
  "END:VEVENT",
  "END:VCALENDAR",
  "",
].join("\r\n");

Deno.test("days of a calendar that end at 23:59 are one absence", async () => {
  const calendar = {
    ...schedule("pto"),
    vendor: "ical",
    raw: DAYS,
  };
  const ann = person("ann", {
    status: OWN,
    tz: "Europe/London",
    consent: { on_own_status: "replace" },
  });
  await inSession(scenario([ann], [calendar]), async (session) => {
    await session.to(at("08:20"));
    const shown = await session.status("UANN");
    assertEquals(shown.emoji, ":palm_tree:");
    await session.countAnew();
    for (const day of [0, 1, 2, 3]) {
      for (const time of ["23:58:30", "23:59:30", "23:59:59"]) {
        await session.to(at(time, day));
        assertEquals(await session.status("UANN"), shown);
      }
    }
    await session.to(at("23:58", 4));
    assertEquals((await session.status("UANN")).emoji, ":palm_tree:");
    assertEquals(await writes(session), 0);
    await session.to(at("00:05", 5));
    assertEquals(await session.status("UANN"), OWN);
  });
});
