import { assertEquals } from "@std/assert";
import type { WorkspaceState } from "../../state.ts";
import {
  addToken,
  type Body,
  BOT,
  call,
  NOW,
  NOW_MS,
  workspace,
} from "./workspace.ts";

const BLOCKS = [{ type: "section", text: { type: "mrkdwn", text: "Hi" } }];

function post(state: WorkspaceState, args: Record<string, unknown>): Body {
  return call(state, BOT, "chat.postMessage", args);
}

function update(state: WorkspaceState, args: Record<string, unknown>): Body {
  return call(state, BOT, "chat.update", args, NOW_MS + 1000);
}

Deno.test("a message is kept where and as it was sent", () => {
  const state = workspace();
  const first = post(state, { channel: "C1", text: "a & b <@UALICE>" });
  const second = post(state, {
    channel: "UALICE",
    blocks: JSON.stringify(BLOCKS),
    thread_ts: first.ts,
  });
  assertEquals([first.channel, second.channel], ["C1", "DALICE"]);
  assertEquals(first.message.text, "a &amp; b <@UALICE>");
  assertEquals(first.message.user, "UBOT");
  assertEquals(first.ts === second.ts, false);
  assertEquals(state.messages, [
    {
      atSeconds: NOW,
      ts: first.ts,
      channel: "C1",
      text: "a & b <@UALICE>",
      user: "UBOT",
      execution: "Fx1",
    },
    {
      atSeconds: NOW,
      ts: second.ts,
      channel: "UALICE",
      text: "",
      blocks: BLOCKS,
      user: "UBOT",
      threadTs: first.ts,
      execution: "Fx1",
    },
  ]);
});

Deno.test("a message with no reader or nothing to say is refused", () => {
  const state = workspace();
  state.people.get("UBOB")!.deleted = true;
  const cases: [Record<string, unknown>, string][] = [
    [{ channel: "UNOBODY", text: "Hi" }, "channel_not_found"],
    [{ channel: "UBOB", text: "Hi" }, "channel_not_found"],
    [{ channel: "#general", text: "Hi" }, "channel_not_found"],
    [{ text: "Hi" }, "invalid_arguments"],
    [{ channel: "C1" }, "no_text"],
    [{ channel: "C1", text: "", blocks: [] }, "no_text"],
    [{ channel: "C1", blocks: "hi" }, "invalid_blocks_format"],
    [{ channel: "C1", blocks: ["hi"] }, "invalid_blocks_format"],
    [{ channel: "C1", text: 7 }, "invalid_arguments"],
  ];
  for (const [args, error] of cases) {
    assertEquals([args, post(state, args).error], [args, error]);
  }
  assertEquals(state.messages, []);
});

Deno.test("blocks keep within Slack's limits", () => {
  const text = (length: number) => ({
    type: "mrkdwn",
    text: "é".repeat(length),
  });
  const plain = (length: number) => ({ ...text(length), type: "plain_text" });
  const section = (length: number) => ({ type: "section", text: text(length) });
  const cases: [unknown[], boolean][] = [
    [Array(50).fill(section(1)), true],
    [Array(51).fill(section(1)), false],
    [[section(3000)], true],
    [[section(3001)], false],
    [[section(0)], false],
    [[{ type: "section" }], false],
    [[{ type: "section", fields: Array(6).fill(text(2000)) }], true],
    [[{ type: "section", fields: Array(10).fill(text(1200)) }], true],
    [[{ type: "section", fields: Array(11).fill(text(1)) }], false],
    [[{ type: "section", fields: [text(2001)] }], false],
    [[{ type: "header", text: plain(150) }], true],
    [[{ type: "header", text: plain(151) }], false],
    [[{ type: "header", text: text(1) }], false],
    [[{ type: "context", elements: Array(10).fill(text(1)) }], true],
    [[{ type: "context", elements: Array(11).fill(text(1)) }], false],
    [[{ type: "divider" }], true],
    [[{}], false],
  ];
  for (const [blocks, fits] of cases) {
    const { error } = post(workspace(), { channel: "C1", blocks });
    assertEquals(error, fits ? undefined : "invalid_blocks");
  }
});

Deno.test("an update changes the message and drops blocks it does not name", () => {
  const state = workspace();
  const { ts } = post(state, { channel: "C1", text: "One", blocks: BLOCKS });
  const changed = update(state, { channel: "C1", ts, text: "Two" });
  assertEquals([changed.ok, changed.text, changed.ts], [true, "Two", ts]);
  assertEquals(state.messages, [{
    atSeconds: NOW,
    ts,
    channel: "C1",
    text: "Two",
    user: "UBOT",
    execution: "Fx1",
    editedAtSeconds: NOW + 1,
  }]);
  update(state, { channel: "C1", ts, blocks: BLOCKS });
  assertEquals(state.messages[0]!.text, "Two");
  assertEquals(state.messages[0]!.blocks, BLOCKS);
});

Deno.test("a direct message is updated by the channel that was answered", () => {
  const state = workspace();
  const { channel, ts } = post(state, { channel: "UALICE", text: "One" });
  state.messages.unshift({
    atSeconds: 0,
    ts: "0.1",
    channel: "UGONE",
    text: "",
    user: "UBOT",
  });
  assertEquals(update(state, { channel, ts, text: "Two" }).ok, true);
  assertEquals(state.messages[1]!.text, "Two");
});

Deno.test("an update of nothing is refused", () => {
  const state = workspace();
  const { ts } = post(state, { channel: "C1", text: "One" });
  const cases: [Record<string, unknown>, string][] = [
    [{ channel: "C1", ts: "1.1", text: "Two" }, "message_not_found"],
    [{ channel: "C2", ts, text: "Two" }, "message_not_found"],
    [{ channel: "x", ts, text: "Two" }, "channel_not_found"],
    [{ channel: "C1", ts }, "no_text"],
    [{ channel: "C1", ts, text: "x".repeat(4001) }, "msg_too_long"],
  ];
  for (const [args, error] of cases) {
    assertEquals(update(state, args).error, error);
  }
  assertEquals(state.messages[0]!.text, "One");
});

Deno.test("people may post as well, with the scope", () => {
  const state = workspace();
  const args = { channel: "C1", text: "Hi" };
  const alice = addToken(state, "client", "UALICE");
  const { message } = call(state, alice, "chat.postMessage", args);
  assertEquals(message.user, "UALICE");
  const mute = addToken(state, "env", "UBOB", { scopes: new Set() });
  const refused = call(state, mute, "chat.postMessage", args);
  assertEquals([refused.error, refused.needed], [
    "missing_scope",
    "chat:write",
  ]);
});
