import { isObject } from "./arguments.ts";
import { areTooLong, blockErrors } from "./block_checks.ts";
import { buttonProblems } from "./buttons.ts";
import type { Call } from "./method.ts";
import { Refusal } from "./refusal.ts";

/** Errors of the methods that take a message's text and blocks. */
export const CONTENT_ERRORS = [
  "invalid_blocks",
  "invalid_blocks_format",
  "no_text",
];

/**
 * The text and the blocks of a message, checked as Slack does.
 *
 * @throws {Refusal} if there is neither, or if Slack would refuse the blocks;
 * the answer names the place of each mistake.
 */
export function readContent(
  call: Call,
): { text?: string; blocks?: unknown[] } {
  const { args } = call;
  const text = args.text("text") ?? args.text("markdown_text");
  const blocks = args.decoded("blocks");
  if (blocks !== undefined) checkBlocks(call, blocks);
  const hasBlocks = Array.isArray(blocks) && blocks.length > 0;
  if (text === undefined && !hasBlocks && !args.has("attachments")) {
    throw new Refusal("no_text");
  }
  return {
    ...(text === undefined ? {} : { text }),
    ...(hasBlocks ? { blocks: structuredClone(blocks) } : {}),
  };
}

function checkBlocks({ state }: Call, blocks: unknown): void {
  if (!Array.isArray(blocks) || !blocks.every(isObject)) {
    throw new Refusal("invalid_blocks_format");
  }
  const wrong = [...blockErrors(blocks), ...buttonProblems(state, blocks)];
  if (wrong.length === 0) return;
  const errors = wrong.map(({ message, pointer }) =>
    `${message} [json-pointer:/blocks${pointer}]`
  );
  throw new Refusal("invalid_blocks", {
    errors,
    response_metadata: { messages: errors.map((error) => `[ERROR] ${error}`) },
  });
}

/** Refuses blocks that are too long together. */
export function refuseLongBlocks(blocks: readonly unknown[] = []): void {
  if (areTooLong(blocks)) throw new Refusal("msg_blocks_too_long");
}

/**
 * The `metadata` of a message; `null` for an empty object, `undefined` for none.
 */
export function readMetadata(
  { args }: Call,
): Record<string, unknown> | null | undefined {
  const metadata = args.decoded("metadata");
  if (metadata === undefined) return undefined;
  if (!isObject(metadata)) throw new Refusal("invalid_metadata_format");
  if (Object.keys(metadata).length === 0) return null;
  const { event_type, event_payload } = metadata;
  if (typeof event_type !== "string" || !isObject(event_payload)) {
    throw new Refusal("invalid_metadata_schema");
  }
  return structuredClone(metadata);
}
