import type { Message, WorkspaceState } from "./state.ts";
import { isObject } from "./web_api/arguments.ts";

const MENTION =
  /<(?:@([UW][A-Za-z0-9_]*)|!(here|channel|everyone)|!subteam\^([A-Za-z0-9]+))(?:\|[^>]*)?>/g;

/**
 * Whom a message notifies: ids of people, and `!channel`, `!here` or `!everyone`.
 * It counts what mentions them in its text, in mrkdwn, markdown and rich text. An
 * ephemeral message notifies nobody else.
 */
export function notifiedBy(
  state: WorkspaceState,
  { text, blocks, ephemeralTo }: Message,
): string[] {
  if (ephemeralTo !== undefined) return [];
  const found = [...mentionsIn(text), ...mentionsWithin(blocks)];
  const people = found.flatMap((mention) => {
    if (!mention.startsWith("S")) return [mention];
    return state.userGroups?.get(mention)?.members ?? [];
  });
  return [...new Set(people)].filter((id) => id !== state.botUserId);
}

function mentionsIn(text: string): string[] {
  return [...text.matchAll(MENTION)].map(([, person, range, group]) =>
    person ?? group ?? `!${range}`
  );
}

/** The mentions of blocks, at any depth. */
function mentionsWithin(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(mentionsWithin);
  if (!isObject(value)) return [];
  const { type, text } = value;
  if (type === "mrkdwn" || type === "markdown") {
    return mentionsIn(String(text));
  }
  if (type === "user") return [String(value.user_id)];
  if (type === "usergroup") return [String(value.usergroup_id)];
  if (type === "broadcast") return [`!${value.range}`];
  return Object.values(value).flatMap(mentionsWithin);
}
