import { assert, assertEquals } from "@std/assert";
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

function open() {
  const slack = openSlack([member("ann", OPTED_IN), member("bob", OPTED_IN)]);
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
  const token = await new Tokens(slack.client, ENV).of("UANN", ann);
  assertEquals(slack.state.tokens.get(token.token)!.owner, "UANN");
  assertEquals(token.credential, {
    owner: "person",
    person: "UANN",
    path: "own",
  });
  assertEquals(slack.arrived[0]!.args, { external_token_id: ann });
  slack.close();
});

Deno.test("the environment serves whoever has not connected, without a call", async () => {
  const { slack } = open();
  assertEquals(await new Tokens(slack.client, ENV).of("UANN", null), FROM_ENV);
  assertEquals(slack.arrived, []);
  slack.close();
});

Deno.test("the environment serves whoever's connection is gone", async () => {
  const { slack, ann } = open();
  slack.state.external_tokens.clear();
  assertEquals(await new Tokens(slack.client, ENV).of("UANN", ann), FROM_ENV);
  slack.close();
});

Deno.test("nobody's token serves anybody else", async () => {
  const { slack } = open();
  const tokens = new Tokens(slack.client, ENV);
  const failure = await failureOf(() => tokens.of("UBOB", null));
  assertEquals([failure.error, failure.kind], ["no_token", "person"]);
  const credential = { owner: "person", person: "UBOB", path: "own" } as const;
  assertEquals(failure.credential, credential);
  assert(failure.message.includes("opting in"), failure.message);
  assertEquals(slack.arrived, []);
  slack.close();
});

Deno.test("a connection that is gone is a failure of that person", async () => {
  const { slack, ann } = open();
  slack.state.external_tokens.clear();
  const failure = await failureOf(() =>
    new Tokens(slack.client, {}).of("UANN", ann)
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

Deno.test("an empty secret is none", async () => {
  const { slack } = open();
  const tokens = new Tokens(slack.client, { USER_TOKEN_UANN: "" });
  const failure = await failureOf(() => tokens.of("UANN", null));
  assertEquals(failure.error, "no_token");
  slack.close();
});

Deno.test("trouble that passes is not hidden behind the environment, nor kept", async () => {
  const { slack, ann } = open();
  const tokens = new Tokens(slack.client, ENV);
  slack.fail({ method: "apps.auth.external.get", status: 429, retry_after: 3 });
  slack.fail({ method: "apps.auth.external.get", cut: "before" });
  const limited = await failureOf(() => tokens.of("UANN", ann));
  assertEquals([limited.kind, limited.retryAfter], ["retry", 3]);
  const unanswered = await failureOf(() => tokens.of("UANN", ann));
  assertEquals(unanswered.kind, "retry");
  assert((await tokens.of("UANN", ann)).token !== "xoxp-from-env");
  slack.close();
});

Deno.test("each person's token is resolved once, at the same time or later", async () => {
  const { slack, ann, bob } = open();
  const tokens = new Tokens(slack.client, {});
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

Deno.test("a person without a token is not asked about again, a passing failure is", async () => {
  const { slack, ann, bob } = open();
  const tokens = new Tokens(slack.client, {});
  slack.state.external_tokens.delete(ann);
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

Deno.test("another connection of the same person is resolved anew", async () => {
  const { slack, ann } = open();
  const tokens = new Tokens(slack.client, {});
  slack.state.external_tokens.delete(ann);
  await failureOf(() => tokens.of("UANN", ann));
  slack.state.external_tokens.set("Et-new", {
    id: "Et-new",
    person: "UANN",
    token: slack.ownToken("UANN").token,
  });
  assertEquals((await tokens.of("UANN", "Et-new")).credential.person, "UANN");
  slack.close();
});

Deno.test("an answer without a token may be tried again", async () => {
  for (const external_token of [undefined, null, 3]) {
    const tokens = new Tokens(scriptedClient({ ok: true, external_token }), {});
    const failure = await failureOf(() => tokens.of("UANN", "Et1"));
    assertEquals([failure.error, failure.kind], ["malformed_answer", "retry"]);
  }
});

Deno.test("what finds the tokens shows none of them", async () => {
  const { slack, ann } = open();
  const tokens = new Tokens(slack.client, {});
  await tokens.of("UANN", ann);
  assertHoldsNoToken({ tokens });
  slack.close();
});
