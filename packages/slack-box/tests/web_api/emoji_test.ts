import { assert, assertEquals } from "@std/assert";
import { removeEmoji } from "../../web_api/emoji.ts";
import { addToken, BOT, call, workspace } from "./workspace.ts";

type Workspace = ReturnType<typeof workspace>;

/** Alice sets her own status. */
function set(state: Workspace, emoji: string) {
  const token = addToken(state, "client", "UALICE");
  const profile = { status_text: "Lunch", status_emoji: emoji };
  return call(state, token, "users.profile.set", { profile });
}

function listed(state: Workspace, include = true): Set<string> {
  const answer = call(state, BOT, "emoji.list", {
    include_categories: include,
  });
  const categories = (answer.categories ?? []) as { emoji_names: string[] }[];
  const standard = categories.flatMap(({ emoji_names }) => emoji_names);
  return new Set([...Object.keys(answer.emoji), ...standard]);
}

Deno.test("the standard emoji come by category, if they are asked for", () => {
  const state = workspace();
  const names = listed(state);
  const some = [
    "pager",
    "palm_tree",
    "thumbsup",
    "+1",
    "flag-de",
    "woman_astronaut",
  ];
  for (const name of some) {
    assertEquals(names.has(name), name !== "woman_astronaut", name);
  }
  assert(names.size > 1900, `${names.size}`);
  assertEquals(listed(state, false), new Set());
});

Deno.test("an emoji of the workspace's own is listed until it is removed, and then refused", () => {
  const state = workspace();
  assertEquals(set(state, ":party:").ok, true);
  assertEquals([...listed(state, false)], ["party"]);
  removeEmoji(state, "party");
  assertEquals(listed(state).has("party"), false);
  assertEquals(set(state, ":party:").error, "invalid_emoji_not_allowed");
  // The status that shows it stays.
  const { profile } = call(state, BOT, "users.profile.get", { user: "UALICE" });
  assertEquals(profile.status_emoji, ":party:");
});

Deno.test("a standard emoji is none of the workspace's own", () => {
  const state = workspace();
  set(state, ":sandwich:");
  assertEquals(listed(state, false), new Set());
});

Deno.test("the list needs a scope", () => {
  const state = workspace();
  const token = addToken(state, "env", "UALICE", {
    scopes: new Set(["users:read"]),
  });
  const { error, needed } = call(state, token, "emoji.list", {});
  assertEquals([error, needed], ["missing_scope", "emoji:read"]);
});
