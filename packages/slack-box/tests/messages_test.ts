import { assertEquals, assertMatch } from "@std/assert";
import { asApp, withTalkingApp } from "./fixture/talking_app.ts";

Deno.test("the app and its channels are described", async () => {
  await withTalkingApp({}, async ({ ask }) => {
    const app = (await ask("GET", "/control/app")).body;
    assertEquals([app.name, app.bot_user_id, app.app_id], [
      "Fixture",
      "UFIXTUREBOT",
      "ALOCAL",
    ]);
    assertEquals(app.scopes.includes("im:history"), true);
    const channels = (await ask("GET", "/control/channels")).body;
    const everyone = ["UALICE", "UBOB", "UOPS"];
    const open = { private: false, archived: false, app: true };
    assertEquals(channels.slice(0, 5), [
      { id: "CPAY", name: "payments", ...open, members: ["UALICE"] },
      {
        id: "CQUIET",
        name: "quiet",
        ...open,
        private: true,
        members: everyone,
      },
      {
        id: "COUT",
        name: "outside",
        private: true,
        archived: false,
        app: false,
        members: ["UALICE"],
      },
      { id: "COLD", name: "old", ...open, archived: true, members: everyone },
      {
        id: "DALICE",
        name: "alice",
        private: true,
        archived: false,
        app: true,
        members: ["UALICE"],
        person: "UALICE",
      },
    ]);
    assertEquals(channels.length, 7);
  });
});

Deno.test("messages tell their author, their thread, who sees them and whom they notify", async () => {
  await withTalkingApp({}, async (talk) => {
    const { write, messages } = talk;
    const asked = await write({
      user: "UALICE",
      channel: "CPAY",
      text: "@bob?",
    });
    const answer = await asApp(talk, "chat.postMessage", {
      channel: "CPAY",
      thread_ts: asked.ts,
      text: "<@UOPS> & <!here>",
      metadata: { event_type: "told", event_payload: { n: 1 } },
    });
    await asApp(talk, "chat.postEphemeral", {
      channel: "CPAY",
      user: "UALICE",
      text: "<@UALICE>, no",
    });
    await asApp(talk, "chat.postMessage", { channel: "UBOB", text: "Hi" });
    const [first, second, third, fourth] = await messages();
    assertEquals([first!.user, first!.notifies, first!.text], [
      "UALICE",
      ["UBOB"],
      "<@UBOB>?",
    ]);
    assertEquals(second, {
      at: "2026-03-02T08:00:00Z",
      channel: "CPAY",
      text: "<@UOPS> & <!here>",
      ts: answer.ts,
      user: "UFIXTUREBOT",
      thread_ts: asked.ts,
      notifies: ["UOPS", "!here"],
      metadata: { event_type: "told", event_payload: { n: 1 } },
    });
    assertEquals([third!.ephemeral_to, third!.notifies], ["UALICE", []]);
    assertEquals([fourth!.channel, fourth!.ephemeral_to], ["UBOB", undefined]);
    const stamps = [first, second, third, fourth].map((one) => one!.ts);
    assertEquals(stamps, [...new Set(stamps)].sort());
    for (const ts of stamps) assertMatch(ts, /^\d{10}\.\d{6}$/);
  });
});

Deno.test("messages are narrowed by channel and by time", async () => {
  await withTalkingApp({}, async ({ write, messages, ask }) => {
    await write({ user: "UALICE", text: "one" });
    await write({ user: "UALICE", channel: "CPAY", text: "two" });
    await ask("POST", "/control/clock", { advance_seconds: 60 });
    await write({ user: "UALICE", channel: "DALICE", text: "three" });
    const texts = async (query: string) =>
      (await messages(query)).map(({ text }) => text);
    assertEquals(await texts("?channel=CPAY"), ["two"]);
    assertEquals(await texts("?channel=UALICE"), ["one", "three"]);
    assertEquals(await texts("?channel=DALICE"), ["one", "three"]);
    assertEquals(await texts("?since=2026-03-02T08:01:00Z"), ["three"]);
    assertEquals(await texts("?channel=CPAY&since=2026-03-02T08:01:00Z"), []);
    for (const query of ["?since=now", "?user=UALICE"]) {
      const { status } = await ask("GET", `/control/messages${query}`);
      assertEquals([query, status], [query, 400]);
    }
  });
});

Deno.test("blocks notify by mrkdwn and rich text, not by plain text", async () => {
  const text = (type: string, of: string) => ({ type, text: of });
  const rich = (...elements: unknown[]) => ({
    type: "rich_text",
    elements: [{ type: "rich_text_section", elements }],
  });
  const cases: [unknown, string[]][] = [
    [{ type: "section", text: text("mrkdwn", "<@UBOB|bob> <@UBOB>") }, [
      "UBOB",
    ]],
    [{ type: "section", text: text("plain_text", "<@UBOB>") }, []],
    [{ type: "section", text: text("mrkdwn", "&lt;@UBOB&gt;") }, []],
    [{ type: "context", elements: [text("mrkdwn", "<!channel>")] }, [
      "!channel",
    ]],
    [{ type: "markdown", text: "<@UOPS>" }, ["UOPS"]],
    [rich({ type: "user", user_id: "UALICE" }), ["UALICE"]],
    [rich(text("text", "<@UALICE>")), []],
    [rich({ type: "broadcast", range: "here" }), ["!here"]],
    [rich({ type: "usergroup", usergroup_id: "SREL" }), ["UBOB", "UOPS"]],
    [
      { type: "section", text: text("mrkdwn", "<!subteam^SREL>") },
      ["UBOB", "UOPS"],
    ],
    [
      {
        type: "section",
        text: text("mrkdwn", "<@UFIXTUREBOT> <#CPAY> <!date^1^{date}|x>"),
      },
      [],
    ],
  ];
  const user_groups = [{ id: "SREL", name: "rel", members: ["UBOB", "UOPS"] }];
  await withTalkingApp({ scenario: { user_groups } }, async (talk) => {
    for (const [block, notified] of cases) {
      await asApp(talk, "chat.postMessage", {
        channel: "CPAY",
        text: "-",
        blocks: [block],
      });
      const [message] = (await talk.messages()).slice(-1);
      assertEquals([block, message!.notifies], [block, notified]);
    }
  });
});

Deno.test("a person writes where they may, and nothing that cannot be sent", async () => {
  await withTalkingApp({}, async ({ ask, workspace }) => {
    workspace.state.people.get("UOPS")!.deleted = true;
    const refused: [Record<string, unknown>, string][] = [
      [{ text: "hi" }, "user: required"],
      [{ user: "UNOBODY", text: "hi" }, "user: no person UNOBODY"],
      [{ user: "UOPS", text: "hi" }, "user: UOPS is deactivated"],
      [{ user: "UALICE" }, "text: required"],
      [{ user: "UALICE", text: "" }, "text: expected a text, got string"],
      [
        { user: "UALICE", text: "hi", channel: "nowhere" },
        "channel: no channel nowhere",
      ],
      [
        { user: "UBOB", text: "hi", channel: "COUT" },
        "channel: UBOB is not in COUT",
      ],
      [
        { user: "UBOB", text: "hi", channel: "DALICE" },
        "channel: UBOB is not in DALICE",
      ],
      [
        { user: "UBOB", text: "hi", channel: "COLD" },
        "channel: COLD is archived",
      ],
      [
        { user: "UBOB", text: "hi", thread_ts: "1.000001" },
        "thread_ts: no message 1.000001 in that channel",
      ],
      [
        { user: "UBOB", text: "hi", times: 0 },
        "times: expected a whole number of at least 1, got 0",
      ],
      [
        { user: "UBOB", text: "hi", at: "now" },
        "unknown field at; known here: user, text, channel, thread_ts, times, apart_ms",
      ],
    ];
    for (const [body, error] of refused) {
      const answer = await ask("POST", "/control/messages", body);
      assertEquals(answer, { status: 400, body: { error } });
    }
    assertEquals(workspace.state.messages, []);
    const gone = await ask("PUT", "/control/messages/1.000001", {
      user: "UALICE",
      text: "x",
    });
    assertEquals(gone, {
      status: 400,
      body: { error: "no message 1.000001" },
    });
  });
});

Deno.test("a channel is archived once, and then takes no message", async () => {
  await withTalkingApp({}, async (talk) => {
    const { ask } = talk;
    const archive = (id: string) =>
      ask("POST", `/control/channels/${id}/archive`, {});
    assertEquals((await archive("CPAY")).status, 200);
    assertEquals((await archive("CPAY")).status, 400);
    assertEquals((await archive("DALICE")).status, 400);
    const post = { channel: "CPAY", text: "Hi" };
    const refused = await asApp(talk, "chat.postMessage", post);
    assertEquals(refused.error, "is_archived");
    const [channel] = (await ask("GET", "/control/channels")).body;
    assertEquals([channel.id, channel.archived], ["CPAY", true]);
    const removed = await ask("POST", "/control/channels/COUT/remove", {});
    assertEquals(removed, {
      status: 400,
      body: { error: "the app is not in COUT" },
    });
  });
});

Deno.test("a text past what an input takes reaches the app cut", async () => {
  await withTalkingApp({}, async ({ write, heard, messages }) => {
    const text = "é".repeat(2_500);
    const { runs } = await write({ user: "UALICE", text });
    assertEquals(runs.map(({ status }) => status), ["completed"]);
    assertEquals(heard[0]!.text, "é".repeat(2_000));
    assertEquals((await messages())[0]!.text, text);
  });
});

Deno.test("a message that a person posts with their own client is told as well", async () => {
  await withTalkingApp({}, async ({ ask, heard, workspace }) => {
    const [alice] = (await ask("GET", "/control/people")).body;
    const post = async (channel: string) =>
      (await ask("POST", "/api/chat.postMessage", {
        token: alice.token,
        channel,
        text: "<@UFIXTUREBOT> hi",
      })).body;
    assertEquals((await post("CPAY")).ok, true);
    assertEquals((await post("DALICE")).ok, true);
    assertEquals((await post("DBOB")).error, "channel_not_found");
    assertEquals(heard, []);
    await workspace.advance(0);
    assertEquals(heard.map(({ event, user }) => `${event} ${user}`), [
      "app_mentioned UALICE",
      "message_posted UALICE",
      "message_posted UALICE",
    ]);
  });
});

Deno.test("accounts change: guests, clients, zones", async () => {
  await withTalkingApp({}, async ({ ask }) => {
    const change = (body: unknown, id = "UALICE") =>
      ask("PUT", `/control/people/${id}`, body);
    const [alice] = (await ask("GET", "/control/people")).body;
    const asAlice = async (method: string, args = {}) =>
      (await ask("POST", `/api/${method}`, { token: alice.token, ...args }))
        .body;
    const user = async () =>
      (await asAlice("users.info", { user: "UALICE" })).user;
    assertEquals([(await user()).is_restricted, (await user()).tz], [
      false,
      "Europe/London",
    ]);
    await change({ guest: true, tz: "Asia/Tokyo" });
    assertEquals([(await user()).is_restricted, (await user()).tz], [
      true,
      "Asia/Tokyo",
    ]);
    const presence = () => asAlice("users.getPresence");
    assertEquals((await presence()).connection_count, 1);
    await change({ connections: 2, last_activity: 1772438400 });
    await ask("POST", "/control/clock", { advance_seconds: 599 });
    const active = await presence();
    assertEquals(
      [active.presence, active.auto_away, active.connection_count],
      ["active", false, 2],
    );
    assertEquals(active.last_activity, 1772438400);
    await ask("POST", "/control/clock", { advance_seconds: 1 });
    const idle = await presence();
    assertEquals([idle.presence, idle.auto_away, idle.online], [
      "away",
      true,
      true,
    ]);
    await change({ connections: 0 });
    const gone = await presence();
    assertEquals([gone.online, Object.hasOwn(gone, "last_activity")], [
      false,
      false,
    ]);
    const wrong = [{ tz: "Nowhere" }, { guest: 1 }, { connections: -1 }, {
      name: "x",
    }];
    for (const body of wrong) assertEquals((await change(body)).status, 400);
    assertEquals((await change({}, "UNOBODY")).status, 400);
    await change({ deleted: true });
    assertEquals((await presence()).error, "account_inactive");
  });
});
