import { isObject } from "./arguments.ts";

/** Slack, "Blocks": at most 50 in a message. */
const MOST_BLOCKS = 50;
/** Slack, "Section block": characters of its text and of one field. */
const LONGEST_SECTION = 3000;
const LONGEST_FIELD = 2000;
const MOST_FIELDS = 10;
/** Slack, "Header block": characters of its text. */
const LONGEST_HEADER = 150;
/** Slack, "Context block": its elements. */
const MOST_CONTEXT_ELEMENTS = 10;

/**
 * The error with which Slack refuses these blocks of a message, or `null`.
 * Only the limits that a long report meets are imitated.
 */
export function refuseBlocks(
  blocks: unknown,
): "invalid_blocks_format" | "invalid_blocks" | null {
  if (!Array.isArray(blocks) || !blocks.every(isObject)) {
    return "invalid_blocks_format";
  }
  return blocks.length <= MOST_BLOCKS && blocks.every(fits)
    ? null
    : "invalid_blocks";
}

function fits(block: Record<string, unknown>): boolean {
  if (typeof block.type !== "string") return false;
  switch (block.type) {
    case "section":
      return fitsSection(block);
    case "header":
      return isText(block.text, LONGEST_HEADER);
    case "context":
      return isList(block.elements, MOST_CONTEXT_ELEMENTS);
    default:
      return true;
  }
}

function fitsSection({ text, fields }: Record<string, unknown>): boolean {
  if (text === undefined && fields === undefined) return false;
  if (text !== undefined && !isText(text, LONGEST_SECTION)) return false;
  return fields === undefined ||
    isList(fields, MOST_FIELDS) &&
      (fields as unknown[]).every((field) => isText(field, LONGEST_FIELD));
}

function isText(value: unknown, longest: number): boolean {
  if (!isObject(value) || typeof value.text !== "string") return false;
  const { length } = [...value.text];
  return length >= 1 && length <= longest;
}

function isList(value: unknown, most: number): boolean {
  return Array.isArray(value) && value.length >= 1 && value.length <= most;
}
