import { call, type SlackClient } from "./call.ts";
import { APP, malformed } from "./failure.ts";

/**
 * The names of all emoji that the workspace has, without colons: its own and the
 * standard ones.
 *
 * @throws {SlackFailure} when the list cannot be read, or lacks either.
 */
export async function emojiNames(client: SlackClient): Promise<Set<string>> {
  const method = "emoji.list";
  const answer = await call(client, method, { include_categories: true });
  const { emoji, categories } = answer as {
    emoji?: Record<string, unknown>;
    categories?: { emoji_names?: string[] }[];
  };
  if (!emoji || !Array.isArray(categories)) {
    throw malformed(method, APP, "no emoji or no categories");
  }
  const standard = categories.flatMap(({ emoji_names }) => emoji_names ?? []);
  return new Set([...Object.keys(emoji), ...standard]);
}
