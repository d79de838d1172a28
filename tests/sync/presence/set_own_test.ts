import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { at, EMPTY, onCall, person, scenario, unix } from "../day.ts";
import { inSession, type Session } from "../session.ts";

const LUNCH = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };
const ann = person("ann", { status: LUNCH });

async function isAway(session: Session): Promise<boolean> {
  return (await session.person("UANN")).presence.manual_away;
}

async function logged(session: Session) {
  const log = await session.items("audit_log");
  return log.filter(({ id }) => String(id).startsWith("own:"));
}

Deno.test("people set themselves away and stop it, also on call and without ticking anything", async () => {
  await inSession(scenario([ann], [onCall("ann")]), async (session) => {
    await session.to(at("09:05"));
    const away = await session.click("Set me away", "UANN");
    assertStringIncludes(away, "You are set away.");
    assertEquals(await isAway(session), true);
    const back = await session.click("Stop being set away", "UANN");
    assertStringIncludes(back, "You are no longer set away.");
    assertEquals(await isAway(session), false);
    const entries = await logged(session);
    assertEquals(entries.map(({ action, by }) => [action, by]), [
      ["person", "UANN"],
      ["person", "UANN"],
    ]);
    const told = await session.click("My history", "UANN");
    assertStringIncludes(told, "you set it by a link");
  });
});

Deno.test("who is not connected is told how, and nothing is done", async () => {
  const bob = person("bob", { consent: null });
  await inSession(scenario([bob], []), async (session) => {
    for (const link of ["Set me away", "Clear my status"]) {
      const told = await session.click(link, "UBOB");
      assertStringIncludes(told, "your Slack account is not connected");
      assertStringIncludes(told, "*Opt in*");
    }
    assertEquals(await logged(session), []);
  });
});

Deno.test("a rejected connection, a refusal and a lost answer are told apart", async () => {
  const cases: [Record<string, unknown>, string, string[]][] = [
    [{ error: "token_revoked" }, "rejects the connection", []],
    [{ error: "invalid_presence" }, "Slack did not set it", []],
    [{ cut: "after" }, "Slack did not say", ["unknown"]],
  ];
  for (const [fault, words, outcomes] of cases) {
    await inSession(scenario([ann], []), async (session) => {
      await session.fault({ method: "users.setPresence", ...fault });
      assertStringIncludes(await session.click("Set me away", "UANN"), words);
      const entries = await logged(session);
      assertEquals(entries.map(({ outcome }) => outcome), outcomes);
    });
  }
});

Deno.test("people set and clear their status, with an end or without", async () => {
  await inSession(scenario([ann], []), async (session) => {
    const set = { text: "R&D <3", emoji: ":tada:", until: unix("12:00") };
    const told = await session.click("Set my status", "UANN", set);
    assertStringIncludes(told, ":tada: R&amp;D &lt;3, until <!date^");
    assertEquals(await session.status("UANN"), {
      text: set.text,
      emoji: set.emoji,
      expiration: set.until,
    });
    const lasting = await session.click("Set my status", "UANN", {
      emoji: ":cat:",
    });
    assertStringIncludes(lasting, "stays until you change or clear it");
    assertEquals(await session.status("UANN"), {
      text: "",
      emoji: ":cat:",
      expiration: 0,
    });
    const cleared = await session.click("Clear my status", "UANN");
    assertEquals(cleared, "Your status is clear.");
    assertEquals(await session.status("UANN"), EMPTY);
    const entries = await logged(session);
    assertEquals(entries.map(({ part, by }) => [part, by]), [
      ["status", "UANN"],
      ["status", "UANN"],
      ["status", "UANN"],
    ]);
  });
});

Deno.test("what Slack does not take is told in words, and nothing changes", async () => {
  const cases: [Record<string, unknown>, string][] = [
    [{ text: "Party", emoji: "🎉" }, "does not take 🎉 as an emoji"],
    [{ text: "Party", emoji: "tada" }, "does not take tada as an emoji"],
    [{ text: "Party", emoji: ":no_such_emoji:" }, "between colons"],
    [
      { text: "x".repeat(101), emoji: ":tada:" },
      "100 characters at most, and yours has 101",
    ],
    [
      { text: "Party", emoji: ":tada:", until: unix("07:59") },
      "that end is over",
    ],
    [{ text: "Party" }, "without an emoji beside a speech balloon"],
    [{}, "neither a text nor an emoji"],
  ];
  await inSession(scenario([ann], []), async (session) => {
    for (const [form, words] of cases) {
      const told = await session.click("Set my status", "UANN", form);
      assert(told.startsWith("Nothing was changed: "), told);
      assertStringIncludes(told, words);
      assertEquals(await session.status("UANN"), LUNCH);
      assertEquals(await logged(session), []);
    }
    const exactly = { text: "é".repeat(100), emoji: ":tada:" };
    await session.click("Set my status", "UANN", exactly);
    assertEquals((await session.status("UANN")).text, exactly.text);
  });
});

Deno.test("the app yields to a status that somebody set or cleared by a link", async () => {
  const acts: [string, Record<string, unknown> | undefined, typeof EMPTY][] = [
    ["Set my status", { text: "Busy", emoji: ":bee:" }, {
      text: "Busy",
      emoji: ":bee:",
      expiration: 0,
    }],
    ["Clear my status", undefined, EMPTY],
  ];
  for (const [link, form, theirs] of acts) {
    const cy = person("cy");
    await inSession(scenario([cy], [onCall("cy")]), async (session) => {
      await session.to(at("09:05"));
      assert((await session.status("UCY")).text.startsWith("On call"));
      await session.click(link, "UCY", form);
      for (const time of ["09:20", "12:05", "17:30"]) {
        await session.to(at(time));
        assertEquals([time, await session.status("UCY")], [time, theirs]);
      }
    });
  }
});
