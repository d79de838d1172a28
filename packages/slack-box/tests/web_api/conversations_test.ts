import { assertEquals } from "@std/assert";
import type { Channel, WorkspaceState } from "../../state.ts";
import {
  addToken,
  type Body,
  BOT,
  call,
  NOW_MS,
  workspace,
} from "./workspace.ts";

function channel(id: string, fields: Partial<Channel> = {}): Channel {
  return {
    id,
    name: id.slice(1).toLowerCase(),
    private: false,
    archived: false,
    app: true,
    members: new Set(["UALICE"]),
    mentions: true,
    shared: false,
    ...fields,
  };
}

function withChannels(): WorkspaceState {
  const channels = [
    channel("CPAY"),
    channel("CSHARED", { shared: true }),
    channel("CSECRET", { private: true }),
    channel("COUT", { app: false }),
    channel("CHIDDEN", { app: false, private: true }),
    channel("COLD", { archived: true }),
  ];
  return workspace({
    channels: new Map(channels.map((one) => [one.id, one])),
  });
}

function bot(state: WorkspaceState, method: string, args: Body): Body {
  return call(state, BOT, method, args);
}

Deno.test("a channel is described to who may see it", () => {
  const state = withChannels();
  const info = (id: string) =>
    bot(state, "conversations.info", { channel: id });
  const { channel: pay } = info("CPAY");
  assertEquals(
    [pay.id, pay.name, pay.is_private, pay.is_member, pay.is_ext_shared],
    ["CPAY", "pay", false, true, false],
  );
  assertEquals(info("CSHARED").channel.is_ext_shared, true);
  assertEquals(info("CSECRET").channel.is_private, true);
  assertEquals(info("COUT").channel.is_member, false);
  assertEquals(info("COLD").channel.is_archived, true);
  assertEquals(info("CNEW").channel.is_member, true);
  const { channel: dm } = info("DALICE");
  assertEquals([dm.id, dm.is_im, dm.user], ["DALICE", true, "UALICE"]);
  for (const id of ["CHIDDEN", "UALICE", "DNOBODY", "#general"]) {
    assertEquals([id, info(id).error], [id, "channel_not_found"]);
  }
  const args = { channel: "CPAY", include_num_members: true };
  const counted = bot(state, "conversations.info", args);
  assertEquals(counted.channel.num_members, 2);
});

Deno.test("each kind of conversation needs a scope of its own", () => {
  const needed = {
    CPAY: "channels:read",
    CSECRET: "groups:read",
    DALICE: "im:read",
  };
  for (const [id, scope] of Object.entries(needed)) {
    const state = withChannels();
    const others = Object.values(needed).filter((one) => one !== scope);
    const token = addToken(state, "execution", "UBOT", {
      scopes: new Set(others),
    });
    const answer = call(state, token, "conversations.info", { channel: id });
    assertEquals([answer.error, answer.needed], ["missing_scope", scope]);
  }
});

Deno.test("the app posts where it is, and not in archived channels", () => {
  const state = withChannels();
  const post = (id: string, args: Body = {}) =>
    bot(state, "chat.postMessage", { channel: id, text: "Hi", ...args }).error;
  assertEquals(
    ["CPAY", "CNEW", "CSECRET", "COUT", "CHIDDEN", "COLD", "DNOBODY"].map((
      id,
    ) => post(id)),
    [
      undefined,
      undefined,
      undefined,
      "not_in_channel",
      "not_in_channel",
      "is_archived",
      "channel_not_found",
    ],
  );
  const open = addToken(state, "execution", "UBOT", {
    scopes: new Set(["chat:write", "chat:write.public"]),
  });
  const publicly = (id: string) =>
    call(state, open, "chat.postMessage", { channel: id, text: "Hi" }).error;
  assertEquals([publicly("COUT"), publicly("CHIDDEN")], [
    undefined,
    "not_in_channel",
  ]);
  assertEquals(post("CPAY", { thread_ts: "yesterday" }), "invalid_arguments");
});

Deno.test("an ephemeral message goes to somebody in the channel, and stays as it is", () => {
  const state = withChannels();
  const whisper = (id: string, user: string) =>
    bot(state, "chat.postEphemeral", { channel: id, user, text: "Psst" });
  const { message_ts } = whisper("CPAY", "UALICE");
  assertEquals(state.messages.map(({ ts, ephemeralTo }) => [ts, ephemeralTo]), [
    [message_ts, "UALICE"],
  ]);
  const cases: [string, string, string | undefined][] = [
    ["CPAY", "UBOB", "user_not_in_channel"],
    ["CNEW", "UBOB", undefined],
    ["COUT", "UALICE", "not_in_channel"],
    ["COLD", "UALICE", "is_archived"],
    ["DALICE", "UALICE", undefined],
    ["DALICE", "UBOB", "user_not_in_channel"],
    ["UALICE", "UALICE", "channel_not_found"],
  ];
  for (const [id, user, error] of cases) {
    assertEquals([id, user, whisper(id, user).error], [id, user, error]);
  }
  const update = { channel: "CPAY", ts: message_ts, text: "Loud" };
  assertEquals(bot(state, "chat.update", update).error, "message_not_found");
});

Deno.test("only its author updates a message, and not in an archived channel", () => {
  const state = withChannels();
  const alice = addToken(state, "client", "UALICE");
  const post = { channel: "CPAY", text: "One" };
  const { ts } = call(state, alice, "chat.postMessage", post);
  const update = { channel: "CPAY", ts, text: "Two" };
  assertEquals(bot(state, "chat.update", update).error, "cant_update_message");
  assertEquals(call(state, alice, "chat.update", update).ok, true);
  state.channels.get("CPAY")!.archived = true;
  assertEquals(call(state, alice, "chat.update", update).error, "is_inactive");
  const dm = bot(state, "chat.postMessage", { ...post, channel: "UALICE" });
  // Slack, chat.update: the id of the direct message, not the person's.
  const wrong = { ...update, channel: "UALICE", ts: dm.ts };
  assertEquals(bot(state, "chat.update", wrong).error, "channel_not_found");
  assertEquals(
    bot(state, "chat.update", { ...wrong, channel: dm.channel }).ok,
    true,
  );
});

Deno.test("metadata is kept by an update, replaced, and removed by an empty object", () => {
  const state = workspace();
  const told = (n: number) => ({ event_type: "told", event_payload: { n } });
  const { ts, message } = bot(state, "chat.postMessage", {
    channel: "C1",
    text: "One",
    metadata: JSON.stringify(told(1)),
  });
  assertEquals(message.metadata, told(1));
  const after = (args: Body) => {
    bot(state, "chat.update", { channel: "C1", ts, text: "Two", ...args });
    return state.messages[0]!.metadata;
  };
  assertEquals(after({}), told(1));
  assertEquals(after({ metadata: told(2) }), told(2));
  assertEquals(after({ metadata: {} }), undefined);
  const cases: [unknown, string][] = [
    ["told", "invalid_metadata_format"],
    [[1], "invalid_metadata_format"],
    [{ event_type: "told" }, "invalid_metadata_schema"],
    [{ event_type: 1, event_payload: {} }, "invalid_metadata_schema"],
  ];
  for (const [metadata, error] of cases) {
    const args = { channel: "C1", text: "x", metadata };
    assertEquals(bot(state, "chat.postMessage", args).error, error);
  }
});

Deno.test("the link of a reply names its thread", () => {
  const state = withChannels();
  const one = bot(state, "chat.postMessage", { channel: "CPAY", text: "One" });
  const two = bot(state, "chat.postMessage", {
    channel: "CPAY",
    text: "Two",
    thread_ts: one.ts,
  });
  const link = (ts: string, id = "CPAY") =>
    bot(state, "chat.getPermalink", { channel: id, message_ts: ts });
  const root = "https://shiftlight-local.slack.com/archives/CPAY/p";
  assertEquals(link(one.ts).permalink, root + one.ts.replace(".", ""));
  assertEquals(
    link(two.ts).permalink,
    `${root}${two.ts.replace(".", "")}?thread_ts=${one.ts}&cid=CPAY`,
  );
  assertEquals(link("1.1").error, "message_not_found");
  assertEquals(link(one.ts, "COUT").error, "message_not_found");
  assertEquals(link(one.ts, "CHIDDEN").error, "channel_not_found");
});

Deno.test("timestamps rise, also within one second and past a million", () => {
  const state = workspace({ sequence: 999_998 });
  const stamps = Array.from({ length: 4 }, (_, n) =>
    call(
      state,
      BOT,
      "chat.postMessage",
      { channel: "C1", text: "x" },
      NOW_MS + n,
    ).ts);
  assertEquals(stamps, [...new Set(stamps)].sort());
  assertEquals(stamps.length, 4);
});

Deno.test("a direct message is one place for its rate, by either id", () => {
  const state = workspace({ rates: "documented" });
  const ids = Array.from({ length: 61 }, (_, n) => n % 2 ? "UALICE" : "DALICE");
  const answers = ids.map((id) =>
    bot(state, "chat.postMessage", { channel: id, text: "x" })
  );
  assertEquals(answers.filter(({ ok }) => ok).length, 60);
  assertEquals(answers.at(-1)!.error, "ratelimited");
  assertEquals(
    bot(state, "chat.postMessage", { channel: "UBOB", text: "x" }).ok,
    true,
  );
});
