import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { removeEmoji } from "../../packages/slack-box/web_api/emoji.ts";
import { at, EMPTY, person, scenario, schedule, shift, unix } from "./day.ts";
import { inSession, type Session } from "./session.ts";

const CONSENT = { on_own_status: "replace" };

/** Ann, who had this status, is on leave from nine to ten. */
function day(status: { text?: string; emoji?: string; expiration?: number }) {
  const ann = person("ann", { status, consent: CONSENT });
  const leave = schedule("pto", shift("ann", at("09:00"), at("10:00")));
  return scenario([ann], [leave]);
}

async function writesOf(session: Session): Promise<number> {
  return (await session.requests()).by_method["users.profile.set"] ?? 0;
}

/** What of Ann's status is on the audit log, in order of time. */
async function auditOf(session: Session) {
  const entries = await session.items("audit_log");
  return entries.filter(({ part }) => part === "status")
    .sort((a, b) => Number(a.at) - Number(b.at));
}

Deno.test("a text whose emoji was deleted comes back with Slack's default emoji, and the person is told once", async () => {
  const expiration = unix("18:00");
  const had = { text: "Party planning", emoji: ":party:", expiration };
  await inSession(day(had), async (session) => {
    await session.to(at("09:05"));
    removeEmoji(session.workspace.state, "party");
    await session.countAnew();
    await session.to(at("10:01"));
    const given = { ...had, emoji: ":speech_balloon:" };
    assertEquals(await session.status("UANN"), given);
    assertEquals(await session.items("claims"), []);
    const [told, ...more] = await session.messages("UANN");
    assertEquals(more, []);
    assertStringIncludes(told!, "invalid_emoji_not_allowed");
    assertStringIncludes(told!, ":party: Party planning");
    assertStringIncludes(told!, ":speech_balloon: Party planning");
    const restored = (await auditOf(session)).at(-1)!;
    assertEquals(JSON.parse(String(restored.after)), given);
    assertStringIncludes(
      String(restored.reason),
      "Slack refuses what was there before (invalid_emoji_not_allowed)",
    );
    assert(!String(restored.reason).includes("Party"));
    const writes = await writesOf(session);
    assertEquals(writes, 3);
    await session.to(at("17:00"));
    assertEquals(await writesOf(session), writes);
    assertEquals((await session.messages("UANN")).length, 1);
  });
});

Deno.test("an emoji without a text is cleared once it was deleted", async () => {
  await inSession(day({ text: "", emoji: ":party:" }), async (session) => {
    await session.to(at("09:05"));
    removeEmoji(session.workspace.state, "party");
    await session.to(at("10:01"));
    assertEquals(await session.status("UANN"), EMPTY);
    assertEquals(await session.items("claims"), []);
    const [told] = await session.messages("UANN");
    assertStringIncludes(told!, "Shiftlight restored this instead: no status");
  });
});

Deno.test("a person is told of a cleared emoji although Slack has cleared ours before", async () => {
  await inSession(day({ text: "", emoji: ":party:" }), async (session) => {
    await session.to(at("09:58"));
    removeEmoji(session.workspace.state, "party");
    const method = "users.profile.set";
    // Until our own expiry is over, nothing can be written.
    await session.fault({ method, error: "fatal_error", times: 1000 });
    await session.to(at("10:40"));
    await session.clearFaults();
    await session.to(at("11:16"));
    assertEquals(await session.status("UANN"), EMPTY);
    assertEquals(await session.items("claims"), []);
    assertEquals((await session.messages("UANN")).length, 1);
  });
});

Deno.test("a single refusal loses nothing", async () => {
  const had = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };
  for (const error of ["invalid_emoji_not_allowed", "too_long"]) {
    await inSession(day(had), async (session) => {
      await session.to(at("09:05"));
      await session.fault({ method: "users.profile.set", error, times: 1 });
      await session.to(at("10:01"));
      assertEquals(await session.status("UANN"), had, error);
      assertEquals(await session.messages("UANN"), []);
    });
  }
});

Deno.test("a text that is too long for Slack comes back shorter, with its emoji", async () => {
  await inSession(day({ text: "Lunch", emoji: ":taco:" }), async (session) => {
    // As an older Slack let people set it.
    const text = "Lunch ".repeat(30).trim();
    const ann = session.workspace.state.people.get("UANN")!;
    ann.status = { text, emoji: ":taco:", expiration: 0 };
    await session.to(at("10:01"));
    const { text: given, emoji } = await session.status("UANN");
    assert(given.startsWith("Lunch Lunch") && given.endsWith("…"), given);
    assert(given.length <= 100, given);
    assertEquals(emoji, ":taco:");
    assertEquals((await session.messages("UANN")).length, 1);
  });
});

Deno.test("notifications that were off for longer than Slack allows are turned on, and the person is told", async () => {
  await inSession(day({ text: "" }), async (session) => {
    await session.to(at("08:59"));
    // Shorter than ours, so that ours replaces it.
    session.workspace.state.people.get("UANN")!.snooze_until = unix("09:30");
    await session.to(at("09:05"));
    const { items } = session.workspace.state.datastores.get("claims")!;
    const item = items.get("UANN")!;
    const body = JSON.parse(String(item.body));
    body.dnd.prior = { until_seconds: unix("09:30", 3000), indefinite: false };
    items.set("UANN", { ...item, body: JSON.stringify(body) });
    const method = "dnd.setSnooze";
    await session.fault({ method, error: "too_long", times: 1000 });
    await session.to(at("10:01"));
    const { dnd } = await session.person("UANN");
    assertEquals(dnd, { snooze_enabled: false, snooze_until: 0 });
    assertEquals(await session.items("claims"), []);
    const [told] = await session.messages("UANN");
    assertStringIncludes(told!, "the notifications that you had");
  });
});

Deno.test("a start that fails for its emoji names the setting", async () => {
  const states = {
    pto: { text: "On leave until {until}", emoji: ":no_such_tree:" },
  };
  await inSession(day({ text: "" }), async (session) => {
    await session.to(at("09:05"));
    assertEquals(await session.status("UANN"), EMPTY);
    assertStringIncludes(
      await session.reports(),
      "Slack refuses the emoji :no_such_tree: of states.pto.emoji in shiftlight.config.ts",
    );
  }, {
    extraConfig: () => ({
      states: {
        ...states,
        pto: { ...states.pto, priority: 50, dnd: true, away: true },
      },
    }),
  });
});

Deno.test("if the person cannot be told, the report says so, and nothing is tried again", async () => {
  const had = { text: "Party planning", emoji: ":party:" };
  await inSession(day(had), async (session) => {
    await session.to(at("09:05"));
    removeEmoji(session.workspace.state, "party");
    // The message to the person comes before the report.
    await session.fault({
      method: "chat.postMessage",
      error: "messages_tab_disabled",
      times: 1,
    });
    await session.to(at("10:01"));
    const { text, emoji } = await session.status("UANN");
    assertEquals([text, emoji], ["Party planning", ":speech_balloon:"]);
    assertEquals(await session.items("claims"), []);
    assertEquals(await session.messages("UANN"), []);
    const said = (await session.messages("CREPORTS")).join("\n");
    assertStringIncludes(said, "messages_tab_disabled");
    assertStringIncludes(said, "telling ann what was restored");
    const writes = await writesOf(session);
    await session.to(at("12:00"));
    assertEquals(await writesOf(session), writes);
    assertEquals(await session.messages("UANN"), []);
  });
});
