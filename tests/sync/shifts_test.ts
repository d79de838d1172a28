import { assert, assertEquals } from "@std/assert";
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

function withLunch(name: string) {
  const consent = { on_own_status: "replace" };
  return person(name, { status: LUNCH, consent });
}

function until(end: string, name = "ann") {
  return [schedule("on_call", shift(name, at("09:00"), at(end)))];
}

async function text(session: Session, id = "UANN"): Promise<string> {
  return (await session.status(id)).text;
}

Deno.test("an extended or shortened shift shows its new end and restores then", async () => {
  for (const end of ["18:30", "15:30"]) {
    await inSession(
      scenario([withLunch("ann")], until("17:00")),
      async (session) => {
        await session.to(at("10:05"));
        await session.roster(until(end));
        await session.to(at("10:20"));
        const status = await session.status("UANN");
        assertEquals(status.text, `On call for The on_call until ${end}`);
        assert(status.expiration > unix(end) + 900);
        assert(status.expiration < unix(end) + 3600);
        await session.to(at(end.replace(":30", ":25")));
        assertEquals(await text(session), status.text);
        await session.to(at(end.replace(":30", ":31")));
        assertEquals(await session.status("UANN"), LUNCH);
      },
    );
  }
});

Deno.test("a shift extended past the end that Slack was told of stays shown", async () => {
  await inSession(
    scenario([withLunch("ann")], until("17:00")),
    async (session) => {
      await session.to(at("16:55"));
      await session.roster(until("20:00"));
      await session.to(at("17:40"));
      assertEquals(await text(session), "On call for The on_call until 20:00");
      await session.to(at("20:05"));
      assertEquals(await session.status("UANN"), LUNCH);
    },
  );
});

/** A schedule is left to somebody else: one that lists no shift at all is not believed at once. */
const others = (state: string) =>
  schedule(state, shift("zed", at("08:00"), at("23:00")));

Deno.test("the next poll restores after a cancelled shift", async () => {
  await inSession(
    scenario([withLunch("ann")], until("17:00")),
    async (session) => {
      await session.to(at("10:05"));
      await session.roster([others("on_call")]);
      await session.to(at("10:20"));
      assertEquals(await session.status("UANN"), LUNCH);
      assertEquals(await session.items("claims"), []);
    },
  );
});

Deno.test("swapped people change places", async () => {
  const people = [withLunch("ann"), withLunch("bob")];
  await inSession(scenario(people, until("17:00")), async (session) => {
    await session.to(at("10:05"));
    await session.roster(until("17:00", "bob"));
    await session.to(at("10:20"));
    assertEquals(await session.status("UANN"), LUNCH);
    assertEquals(
      await text(session, "UBOB"),
      "On call for The on_call until 17:00",
    );
    await session.to(at("17:05"));
    assertEquals(await session.status("UBOB"), LUNCH);
  });
});

Deno.test("of two states the higher shows, and back again, with the prior at the end", async () => {
  const schedules = [
    schedule("focus", shift("ann", at("09:00"), at("15:00"))),
    schedule("pto", shift("ann", at("10:00"), at("13:00"))),
    schedule("on_call", shift("ann", at("11:00"), at("12:00"))),
  ];
  await inSession(scenario([withLunch("ann")], schedules), async (session) => {
    const seen: [string, boolean, boolean][] = [];
    for (const time of ["09:05", "10:05", "11:05", "12:05", "13:05"]) {
      await session.to(at(time));
      const { status, dnd, presence } = await session.person("UANN");
      seen.push([status.text, dnd.snooze_enabled, presence.manual_away]);
    }
    assertEquals(seen, [
      ["Focus time until 15:00", true, false],
      ["On leave until 13:00", true, true],
      // On call never silences.
      ["On call for The on_call until 12:00", false, false],
      ["On leave until 13:00", true, true],
      ["Focus time until 15:00", true, false],
    ]);
    await session.to(at("15:05"));
    const { status, dnd, presence } = await session.person("UANN");
    assertEquals(status, LUNCH);
    assertEquals([dnd.snooze_enabled, presence.manual_away], [false, false]);
    assertEquals(await session.items("claims"), []);
  });
});

Deno.test("the same person again, right after or hours later, is served again", async () => {
  for (const start of ["11:00", "13:00"]) {
    const twice = schedule(
      "on_call",
      shift("ann", at("09:00"), at("11:00")),
      shift("ann", at(start), at("15:00")),
    );
    await inSession(scenario([withLunch("ann")], [twice]), async (session) => {
      await session.to(at("11:05"));
      if (start !== "11:00") assertEquals(await session.status("UANN"), LUNCH);
      await session.to(at("13:05"));
      assertEquals(await text(session), "On call for The on_call until 15:00");
      await session.to(at("15:05"));
      assertEquals(await session.status("UANN"), LUNCH);
    });
  }
});

Deno.test("permanently on call: a day's expiry, renewed when half of it is left", async () => {
  const always = [schedule("on_call", shift("ann", null, null))];
  await inSession(scenario([withLunch("ann")], always), async (session) => {
    for (let hour = 9; hour < 24 * 4; hour += 3) {
      await session.to(at(`${hour}:05`));
      const { text, expiration } = await session.status("UANN");
      assertEquals(text, "On call for The on_call until further notice");
      const left = expiration - unix(`${hour}:05`);
      assert(left > 11 * 3600 && left <= 24 * 3600, `${left / 3600} h left`);
    }
    const { by_method } = await session.requests();
    assert(by_method["users.profile.set"]! <= 9);
    await session.roster([schedule("on_call")]);
    await session.to(at("9:05", 4));
    assertEquals(await session.status("UANN"), LUNCH);
  });
});

Deno.test("a shift longer than what is read ahead shows its end once that is known", async () => {
  const fortnight = 14;
  const end = at("09:00", fortnight + 2);
  const long = [schedule("on_call", shift("ann", at("09:00"), end))];
  await inSession(scenario([person("ann")], long), async (session) => {
    await session.to(at("09:05"));
    assertEquals(
      await text(session),
      "On call for The on_call until further notice",
    );
    await session.to(at("09:20", 3));
    assertEquals(
      await text(session),
      "On call for The on_call until 18 Mar 09:00",
    );
    await session.to(at("09:05", fortnight + 2));
    assertEquals(await session.status("UANN"), EMPTY);
  });
});

Deno.test("the end is shown in the person's own time zone", async () => {
  const ann = person("ann", { tz: "America/New_York" });
  await inSession(scenario([ann], [onCall("ann")]), async (session) => {
    await session.to(at("09:05"));
    assertEquals(await text(session), "On call for The on_call until 12:00");
  });
});

Deno.test("a person's own DND and presence come back when the shift is cancelled", async () => {
  const ann = person("ann", { snooze_until: unix("10:40") });
  const pto = [schedule("pto", shift("ann", at("09:00"), at("17:00")))];
  await inSession(scenario([ann], pto), async (session) => {
    await session.to(at("09:05"));
    assert((await session.person("UANN")).dnd.snooze_until > unix("10:45"));
    await session.roster([others("pto")]);
    await session.to(at("09:20"));
    const after = await session.person("UANN");
    // Slack snoozes by the minute.
    assert(Math.abs(after.dnd.snooze_until - unix("10:40")) <= 60);
    assertEquals(after.presence.manual_away, false);
    assertEquals(after.status, EMPTY);
  });
});

Deno.test("a person's own DND that lasts longer, and being already away, are left alone", async () => {
  const ann = person("ann", { snooze_until: unix("16:00"), manual_away: true });
  const pto = [schedule("pto", shift("ann", at("09:00"), at("12:00")))];
  await inSession(scenario([ann], pto), async (session) => {
    const before = await session.person("UANN");
    await session.to(at("12:05"));
    assertEquals(await session.person("UANN"), before);
    const { by_method } = await session.requests();
    assertEquals(by_method["dnd.setSnooze"], undefined);
    assertEquals(by_method["users.setPresence"], undefined);
  });
});
