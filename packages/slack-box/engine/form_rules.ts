import type { ParameterDefinition } from "../app.ts";
import { problemWithValue } from "./parameter_types.ts";

/** One field of a form, with what Slack documents of such fields alone. */
export interface FormElement extends ParameterDefinition {
  name: string;
}

/** The `fields` of a form. */
export interface FormFields {
  elements: FormElement[];
  required: string[];
}

const EVERY_ELEMENT = ["name", "title", "type", "description"];
const CHOICES = ["enum", "choices"];
const RANGE = ["minimum", "maximum"];

/**
 * Slack, "Creating a form": the types of elements, and which properties each
 * takes besides those of every element. Slack refuses all other types
 * (deno-slack-sdk#218: `usergroup_id`).
 */
const ELEMENT_TYPES: Readonly<Record<string, readonly string[]>> = {
  string: ["default", ...CHOICES, "minLength", "maxLength", "format", "long"],
  boolean: ["default"],
  integer: ["default", ...CHOICES, ...RANGE],
  number: ["default", ...CHOICES, ...RANGE],
  array: ["default", "items", "maxItems", "display_type"],
  "slack#/types/date": ["default", ...CHOICES],
  "slack#/types/timestamp": ["default", ...CHOICES],
  "slack#/types/user_id": ["default", ...CHOICES],
  "slack#/types/channel_id": ["default", ...CHOICES],
  "slack#/types/rich_text": ["default"],
  "slack#/types/file_id": ["allowed_filetypes_group", "allowed_filetypes"],
};

const ITEM_TYPES = [
  "string",
  "slack#/types/channel_id",
  "slack#/types/user_id",
];
const FORMATS = ["email", "url"];
const DISPLAY_TYPES = ["multi_static_select", "checkboxes"];
const FILETYPE_GROUPS = ["ALL", "IMAGES_ONLY"];

/** Slack, "open_form". */
const LONGEST_TITLE = 24;
/** Slack, "Creating a form". */
const LONGEST_ELEMENT_TITLE = 25;
/**
 * A form is a modal view, so the limits of views, select menus and checkboxes
 * hold (Slack, "Views", "Option object", "Checkboxes").
 */
const LONGEST_SUBMIT_LABEL = 24;
const MOST_ELEMENTS = 100;
const MOST_CHOICES = 100;
const MOST_CHECKBOXES = 10;
const LONGEST_CHOICE_TITLE = 75;
const LONGEST_CHOICE_VALUE = 150;

/** What Slack says of an element that it does not accept. */
const ELEMENTS_REFUSED =
  "Validation for parameter `fields` failed: elements_param_validation_failed - form_input_types_validate_fail";

/**
 * Why Slack would not open a form.
 *
 * @param inputs The inputs of the step, templates resolved.
 * @returns Slack's words, and in parentheses which part is wrong; `null` for a
 * form that opens.
 */
export function problemWithForm(
  inputs: Record<string, unknown>,
): string | null {
  const { title, submit_label } = inputs;
  if (isLonger(title, LONGEST_TITLE)) {
    return tooLong("title", LONGEST_TITLE);
  }
  if (isLonger(submit_label, LONGEST_SUBMIT_LABEL)) {
    return tooLong("submit_label", LONGEST_SUBMIT_LABEL);
  }
  const problem = problemWithFields(inputs.fields);
  return problem === null ? null : `${ELEMENTS_REFUSED} (${problem})`;
}

function isLonger(text: unknown, most: number): boolean {
  return typeof text === "string" && [...text].length > most;
}

function tooLong(name: string, most: number): string {
  return `Validation for parameter \`${name}\` failed (longer than ${most} characters)`;
}

function problemWithFields(fields: unknown): string | null {
  const { elements, required = [] } = (fields ?? {}) as Partial<FormFields>;
  if (!Array.isArray(elements)) return "elements: required and missing";
  if (elements.length === 0) return "elements: a form needs at least one";
  if (elements.length > MOST_ELEMENTS) {
    return `elements: more than ${MOST_ELEMENTS}`;
  }
  const names = new Set<string>();
  for (const element of elements) {
    const problem = problemWithElement(element);
    if (problem !== null) return `${element?.name ?? "?"}: ${problem}`;
    if (names.has(element.name)) return `${element.name}: there are two`;
    names.add(element.name);
  }
  const unknown = required.find((name) => !names.has(name));
  return unknown === undefined ? null : `required: no element ${unknown}`;
}

function problemWithElement(element: FormElement): string | null {
  const { name, title, type } = element;
  if (typeof name !== "string" || name === "") return "name: required";
  if (typeof title !== "string" || title === "") return "title: required";
  if (isLonger(title, LONGEST_ELEMENT_TITLE)) {
    return `title: longer than ${LONGEST_ELEMENT_TITLE} characters`;
  }
  const allowed = allowedProperties(type);
  if (allowed === undefined) return `a form has no elements of type ${type}`;
  const properties = [...EVERY_ELEMENT, ...allowed];
  const other = Object.keys(element).find((key) => !properties.includes(key));
  if (other !== undefined) return `${other}: not for type ${type}`;
  return problemWithItems(element) ?? problemWithChoices(element, type) ??
    problemWithSettings(element) ?? problemWithDefault(element);
}

function allowedProperties(type: unknown): readonly string[] | undefined {
  return Object.hasOwn(ELEMENT_TYPES, String(type))
    ? ELEMENT_TYPES[String(type)]
    : undefined;
}

function problemWithItems(element: FormElement): string | null {
  const { type, items, display_type } = element;
  if (type !== "array") return null;
  if (items === undefined) return "items: required for type array";
  if (!ITEM_TYPES.includes(items.type)) {
    return `a form has no arrays of type ${items.type}`;
  }
  const isChoice = items.type === "string" && items.enum !== undefined;
  if (display_type !== undefined) {
    if (!isChoice) return "display_type: only for strings with an enum";
    if (!DISPLAY_TYPES.includes(display_type)) {
      return `display_type: must be one of ${DISPLAY_TYPES.join(", ")}`;
    }
    if (
      display_type === "checkboxes" && items.enum!.length > MOST_CHECKBOXES
    ) return `items: more than ${MOST_CHECKBOXES} checkboxes`;
  }
  const problem = problemWithChoices(items, items.type);
  return problem === null ? null : `items: ${problem}`;
}

/** Slack, "Slack types": each choice names one of the values of the `enum`. */
function problemWithChoices(
  { enum: values, choices }: ParameterDefinition,
  type: string,
): string | null {
  if (values === undefined) {
    return choices === undefined ? null : "choices: need an enum";
  }
  if (!Array.isArray(values) || values.length === 0) return "enum: empty";
  if (values.length > MOST_CHOICES) return `enum: more than ${MOST_CHOICES}`;
  for (const value of values) {
    const problem = problemWithValue(value, { type }, "enum");
    if (problem !== null) return problem;
    if (isLonger(value, LONGEST_CHOICE_VALUE)) {
      return `enum: a value is longer than ${LONGEST_CHOICE_VALUE} characters`;
    }
  }
  for (const { value, title } of choices ?? []) {
    if (!values.includes(value)) {
      return `choices: ${JSON.stringify(value)} is not in the enum`;
    }
    if (typeof title !== "string" || title === "") {
      return `choices: ${JSON.stringify(value)} needs a title`;
    }
    if (isLonger(title, LONGEST_CHOICE_TITLE)) {
      return `choices: a title is longer than ${LONGEST_CHOICE_TITLE} characters`;
    }
  }
  return null;
}

function problemWithSettings(element: FormElement): string | null {
  const { format, long, minimum, maximum, minLength, maxLength } = element;
  if (format !== undefined && !FORMATS.includes(format)) {
    return `format: must be one of ${FORMATS.join(", ")}`;
  }
  if (long !== undefined && typeof long !== "boolean") {
    return "long: must be a boolean";
  }
  if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
    return "minimum: more than the maximum";
  }
  if (
    minLength !== undefined && maxLength !== undefined && minLength > maxLength
  ) return "minLength: more than the maxLength";
  const { allowed_filetypes_group: group, allowed_filetypes: types } = element;
  if (group !== undefined && !FILETYPE_GROUPS.includes(group)) {
    return `allowed_filetypes_group: must be one of ${
      FILETYPE_GROUPS.join(", ")
    }`;
  }
  return types?.length === 0 ? "allowed_filetypes: empty" : null;
}

/** A default from an earlier step is known when the form opens. */
function problemWithDefault(element: FormElement): string | null {
  const { default: value } = element;
  if (value === undefined || /^\{\{.*\}\}$/.test(String(value))) return null;
  return problemWithValue(value, element, "default");
}
