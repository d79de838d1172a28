import { isObject } from "./arguments.ts";
import type { ObjectRule, TypedRules, ValueRule } from "./block_elements.ts";
import { BLOCKS_OF_A_MESSAGE, LONGEST_MARKDOWN, VIEW } from "./block_rules.ts";

/** One thing that Slack refuses in blocks, as `blocks.validate` tells it. */
export interface BlockError {
  /** Where: `/0/text/text` is the text of the first block. */
  pointer: string;
  code: string;
  message: string;
  constraint: { type: string; expected: string[]; got: string };
}

/** Everything that Slack refuses in the blocks of a message. */
export function blockErrors(blocks: unknown): BlockError[] {
  const errors: BlockError[] = [];
  check(blocks, BLOCKS_OF_A_MESSAGE, "", errors);
  if (Array.isArray(blocks)) checkIds(blocks, errors);
  return errors;
}

/** Everything that Slack refuses in a view. */
export function viewErrors(view: unknown): BlockError[] {
  const errors: BlockError[] = [];
  check(view, VIEW, "", errors);
  if (isObject(view) && Array.isArray(view.blocks)) {
    const ids: BlockError[] = [];
    checkIds(view.blocks, ids);
    errors.push(
      ...ids.map((each) => ({ ...each, pointer: `/blocks${each.pointer}` })),
    );
  }
  return errors;
}

/**
 * All blocks of a message together, as JSON. Slack names no limit: it was found
 * at about 13 200 characters, containers included (bolt-js#2509, #2867).
 */
const LONGEST_BLOCKS = 13_000;

/** Whether the blocks of a message are too long together. */
export function areTooLong(blocks: readonly unknown[]): boolean {
  let markdown = 0;
  for (const block of blocks) {
    if (isObject(block) && block.type === "markdown") {
      markdown += lengthOf(String(block.text));
    }
  }
  return markdown > LONGEST_MARKDOWN ||
    lengthOf(JSON.stringify(blocks)) > LONGEST_BLOCKS;
}

function lengthOf(text: string): number {
  return [...text].length;
}

function check(
  value: unknown,
  rule: ValueRule,
  at: string,
  errors: BlockError[],
): void {
  switch (rule.is) {
    case "any":
      return;
    case "boolean":
      if (typeof value !== "boolean") errors.push(wrongType(at, rule, value));
      return;
    case "number":
      if (typeof value !== "number") errors.push(wrongType(at, rule, value));
      else errors.push(...outOfRange(value, rule, at, "value", ""));
      return;
    case "string":
      return checkString(value, rule, at, errors);
    case "list":
      if (!Array.isArray(value)) {
        errors.push(wrongType(at, rule, value));
        return;
      }
      errors.push(...outOfRange(value.length, rule, at, "items", " items"));
      for (const [index, item] of value.entries()) {
        check(item, rule.of, `${at}/${index}`, errors);
      }
      return;
    case "object":
      if (isObject(value)) checkFields(value, rule, [], at, errors);
      else errors.push(wrongType(at, rule, value));
      return;
    case "typed":
      return checkTyped(value, rule.types, at, errors);
  }
}

function checkString(
  value: unknown,
  rule: ValueRule & { is: "string" },
  at: string,
  errors: BlockError[],
): void {
  if (typeof value !== "string") {
    errors.push(wrongType(at, rule, value));
  } else if (rule.among !== undefined && !rule.among.includes(value)) {
    errors.push({
      pointer: at,
      code: "invalid_value",
      message: `must be one of: ${rule.among.join(", ")}`,
      constraint: { type: "enum", expected: [...rule.among], got: value },
    });
  } else {
    const length = lengthOf(value);
    errors.push(...outOfRange(length, rule, at, "length", " characters"));
  }
}

function checkTyped(
  value: unknown,
  types: TypedRules,
  at: string,
  errors: BlockError[],
): void {
  if (!isObject(value)) {
    errors.push(wrongType(at, { is: "object", fields: null }, value));
    return;
  }
  const { type } = value;
  if (type === undefined) {
    errors.push(missing(`${at}/type`, "type"));
  } else if (typeof type !== "string" || !Object.hasOwn(types, type)) {
    const got = String(type);
    errors.push({
      pointer: `${at}/type`,
      code: "unsupported_type",
      message: `unsupported type: ${got}`,
      constraint: { type: "enum", expected: Object.keys(types), got },
    });
  } else {
    checkFields(value, types[type]!, ["type"], at, errors);
  }
}

function checkFields(
  value: Record<string, unknown>,
  { fields, someOf = [] }: ObjectRule,
  besides: readonly string[],
  at: string,
  errors: BlockError[],
): void {
  if (fields === null) return;
  for (const [name, rule] of Object.entries(fields)) {
    const field = `${at}/${name}`;
    if (value[name] !== undefined) check(value[name], rule, field, errors);
    else if (rule.required) errors.push(missing(field, name));
  }
  if (someOf.length > 0 && someOf.every((name) => value[name] === undefined)) {
    errors.push(missing(at, someOf.join(" or ")));
  }
  for (const name of Object.keys(value)) {
    if (Object.hasOwn(fields, name) || besides.includes(name)) continue;
    const expected = [...besides, ...Object.keys(fields)];
    errors.push({
      pointer: `${at}/${name}`,
      code: "unknown_property",
      message: `invalid additional property: ${name}`,
      constraint: { type: "properties", expected, got: name },
    });
  }
}

/** Slack: a `block_id` is unique in its message, an `action_id` in its block. */
function checkIds(blocks: readonly unknown[], errors: BlockError[]): void {
  errors.push(...repeated(blocks, "block_id", ""));
  for (const [index, block] of blocks.entries()) {
    if (!isObject(block) || !Array.isArray(block.elements)) continue;
    const at = `/${index}/elements`;
    errors.push(...repeated(block.elements, "action_id", at));
  }
}

function repeated(
  items: readonly unknown[],
  name: string,
  at: string,
): BlockError[] {
  const seen = new Set<unknown>();
  return items.flatMap((item, index) => {
    const id = isObject(item) ? item[name] : undefined;
    if (id === undefined || id === "") return [];
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [{
      pointer: `${at}/${index}/${name}`,
      code: "duplicate",
      message: `${name} "${id}" already exists`,
      constraint: { type: "unique", expected: [], got: String(id) },
    }];
  });
}

function missing(pointer: string, name: string): BlockError {
  return {
    pointer,
    code: "missing_required_field",
    message: `missing required field: ${name}`,
    constraint: { type: "required", expected: [name], got: "" },
  };
}

function wrongType(
  pointer: string,
  rule: ValueRule,
  value: unknown,
): BlockError {
  const expected = rule.is === "list" ? "array" : rule.is;
  const got = Array.isArray(value)
    ? "array"
    : value === null
    ? "null"
    : typeof value;
  return {
    pointer,
    code: "wrong_type",
    message: `must be of type ${expected}, got ${got}`,
    constraint: { type: "type", expected: [expected], got },
  };
}

/** What is wrong with a value, a length or a count; `unit` follows the number. */
function outOfRange(
  got: number,
  { least = -Infinity, most = Infinity }: { least?: number; most?: number },
  pointer: string,
  of: "value" | "length" | "items",
  unit: string,
): BlockError[] {
  if (got > most) {
    return [{
      pointer,
      code: of === "items" ? "too_many" : "too_long",
      message: of === "items"
        ? `no more than ${most} items allowed`
        : `must be less than ${most + 1}${unit}`,
      constraint: { type: `max_${of}`, expected: [`${most}`], got: `${got}` },
    }];
  }
  if (got < least) {
    return [{
      pointer,
      code: of === "items" ? "too_few" : "too_short",
      message: `must be more than ${least - 1}${unit}`,
      constraint: { type: `min_${of}`, expected: [`${least}`], got: `${got}` },
    }];
  }
  return [];
}
