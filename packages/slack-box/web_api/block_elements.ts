/**
 * What Slack takes within blocks: types, required fields and limits (Slack,
 * "Blocks", "Block elements", "Composition objects"; `@slack/types`).
 */
export type ValueRule =
  & (
    | { is: "any" }
    | { is: "boolean" }
    | { is: "number"; least?: number; most?: number }
    /** `least` and `most` are characters. */
    | { is: "string"; least?: number; most?: number; among?: readonly string[] }
    | { is: "list"; of: ValueRule; least?: number; most?: number }
    | ({ is: "object" } & ObjectRule)
    /** An object whose `type` says which fields it has. */
    | { is: "typed"; types: TypedRules }
  )
  & { required?: true };

export interface ObjectRule {
  /** `null`: not checked, apart from `action_id` and `block_id`. */
  fields: Readonly<Record<string, ValueRule>> | null;
  /** Fields of which at least one must be there. */
  someOf?: readonly string[];
}

export type TypedRules = Readonly<Record<string, ObjectRule>>;

export function required(rule: ValueRule): ValueRule {
  return { ...rule, required: true };
}

export function string(least = 0, most = Infinity): ValueRule {
  return { is: "string", least, most };
}

export function among(...values: string[]): ValueRule {
  return { is: "string", among: values };
}

export function list(of: ValueRule, least: number, most: number): ValueRule {
  return required({ is: "list", of, least, most });
}

export function object(fields: ObjectRule["fields"]): ValueRule {
  return { is: "object", fields };
}

export function typed(types: TypedRules): ValueRule {
  return { is: "typed", types };
}

export const BOOLEAN: ValueRule = { is: "boolean" };
export const ANY: ValueRule = { is: "any" };
export const ID = string(0, 255);
const STYLE = among("primary", "danger");

export function plainText(most: number): ValueRule {
  const fields = { text: required(string(1, most)), emoji: BOOLEAN };
  return typed({ plain_text: { fields } });
}

export function anyText(most: number): ValueRule {
  const text = required(string(1, most));
  return typed({
    plain_text: { fields: { text, emoji: BOOLEAN } },
    mrkdwn: { fields: { text, verbatim: BOOLEAN } },
  });
}

const CONFIRM = object({
  title: plainText(100),
  text: required(anyText(300)),
  confirm: plainText(30),
  deny: plainText(30),
  style: STYLE,
});

const OPTION = object({
  text: required(anyText(75)),
  value: string(0, 150),
  description: plainText(75),
  url: string(0, 3000),
});

const OPTION_GROUP = object({
  label: required(plainText(75)),
  options: list(OPTION, 1, 100),
});

export const IMAGE_SOURCE = {
  image_url: string(1, 3000),
  slack_file: object({ id: string(1), url: string(1) }),
};

export const IMAGE: ObjectRule = {
  fields: { ...IMAGE_SOURCE, alt_text: required(string(0, 2000)) },
  someOf: Object.keys(IMAGE_SOURCE),
};

const BUTTON_TEXT = required(plainText(75));
const ACTION = { action_id: ID, confirm: CONFIRM };
const PICKER = { ...ACTION, focus_on_load: BOOLEAN };
const MENU = { ...PICKER, placeholder: plainText(150) };

const BUTTON: ObjectRule = {
  fields: {
    ...ACTION,
    text: BUTTON_TEXT,
    value: string(0, 2000),
    url: string(0, 3000),
    style: STYLE,
    accessibility_label: string(0, 75),
  },
};

/** Slack, "Link triggers": at most 10 inputs of a button. */
const INPUT_PARAMETER = object({
  name: required(string(1)),
  value: required(string(0)),
});

const WORKFLOW_BUTTON: ObjectRule = {
  fields: {
    ...ACTION,
    action_id: required(string(1, 255)),
    text: BUTTON_TEXT,
    style: STYLE,
    accessibility_label: string(0, 75),
    workflow: required(object({
      trigger: required(object({
        url: required(string(1, 3000)),
        customizable_input_parameters: {
          is: "list",
          of: INPUT_PARAMETER,
          most: 10,
        },
      })),
    })),
  },
};

const STATIC_SELECT: ObjectRule = {
  fields: {
    ...MENU,
    options: { is: "list", of: OPTION, least: 1, most: 100 },
    option_groups: { is: "list", of: OPTION_GROUP, least: 1, most: 100 },
    initial_option: OPTION,
  },
  someOf: ["options", "option_groups"],
};

/** Elements of `actions` blocks, and accessories of sections. */
export const INTERACTIVE: TypedRules = {
  button: BUTTON,
  workflow_button: WORKFLOW_BUTTON,
  overflow: { fields: { ...ACTION, options: list(OPTION, 1, 5) } },
  static_select: STATIC_SELECT,
  users_select: { fields: { ...MENU, initial_user: string() } },
  channels_select: {
    fields: {
      ...MENU,
      initial_channel: string(),
      response_url_enabled: BOOLEAN,
    },
  },
  datepicker: { fields: { ...MENU, initial_date: string() } },
  timepicker: {
    fields: { ...MENU, initial_time: string(), timezone: string() },
  },
  datetimepicker: {
    fields: { ...PICKER, initial_date_time: { is: "number" } },
  },
  checkboxes: {
    fields: { ...PICKER, options: list(OPTION, 1, 10), initial_options: ANY },
  },
  radio_buttons: {
    fields: { ...PICKER, options: list(OPTION, 1, 10), initial_option: OPTION },
  },
  conversations_select: { fields: null },
  external_select: { fields: null },
  multi_channels_select: { fields: null },
  multi_conversations_select: { fields: null },
  multi_external_select: { fields: null },
  multi_static_select: { fields: null },
  multi_users_select: { fields: null },
};

export const { button: _, workflow_button: __, overflow: ___, ...CHOICES } =
  INTERACTIVE;

/** Elements of `input` blocks. */
export const INPUTS: TypedRules = {
  ...CHOICES,
  email_text_input: { fields: null },
  file_input: { fields: null },
  number_input: { fields: null },
  plain_text_input: { fields: null },
  rich_text_input: { fields: null },
  url_text_input: { fields: null },
};
