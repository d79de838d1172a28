import { assert, assertEquals } from "@std/assert";
import {
  at,
  EMPTY,
  person,
  scenario,
  schedule,
  shift,
  type ShiftOf,
} from "./day.ts";
import { inSession, type Session } from "./session.ts";

const LUNCH = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };

/** A schedule of people on call, by its name. */
function team(name: string, ...shifts: ShiftOf[]) {
  return { ...schedule("on_call", ...shifts), id: `P_${name}`, name };
}

async function textAt(session: Session, time: string, days = 0) {
  await session.to(at(time, days));
  return (await session.status("UANN")).text;
}

async function writes(session: Session): Promise<number> {
  const { by_method } = await session.requests();
  return by_method["users.profile.set"] ?? 0;
}

/** Their own, which they let be replaced. */
const ann = person("ann", {
  status: LUNCH,
  consent: { on_own_status: "replace" },
});

Deno.test("two schedules at once are one shift: both named, one write a change, theirs back at the very end", async () => {
  const schedules = [
    team("Search", shift("ann", at("11:00"), at("15:00"))),
    team("Payments", shift("ann", at("09:00"), at("13:00"))),
  ];
  await inSession(scenario([ann], schedules), async (session) => {
    const shown: string[] = [];
    for (const time of ["09:05", "11:05", "13:05", "14:50"]) {
      shown.push(await textAt(session, time));
    }
    assertEquals(shown, [
      "On call for Payments until 15:00",
      "On call for Payments, Search until 15:00",
      "On call for Search until 15:00",
      "On call for Search until 15:00",
    ]);
    assertEquals(await writes(session), 3);
    await session.to(at("15:05"));
    assertEquals(await session.status("UANN"), LUNCH);
    assertEquals(await writes(session), 4);
    assertEquals(await session.items("claims"), []);
  });
});

Deno.test("schedules that touch are one shift: nothing is restored in between", async () => {
  const schedules = [
    team("Payments", shift("ann", at("09:00"), at("12:00"))),
    team("Search", shift("ann", at("12:00"), at("15:00"))),
  ];
  await inSession(scenario([ann], schedules), async (session) => {
    const before = await textAt(session, "11:50");
    assertEquals(before, "On call for Payments until 15:00");
    const after = await textAt(session, "12:05");
    assertEquals(after, "On call for Search until 15:00");
    assertEquals(await writes(session), 2);
    await session.to(at("15:05"));
    assertEquals(await session.status("UANN"), LUNCH);
    const log = await session.items("audit_log");
    const actions = log.map(({ action }) => action).sort();
    assertEquals(actions, ["restore", "start", "switch"]);
  });
});

Deno.test("what they keep during one part they keep to the end of the last", async () => {
  const bare = person("ann");
  const first = team("Payments", shift("ann", at("09:00"), at("12:00")));
  const second = team("Search", shift("ann", at("12:00"), at("15:00")));
  // Known from the beginning, or added while the first is under way.
  for (const added of [false, true]) {
    const schedules = added ? [first] : [first, second];
    await inSession(scenario([bare], schedules), async (session) => {
      await session.to(at("09:05"));
      await session.edit("UANN", "Busy", ":no_entry:");
      await session.to(at("10:05"));
      // The app comes to see it.
      await session.roster([{ ...first, name: "Billing" }]);
      await session.to(at("10:20"));
      await session.roster([first, second]);
      await session.to(at("14:50"));
      assertEquals((await session.status("UANN")).text, "Busy");
      await session.to(at("15:20"));
      assertEquals((await session.status("UANN")).text, "Busy");
      assertEquals(await session.items("claims"), []);
      assertEquals(await writes(session), 2, "theirs and ours");
    });
  }
});

Deno.test("a touching shift added for later today moves the end that is shown, once", async () => {
  const first = team("Payments", shift("ann", at("09:00"), at("12:00")));
  const second = team("Search", shift("ann", at("12:00"), at("15:00")));
  await inSession(scenario([ann], [first, second]), async (session) => {
    await session.roster([first]);
    const alone = await textAt(session, "09:05");
    assertEquals(alone, "On call for Payments until 12:00");
    await session.roster([first, second]);
    const both = await textAt(session, "09:20");
    assertEquals(both, "On call for Payments until 15:00");
    await session.roster([first]);
    const again = await textAt(session, "09:35");
    assertEquals(again, "On call for Payments until 12:00");
    assertEquals(await writes(session), 3);
  });
});

Deno.test("a state that outranks interrupts the joined shift, which goes on after it", async () => {
  const schedules = [
    schedule("pto", shift("ann", at("09:00"), at("12:00"))),
    { ...schedule("pto", shift("ann", at("12:00"), at("17:00"))), id: "P_hr" },
    team("Payments", shift("ann", at("11:00"), at("13:00"))),
  ];
  await inSession(scenario([ann], schedules), async (session) => {
    assertEquals(await textAt(session, "09:05"), "On leave until 17:00");
    const onCall = await textAt(session, "11:05");
    assertEquals(onCall, "On call for Payments until 13:00");
    assertEquals(await textAt(session, "13:05"), "On leave until 17:00");
    await session.to(at("17:05"));
    assertEquals(await session.status("UANN"), LUNCH);
  });
});

Deno.test("while one of two joined sources cannot be read, all stays as it is", async () => {
  const search = { ...team("Search", shift("ann", at("09:00"), at("14:00"))) };
  const schedules = [
    team("Payments", shift("ann", at("09:00"), at("12:00"))),
    { ...search, vendor: "json" },
  ];
  await inSession(scenario([ann], schedules), async (session) => {
    const both = "On call for Payments, Search until 14:00";
    assertEquals(await textAt(session, "09:05"), both);
    await session.fault({ method: "pagerduty", times: 10_000, status: 500 });
    assertEquals(await textAt(session, "09:20"), both);
    await session.clearFaults();
    await session.fault({ method: "json", times: 10_000, status: 500 });
    assertEquals(await textAt(session, "12:05"), both);
    await session.clearFaults();
    const one = await textAt(session, "12:20");
    assertEquals(one, "On call for Search until 14:00");
    // The other takes no part any more: that it cannot be read changes nothing.
    await session.fault({ method: "pagerduty", times: 10_000, status: 500 });
    await session.to(at("14:05"));
    assertEquals(await session.status("UANN"), LUNCH);
  });
});

Deno.test("a shift that joins without showing is known to take part", async () => {
  const days = schedule("pto", shift("ann", at("09:00"), at("17:00")));
  const hours = {
    ...schedule("pto", shift("ann", at("10:00"), at("12:00"))),
    id: "P_hours",
    vendor: "json",
  };
  const none = { ...hours, shifts: [] };
  await inSession(scenario([ann], [days, none]), async (session) => {
    assertEquals(await textAt(session, "09:05"), "On leave until 17:00");
    await session.roster([days, hours]);
    assertEquals(await textAt(session, "10:05"), "On leave until 17:00");
    assertEquals(await writes(session), 1);
    // The one that is shown is gone while the other cannot be read.
    await session.roster([schedule("pto"), hours]);
    await session.fault({ method: "json", times: 10_000, status: 500 });
    assertEquals(await textAt(session, "10:20"), "On leave until 17:00");
    await session.clearFaults();
    assertEquals(await textAt(session, "10:35"), "On leave until 12:00");
    await session.to(at("12:05"));
    assertEquals(await session.status("UANN"), LUNCH);
  });
});

Deno.test("who is called second has the text of the second level", async () => {
  const states = {
    on_call: {
      text: "On call for {label} until {until}",
      level_texts: { "2": "Backup for {label} until {until}" },
      emoji: ":pager:",
      priority: 40,
    },
  };
  const second = (start: string, end: string) => ({
    ...shift("ann", at(start), at(end)),
    level: 2,
  });
  const schedules = [
    team("Search", second("09:00", "15:00"), second("15:30", "16:00")),
    team("Payments", shift("ann", at("11:00"), at("13:00"))),
  ];
  const options = { extraConfig: () => ({ states }) };
  await inSession(scenario([ann], schedules), async (session) => {
    const shown: string[] = [];
    for (const time of ["09:05", "11:05", "13:05"]) {
      shown.push(await textAt(session, time));
    }
    assertEquals(shown, [
      "Backup for Search until 15:00",
      "On call for Payments until 13:00",
      "Backup for Search until 15:00",
    ]);
    await session.to(at("15:05"));
    assertEquals(await session.status("UANN"), LUNCH);
    // One that looks like it without being on record is left alone.
    await session.edit("UANN", "Backup for me until 18:00", ":x:");
    await session.to(at("15:50"));
    const left = "Backup for me until 18:00";
    assertEquals((await session.status("UANN")).text, left);
    assert((await session.reports()).includes("looks like one of ours"));
  }, options);
});

Deno.test("whole days begin and end at midnight where each person lives", async () => {
  const kim = person("kim", { tz: "Asia/Tokyo" });
  const leo = person("leo", { tz: "America/Los_Angeles" });
  const days = (name: string) => shift(name, "2026-03-03", "2026-03-04");
  const leave = {
    ...schedule("pto", days("kim"), days("leo")),
    vendor: "json",
  };
  await inSession(scenario([kim, leo], [leave]), async (session) => {
    const shownAt = async (time: string, days = 0) => {
      await session.to(at(time, days));
      const people = await session.people();
      return people.map(({ status }) => status.text);
    };
    const text = "On leave until Tue";
    // Midnight in Tokyo is 15:00 UTC, in Los Angeles 08:00.
    assertEquals(await shownAt("14:50"), ["", ""]);
    assertEquals(await shownAt("15:05"), [text, ""]);
    assertEquals(await shownAt("07:50", 1), [text, ""]);
    assertEquals(await shownAt("08:05", 1), [text, text]);
    assertEquals(await shownAt("15:05", 1), ["", text]);
    assertEquals(await shownAt("07:50", 2), ["", text]);
    assertEquals(await shownAt("08:05", 2), ["", ""]);
  });
});

Deno.test("what a person cleared stays so while one of the joined sources cannot be read", async () => {
  const half = (name: string, vendor: string, ...shifts: ShiftOf[]) => ({
    ...schedule("pto", ...shifts),
    id: `P_${name}`,
    name,
    vendor,
  });
  const until = (end: string) => [
    half("A", "pagerduty", shift("ann", at("09:00"), at("12:20"))),
    half("B", "json", shift("ann", at("10:00"), at(end))),
    schedule("on_call", shift("ann", at("10:40"), at("12:30"))),
  ];
  const people = [person("ann", { consent: { on_own_status: "replace" } })];
  await inSession(scenario(people, until("16:00")), async (session) => {
    await session.to(at("09:35"));
    await session.edit("UANN", "", "");
    // The end moves: that they cleared it is seen, and left to them.
    await session.roster(until("17:00"));
    await session.to(at("12:10"));
    assertEquals((await session.status("UANN")).emoji, ":pager:");
    await session.fault({ method: "json", times: 10_000, status: 500 });
    await session.to(at("12:50"));
    assertEquals(await session.status("UANN"), EMPTY);
    await session.clearFaults();
    for (const time of ["13:05", "13:20", "17:05"]) {
      await session.to(at(time));
      assertEquals(await session.status("UANN"), EMPTY, time);
    }
    assertEquals(await session.items("claims"), []);
  });
});
