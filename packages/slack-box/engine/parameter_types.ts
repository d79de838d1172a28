import { parseInstant } from "../time.ts";
import type { ParameterDefinition, ParameterSet } from "../app.ts";

/** The longest string a parameter may carry, in bytes of UTF-8. */
export const MAX_STRING_BYTES = 4000;

type Check = (value: unknown) => boolean;

const isString: Check = (value) => typeof value === "string";
const isRecord: Check = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function hasStrings(value: unknown, ...keys: string[]): boolean {
  return isRecord(value) &&
    keys.every((key) => isString((value as Record<string, unknown>)[key]));
}

/** A day that exists, such as `2026-03-02`. */
const isDate: Check = (value) =>
  isString(value) && /^\d{4}-\d{2}-\d{2}$/.test(value as string) &&
  parseInstant(`${value}T00:00:00Z`) !== null;

/**
 * Types with a check of their own; a value of any other Slack type is a string.
 */
const CHECKS: Record<string, Check> = {
  string: isString,
  boolean: (value) => typeof value === "boolean",
  integer: Number.isInteger,
  number: Number.isFinite,
  array: Array.isArray,
  object: isRecord,
  "slack#/types/timestamp": Number.isInteger,
  "slack#/types/date": isDate,
  "slack#/types/interactivity": (value) =>
    hasStrings(value, "interactivity_pointer") &&
    hasStrings((value as { interactor: unknown }).interactor, "id", "secret"),
  "slack#/types/user_context": (value) => hasStrings(value, "id", "secret"),
  "slack#/types/rich_text": (value) => isString(value) || value !== undefined,
  "slack#/types/blocks": Array.isArray,
  "slack#/types/message_context": isRecord,
  "slack#/types/form_input_object": isRecord,
};

function checkOf(type: string): Check | null {
  const check = CHECKS[type];
  if (check) return check;
  return type.startsWith("slack#/types/") ? isString : null;
}

function isTooLong(text: string): boolean {
  return text.length * 3 > MAX_STRING_BYTES &&
    new TextEncoder().encode(text).length > MAX_STRING_BYTES;
}

/** What is wrong with `value`, starting with `path`; `null` if nothing is. */
export function problemWithValue(
  value: unknown,
  definition: ParameterDefinition,
  path: string,
): string | null {
  const check = checkOf(definition.type);
  if (check && !check(value)) {
    return `${path}: expected ${definition.type}, got ${JSON.stringify(value)}`;
  }
  if (typeof value === "string" && isTooLong(value)) {
    return `${path}: longer than ${MAX_STRING_BYTES} bytes`;
  }
  if (definition.enum && !Array.isArray(value)) {
    if (!definition.enum.includes(value)) {
      return `${path}: ${JSON.stringify(value)} is none of ${
        definition.enum.map((one) => JSON.stringify(one)).join(", ")
      }`;
    }
  }
  if (typeof value === "string") {
    const problem = problemWithText(value, definition, path);
    if (problem !== null) return problem;
  }
  if (typeof value === "number") {
    const { minimum = -Infinity, maximum = Infinity } = definition;
    if (value < minimum) return `${path}: less than ${minimum}`;
    if (value > maximum) return `${path}: more than ${maximum}`;
  }
  if (Array.isArray(value) && definition.items) {
    const { minItems = 0, maxItems = Infinity } = definition;
    if (value.length < minItems) return `${path}: fewer than ${minItems} items`;
    if (value.length > maxItems) return `${path}: more than ${maxItems} items`;
    for (const [index, item] of value.entries()) {
      const at = `${path}[${index}]`;
      const problem = problemWithValue(item, definition.items, at);
      if (problem !== null) return problem;
    }
  }
  return null;
}

/** What is wrong with the length or the format of a text. */
function problemWithText(
  text: string,
  { minLength = 0, maxLength = Infinity, format }: ParameterDefinition,
  path: string,
): string | null {
  const length = [...text].length;
  if (length < minLength) return `${path}: under ${minLength} characters`;
  if (length > maxLength) return `${path}: over ${maxLength} characters`;
  if (format === "url" && !isWebAddress(text)) return `${path}: not a URL`;
  if (format === "email" && !/^\S+@\S+\.\S+$/.test(text)) {
    return `${path}: not an e-mail address`;
  }
  return null;
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/**
 * What is wrong with a set of values: a required one is missing, one is not
 * declared, or a type is wrong. `null` if nothing is.
 */
export function problemWithValues(
  values: Record<string, unknown>,
  declared: ParameterSet | undefined,
): string | null {
  const properties = declared?.properties ?? {};
  for (const name of declared?.required ?? []) {
    if (values[name] === undefined || values[name] === null) {
      return `${name}: required and missing`;
    }
  }
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === null) continue;
    const definition = properties[name];
    if (definition === undefined) return `${name}: not declared`;
    const problem = problemWithValue(value, definition, name);
    if (problem !== null) return problem;
  }
  return null;
}
