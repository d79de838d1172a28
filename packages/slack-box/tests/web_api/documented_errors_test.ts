import { assertEquals, assertMatch } from "@std/assert";
import { API_METHODS } from "../../web_api/answer.ts";
import { COMMON_ERRORS } from "../../web_api/refusal.ts";
import type { RateTier } from "../../web_api/method.ts";

/** What Slack documents of a method, as far as these tests ask. */
interface Documented {
  /** Its errors, without those that every method may answer. */
  errors: string[];
  /** The label of its rate limit. */
  rate: string;
  /** The scope for each kind of token; `null`: it takes none of that kind. Absent: not documented. */
  scopes?: { bot: string | null; user: string | null };
}

const METHODS: Readonly<Record<string, Documented>> = JSON.parse(
  await Deno.readTextFile(new URL("documented_methods.json", import.meta.url)),
);

/**
 * Methods without a specification of their own: their errors as the guides of
 * the automation platform, the errors of Slack's CLI and the other
 * `workflows.triggers.*` name them.
 */
const GUIDES: Readonly<Record<string, readonly string[]>> = {
  "apps.auth.external.get": [
    "token_not_found",
    "no_refresh_token",
    "access_token_exchange_failed",
  ],
  "apps.auth.external.delete": ["token_not_found"],
  "blocks.validate": ["invalid_blocks", "invalid_message", "invalid_view"],
  "chat.getPermalink": ["channel_not_found", "message_not_found"],
  "chat.postEphemeral": [
    "channel_not_found",
    "invalid_blocks",
    "invalid_blocks_format",
    "is_archived",
    "no_text",
    "not_in_channel",
    "user_not_in_channel",
  ],
  "conversations.info": ["channel_not_found"],
  "emoji.list": [],
  "workflows.triggers.create": ["invalid_trigger_inputs"],
  "workflows.triggers.update": ["invalid_trigger_inputs", "trigger_not_found"],
  "workflows.triggers.delete": ["trigger_not_found"],
  "workflows.triggers.list": [],
};

const TIER_LABEL: Record<RateTier, RegExp> = {
  1: /^Tier 1: 1\+/,
  2: /^Tier 2: 20\+/,
  3: /^Tier 3: 50\+/,
  4: /^Tier 4: 100\+/,
  post_message: /^Special/,
  hundreds: /^Special/,
};

/** Only what a function may not do with its own token, though a bot could. */
const PEOPLE_ONLY = ["users.setPresence"];

Deno.test("every method is specified, or its errors are from a guide", () => {
  for (const name of API_METHODS.keys()) {
    const specified = Object.hasOwn(METHODS, name);
    assertEquals([name, specified], [name, !Object.hasOwn(GUIDES, name)]);
  }
});

Deno.test("every error a method may answer is documented for it", () => {
  for (const { name, errors } of API_METHODS.values()) {
    const documented = METHODS[name]?.errors ?? GUIDES[name]!;
    const undocumented = errors.filter((error) =>
      !documented.includes(error) && !COMMON_ERRORS.includes(error)
    );
    assertEquals([name, undocumented], [name, []]);
  }
});

Deno.test("tiers are the documented ones", () => {
  for (const { name, tier } of API_METHODS.values()) {
    const rate = METHODS[name]?.rate;
    if (rate !== undefined) assertMatch(rate, TIER_LABEL[tier]);
  }
});

Deno.test("scopes and kinds of token are the documented ones", () => {
  for (const { name, scope, tokens } of API_METHODS.values()) {
    const scopes = METHODS[name]?.scopes;
    if (scopes === undefined) continue;
    for (const kind of ["bot", "user"] as const) {
      const documented = scopes[kind];
      const allowed = tokens === "any" || tokens === kind;
      if (PEOPLE_ONLY.includes(name) && kind === "bot") continue;
      assertEquals([name, kind, documented], [
        name,
        kind,
        allowed ? scope : null,
      ]);
    }
  }
});
