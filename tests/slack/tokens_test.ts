import { assert, assertEquals } from "@std/assert";
import { addUserToken } from "../../packages/slack-box/engine/credentials.ts";
import type { PersonToken, SlackClient } from "../../slack/call.ts";
import { SlackFailure } from "../../slack/failure.ts";
import { Tokens } from "../../slack/tokens.ts";
import { type LocalSlack, member, openSlack } from "./local_slack.ts";
import { assertHoldsNoToken, failureOf } from "./produced_failure.ts";
import { scriptedClient } from "./scripted_client.ts";

const OPTED_IN = { consent: { states: ["on_call"] } };
const ENV = { USER_TOKEN_UANN: "xoxp-from-env" };
const FROM_ENV = {
  token: "xoxp-from-env",
  credential: { owner: "person", person: "UANN", path: "env" },
} as const;

/** Of this workspace, with these secrets. */
function tokensOf(
  client: SlackClient,
  secrets: Record<string, string>,
  onBadSecret?: (failure: SlackFailure) => void,
): Tokens {
  const workspace = { team: "TLOCAL", enterprise: "" };
  return new Tokens(client, secrets, workspace, onBadSecret);
}

/** Adds a token with this value, of this person. */
function addSecret(slack: LocalSlack, value: string, owner: string): void {
  const token = addUserToken(slack.state, "env", owner);
  slack.state.tokens.set(value, { ...token, value });
}

function open() {
  const people = ["ann", "bob"].map((name) => member(name, OPTED_IN));
  const slack = openSlack([...people, member("cy")]);
  addSecret(slack, "xoxp-from-env", "UANN");
  addSecret(slack, "xoxp-cy", "UCY");
  return {
    slack,
    ann: externalId(slack, "UANN"),
    bob: externalId(slack, "UBOB"),
  };
}

function externalId(slack: LocalSlack, person: string): string {
  return slack.items("consents").get(person)!.external_token_id as string;
}

Deno.test("external auth comes before the environment", async () => {
  const { slack, ann } = open();
  const token = await tokensOf(slack.client, ENV).of("UANN", ann);
  assertEquals(slack.state.tokens.get(token.token)!.owner, "UANN");
  assertEquals(token.credential, {
    owner: "person",
    person: "UANN",
    path: "own",
  });
  assertEquals(slack.arrived[0]!.args, { external_token_id: ann });
  slack.close();
});

Deno.test("a secret serves a person who has not connected, once it is known to be theirs", async () => {
  const { slack } = open();
  const tokens = tokensOf(slack.client, ENV);
  for (const part of ["status", "dnd", "presence"] as const) {
    assertEquals(await tokens.of("UANN", null, part), FROM_ENV);
  }
  assertEquals(slack.counts(), { "auth.test": 1 });
  slack.close();
});

Deno.test("a secret with another person's token, or of another workspace, is never given", async () => {
  const { slack } = open();
  const env = { USER_TOKEN_UANN: "xoxp-cy" };
  const elsewhere = { team: "TOTHER", enterprise: "" };
  const wrong: [Tokens, string][] = [
    [tokensOf(slack.client, env), "a token of cy"],
    [
      new Tokens(slack.client, ENV, elsewhere),
      "a token of theirs in another workspace",
    ],
  ];
  for (const [tokens, said] of wrong) {
    for (const part of ["status", "dnd", "presence"] as const) {
      const failure = await failureOf(() => tokens.of("UANN", null, part));
      assertEquals([failure.error, failure.kind], ["other_account", "person"]);
      assert(failure.message.includes(said), failure.message);
      assert(failure.message.includes("USER_TOKEN_UANN"), failure.message);
    }
  }
  assertEquals(slack.counts(), { "auth.test": 2 });
  slack.close();
});

Deno.test("an admin's token takes the place of a secret that is not the person's, which is told once", async () => {
  const { slack, ann } = open();
  const env = { USER_TOKEN_UANN: "xoxp-cy", ...TWO_ADMINS };
  const told: string[] = [];
  const tokens = tokensOf(slack.client, env, ({ message }) => {
    told.push(message);
  });
  assertEquals(await tokens.of("UANN", null), admin("UANN", 1));
  assertEquals(await tokens.of("UANN", null), admin("UANN", 1));
  const failure = await failureOf(() => tokens.of("UANN", null, "dnd"));
  assertEquals(failure.error, "other_account");
  assertEquals(told.length, 1);
  // Nor is it named as what serves a person whose connection is gone.
  slack.state.externalTokens.delete(ann);
  const later = tokensOf(slack.client, env);
  assertEquals(await later.of("UANN", ann), admin("UANN", 1));
  assertEquals(later.gone()[0]!.fallback, "admin");
  slack.close();
});

Deno.test("a secret whose owner Slack does not tell is not given, and checked again later", async () => {
  for (
    const fault of [{ status: 503 }, { cut: "before" }, {
      status: 429,
      retry_after: 3,
    }] as const
  ) {
    const { slack } = open();
    const tokens = tokensOf(slack.client, { ...ENV, ...TWO_ADMINS });
    slack.fail({ method: "auth.test", ...fault });
    const failure = await failureOf(() => tokens.of("UANN", null));
    assertEquals(failure.kind, "retry");
    assertEquals(await tokens.of("UANN", null), FROM_ENV);
    slack.close();
  }
  const nameless = scriptedClient({ ok: true, user_id: "UANN" });
  const failure = await failureOf(() =>
    tokensOf(nameless, ENV).of("UANN", null)
  );
  assertEquals([failure.error, failure.kind], ["malformed_answer", "retry"]);
});

Deno.test("an expired token is refreshed once, and then serves", async () => {
  const { slack, ann } = open();
  slack.state.externalTokens.get(ann)!.rotated = true;
  const tokens = tokensOf(slack.client, {});
  const own = await tokens.of("UANN", ann);
  const expired = refusal(own, "token_expired");
  assertEquals(await tokens.noteGone("UANN", expired), null);
  const fresh = await tokens.of("UANN", ann);
  assert(fresh.token !== own.token);
  assertEquals(tokens.gone(), []);
  assertEquals(slack.counts(), { "apps.auth.external.get": 2 });
  // The new one has expired, too: it is not asked for a third time.
  const again = refusal(fresh, "token_expired");
  assert(await tokens.noteGone("UANN", again) === again);
  assertEquals(tokens.gone()[0]!.failure, again);
  assertEquals(slack.counts(), { "apps.auth.external.get": 2 });
  slack.close();
});

Deno.test("an expired token that cannot be refreshed is gone, unless Slack could not be asked", async () => {
  const { slack, ann } = open();
  const tokens = tokensOf(slack.client, {});
  const expired = refusal(await tokens.of("UANN", ann), "token_expired");
  const fault = { status: 429, retry_after: 3 };
  slack.fail({ method: "apps.auth.external.get", ...fault });
  const limited = await tokens.noteGone("UANN", expired);
  assertEquals([limited?.kind, limited?.retryAfterSeconds], ["retry", 3]);
  assertEquals(tokens.gone(), []);
  assert(await tokens.noteGone("UANN", expired) === expired);
  assertEquals(tokens.gone()[0]!.failure, expired);
  assert(await failureOf(() => tokens.of("UANN", ann)) === expired);
  slack.close();
});

Deno.test("external auth that calls a token expired is asked for a new one", async () => {
  const { slack, ann } = open();
  slack.state.externalTokens.get(ann)!.rotated = true;
  const fault = { error: "token_expired" };
  slack.fail({ method: "apps.auth.external.get", ...fault });
  const tokens = tokensOf(slack.client, {});
  const { token } = await tokens.of("UANN", ann);
  assertEquals(slack.state.tokens.get(token)!.expiresAtMs, null);
  assertEquals(slack.arrived.map(({ args }) => args.force_refresh), [
    undefined,
    "true",
  ]);
  slack.close();
});

Deno.test("a secret serves a person whose connection is gone", async () => {
  const { slack, ann } = open();
  slack.state.externalTokens.clear();
  assertEquals(await tokensOf(slack.client, ENV).of("UANN", ann), FROM_ENV);
  slack.close();
});

Deno.test("a person's token serves no other person", async () => {
  const { slack } = open();
  const tokens = tokensOf(slack.client, ENV);
  const failure = await failureOf(() => tokens.of("UBOB", null));
  assertEquals([failure.error, failure.kind], ["no_token", "person"]);
  const credential = { owner: "person", person: "UBOB", path: "own" } as const;
  assertEquals(failure.credential, credential);
  assert(failure.message.includes("opting in"), failure.message);
  assertEquals(slack.arrived, []);
  slack.close();
});

Deno.test("a connection that is gone fails only that person", async () => {
  const { slack, ann } = open();
  slack.state.externalTokens.clear();
  const failure = await failureOf(() =>
    tokensOf(slack.client, {}).of("UANN", ann)
  );
  assertEquals([failure.error, failure.kind], ["token_not_found", "person"]);
  assertEquals(failure.credential, {
    owner: "person",
    person: "UANN",
    path: "own",
  });
  assert(failure.message.includes("opting in"), failure.message);
  slack.close();
});

Deno.test("an empty secret counts as none", async () => {
  const { slack } = open();
  const tokens = tokensOf(slack.client, { USER_TOKEN_UANN: "" });
  const failure = await failureOf(() => tokens.of("UANN", null));
  assertEquals(failure.error, "no_token");
  slack.close();
});

Deno.test("a failure that may pass is thrown although there is a secret, and is not remembered", async () => {
  const { slack, ann } = open();
  const tokens = tokensOf(slack.client, ENV);
  slack.fail({ method: "apps.auth.external.get", status: 429, retry_after: 3 });
  slack.fail({ method: "apps.auth.external.get", cut: "before" });
  const limited = await failureOf(() => tokens.of("UANN", ann));
  assertEquals([limited.kind, limited.retryAfterSeconds], ["retry", 3]);
  const unanswered = await failureOf(() => tokens.of("UANN", ann));
  assertEquals(unanswered.kind, "retry");
  assert((await tokens.of("UANN", ann)).token !== "xoxp-from-env");
  slack.close();
});

Deno.test("each person's token is resolved once, at the same time or later", async () => {
  const { slack, ann, bob } = open();
  const tokens = tokensOf(slack.client, {});
  const [first, second] = await Promise.all([
    tokens.of("UANN", ann),
    tokens.of("UANN", ann),
  ]);
  assert(first === second);
  assert(await tokens.of("UANN", ann) === first);
  assertEquals((await tokens.of("UBOB", bob)).credential.person, "UBOB");
  assertEquals(slack.counts(), { "apps.auth.external.get": 2 });
  slack.close();
});

Deno.test("a missing token is asked for once; after a failure that may pass, Slack is asked again", async () => {
  const { slack, ann, bob } = open();
  const tokens = tokensOf(slack.client, {});
  slack.state.externalTokens.delete(ann);
  await failureOf(() => tokens.of("UANN", ann));
  await failureOf(() => tokens.of("UANN", ann));
  assertEquals(slack.arrived.length, 1);
  slack.fail({ method: "apps.auth.external.get", cut: "before" });
  const failure = await failureOf(() => tokens.of("UBOB", bob));
  assertEquals(failure.kind, "retry");
  assertEquals((await tokens.of("UBOB", bob)).credential.person, "UBOB");
  assertEquals(slack.arrived.length, 3);
  slack.close();
});

Deno.test("a new connection of the same person is resolved again", async () => {
  const { slack, ann } = open();
  const tokens = tokensOf(slack.client, {});
  slack.state.externalTokens.delete(ann);
  await failureOf(() => tokens.of("UANN", ann));
  slack.state.externalTokens.set("Et-new", {
    id: "Et-new",
    person: "UANN",
    token: slack.ownToken("UANN").token,
  });
  assertEquals((await tokens.of("UANN", "Et-new")).credential.person, "UANN");
  slack.close();
});

Deno.test("an answer without a token may be tried again", async () => {
  for (const external_token of [undefined, null, 3]) {
    const tokens = tokensOf(scriptedClient({ ok: true, external_token }), {});
    const failure = await failureOf(() => tokens.of("UANN", "Et1"));
    assertEquals([failure.error, failure.kind], ["malformed_answer", "retry"]);
  }
});

Deno.test("an inspected or serialized Tokens shows no token", async () => {
  const { slack, ann } = open();
  const tokens = tokensOf(slack.client, { ...ENV, ...TWO_ADMINS });
  await tokens.of("UANN", ann);
  tokens.refuse(await tokens.of("UBOB", null), "UBOB");
  assertHoldsNoToken({ tokens }, Deno.inspect(tokens, { depth: 9 }));
  slack.close();
});

const TWO_ADMINS = { ADMIN_TOKENS: " xoxp-admin-1 ,, xoxp-admin-2\n" };

/** A failure of a call with this token. */
function refusal({ credential }: PersonToken, error: string): SlackFailure {
  return new SlackFailure(
    "users.profile.set",
    error,
    "person",
    credential,
    null,
  );
}

function admin(person: string, number: number): PersonToken {
  return {
    token: `xoxp-admin-${number}`,
    credential: { owner: "admin", person, number, path: "admin" },
  };
}

Deno.test("an admin's token serves the status of people without a token of their own", async () => {
  const { slack, ann, bob } = open();
  const tokens = tokensOf(slack.client, { ...ENV, ...TWO_ADMINS });
  assertEquals((await tokens.of("UBOB", bob)).credential.path, "own");
  assertEquals(await tokens.of("UANN", null), FROM_ENV);
  assertEquals(await tokens.of("UCY", null, "status"), admin("UCY", 1));
  slack.state.externalTokens.clear();
  const later = tokensOf(slack.client, { ...ENV, ...TWO_ADMINS });
  assertEquals(await later.of("UANN", ann), FROM_ENV);
  assertEquals(await later.of("UBOB", bob), admin("UBOB", 1));
  slack.close();
});

Deno.test("admin tokens share the people who need them, and each person keeps theirs", async () => {
  const { slack } = open();
  const tokens = tokensOf(slack.client, { ...ENV, ...TWO_ADMINS });
  const numberOf = async (person: string) => {
    const { credential } = await tokens.of(person, null);
    return credential.owner === "admin" ? credential.number : null;
  };
  // People with a token of their own do not use an admin's.
  const people = ["UA", "UANN", "UB", "UC", "UD"];
  const first = await Promise.all(people.map(numberOf));
  assertEquals(first, [1, null, 2, 1, 2]);
  assertEquals(await numberOf("UD"), 2);
  assertEquals(await numberOf("UA"), 1);
  assertEquals(await numberOf("UE"), 1);
  assertEquals(slack.counts(), { "auth.test": 1 });
  slack.close();
});

Deno.test("without an admin's token, every part fails because no account is connected", async () => {
  const { slack } = open();
  for (const ADMIN_TOKENS of ["", " , "]) {
    const tokens = tokensOf(slack.client, { ADMIN_TOKENS });
    for (const part of ["status", "dnd", "presence"] as const) {
      const failure = await failureOf(() => tokens.of("UBOB", null, part));
      assertEquals(failure.error, "no_token", part);
    }
  }
  slack.close();
});

Deno.test("notifications and presence are beyond an admin's token", async () => {
  const { slack, ann, bob } = open();
  const tokens = tokensOf(slack.client, { ...ENV, ...TWO_ADMINS });
  for (const part of ["dnd", "presence"] as const) {
    const failure = await failureOf(() => tokens.of("UCY", null, part));
    assertEquals([failure.error, failure.kind], ["path_cannot", "person"]);
    assert(failure.message.includes("by opting in again"), failure.message);
    assertEquals(await tokens.of("UANN", null, part), FROM_ENV);
  }
  slack.state.externalTokens.clear();
  assertEquals(await tokens.of("UANN", ann, "dnd"), FROM_ENV);
  assertEquals(await tokens.of("UBOB", bob, "status"), admin("UBOB", 1));
  const gone = await failureOf(() => tokens.of("UBOB", bob, "dnd"));
  assertEquals(gone.error, "token_not_found");
  slack.close();
});

Deno.test("one admin's token is enough for its path", async () => {
  const { slack, ann, bob } = open();
  const tokens = tokensOf(slack.client, { ADMIN_TOKENS: "xoxp-admin-1" });
  assertEquals(await tokens.of("UCY", null, "status"), admin("UCY", 1));
  for (const part of ["dnd", "presence"] as const) {
    const failure = await failureOf(() => tokens.of("UCY", null, part));
    assertEquals(failure.error, "path_cannot", part);
  }
  assertEquals(tokens.refuse(await tokens.of("UCY", null), "UCY"), false);
  slack.state.externalTokens.delete(ann);
  assertEquals(await tokens.of("UANN", ann), admin("UANN", 1));
  assertEquals(tokens.gone().map(({ fallback }) => fallback), [
    "admin",
  ]);
  const own = await tokens.of("UBOB", bob);
  await tokens.noteGone("UBOB", refusal(own, "token_revoked"));
  assertEquals(tokens.refuse(own, "UBOB"), true);
  slack.close();
});

Deno.test("only people without a token of their own count against an admin's", () => {
  const { slack, ann } = open();
  const tokens = tokensOf(slack.client, { ...ENV, ...TWO_ADMINS });
  // A connection, a secret of their own, and neither.
  assertEquals(tokens.adminNumber("UBOB", "Et-bob"), null);
  assertEquals(tokens.adminNumber("UANN", ann), null);
  assertEquals(tokens.adminNumber("UANN", null), null);
  assertEquals(tokens.adminNumber("UCY", null), 1);
  assertEquals(tokens.adminNumber("UDAN", null), 2);
  assertEquals(tokens.adminNumber("UCY", null), 1);
  assertEquals(tokensOf(slack.client, ENV).adminNumber("UCY", null), null);
  assertEquals(slack.arrived, []);
  slack.close();
});

Deno.test("after an admin's token is refused for a person, the next one serves them", async () => {
  const { slack } = open();
  const tokens = tokensOf(slack.client, TWO_ADMINS);
  const first = await tokens.of("UBOB", null);
  assertEquals(first, admin("UBOB", 1));
  assertEquals(await tokens.of("UDAN", null), admin("UDAN", 2));
  assertEquals(tokens.refuse(first, "UBOB"), true);
  const second = await tokens.of("UBOB", null);
  assertEquals(second, admin("UBOB", 2));
  // The last one stays, and what was refused already changes nothing.
  assertEquals(tokens.refuse(second, "UBOB"), false);
  assertEquals(tokens.refuse(first, "UBOB"), false);
  assertEquals(await tokens.of("UBOB", null), second);
  // It was refused for UBOB alone.
  assertEquals(await tokens.of("UCY", null), admin("UCY", 1));
  slack.close();
});

Deno.test("after a person's own secret is refused, an admin's token serves their status only", async () => {
  const { slack } = open();
  const alone = tokensOf(slack.client, ENV);
  assertEquals(alone.refuse(await alone.of("UANN", null), "UANN"), false);
  assertEquals(await alone.of("UANN", null), FROM_ENV);
  const tokens = tokensOf(slack.client, { ...ENV, ...TWO_ADMINS });
  assertEquals(tokens.refuse(await tokens.of("UANN", null), "UANN"), true);
  assertEquals(await tokens.of("UANN", null, "status"), admin("UANN", 1));
  assertEquals(await tokens.of("UANN", null, "dnd"), FROM_ENV);
  assertEquals(tokens.refuse(admin("UANN", 1), "UANN"), true);
  assertEquals(await tokens.of("UANN", null), admin("UANN", 2));
  assertEquals(tokens.refuse(admin("UANN", 2), "UANN"), false);
  slack.close();
});

Deno.test("after a write found a connection revoked, the next path serves", async () => {
  const { slack, ann, bob } = open();
  const tokens = tokensOf(slack.client, { ...ENV, ...TWO_ADMINS });
  const own = await tokens.of("UANN", ann);
  assertEquals(tokens.refuse(own, "UANN"), false);
  assertEquals(tokens.gone(), []);
  const failure = refusal(own, "token_revoked");
  await tokens.noteGone("UANN", failure);
  assertEquals(await tokens.of("UANN", ann), FROM_ENV);
  assertEquals(tokens.refuse(own, "UANN"), true);
  assertEquals(tokens.gone(), [{ person: "UANN", failure, fallback: "env" }]);
  // No other person is concerned, and Slack is not asked again.
  assertEquals((await tokens.of("UBOB", bob)).credential.path, "own");
  assertEquals(slack.counts(), { "apps.auth.external.get": 2, "auth.test": 1 });
  slack.close();
});

Deno.test("a connection that is gone stays a failure where no other path serves", async () => {
  const { slack, ann } = open();
  const tokens = tokensOf(slack.client, {});
  const own = await tokens.of("UANN", ann);
  const failure = refusal(own, "token_revoked");
  await tokens.noteGone("UANN", failure);
  for (const part of ["status", "dnd"] as const) {
    assert(await failureOf(() => tokens.of("UANN", ann, part)) === failure);
  }
  assertEquals(tokens.refuse(own, "UANN"), false);
  assertEquals(tokens.gone(), [{ person: "UANN", failure, fallback: null }]);
  slack.close();
});

Deno.test("only a connection that existed and was refused for good is gone", async () => {
  const { slack, ann } = open();
  const tokens = tokensOf(slack.client, { USER_TOKEN_UCY: "xoxp-cy" });
  await failureOf(() => tokens.of("UDAN", null));
  const own = await tokens.of("UANN", ann);
  await tokens.noteGone("UANN", refusal(own, "invalid_emoji_not_allowed"));
  await tokens.noteGone("UANN", refusal(own, "missing_scope"));
  const env = await tokens.of("UCY", null);
  await tokens.noteGone("UCY", refusal(env, "token_revoked"));
  assertEquals(tokens.gone(), []);
  assert(await tokens.of("UANN", ann) === own);
  slack.close();
});

Deno.test("a connection that external auth refuses is gone, with or without another path", async () => {
  const { slack, ann, bob } = open();
  slack.state.externalTokens.clear();
  const paths = async (env: Record<string, string>) => {
    const tokens = tokensOf(slack.client, env);
    await tokens.of("UANN", ann).catch(() => {});
    await tokens.of("UBOB", bob).catch(() => {});
    return tokens.gone().map(({ person, failure, fallback }) =>
      `${person} ${failure.error} ${fallback}`
    );
  };
  assertEquals(await paths(ENV), [
    "UANN token_not_found env",
    "UBOB token_not_found null",
  ]);
  assertEquals(await paths({ ...ENV, ...TWO_ADMINS }), [
    "UANN token_not_found env",
    "UBOB token_not_found admin",
  ]);
  const tokens = tokensOf(slack.client, { ...ENV, ...TWO_ADMINS });
  tokens.refuse(await tokens.of("UANN", ann), "UANN");
  assertEquals(tokens.gone()[0]!.fallback, "admin");
  slack.close();
});

Deno.test("no other trouble makes a connection gone", async () => {
  const { slack, ann, bob } = open();
  const tokens = tokensOf(slack.client, TWO_ADMINS);
  slack.fail({ method: "apps.auth.external.get", cut: "before" });
  await failureOf(() => tokens.of("UANN", ann));
  slack.fail({ method: "apps.auth.external.get", error: "access_denied" });
  assertEquals(await tokens.of("UBOB", bob), admin("UBOB", 1));
  assertEquals(tokens.gone(), []);
  slack.close();
});

Deno.test("after a new connection nothing is gone", async () => {
  const { slack, ann } = open();
  const tokens = tokensOf(slack.client, {});
  await tokens.noteGone(
    "UANN",
    refusal(await tokens.of("UANN", ann), "token_revoked"),
  );
  const { value } = addUserToken(slack.state, "external", "UANN");
  const connection = { id: "Et-new", person: "UANN", token: value };
  slack.state.externalTokens.set("Et-new", connection);
  assertEquals((await tokens.of("UANN", "Et-new")).token, value);
  assertEquals(tokens.gone(), []);
  slack.close();
});

Deno.test("Slack is asked once for a connection, and never without one", async () => {
  const { slack, ann, bob } = open();
  const tokens = tokensOf(slack.client, ENV);
  assertEquals(tokens.asksSlack("UANN", null), false);
  assertEquals(tokens.asksSlack("UANN", ann), true);
  const asked = tokens.of("UANN", ann);
  assertEquals(tokens.asksSlack("UANN", ann), false);
  await asked;
  assertEquals(tokens.asksSlack("UANN", ann), false);
  assertEquals(tokens.asksSlack("UANN", "Et-new"), true);
  slack.state.externalTokens.delete(bob);
  await failureOf(() => tokens.of("UBOB", bob));
  assertEquals(tokens.asksSlack("UBOB", bob), false);
  slack.fail({ method: "apps.auth.external.get", cut: "before" });
  await failureOf(() => tokens.of("UCY", "Et-cy"));
  assertEquals(tokens.asksSlack("UCY", "Et-cy"), true);
  slack.close();
});
