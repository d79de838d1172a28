import {
  among,
  ANY,
  anyText,
  BOOLEAN,
  ID,
  IMAGE,
  IMAGE_SOURCE,
  INPUTS,
  INTERACTIVE,
  list,
  object,
  type ObjectRule,
  plainText,
  required,
  string,
  typed,
  type TypedRules,
  type ValueRule,
} from "./block_elements.ts";

const TEXT_STYLE = object({
  bold: BOOLEAN,
  code: BOOLEAN,
  italic: BOOLEAN,
  strike: BOOLEAN,
  underline: BOOLEAN,
  highlight: BOOLEAN,
  client_highlight: BOOLEAN,
  unlink: BOOLEAN,
});

function rich(fields: Record<string, ValueRule>): ObjectRule {
  return { fields: { ...fields, style: TEXT_STYLE } };
}

const RICH_TEXT_ELEMENT = typed({
  text: rich({ text: required(string(1)) }),
  link: rich({ url: required(string(1)), text: string(), unsafe: BOOLEAN }),
  user: rich({ user_id: required(string(1)) }),
  usergroup: rich({ usergroup_id: required(string(1)) }),
  channel: rich({ channel_id: required(string(1)) }),
  team: rich({ team_id: required(string(1)) }),
  broadcast: rich({ range: required(among("here", "channel", "everyone")) }),
  color: rich({ value: required(string(1)) }),
  emoji: rich({ name: required(string(1)), unicode: string(), url: string() }),
  date: rich({
    timestamp: required({ is: "number" }),
    format: required(string(1)),
    url: string(),
    fallback: string(),
  }),
});

const BORDER: ValueRule = { is: "number", least: 0, most: 1 };
const RICH_TEXT_ELEMENTS = list(RICH_TEXT_ELEMENT, 0, Infinity);
const RICH_TEXT_SECTION: ObjectRule = {
  fields: { elements: RICH_TEXT_ELEMENTS },
};

const RICH_TEXT: ObjectRule = {
  fields: {
    block_id: ID,
    elements: list(
      typed({
        rich_text_section: RICH_TEXT_SECTION,
        rich_text_quote: {
          fields: { elements: RICH_TEXT_ELEMENTS, border: BORDER },
        },
        rich_text_preformatted: {
          fields: { elements: RICH_TEXT_ELEMENTS, border: BORDER },
        },
        rich_text_list: {
          fields: {
            elements: list(
              typed({ rich_text_section: RICH_TEXT_SECTION }),
              0,
              Infinity,
            ),
            style: required(among("bullet", "ordered")),
            indent: { is: "number", least: 0, most: 8 },
            offset: { is: "number", least: 0 },
            border: BORDER,
          },
        },
      }),
      1,
      Infinity,
    ),
  },
};

const TABLE_CELL = typed({
  rich_text: RICH_TEXT,
  raw_text: { fields: { text: required(string(1)) } },
  raw_number: {
    fields: { value: required({ is: "number" }), text: required(string()) },
  },
});

/** Slack, "Blocks": characters of one markdown block, and of all together. */
export const LONGEST_MARKDOWN = 12_000;

function actions(elements: TypedRules): ObjectRule {
  return {
    fields: { block_id: ID, elements: list(typed(elements), 1, 25) },
  };
}

function section(accessories: TypedRules): ObjectRule {
  return {
    fields: {
      block_id: ID,
      text: anyText(3000),
      fields: { is: "list", of: anyText(2000), least: 1, most: 10 },
      accessory: typed({ ...accessories, image: IMAGE }),
      expand: BOOLEAN,
    },
    someOf: ["text", "fields"],
  };
}

/** The blocks of a message, by `type`. */
const MESSAGE_BLOCKS: TypedRules = {
  actions: actions(INTERACTIVE),
  call: { fields: { block_id: ID, call_id: required(string(1)), call: ANY } },
  context: {
    fields: {
      block_id: ID,
      elements: list(
        typed({
          image: IMAGE,
          ...(anyText(3000) as { types: TypedRules }).types,
        }),
        1,
        10,
      ),
    },
  },
  divider: { fields: { block_id: ID } },
  file: {
    fields: {
      block_id: ID,
      external_id: required(string(1)),
      source: required(string(1)),
    },
  },
  header: {
    fields: {
      block_id: ID,
      text: required(plainText(150)),
      level: { is: "number", least: 1 },
    },
  },
  image: {
    fields: { ...IMAGE.fields, block_id: ID, title: plainText(2000) },
    someOf: Object.keys(IMAGE_SOURCE),
  },
  input: {
    fields: {
      block_id: ID,
      label: required(plainText(2000)),
      hint: plainText(2000),
      optional: BOOLEAN,
      dispatch_action: BOOLEAN,
      element: required(typed(INPUTS)),
    },
  },
  markdown: {
    fields: { block_id: ID, text: required(string(1, LONGEST_MARKDOWN)) },
  },
  rich_text: RICH_TEXT,
  section: section(INTERACTIVE),
  table: {
    fields: {
      block_id: ID,
      rows: list(list(TABLE_CELL, 1, 20), 1, 100),
      column_settings: { is: "list", of: ANY, most: 20 },
    },
  },
  alert: { fields: null },
  card: { fields: null },
  carousel: { fields: null },
  container: { fields: null },
  context_actions: { fields: null },
  data_table: { fields: null },
  plan: { fields: null },
  task_card: { fields: null },
  video: { fields: null },
};

/** Slack, "Blocks": at most 50 in a message. */
export const BLOCKS_OF_A_MESSAGE = list(typed(MESSAGE_BLOCKS), 0, 50);

/** Slack, "Workflow button element": in messages, not in views. */
const { workflow_button: _, ...IN_VIEWS } = INTERACTIVE;

const VIEW_FIELDS: ObjectRule["fields"] = {
  blocks: list(
    typed({
      ...MESSAGE_BLOCKS,
      actions: actions(IN_VIEWS),
      section: section(IN_VIEWS),
    }),
    0,
    100,
  ),
  private_metadata: string(0, 3000),
  callback_id: ID,
  external_id: string(0, 255),
};

/** Slack, "Views": at most 100 blocks, and titles of 24 characters. */
export const VIEW: ValueRule = typed({
  modal: {
    fields: {
      ...VIEW_FIELDS,
      title: required(plainText(24)),
      submit: plainText(24),
      close: plainText(24),
      clear_on_close: BOOLEAN,
      notify_on_close: BOOLEAN,
      submit_disabled: BOOLEAN,
    },
  },
  home: { fields: VIEW_FIELDS },
});
