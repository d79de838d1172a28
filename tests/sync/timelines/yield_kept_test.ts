/** What a person cleared stays clear while the shift may go on where it cannot be read. */
import { assertEquals } from "@std/assert";
import {
  at,
  EMPTY,
  person,
  scenario,
  schedule,
  shift,
  type ShiftOf,
} from "../day.ts";
import { inSession, type Session } from "../session.ts";

function half(
  state: string,
  name: string,
  vendor: string,
  ...shifts: ShiftOf[]
) {
  return { ...schedule(state, ...shifts), id: `P_${name}`, name, vendor };
}

async function assertClear(session: Session, ...times: string[]) {
  for (const time of times) {
    await session.to(at(time));
    assertEquals(await session.status("UANN"), EMPTY, time);
  }
}

async function failing(session: Session, method: string) {
  await session.fault({ method, times: 10_000, status: 500 });
}

Deno.test("a yield lasts while the shift has moved to a schedule that is not found", async () => {
  const focus = shift("ann", at("08:15"), at("10:23"));
  const evenings = half("focus", "evenings", "pagerduty", focus);
  const mornings = half("focus", "mornings", "pagerduty");
  const moved = { ...mornings, shifts: [focus] };
  const none = { ...evenings, shifts: [] };
  const people = [person("ann")];
  const sources = [{
    id: "focus",
    state: "focus",
    type: "pagerduty",
    schedules: ["P_evenings", "P_mornings"],
    region: "us",
    token: "PAGERDUTY_TOKEN",
  }];
  const options = { extraConfig: () => ({ sources }) };
  await inSession(scenario(people, [evenings, mornings]), async (session) => {
    await session.to(at("08:45:06"));
    // The shift is moved, and its new schedule is lost for a while.
    await session.roster([none]);
    await session.edit("UANN", "", "");
    await assertClear(session, "09:01");
    await session.roster([none, moved]);
    await assertClear(session, "09:16", "10:20", "10:30");
    assertEquals(await session.items("claims"), []);
  }, options);
});

Deno.test("a yield that was seen lasts while the shift has moved to what cannot be read", async () => {
  const leave = shift("ann", at("09:00"), at("17:00"));
  const sickness = half("pto", "sickness", "pagerduty", leave);
  const days = half("pto", "days", "json");
  const moved = [{ ...sickness, shifts: [] }, { ...days, shifts: [leave] }];
  const people = [person("ann", { consent: { on_own_status: "replace" } })];
  await inSession(scenario(people, [sickness, days]), async (session) => {
    await session.to(at("09:20"));
    await session.edit("UANN", "", "");
    // The end moves, so the app sees that they cleared it.
    const longer = shift("ann", at("09:00"), at("17:30"));
    await session.roster([{ ...sickness, shifts: [longer] }, days]);
    await session.to(at("09:35"));
    await session.roster(moved);
    await failing(session, "json");
    await assertClear(session, "09:50", "10:05");
    await session.clearFaults();
    await assertClear(session, "10:20", "16:50", "17:35");
    assertEquals(await session.items("claims"), []);
  });
});

Deno.test("a yield lasts past the end that is known while another roster cannot be read", async () => {
  const leave = half(
    "pto",
    "leave",
    "pagerduty",
    shift("ann", at("09:15"), at("10:47")),
  );
  const days = half(
    "pto",
    "days",
    "json",
    shift("ann", at("08:56"), at("11:56")),
  );
  const people = [person("ann", { consent: { on_own_status: "replace" } })];
  const before = [leave, { ...days, shifts: [] }];
  await inSession(scenario(people, before), async (session) => {
    await session.to(at("10:20"));
    await failing(session, "json");
    await session.roster([leave, days]);
    await session.to(at("10:40"));
    await session.edit("UANN", "", "");
    await assertClear(session, "10:50");
    await session.clearFaults();
    await assertClear(session, "11:05", "11:50", "12:05");
    assertEquals(await session.items("claims"), []);
  });
});

Deno.test("a yield lasts while another state shows and the shift goes on where it cannot be read", async () => {
  const leave = half(
    "pto",
    "leave",
    "pagerduty",
    shift("ann", at("09:00"), at("10:50")),
  );
  const days = half(
    "pto",
    "days",
    "json",
    shift("ann", at("09:00"), at("14:00")),
  );
  const onCall = schedule("on_call", shift("ann", at("10:40"), at("12:00")));
  const people = [person("ann", { consent: { on_own_status: "replace" } })];
  const before = [leave, { ...days, shifts: [] }, onCall];
  await inSession(scenario(people, before), async (session) => {
    await session.to(at("10:20"));
    await session.edit("UANN", "", "");
    await session.to(at("10:35"));
    await failing(session, "json");
    await session.roster([leave, days, onCall]);
    for (const time of ["10:45", "11:05"]) {
      await session.to(at(time));
      assertEquals((await session.status("UANN")).emoji, ":pager:", time);
    }
    await assertClear(session, "12:05");
    await session.clearFaults();
    await assertClear(session, "12:20", "13:50", "14:05");
    assertEquals(await session.items("claims"), []);
  });
});

Deno.test("a skipped shift stays skipped while it has moved to what cannot be read", async () => {
  const leave = shift("ann", at("09:00"), at("17:00"));
  const sickness = half("pto", "sickness", "pagerduty", leave);
  const days = half("pto", "days", "json");
  const moved = [{ ...sickness, shifts: [] }, { ...days, shifts: [leave] }];
  const own = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };
  const consent = { on_own_status: "skip" };
  const people = [person("ann", { status: own, consent })];
  await inSession(scenario(people, [sickness, days]), async (session) => {
    await session.to(at("09:20"));
    await session.edit("UANN", "", "");
    await failing(session, "json");
    await session.roster(moved);
    await assertClear(session, "09:50");
    await session.clearFaults();
    await assertClear(session, "10:20", "16:50", "17:05");
    assertEquals(await session.items("claims"), []);
  });
});

Deno.test("a snooze that they ended stays ended while the shift has moved to what cannot be read", async () => {
  const leave = shift("ann", at("09:00"), at("17:00"));
  const sickness = half("pto", "sickness", "pagerduty", leave);
  const days = half("pto", "days", "json");
  const moved = [{ ...sickness, shifts: [] }, { ...days, shifts: [leave] }];
  const people = [person("ann", { consent: { presence: false } })];
  await inSession(scenario(people, [sickness, days]), async (session) => {
    await session.to(at("09:20"));
    await session.asPerson("UANN", "dnd.endSnooze", {});
    // At 10:00 the lease is due for renewal, so the app sees it.
    await session.to(at("10:20"));
    await session.roster(moved);
    await failing(session, "json");
    await session.to(at("10:50"));
    await session.clearFaults();
    for (const time of ["11:05", "16:50"]) {
      await session.to(at(time));
      const { status, dnd } = await session.person("UANN");
      assertEquals(status.emoji, ":palm_tree:", time);
      assertEquals(dnd.snooze_enabled, false, time);
    }
    await session.to(at("17:05"));
    assertEquals(await session.items("claims"), []);
  });
});

Deno.test("what may go on unread holds back neither an end nor another shift", async () => {
  const first = schedule(
    "focus",
    shift("ann", at("09:00"), at("11:00")),
    shift("ann", at("12:00"), at("13:00")),
  );
  const days = half("pto", "days", "json");
  const people = [person("ann"), person("bob")];
  await inSession(scenario(people, [first, days]), async (session) => {
    await session.to(at("09:20"));
    await failing(session, "json");
    await session.to(at("11:05"));
    assertEquals(await session.status("UANN"), EMPTY);
    await session.to(at("12:05"));
    assertEquals((await session.status("UANN")).emoji, ":headphones:");
    await session.edit("UANN", "", "");
    await session.to(at("13:05"));
    assertEquals((await session.items("claims")).length, 1);
    await session.clearFaults();
    await session.to(at("13:20"));
    assertEquals(await session.items("claims"), []);
  });
});
