import { assertEquals } from "@std/assert";
import { areTooLong, blockErrors } from "../../web_api/block_checks.ts";
import { BOT, call, workspace } from "./workspace.ts";

const TEXT = { type: "mrkdwn", text: "x" };
const PLAIN = { type: "plain_text", text: "x" };
const BUTTON = { type: "button", text: PLAIN };
const OPTION = { text: PLAIN, value: "1" };

function plain(length: number) {
  return { type: "plain_text", text: "é".repeat(length) };
}

function actions(...elements: unknown[]) {
  return { type: "actions", elements };
}

function rich(...elements: unknown[]) {
  return {
    type: "rich_text",
    elements: [{ type: "rich_text_section", elements }],
  };
}

function pointers(...blocks: unknown[]): string[] {
  return blockErrors(blocks).map(({ pointer, code }) => `${pointer} ${code}`);
}

Deno.test("what Slack's own examples show is right", () => {
  const right: unknown[] = [
    { type: "section", text: TEXT, accessory: BUTTON, block_id: "b" },
    { type: "section", fields: [TEXT, PLAIN], expand: true },
    {
      type: "section",
      text: TEXT,
      accessory: {
        type: "image",
        image_url: "https://x.example",
        alt_text: "",
      },
    },
    { type: "header", text: plain(150) },
    { type: "divider" },
    {
      type: "context",
      elements: [TEXT, {
        type: "image",
        slack_file: { id: "F1" },
        alt_text: "a",
      }],
    },
    {
      type: "image",
      image_url: "https://x.example",
      alt_text: "a",
      title: PLAIN,
    },
    { type: "markdown", text: "**x**" },
    { type: "call", call_id: "R1" },
    actions(
      {
        ...BUTTON,
        action_id: "a",
        value: "v",
        style: "danger",
        url: "https://x.example",
        accessibility_label: "x",
        confirm: { title: PLAIN, text: TEXT, confirm: PLAIN, deny: PLAIN },
      },
      { type: "static_select", placeholder: PLAIN, options: [OPTION] },
      { type: "overflow", options: [OPTION, OPTION], action_id: "b" },
      { type: "users_select", action_id: "c" },
      { type: "datepicker", initial_date: "2026-03-02" },
    ),
    {
      type: "input",
      label: PLAIN,
      element: { type: "plain_text_input", action_id: "in", multiline: true },
    },
    rich(
      { type: "text", text: "x", style: { bold: true } },
      { type: "user", user_id: "U1" },
      { type: "link", url: "https://x.example", text: "x" },
      { type: "date", timestamp: 1, format: "{time}", fallback: "x" },
      { type: "emoji", name: "wave" },
    ),
    {
      type: "rich_text",
      elements: [
        {
          type: "rich_text_list",
          style: "bullet",
          indent: 0,
          elements: [{ type: "rich_text_section", elements: [] }],
        },
        {
          type: "rich_text_preformatted",
          elements: [{ type: "text", text: "x" }],
          border: 1,
        },
        { type: "rich_text_quote", elements: [{ type: "text", text: "x" }] },
      ],
    },
    { type: "table", rows: [[{ type: "raw_text", text: "x" }, rich()]] },
    { type: "alert", text: TEXT, level: "info" },
  ];
  for (const block of right) {
    assertEquals([block, pointers(block)], [block, []]);
  }
});

Deno.test("what Slack refuses is named with its place", () => {
  const workflow = {
    trigger: {
      url: "https://x.example",
      customizable_input_parameters: Array(11).fill({ name: "a", value: "b" }),
    },
  };
  const wrong: [unknown, ...string[]][] = [
    [{}, "/0/type missing_required_field"],
    ["x", "/0 wrong_type"],
    [{ type: "sections" }, "/0/type unsupported_type"],
    [{ type: "divider", text: TEXT }, "/0/text unknown_property"],
    [{ type: "section" }, "/0 missing_required_field"],
    [{ type: "section", text: "x" }, "/0/text wrong_type"],
    [
      { type: "section", text: { type: "mrkdwn" } },
      "/0/text/text missing_required_field",
    ],
    [
      { type: "section", text: { type: "html", text: "x" } },
      "/0/text/type unsupported_type",
    ],
    [
      { type: "section", text: { ...TEXT, text: "" } },
      "/0/text/text too_short",
    ],
    [
      { type: "section", text: { ...TEXT, text: "é".repeat(3001) } },
      "/0/text/text too_long",
    ],
    [
      { type: "section", text: { ...TEXT, emoji: true } },
      "/0/text/emoji unknown_property",
    ],
    [{ type: "section", fields: [] }, "/0/fields too_few"],
    [{ type: "section", fields: Array(11).fill(TEXT) }, "/0/fields too_many"],
    [
      { type: "section", text: TEXT, accessory: TEXT },
      "/0/accessory/type unsupported_type",
    ],
    [
      { type: "section", text: TEXT, block_id: "b".repeat(256) },
      "/0/block_id too_long",
    ],
    [{ type: "header", text: TEXT }, "/0/text/type unsupported_type"],
    [{ type: "header", text: plain(151) }, "/0/text/text too_long"],
    [
      { type: "context", elements: [BUTTON] },
      "/0/elements/0/type unsupported_type",
    ],
    [{ type: "image", alt_text: "x" }, "/0 missing_required_field"],
    [{ type: "markdown", text: "x".repeat(12_001) }, "/0/text too_long"],
    [actions(), "/0/elements too_few"],
    [actions(...Array(26).fill(BUTTON)), "/0/elements too_many"],
    [
      actions({ ...BUTTON, text: TEXT }),
      "/0/elements/0/text/type unsupported_type",
    ],
    [
      actions({ ...BUTTON, text: plain(76) }),
      "/0/elements/0/text/text too_long",
    ],
    [
      actions({ ...BUTTON, value: "x".repeat(2001) }),
      "/0/elements/0/value too_long",
    ],
    [
      actions({ ...BUTTON, url: "x".repeat(3001) }),
      "/0/elements/0/url too_long",
    ],
    [actions({ ...BUTTON, style: "red" }), "/0/elements/0/style invalid_value"],
    [
      actions({ ...BUTTON, workflow }),
      "/0/elements/0/workflow unknown_property",
    ],
    [
      actions({ ...BUTTON, action_id: "a" }, { ...BUTTON, action_id: "a" }),
      "/0/elements/1/action_id duplicate",
    ],
    [
      actions({ ...BUTTON, confirm: { title: plain(101), text: plain(301) } }),
      "/0/elements/0/confirm/title/text too_long",
      "/0/elements/0/confirm/text/text too_long",
    ],
    [
      actions({ type: "workflow_button", text: PLAIN, workflow }),
      "/0/elements/0/action_id missing_required_field",
      "/0/elements/0/workflow/trigger/customizable_input_parameters too_many",
    ],
    [
      actions({ type: "workflow_button", text: PLAIN, action_id: "a" }),
      "/0/elements/0/workflow missing_required_field",
    ],
    [
      actions({ type: "static_select" }),
      "/0/elements/0 missing_required_field",
    ],
    [
      { type: "input", label: PLAIN, element: BUTTON },
      "/0/element/type unsupported_type",
    ],
    [
      rich({ type: "text", text: "" }),
      "/0/elements/0/elements/0/text too_short",
    ],
    [
      rich({ type: "date", timestamp: "1" }),
      "/0/elements/0/elements/0/timestamp wrong_type",
      "/0/elements/0/elements/0/format missing_required_field",
    ],
  ];
  for (const [block, ...expected] of wrong) {
    assertEquals([block, pointers(block)], [block, expected]);
  }
  assertEquals(pointers(...Array(51).fill({ type: "divider" })), [
    " too_many",
  ]);
  const twice = { type: "divider", block_id: "b" };
  assertEquals(pointers(twice, twice), ["/1/block_id duplicate"]);
});

Deno.test("an error says what was expected and what was there", () => {
  assertEquals(blockErrors([{ type: "header", text: plain(151) }]), [{
    pointer: "/0/text/text",
    code: "too_long",
    message: "must be less than 151 characters",
    constraint: { type: "max_length", expected: ["150"], got: "151" },
  }]);
});

Deno.test("chat.postMessage answers the places of all mistakes", () => {
  const blocks = [{ type: "divider" }, { type: "header", text: plain(151) }];
  const where = "[json-pointer:/blocks/1/text/text]";
  const why = `must be less than 151 characters ${where}`;
  for (const method of ["chat.postMessage", "chat.postEphemeral"]) {
    const args = { channel: "C1", user: "UALICE", text: "x", blocks };
    const answer = call(workspace(), BOT, method, args);
    assertEquals(answer, {
      ok: false,
      error: "invalid_blocks",
      errors: [why],
      response_metadata: { messages: [`[ERROR] ${why}`] },
    });
  }
});

Deno.test("all blocks together are at most 13 000 characters", () => {
  const section = (length: number) => ({
    type: "section",
    text: { type: "mrkdwn", text: "é".repeat(length) },
  });
  const blocks = [...Array(4).fill(section(3000)), section(500)];
  assertEquals(areTooLong(blocks), false);
  blocks.push(section(500));
  assertEquals(areTooLong(blocks), true);
  const markdown = (length: number) => ({
    type: "markdown",
    text: "x".repeat(length),
  });
  assertEquals(areTooLong([markdown(6000), markdown(6000)]), false);
  assertEquals(areTooLong([markdown(6000), markdown(6001)]), true);
  const args = { channel: "C1", text: "x", blocks };
  const { error } = call(workspace(), BOT, "chat.postMessage", args);
  assertEquals(error, "msg_blocks_too_long");
});
