import { assertEquals, assertMatch } from "@std/assert";
import { callSlack } from "./fixture/app.ts";
import {
  asApp,
  EVENT_SCOPES,
  eventTrigger,
  type Heard,
  withTalkingApp,
} from "./fixture/talking_app.ts";

function brief(heard: readonly Heard[]) {
  return heard.map(({ event, channel, user }) => `${event} ${channel} ${user}`);
}

Deno.test("a mention in a channel is told with what Slack tells, and no thread", async () => {
  await withTalkingApp({}, async ({ heard, write }) => {
    const { ts, channel, runs } = await write({
      user: "UALICE",
      channel: "CPAY",
      text: "@Fixture who?",
    });
    assertEquals(channel, "CPAY");
    const [mention, posted] = heard;
    const { event_id, ...rest } = mention!;
    assertMatch(String(event_id), /^Ev\d+$/);
    assertEquals(rest, {
      event: "app_mentioned",
      channel: "CPAY",
      kind: "public",
      name: "payments",
      user: "UALICE",
      text: "<@UFIXTUREBOT> who?",
      ts,
    });
    assertEquals([posted!.event, posted!.ts], ["message_posted", ts]);
    assertEquals(runs.map(({ status, at }) => [status, at]), [
      ["completed", "2026-03-02T08:00:00Z"],
      ["completed", "2026-03-02T08:00:00Z"],
    ]);
  });
});

Deno.test("mentions arrive where the app is, from people, outside of its messages tab", async () => {
  await withTalkingApp({}, async (talk) => {
    const { heard, write } = talk;
    const text = "@Fixture hello";
    await write({ user: "UALICE", text });
    await write({ user: "UALICE", channel: "COUT", text });
    await write({ user: "UALICE", channel: "CQUIET", text });
    await write({ user: "UALICE", channel: "CPAY", text: "hello" });
    await asApp(talk, "chat.postMessage", {
      channel: "CPAY",
      text: "<@UFIXTUREBOT> hello",
    });
    await talk.workspace.advance(0);
    const mentions = heard.filter(({ event }) => event === "app_mentioned");
    assertEquals(mentions, []);
    await write({ user: "UALICE", channel: "CNEW", text });
    assertEquals(brief(heard).slice(-2), [
      "app_mentioned CNEW UALICE",
      "message_posted CNEW UALICE",
    ]);
  });
});

Deno.test("a reply's message_ts is its parent's and its thread_ts its own", async () => {
  await withTalkingApp({}, async ({ heard, write }) => {
    const parent = await write({ user: "UALICE", text: "one" });
    const reply = await write({
      user: "UALICE",
      text: "two",
      thread_ts: parent.ts,
    });
    assertEquals(
      heard.map(({ ts, thread, kind, channel }) => [ts, thread, kind, channel]),
      [
        [parent.ts, undefined, "dm", "DALICE"],
        [parent.ts, reply.ts, "dm", "DALICE"],
      ],
    );
    assertEquals([parent.channel, reply.channel], ["UALICE", "UALICE"]);
  });
});

Deno.test("a message of the app has no user, which a filter can tell", async () => {
  const all = eventTrigger("message_posted", {
    all_resources: true,
    filter: { version: 1, root: { statement: "{{data.user_id}} == null" } },
  });
  await withTalkingApp({ triggers: [all] }, async (talk) => {
    await talk.write({ user: "UALICE", text: "by a person" });
    await asApp(talk, "chat.postMessage", { channel: "DALICE", text: "by me" });
    await asApp(talk, "chat.postEphemeral", {
      channel: "DALICE",
      user: "UALICE",
      text: "for nobody else",
    });
    await talk.workspace.advance(0);
    assertEquals(talk.heard.map(({ text, user }) => [text, user]), [
      ["by me", undefined],
    ]);
  });
});

Deno.test("data that is absent leaves an input out, and fails a run that requires it", async () => {
  const work = async () => {};
  const mentions = eventTrigger("app_mentioned", { all_resources: true });
  const options = { triggers: [mentions], required: ["thread"], work };
  await withTalkingApp(options, async ({ heard, write }) => {
    const { runs } = await write({
      user: "UALICE",
      channel: "CPAY",
      text: "@Fixture",
    });
    assertEquals(heard, []);
    assertEquals(runs.map(({ status }) => status), ["failed"]);
  });
});

Deno.test("the scopes say of which conversations the app is told", async () => {
  const text = "@Fixture";
  const told = async (scopes: string[]) => {
    const places = new Set<unknown>();
    await withTalkingApp({ scopes }, async ({ heard, write }) => {
      await write({ user: "UALICE", text });
      await write({ user: "UALICE", channel: "CPAY", text });
      await write({ user: "UALICE", channel: "CQUIET", text });
      for (const { event, kind } of heard) places.add(`${event} ${kind}`);
    });
    return [...places];
  };
  const others = ["app_mentions:read", "channels:read", "groups:read"];
  assertEquals(await told([...others, "im:history"]), [
    "message_posted dm",
    "app_mentioned public",
  ]);
  assertEquals(await told([...others, "groups:history"]), [
    "app_mentioned public",
    "message_posted private",
  ]);
});

Deno.test("a trigger of some channels hears of these alone", async () => {
  const triggers = [
    eventTrigger("app_mentioned", { channel_ids: ["CNEW"] }),
  ];
  await withTalkingApp({ triggers }, async ({ heard, write }) => {
    for (const channel of ["CPAY", "CNEW"]) {
      await write({ user: "UALICE", channel, text: "@Fixture" });
    }
    assertEquals(brief(heard), ["app_mentioned CNEW UALICE"]);
  });
});

Deno.test("an event is delivered as often as wanted, together or apart", async () => {
  await withTalkingApp({}, async ({ heard, write, workspace }) => {
    const text = "hi";
    const together = await write({ user: "UALICE", text, times: 2 });
    assertEquals(together.runs.map(({ at }) => at.slice(11)), [
      "08:00:00Z",
      "08:00:00Z",
    ]);
    const apart = await write({
      user: "UALICE",
      text,
      times: 3,
      apart_ms: 1500,
    });
    assertEquals(apart.runs.map(({ at }) => at.slice(11)), [
      "08:00:00Z",
      "08:00:01.500Z",
      "08:00:03Z",
    ]);
    assertEquals(workspace.clock.now() % 60_000, 3_000);
    const ids = new Set(heard.map(({ event_id, ts }) => `${event_id} ${ts}`));
    assertEquals([heard.length, ids.size], [5, 2]);
    assertEquals(workspace.state.messages.length, 2);
  });
});

Deno.test("runs under way overlap, each started at the instant of its message", async () => {
  const work = async (context: Parameters<typeof callSlack>[0]) => {
    await context.clock.sleep(5_000);
  };
  await withTalkingApp({ work }, async ({ write, workspace }) => {
    const both = await Promise.all(
      ["one", "two"].map((text) => write({ user: "UALICE", text })),
    );
    assertEquals(both.map(({ runs }) => runs.map(({ at }) => at.slice(11))), [
      ["08:00:00Z"],
      ["08:00:00Z"],
    ]);
    assertEquals(workspace.clock.now() % 60_000, 5_000);
  });
});

Deno.test("an edited message mentions the app again, with the same ts and another event", async () => {
  await withTalkingApp({}, async ({ heard, write, ask, messages }) => {
    const { ts } = await write({
      user: "UALICE",
      channel: "CPAY",
      text: "@Fixture wo",
    });
    await ask("POST", "/control/clock", { advance_seconds: 5 });
    const edited = await ask("PUT", `/control/messages/${ts}`, {
      user: "UALICE",
      text: "@Fixture who",
    });
    assertEquals(edited.body.runs.length, 1);
    const mentions = heard.filter(({ event }) => event === "app_mentioned");
    assertEquals(mentions.map(({ ts, text }) => [ts, text]), [
      [ts, "<@UFIXTUREBOT> wo"],
      [ts, "<@UFIXTUREBOT> who"],
    ]);
    assertEquals(new Set(mentions.map(({ event_id }) => event_id)).size, 2);
    const [message] = await messages();
    assertEquals(
      [message!.text, message!.at, message!.edited_at],
      ["<@UFIXTUREBOT> who", "2026-03-02T08:00:00Z", "2026-03-02T08:00:05Z"],
    );
    const other = await ask("PUT", `/control/messages/${ts}`, {
      user: "UBOB",
      text: "mine",
    });
    assertEquals(other.status, 400);
  });
});

Deno.test("the app joins where it is invited, and hears of it", async () => {
  await withTalkingApp({}, async ({ heard, ask, write }) => {
    const invite = (user: string, id = "COUT") =>
      ask("POST", `/control/channels/${id}/invite`, { user });
    assertEquals((await invite("UBOB")).status, 400);
    const { body } = await invite("UALICE");
    assertEquals(body.runs.map(({ status }: { status: string }) => status), [
      "completed",
    ]);
    const [{ event, channel, user, inviter, kind } = {}] = heard;
    assertEquals([event, channel, user, inviter, kind], [
      "user_joined_channel",
      "COUT",
      "UFIXTUREBOT",
      "UALICE",
      "private",
    ]);
    assertEquals((await invite("UALICE")).status, 400);
    assertEquals((await invite("UALICE", "COLD")).status, 400);
    await write({ user: "UBOB", channel: "CPAY", text: "hello" });
    assertEquals(brief(heard).slice(1), [
      "user_joined_channel CPAY UBOB",
      "message_posted CPAY UBOB",
    ]);
  });
});

Deno.test("an app that is removed from a channel hears nothing there", async () => {
  await withTalkingApp({}, async (talk) => {
    const { heard, ask, write } = talk;
    await ask("POST", "/control/channels/CPAY/remove", {});
    await write({ user: "UALICE", channel: "CPAY", text: "@Fixture" });
    assertEquals(heard, []);
    const post = { channel: "CPAY", text: "Hi" };
    const refused = await asApp(talk, "chat.postMessage", post);
    assertEquals(refused.error, "not_in_channel");
  });
});

Deno.test("an event trigger made by a function fires", async () => {
  const work = async (context: Parameters<typeof callSlack>[0]) => {
    if (context.inputs.event !== "link") return;
    const trigger = eventTrigger("app_mentioned", { all_resources: true });
    await callSlack(context, "workflows.triggers.create", { ...trigger });
  };
  const { CHOICE_LINK } = await import("./fixture/talking_app.ts");
  await withTalkingApp({ work, triggers: [CHOICE_LINK] }, async (talk) => {
    const { ask, write, heard } = talk;
    const [link] = (await ask("GET", "/control/triggers")).body;
    await ask("POST", `/control/triggers/${link.id}/trip`, { user: "UALICE" });
    await write({ user: "UALICE", channel: "CPAY", text: "@Fixture" });
    assertEquals(brief(heard), [
      "link undefined UALICE",
      "app_mentioned CPAY UALICE",
    ]);
    const [, event] = (await ask("GET", "/control/triggers")).body;
    assertEquals(event.event, {
      event_type: "slack#/events/app_mentioned",
      all_resources: true,
    });
  });
});

Deno.test("nobody writes in a Messages tab that is read-only", async () => {
  const options = { readOnly: true, scopes: EVENT_SCOPES };
  await withTalkingApp(options, async ({ ask }) => {
    const answer = await ask("POST", "/control/messages", {
      user: "UALICE",
      text: "help",
    });
    assertEquals(answer, {
      status: 400,
      body: { error: "channel: the app's Messages tab is read-only" },
    });
  });
});
