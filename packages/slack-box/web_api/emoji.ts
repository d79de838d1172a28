import { isStandardEmoji, namesByCategory } from "../emoji/standard_emoji.ts";
import type { WorkspaceState } from "../state.ts";
import type { ApiMethod } from "./method.ts";
import { normalizeEmoji } from "./presentation.ts";

/** As Slack numbers its list of categories. */
const CATEGORIES_VERSION = "5";

export const EMOJI_METHODS: readonly ApiMethod[] = [
  {
    name: "emoji.list",
    tier: 2,
    tokens: "any",
    scope: "emoji:read",
    errors: [],
    perform({ state, args, nowSeconds }) {
      const emoji = Object.fromEntries(
        [...state.customEmoji ?? []].map((name) => [
          name,
          `https://emoji.slack-edge.com/${state.teamId}/${name}/1.png`,
        ]),
      );
      const categories = args.flag("include_categories")
        ? {
          categories: namesByCategory(),
          categories_version: CATEGORIES_VERSION,
        }
        : {};
      return { emoji, cache_ts: `${nowSeconds}.000000`, ...categories };
    },
  },
];

/**
 * The emoji as Slack stores it, or `null` for one that it refuses. A name that is
 * not standard is an emoji of the workspace's own, from its first use until it is
 * removed.
 */
export function acceptEmoji(
  state: WorkspaceState,
  emoji: string,
): string | null {
  const accepted = normalizeEmoji(emoji);
  const name = accepted?.split(":")[1];
  if (name === undefined || state.removedEmoji?.has(name)) return null;
  if (!isStandardEmoji(name)) (state.customEmoji ??= new Set()).add(name);
  return accepted;
}

/** Deletes an emoji of the workspace's own, as an admin does. Statuses that show it stay. */
export function removeEmoji(state: WorkspaceState, name: string): void {
  state.customEmoji?.delete(name);
  (state.removedEmoji ??= new Set()).add(name);
}
