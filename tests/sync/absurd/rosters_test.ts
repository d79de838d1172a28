import { assert, assertEquals } from "@std/assert";
import { at, person, scenario, schedule, shift } from "../day.ts";
import { inUnreadSession, type Session } from "../session.ts";

const VIC = { email: "vic@example.com" };
const LONG = "x".repeat(500_000);

const LATE = "9999-12-31T23:59:59-12:00";

/** Entries that fit the vendor's schema, each with something absurd. */
const ENTRIES: Record<string, unknown>[] = [
  { person: VIC, start: "0001-01-01T00:00:00Z", end: at("09:12") },
  { person: VIC, start: "0000-01-01", end: "9999-12-31" },
  { person: VIC, start: "9999-12-31", end: "0001-01-01" },
  { person: VIC, start: at("09:00"), end: LATE },
  { person: VIC, start: LATE, end: null },
  { person: VIC, start: at("09:00"), end: at("09:12"), level: 1e300 },
  { person: VIC, start: at("09:00"), end: at("09:12"), label: LONG },
  { person: VIC, start: at("09:00"), end: at("09:12"), schedule: LONG },
  { person: { ...VIC, id: LONG }, start: at("09:00"), end: at("09:12") },
  { person: { ...VIC, name: LONG }, start: at("09:00"), end: at("09:12") },
  {
    person: { ...VIC, slack_id: `U${LONG.toUpperCase()}` },
    start: at("09:00"),
    end: at("09:12"),
  },
  {
    person: { email: `${LONG}@example.com` },
    start: at("09:00"),
    end: at("09:12"),
  },
];

/** Hal is on another source, Ivy on the same one. */
async function playWith(
  entry: Record<string, unknown>,
  prepare: (session: Session) => void = () => {},
): Promise<void> {
  const people = ["hal", "ivy", "vic"].map((name) => person(name));
  const ivy = { email: "ivy@example.com" };
  const shifts = [entry, { person: ivy, start: at("09:00"), end: at("09:10") }];
  const rota = {
    ...schedule("pto"),
    vendor: "json",
    raw: JSON.stringify({ version: 1, shifts }),
  };
  const onCall = schedule("on_call", shift("hal", at("09:00"), at("09:10")));
  const day = scenario(people, [rota, onCall]);
  await inUnreadSession(day, async (session) => {
    prepare(session);
    const told = JSON.stringify(entry).slice(0, 200);
    const texts = async () =>
      (await session.people()).map(({ status }) => status.text !== "");
    await session.to(at("09:01"));
    assertEquals((await texts()).slice(0, 2), [true, true], told);
    await session.to(at("09:11"));
    assertEquals((await texts()).slice(0, 2), [false, false], told);
    await session.to(at("09:31"));
    const reports = await session.reports();
    // What starts in the year 10000 is not due.
    const isDue = entry.start !== LATE;
    assert(!isDue || /vic|xxx/.test(reports), `${told}: no one hears of it`);
    assert(!reports.includes("Invalid time value"), told);
    assert(!reports.includes("its run ended"), `${told}: ${reports}`);
  }, { rates: "none" });
}

Deno.test("an absurd value on a roster stops no one else", async () => {
  for (const entry of ENTRIES) await playWith(entry);
});

/** What Slack may say of a person. */
const PROFILES: ((session: Session) => void)[] = [
  ({ workspace: { state } }) => {
    state.people.get("UVIC")!.tz = "Not/AZone";
  },
  ({ workspace: { state } }) => {
    state.people.get("UVIC")!.name = LONG.slice(0, 20_000);
  },
  ...[1e300, 9e15, -1, 1.5].map(
    (expiration) => ({ workspace: { state } }: Session) => {
      const status = { text: "Lunch", emoji: ":sandwich:", expiration };
      state.people.get("UVIC")!.status = status;
    },
  ),
  ...[1e300, 9e15, 4e11].map(
    (until) => ({ workspace: { state } }: Session) => {
      state.people.get("UVIC")!.snooze_until = until;
    },
  ),
];

Deno.test("an absurd value in one person's profile stops no one else", async () => {
  const entry = { person: VIC, start: at("09:00"), end: at("09:12") };
  for (const prepare of PROFILES) await playWith(entry, prepare);
});

Deno.test("a person on a thousand schedules stops no one else, and is named", async () => {
  const times = { start: at("09:00"), end: at("09:10") };
  const shifts = Array.from({ length: 1000 }, (_, index) => ({
    person: { email: "vic@example.com" },
    schedule: `${index} ${"s".repeat(480)}`,
    ...times,
  }));
  const ivy = { person: { email: "ivy@example.com" }, ...times };
  const rota = {
    ...schedule("pto"),
    vendor: "json",
    raw: JSON.stringify({ version: 1, shifts: [...shifts, ivy] }),
  };
  const people = ["ivy", "vic"].map((name) => person(name));
  await inUnreadSession(scenario(people, [rota]), async (session) => {
    await session.to(at("09:05"));
    assert((await session.status("UIVY")).text !== "");
    assertEquals((await session.status("UVIC")).text, "");
    await session.to(at("09:31"));
    assertEquals((await session.status("UIVY")).text, "");
    const reports = await session.reports();
    const named = reports.match(
      /vic@example.com: the schedules of this person are too many/g,
    );
    assertEquals(named?.length, 1, reports);
    assert(!reports.includes("its run ended"), reports);
  }, { rates: "none" });
});

Deno.test("hundreds of absurd entries are one problem of their source", async () => {
  const times = { start: at("09:00"), end: at("09:10") };
  const shifts = Array.from({ length: 400 }, (_, index) => ({
    person: { id: `${index} ${"\u4E00".repeat(1000)}` },
    ...times,
  }));
  const rota = {
    ...schedule("pto"),
    vendor: "json",
    raw: JSON.stringify({ version: 1, shifts }),
  };
  const onCall = schedule("on_call", shift("hal", at("09:00"), at("09:10")));
  await inUnreadSession(
    scenario([person("hal")], [rota, onCall]),
    async (session) => {
      await session.to(at("09:05"));
      assert((await session.status("UHAL")).text !== "");
      const reports = await session.reports();
      assert(reports.includes("more than 100 of its entries cannot be used"));
      assert(!reports.includes("its run ended"), reports);
    },
    { rates: "none" },
  );
});

Deno.test("a record that is too large is reported once, and not tried every minute", async () => {
  const times = { start: at("09:00"), end: at("17:00") };
  const rotas = Array.from({ length: 8 }, (_, rota) => ({
    ...schedule(`pto_${rota}`),
    state: "pto",
    vendor: "json",
    raw: JSON.stringify({
      version: 1,
      shifts: Array.from({ length: 90 }, (_, index) => ({
        person: { email: "vic@example.com" },
        schedule: `${rota} ${index} ${"s".repeat(480)}`,
        ...times,
      })),
    }),
  }));
  const onCall = schedule("on_call", shift("hal", at("09:00"), at("17:00")));
  const people = ["hal", "vic"].map((name) => person(name));
  await inUnreadSession(
    scenario(people, [...rotas, onCall]),
    async (session) => {
      await session.to(at("09:05"));
      assert((await session.status("UHAL")).text !== "");
      await session.to(at("11:05"));
      assertEquals((await session.status("UVIC")).text, "");
      const told = (await session.reports()).match(
        /is too large to be stored/g,
      );
      assertEquals(told?.length, 1);
      const { by_method } = await session.requests();
      assert(by_method["users.profile.get"]! < 10, JSON.stringify(by_method));
    },
    { rates: "none" },
  );
});
