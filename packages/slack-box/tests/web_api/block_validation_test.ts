import { assertEquals } from "@std/assert";
import { BOT, call, workspace } from "./workspace.ts";

const PLAIN = { type: "plain_text", text: "x" };
const TEXT = { type: "mrkdwn", text: "x" };
const BUTTON = { type: "button", text: PLAIN, action_id: "a" };

function plain(length: number) {
  return { type: "plain_text", text: "x".repeat(length) };
}

function actions(...elements: unknown[]) {
  return { type: "actions", elements };
}

function section(more: Record<string, unknown>) {
  return { type: "section", text: TEXT, ...more };
}

function rich(...elements: unknown[]) {
  return {
    type: "rich_text",
    elements: [{ type: "rich_text_section", elements }],
  };
}

const WORKFLOW_BUTTON = {
  type: "workflow_button",
  text: PLAIN,
  action_id: "a",
  workflow: { trigger: { url: "https://slack.com/shortcuts/Ft1/x" } },
};

const MODAL = { type: "modal", title: PLAIN, blocks: [section({})] };

/** Each with the limit of Slack's pages that it breaks, its place and the limit. */
const REFUSED: [string, unknown, string, string[]][] = [
  ["51 blocks", Array(51).fill({ type: "divider" }), "", ["50"]],
  ["a block without a type", [{}], "/0/type", ["type"]],
  ["a header of 151", [{ type: "header", text: plain(151) }], "/0/text/text", [
    "150",
  ]],
  ["a header in mrkdwn", [{ type: "header", text: TEXT }], "/0/text/type", [
    "plain_text",
  ]],
  ["a section of 3001", [section({ text: plain(3001) })], "/0/text/text", [
    "3000",
  ]],
  ["an empty text", [section({ text: plain(0) })], "/0/text/text", ["1"]],
  ["11 fields", [section({ fields: Array(11).fill(TEXT) })], "/0/fields", [
    "10",
  ]],
  [
    "a field of 2001",
    [section({ fields: [plain(2001)] })],
    "/0/fields/0/text",
    ["2000"],
  ],
  ["a section of nothing", [{ type: "section" }], "/0", ["text or fields"]],
  [
    "a block_id of 256",
    [section({ block_id: "b".repeat(256) })],
    "/0/block_id",
    [
      "255",
    ],
  ],
  [
    "a block_id twice",
    [section({ block_id: "b" }), section({ block_id: "b" })],
    "/1/block_id",
    [],
  ],
  ["no element", [actions()], "/0/elements", ["1"]],
  [
    "26 elements",
    [actions(...Array(26).fill({ ...BUTTON, action_id: "" }))],
    "/0/elements",
    [
      "25",
    ],
  ],
  [
    "an action_id twice",
    [actions(BUTTON, BUTTON)],
    "/0/elements/1/action_id",
    [],
  ],
  [
    "an action_id of 256",
    [actions({ ...BUTTON, action_id: "a".repeat(256) })],
    "/0/elements/0/action_id",
    ["255"],
  ],
  [
    "a button of 76",
    [actions({ ...BUTTON, text: plain(76) })],
    "/0/elements/0/text/text",
    ["75"],
  ],
  [
    "a button's value of 2001",
    [actions({ ...BUTTON, value: "v".repeat(2001) })],
    "/0/elements/0/value",
    ["2000"],
  ],
  [
    "a button's address of 3001",
    [actions({ ...BUTTON, url: "u".repeat(3001) })],
    "/0/elements/0/url",
    ["3000"],
  ],
  [
    "a button in red",
    [actions({ ...BUTTON, style: "red" })],
    "/0/elements/0/style",
    ["primary", "danger"],
  ],
  [
    "a workflow button without its workflow",
    [actions({ ...WORKFLOW_BUTTON, workflow: undefined })],
    "/0/elements/0/workflow",
    ["workflow"],
  ],
  [
    "11 inputs of a workflow button",
    [actions({
      ...WORKFLOW_BUTTON,
      workflow: {
        trigger: {
          ...WORKFLOW_BUTTON.workflow.trigger,
          customizable_input_parameters: Array(11).fill({
            name: "a",
            value: "b",
          }),
        },
      },
    })],
    "/0/elements/0/workflow/trigger/customizable_input_parameters",
    ["10"],
  ],
  [
    "a question that is too long",
    [actions({ ...BUTTON, confirm: { text: plain(301) } })],
    "/0/elements/0/confirm/text/text",
    ["300"],
  ],
  [
    "11 in a context",
    [{ type: "context", elements: Array(11).fill(TEXT) }],
    "/0/elements",
    [
      "10",
    ],
  ],
  [
    "an image without its text",
    [{ type: "image", image_url: "https://x" }],
    "/0/alt_text",
    [
      "alt_text",
    ],
  ],
  [
    "a markdown of 12 001",
    [{ type: "markdown", text: "x".repeat(12_001) }],
    "/0/text",
    [
      "12000",
    ],
  ],
  [
    "rich text that is empty",
    [rich({ type: "text", text: "" })],
    "/0/elements/0/elements/0/text",
    [
      "1",
    ],
  ],
  [
    "a date without its format",
    [rich({ type: "date", timestamp: 1 })],
    "/0/elements/0/elements/0/format",
    ["format"],
  ],
  [
    "a field that no block has",
    [{ type: "divider", colour: "red" }],
    "/0/colour",
    [
      "type",
      "block_id",
    ],
  ],
];

Deno.test("blocks.validate refuses what Slack's pages say, and points at it", () => {
  for (const [what, blocks, pointer, expected] of REFUSED) {
    const answer = call(workspace(), null, "blocks.validate", { blocks });
    const [first, ...more] = answer.errors ?? [];
    assertEquals([what, answer.ok, answer.error, first?.pointer, more], [
      what,
      false,
      "invalid_blocks",
      pointer,
      [],
    ]);
    assertEquals([what, first.code, first.constraint.expected], [
      what,
      "failed_constraint",
      expected,
    ]);
  }
});

Deno.test("what blocks.validate accepts, chat.postMessage posts", () => {
  const blocks = [section({ accessory: BUTTON }), rich(), actions(BUTTON)];
  assertEquals(call(workspace(), null, "blocks.validate", { blocks }), {
    ok: true,
  });
  const posted = { channel: "C1", text: "x", blocks };
  assertEquals(call(workspace(), BOT, "chat.postMessage", posted).ok, true);
});

Deno.test("a message is validated without its text, and its pointers start at the message", () => {
  const blocks = [{ type: "header", text: plain(151) }];
  const validate = (message: unknown) => {
    const { error, errors = [] } = call(
      workspace(),
      null,
      "blocks.validate",
      { message },
    );
    return [
      error,
      ...errors.map(({ pointer }: { pointer: string }) => pointer),
    ];
  };
  assertEquals(validate({ blocks: [TEXT] })[0], "invalid_message");
  assertEquals(validate({ blocks }), [
    "invalid_message",
    "/blocks/0/text/text",
  ]);
  assertEquals(validate({ attachments: [{ blocks }] }), [
    "invalid_message",
    "/attachments/0/blocks/0/text/text",
  ]);
  assertEquals(validate({ text: "x", blocks: [] }), [
    "invalid_message",
    "/text",
  ]);
  assertEquals(validate([]), ["invalid_message", ""]);
  assertEquals(validate({ blocks: [section({})] }), [undefined]);
});

Deno.test("a view takes no workflow button, and has its own limits", () => {
  const pointers = (view: unknown) => {
    const { error, errors = [] } = call(
      workspace(),
      null,
      "blocks.validate",
      { view },
    );
    return [
      error,
      ...errors.map(({ pointer }: { pointer: string }) => pointer),
    ];
  };
  assertEquals(pointers(MODAL), [undefined]);
  const refused: [unknown, string][] = [
    [{ ...MODAL, title: plain(25) }, "/title/text"],
    [{ ...MODAL, submit: plain(25) }, "/submit/text"],
    [{ ...MODAL, title: undefined }, "/title"],
    [{ ...MODAL, private_metadata: "x".repeat(3001) }, "/private_metadata"],
    [{ ...MODAL, blocks: Array(101).fill({ type: "divider" }) }, "/blocks"],
    [
      { ...MODAL, blocks: [actions(WORKFLOW_BUTTON)] },
      "/blocks/0/elements/0/type",
    ],
    [
      { ...MODAL, blocks: [section({ accessory: WORKFLOW_BUTTON })] },
      "/blocks/0/accessory/type",
    ],
    [
      {
        type: "home",
        blocks: [section({ block_id: "b" }), section({ block_id: "b" })],
      },
      "/blocks/1/block_id",
    ],
    [{ ...MODAL, type: "page" }, "/type"],
  ];
  for (const [view, pointer] of refused) {
    assertEquals(pointers(view), ["invalid_view", pointer]);
  }
});

Deno.test("blocks.validate takes exactly one of its three arguments", () => {
  const blocks = [section({})];
  for (const args of [{}, { blocks, message: { blocks } }]) {
    const { error } = call(workspace(), null, "blocks.validate", args);
    assertEquals(error, "invalid_arguments");
  }
});

Deno.test("blocks.validate needs no token, and looks at none", () => {
  const blocks = JSON.stringify([section({})]);
  for (const token of [null, "", "xoxp-nobody", BOT]) {
    const answer = call(workspace(), token, "blocks.validate", { blocks });
    assertEquals(answer, { ok: true });
  }
});
