import { assertEquals } from "@std/assert";
import {
  at,
  EMPTY,
  onCall,
  person,
  scenario,
  schedule,
  shift,
  unix,
} from "./day.ts";
import { inSession, type Session } from "./session.ts";

const LUNCH = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };
const extended = schedule("on_call", shift("ann", at("09:00"), at("18:00")));

/** Each edit as the person's client sends it, and what must then stay. */
const EDITS: [string, (session: Session) => Promise<void>][] = [
  ["another status", (session) => session.edit("UANN", "Busy", ":bee:")],
  ["nothing", (session) => session.edit("UANN", "", "")],
  ["the same with another expiry", async (session) => {
    const { text, emoji } = await session.status("UANN");
    await session.edit("UANN", text, emoji, unix("23:00"));
  }],
  ["the same without expiry", async (session) => {
    const { text, emoji } = await session.status("UANN");
    await session.edit("UANN", text, emoji);
  }],
  ["the same with another emoji", async (session) => {
    const { text, expiration } = await session.status("UANN");
    await session.edit("UANN", text, ":bee:", expiration);
  }],
  ["another text with our expiry", async (session) => {
    const { emoji, expiration } = await session.status("UANN");
    await session.edit("UANN", "On call, call me", emoji, expiration);
  }],
];

Deno.test("what a person sets in mid-shift stays, at the end and at an extension", async () => {
  for (const [name, edit] of EDITS) {
    for (const move of [false, true]) {
      const ann = person("ann", {
        status: LUNCH,
        consent: { on_own_status: "replace" },
      });
      await inSession(scenario([ann], [onCall("ann")]), async (session) => {
        await session.to(at("09:05"));
        await edit(session);
        const theirs = await session.status("UANN");
        if (move) await session.roster([extended]);
        await session.to(at("17:10"));
        // At 17:21 ours would have expired; theirs may have its own end.
        assertEquals(await session.status("UANN"), theirs, name);
        await session.to(at("18:10"));
        const { expiration } = theirs;
        const gone = expiration !== 0 && expiration <= unix("18:10");
        assertEquals(await session.status("UANN"), gone ? EMPTY : theirs, name);
        assertEquals(await session.items("claims"), [], name);
      });
    }
  }
});

Deno.test("what a person sets again exactly as ours was is ours", async () => {
  const ann = person("ann", {
    status: LUNCH,
    consent: { on_own_status: "replace" },
  });
  await inSession(scenario([ann], [onCall("ann")]), async (session) => {
    await session.to(at("09:05"));
    const { text, emoji, expiration } = await session.status("UANN");
    await session.edit("UANN", "", "");
    await session.edit("UANN", text, emoji, expiration);
    await session.to(at("17:05"));
    assertEquals(await session.status("UANN"), LUNCH);
  });
});

Deno.test("after yielding the app stays away until the shift ends, then serves the next", async () => {
  const two = (end: string) =>
    schedule(
      "on_call",
      shift("ann", at("09:00"), at(end)),
      shift("ann", at("14:00"), at("16:00")),
    );
  await inSession(
    scenario([person("ann")], [two("11:00")]),
    async (session) => {
      await session.to(at("09:05"));
      await session.edit("UANN", "", "");
      for (const [end, time] of [["11:30", "09:20"], ["12:00", "10:20"]]) {
        await session.roster([two(end!)]);
        await session.to(at(time!));
        assertEquals(await session.status("UANN"), EMPTY);
      }
      await session.to(at("13:50"));
      assertEquals(await session.status("UANN"), EMPTY);
      await session.to(at("14:05"));
      assertEquals(
        (await session.status("UANN")).text,
        "On call for The on_call until 16:00",
      );
    },
  );
});

Deno.test("with resume, the shift shows again once the status is clear", async () => {
  const ann = person("ann", { consent: { after_manual_change: "resume" } });
  await inSession(scenario([ann], [onCall("ann")]), async (session) => {
    await session.to(at("09:05"));
    await session.edit("UANN", "Busy", ":bee:", unix("10:10"));
    await session.roster([extended]);
    await session.to(at("10:05"));
    assertEquals((await session.status("UANN")).text, "Busy");
    await session.to(at("10:20"));
    assertEquals(
      (await session.status("UANN")).text,
      "On call for The on_call until 18:00",
    );
    await session.to(at("18:05"));
    assertEquals(await session.status("UANN"), EMPTY);
  });
});

Deno.test("a state that comes and goes over a suppressed shift does not bring that back", async () => {
  const long = (end: string) => [
    schedule("focus", shift("ann", at("09:00"), at(end))),
    schedule("on_call", shift("ann", at("12:00"), at("13:00"))),
  ];
  await inSession(scenario([person("ann")], long("17:00")), async (session) => {
    await session.to(at("09:05"));
    await session.edit("UANN", "", "");
    await session.roster(long("17:30"));
    await session.to(at("10:05"));
    assertEquals(await session.status("UANN"), EMPTY);
    await session.to(at("13:05"));
    assertEquals(await session.status("UANN"), EMPTY);
  });
});

Deno.test("a snooze that a person ends or moves in mid-shift stays as they chose", async () => {
  const pto = schedule("pto", shift("ann", at("09:00"), at("17:00")));
  await inSession(scenario([person("ann")], [pto]), async (session) => {
    await session.to(at("09:05"));
    await session.asPerson("UANN", "dnd.endSnooze", {});
    await session.to(at("12:05"));
    assertEquals((await session.person("UANN")).dnd.snooze_enabled, false);
    await session.asPerson("UANN", "dnd.setSnooze", { num_minutes: 400 });
    const { dnd } = await session.person("UANN");
    await session.to(at("17:10"));
    assertEquals((await session.person("UANN")).dnd, dnd);
    assertEquals(await session.items("claims"), []);
  });
});

Deno.test("a person who comes back in mid-shift stays active", async () => {
  const pto = schedule("pto", shift("ann", at("09:00"), at("17:00")));
  await inSession(scenario([person("ann")], [pto]), async (session) => {
    await session.to(at("09:05"));
    await session.asPerson("UANN", "users.setPresence", { presence: "auto" });
    for (const time of ["12:05", "17:10"]) {
      await session.to(at(time));
      assertEquals((await session.person("UANN")).presence.manual_away, false);
    }
    assertEquals(await session.items("claims"), []);
  });
});

Deno.test("with resume, a person keeps their own status after another state came and went", async () => {
  const consent = { on_own_status: "replace", after_manual_change: "resume" };
  const schedules = [
    schedule("focus", shift("ann", at("09:15"), at("12:45"))),
    schedule("deploy_freeze", shift("ann", at("10:35"), at("12:05"))),
  ];
  const people = [person("ann", { consent })];
  await inSession(scenario(people, schedules), async (session) => {
    await session.to(at("09:20"));
    await session.edit("UANN", "own", ":bee:");
    await session.to(at("12:20"));
    assertEquals((await session.status("UANN")).text, "own");
    await session.edit("UANN", "", "");
    await session.to(at("12:35"));
    assertEquals(
      (await session.status("UANN")).text,
      "Focus time until 12:45",
    );
    await session.to(at("12:50"));
    assertEquals(await session.status("UANN"), EMPTY);
  });
});
