import { assertEquals, assertStringIncludes } from "@std/assert";
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
import { inSession, type Item, type Status } from "./session.ts";

const PRIORS: Status[] = [
  { text: "Lunch", emoji: ":sandwich:", expiration: 0 },
  { text: 'R&D <a> & "b" &amp; &lt;', emoji: ":bee:", expiration: 0 },
  { text: "Waving", emoji: ":wave::skin-tone-3:", expiration: 0 },
  { text: "", emoji: ":palm_tree:", expiration: 0 },
  { text: "Until late", emoji: ":owl:", expiration: unix("22:00:01") },
  { text: "🧑‍🚀".repeat(20), emoji: ":rocket:", expiration: 0 },
  { text: "  spaces  ", emoji: ":dash:", expiration: 0 },
];

Deno.test("text, emoji and expiry come back exactly", async () => {
  for (const status of PRIORS) {
    const ann = person("ann", {
      status,
      consent: { on_own_status: "replace" },
    });
    await inSession(scenario([ann], [onCall("ann")]), async (session) => {
      await session.to(at("09:05"));
      assertStringIncludes((await session.status("UANN")).text, "On call");
      await session.to(at("17:05"));
      assertEquals(await session.status("UANN"), status);
      assertEquals(await session.items("claims"), []);
    });
  }
});

Deno.test("what a profile has beside the status is neither written nor restored", async () => {
  const beside = { status_clear_on_focus_end: true };
  const status = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };
  const ann = person("ann", { status, consent: { on_own_status: "replace" } });
  await inSession(scenario([ann], [onCall("ann")]), async (session) => {
    const profile = async () => {
      const read = await session.asPerson("UANN", "users.profile.get", {});
      const { status_text, status_emoji, ...rest } = read.profile as Item;
      delete rest.status_expiration;
      delete rest.status_emoji_display_info;
      return { texts: [status_text, status_emoji], rest };
    };
    await session.asPerson("UANN", "users.profile.set", { profile: beside });
    const before = await profile();
    assertEquals(before.rest.status_clear_on_focus_end, true);
    await session.to(at("09:05"));
    const during = await profile();
    assertEquals(during.texts[1], ":pager:");
    assertEquals(during.rest, before.rest);
    await session.to(at("17:05"));
    assertEquals(await profile(), before);
  });
});

Deno.test("an emoji that Slack writes under another name comes back as Slack has it", async () => {
  const ann = person("ann", { consent: { on_own_status: "replace" } });
  await inSession(scenario([ann], [onCall("ann")]), async (session) => {
    await session.edit("UANN", "Fine", ":thumbsup:");
    const before = await session.status("UANN");
    await session.to(at("09:05"));
    await session.to(at("17:05"));
    assertEquals(await session.status("UANN"), before);
    assertEquals(before.emoji, ":+1:");
  });
});

Deno.test("an empty status is empty again", async () => {
  await inSession(
    scenario([person("ann")], [onCall("ann")]),
    async (session) => {
      await session.to(at("17:05"));
      assertEquals(await session.status("UANN"), EMPTY);
      const { log } = await session.requests();
      const writes = log.filter((each) => each.method === "users.profile.set");
      assertEquals(writes.length, 2);
    },
  );
});

Deno.test("a prior that expired in mid-shift, or has under a minute left, is not revived", async () => {
  for (const expires of ["12:00:00", "17:00:00", "17:00:30", "17:00:55"]) {
    const status = {
      text: "Lunch",
      emoji: ":sandwich:",
      expiration: unix(expires),
    };
    const ann = person("ann", {
      status,
      consent: { on_own_status: "replace" },
    });
    await inSession(scenario([ann], [onCall("ann")]), async (session) => {
      await session.to(at("16:59:30"));
      assertStringIncludes((await session.status("UANN")).text, "On call");
      await session.to(at("17:00:10"));
      assertEquals(await session.status("UANN"), EMPTY, expires);
      assertEquals(await session.items("claims"), []);
    });
  }
});

Deno.test("a prior with minutes left comes back with its own end", async () => {
  const status = {
    text: "Lunch",
    emoji: ":sandwich:",
    expiration: unix("17:05"),
  };
  const ann = person("ann", { status, consent: { on_own_status: "replace" } });
  await inSession(scenario([ann], [onCall("ann")]), async (session) => {
    await session.to(at("17:02"));
    assertEquals(await session.status("UANN"), status);
    await session.to(at("17:06"));
    assertEquals(await session.status("UANN"), EMPTY);
  });
});

Deno.test("down over the end: Slack clears ours, and the prior comes back with the app", async () => {
  const lunch = PRIORS[0]!;
  const ann = person("ann", {
    status: lunch,
    consent: { on_own_status: "replace" },
  });
  await inSession(scenario([ann], [onCall("ann")]), async (session) => {
    await session.to(at("16:55"));
    await session.fault({
      method: "apps.datastore.bulkGet",
      error: "internal_error",
      times: 1000,
    });
    await session.to(at("17:20"));
    assertStringIncludes((await session.status("UANN")).text, "On call");
    await session.to(at("19:10"));
    assertEquals(await session.status("UANN"), EMPTY);
    await session.clearFaults();
    await session.to(at("19:20"));
    assertEquals(await session.status("UANN"), lunch);
    assertEquals(await session.items("claims"), []);
  });
});

Deno.test("one shift after another restores the prior of the first", async () => {
  const lunch = PRIORS[0]!;
  const ann = person("ann", {
    status: lunch,
    consent: { on_own_status: "replace" },
  });
  const days = [
    schedule(
      "on_call",
      shift("ann", at("09:00"), at("11:00")),
      shift("ann", at("11:00"), at("13:00")),
    ),
    schedule("pto", shift("ann", at("12:00"), at("15:00"))),
  ];
  await inSession(scenario([ann], days), async (session) => {
    const shown: string[] = [];
    for (const time of ["09:05", "11:05", "12:05", "13:05"]) {
      await session.to(at(time));
      shown.push((await session.status("UANN")).text);
    }
    assertEquals(shown, [
      "On call for The on_call until 13:00",
      "On call for The on_call until 13:00",
      "On call for The on_call until 13:00",
      "On leave until 15:00",
    ]);
    await session.to(at("15:05"));
    assertEquals(await session.status("UANN"), lunch);
  });
});

Deno.test("a person whose token is in the environment is served and restored alike", async () => {
  const lunch = PRIORS[0]!;
  const ann = person("ann", {
    status: lunch,
    consent: { on_own_status: "replace", path: "env" },
  });
  const pto = schedule("pto", shift("ann", at("09:00"), at("12:00")));
  await inSession(scenario([ann], [pto]), async (session) => {
    const before = await session.person("UANN");
    await session.to(at("09:05"));
    const during = await session.person("UANN");
    assertEquals(during.status.text, "On leave until 12:00");
    assertEquals(during.presence.manual_away, true);
    await session.to(at("12:05"));
    assertEquals(await session.person("UANN"), before);
  });
});
