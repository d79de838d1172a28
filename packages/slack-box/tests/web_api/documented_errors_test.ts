import { assertEquals, assertMatch } from "@std/assert";
import { API_METHODS } from "../../web_api/answer.ts";
import { COMMON_ERRORS } from "../../web_api/refusal.ts";
import type { RateTier } from "../../web_api/method.ts";

/** Slack's documented methods, beside a checkout of the project. */
const SPECS = new URL(
  "../../../../../shared/specs/slack-methods/",
  import.meta.url,
);

interface Spec {
  errors: Record<string, string>;
  rate_limit: { label: string };
  scopes: { bot?: { name: string }[]; user?: { name: string }[] };
}

/**
 * Methods without a specification of their own: their errors as the guides of
 * the automation platform and the other `workflows.triggers.*` name them.
 */
const GUIDES: Readonly<Record<string, readonly string[]>> = {
  "apps.auth.external.get": [
    "token_not_found",
    "no_refresh_token",
    "access_token_exchange_failed",
  ],
  "apps.auth.external.delete": ["token_not_found"],
  "emoji.list": [],
  "workflows.triggers.create": [],
  "workflows.triggers.update": ["trigger_not_found"],
  "workflows.triggers.delete": ["trigger_not_found"],
  "workflows.triggers.list": [],
};

const TIER_LABEL: Record<RateTier, RegExp> = {
  1: /^Tier 1: 1\+/,
  2: /^Tier 2: 20\+/,
  3: /^Tier 3: 50\+/,
  4: /^Tier 4: 100\+/,
  post_message: /^Special/,
  auth_test: /^Special/,
};

/** Only what a function may not do with its own token, though a bot could. */
const PEOPLE_ONLY = ["users.setPresence"];

function specOf(name: string): Spec | null {
  try {
    return JSON.parse(Deno.readTextFileSync(new URL(`${name}.json`, SPECS)));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

function areSpecsHere(): boolean {
  try {
    return Deno.statSync(SPECS).isDirectory;
  } catch {
    return false;
  }
}

const ignore = !areSpecsHere();

Deno.test("every method is specified, or its errors are from a guide", {
  ignore,
}, () => {
  for (const name of API_METHODS.keys()) {
    const specified = specOf(name) !== null;
    assertEquals([name, specified], [name, !Object.hasOwn(GUIDES, name)]);
  }
});

Deno.test("every error a method may answer is documented for it", {
  ignore,
}, () => {
  for (const { name, errors } of API_METHODS.values()) {
    const spec = specOf(name);
    const documented = spec === null ? GUIDES[name]! : Object.keys(spec.errors);
    const undocumented = errors.filter((error) =>
      !documented.includes(error) && !COMMON_ERRORS.includes(error)
    );
    assertEquals([name, undocumented], [name, []]);
  }
});

Deno.test("tiers are the documented ones", { ignore }, () => {
  for (const { name, tier } of API_METHODS.values()) {
    const spec = specOf(name);
    if (spec !== null) assertMatch(spec.rate_limit.label, TIER_LABEL[tier]);
  }
});

Deno.test("scopes and kinds of token are the documented ones", {
  ignore,
}, () => {
  for (const { name, scope, tokens } of API_METHODS.values()) {
    const scopes = specOf(name)?.scopes;
    if (scopes === undefined || Object.keys(scopes).length === 0) continue;
    for (const kind of ["bot", "user"] as const) {
      const documented = scopes[kind]?.[0]?.name ?? null;
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
