import { assertEquals, assertStringIncludes } from "@std/assert";
import { call } from "../../slack/call.ts";
import { member, openSlack } from "./local_slack.ts";
import { failureOf } from "./produced_failure.ts";
import { httpError, scriptedClient } from "./scripted_client.ts";

const ANN = member("ann");

Deno.test("a call is sent with the app's own token, or with the person's where one is given", async () => {
  const slack = openSlack([ANN]);
  const token = slack.ownToken("UANN");
  await call(slack.client, "auth.test", {});
  const answer = await call(slack.client, "auth.test", {}, { token });
  assertEquals(slack.arrived[0]!.token, "xwfp-the-app-itself");
  assertEquals(slack.arrived[1]!.token, token.token);
  assertEquals(answer.user_id, "UANN");
  slack.close();
});

Deno.test("a refused token of the app fails everybody, a person's token only that person", async () => {
  const slack = openSlack([ANN]);
  const token = slack.ownToken("UANN");
  slack.state.tokens.get(token.token)!.revoked = true;
  slack.state.tokens.get("xwfp-the-app-itself")!.revoked = true;
  const app = await failureOf(() => call(slack.client, "auth.test", {}));
  const own = await failureOf(() =>
    call(slack.client, "auth.test", {}, { token })
  );
  assertEquals([app.error, app.kind], ["token_revoked", "everybody"]);
  assertEquals(app.credential, { owner: "app" });
  assertStringIncludes(app.message, "the app's own token");
  assertEquals([own.error, own.kind], ["token_revoked", "person"]);
  assertEquals(own.credential, token.credential);
  assertStringIncludes(own.message, "this person's own connection");
  slack.close();
});

Deno.test("a failure with a token from the environment names its secret", async () => {
  const slack = openSlack([ANN]);
  const credential = { owner: "person", person: "UANN", path: "env" } as const;
  const token = { token: "xoxp-no-such-token", credential };
  const failure = await failureOf(() =>
    call(slack.client, "auth.test", {}, { token })
  );
  assertEquals(
    failure.message,
    "auth.test: invalid_auth; Slack refused the secret USER_TOKEN_UANN: set a new token",
  );
  slack.close();
});

Deno.test("a failure with an admin's token names the secret and the token's number in it", async () => {
  const slack = openSlack([ANN]);
  const credential = {
    ...{ owner: "admin", person: "UANN", path: "admin" } as const,
    number: 2,
  };
  const { token } = slack.ownToken("UANN");
  slack.state.tokens.get(token)!.revoked = true;
  const failure = await failureOf(() =>
    call(slack.client, "auth.test", {}, { token: { token, credential } })
  );
  assertEquals(failure.kind, "person");
  assertEquals(
    failure.message,
    "auth.test: token_revoked; Slack refused the secret ADMIN_TOKENS (token no. 2): set a new one",
  );
  slack.close();
});

Deno.test("a missing scope is named, with what to do about it", async () => {
  const slack = openSlack([ANN]);
  const bot = slack.state.tokens.get("xwfp-the-app-itself")!;
  slack.state.tokens.set(bot.value, { ...bot, scopes: new Set() });
  const failure = await failureOf(() =>
    call(slack.client, "users.list", { limit: 1 })
  );
  assertEquals(failure.kind, "everybody");
  assertEquals(
    failure.message,
    "users.list: missing_scope; needs users:read; the app's own token lacks a scope: deploy the app again and have it approved",
  );
  slack.close();
});

Deno.test("the datastore's own words are part of the message", async () => {
  const slack = openSlack([]);
  const failure = await failureOf(() =>
    call(slack.client, "apps.datastore.bulkGet", {
      datastore: "no_such_store",
      ids: ["a"],
    })
  );
  assertEquals(failure.kind, "everybody");
  assertStringIncludes(failure.message, "datastore_error");
  assertStringIncludes(
    failure.message,
    "The datastore configuration could not be found",
  );
  slack.close();
});

Deno.test("errors of an odd shape are shown as they came", async () => {
  const client = scriptedClient({ ok: false, error: "x", errors: ["a", null] });
  const failure = await failureOf(() => call(client, "users.info", {}));
  assertEquals(failure.message, 'users.info: x; "a"; null');
});

Deno.test("an answer that is not ok and names no error is a failure", async () => {
  for (const answer of [{}, { ok: false }, { ok: "true" }, { error: 3 }]) {
    const client = scriptedClient(answer);
    const failure = await failureOf(() => call(client, "users.info", {}));
    assertEquals([failure.error, failure.kind], ["no_error_named", "person"]);
  }
});

Deno.test("an accepted error is an answer, and no other is", async () => {
  const client = scriptedClient({ ok: false, error: "partial_failure", x: 1 });
  const accepting = (error: string | null) =>
    call(
      client,
      "apps.datastore.bulkPut",
      {},
      error === null ? {} : { accepted: error },
    );
  assertEquals((await accepting("partial_failure")).x, 1);
  const other = await failureOf(() => accepting("datastore_error"));
  assertEquals([other.error, other.kind], ["partial_failure", "everybody"]);
  assertEquals((await failureOf(() => accepting(null))).kind, "everybody");
});

Deno.test("a 429 may be tried again, after the seconds that Slack names", async () => {
  const slack = openSlack([ANN]);
  const token = slack.ownToken("UANN");
  const method = "users.setPresence";
  slack.fail({ method, status: 429, retry_after: 7 });
  const args = { presence: "away" };
  const failure = await failureOf(() =>
    call(slack.client, method, args, { token })
  );
  assertEquals([failure.kind, failure.retryAfterSeconds], ["retry", 7]);
  assertEquals(failure.error, "ratelimited");
  assertEquals(failure.credential, token.credential);
  assertEquals(slack.counts(), { "users.setPresence": 1 });
  assertEquals(slack.state.people.get("UANN")!.manual_away, false);
  slack.close();
});

Deno.test("a 429 without a usable Retry-After waits half a minute", async () => {
  for (const given of [undefined, "soon", "0", "-3"]) {
    const headers = given === undefined ? {} : { "Retry-After": given };
    const client = scriptedClient(httpError(429, headers as never));
    const failure = await failureOf(() => call(client, "users.info", {}));
    assertEquals([failure.kind, failure.retryAfterSeconds], ["retry", 30]);
  }
  const bare = scriptedClient(Object.assign(new Error(), { status: 429 }));
  const failure = await failureOf(() => call(bare, "users.info", {}));
  assertEquals(failure.retryAfterSeconds, 30);
});

Deno.test("a read without an answer may be tried again; a write without one has an unknown outcome", async () => {
  const slack = openSlack([ANN]);
  const token = slack.ownToken("UANN");
  slack.fail({ method: "dnd.info", cut: "before" });
  slack.fail({ method: "users.setPresence", cut: "after" });
  const read = await failureOf(() =>
    call(slack.client, "dnd.info", {}, { token })
  );
  const write = await failureOf(() =>
    call(slack.client, "users.setPresence", { presence: "away" }, { token })
  );
  assertEquals([read.error, read.kind], ["no_answer", "retry"]);
  assertEquals([write.error, write.kind], ["no_answer", "unknown"]);
  assertEquals([read.retryAfterSeconds, write.retryAfterSeconds], [null, null]);
  assertEquals(slack.state.people.get("UANN")!.manual_away, true);
  slack.close();
});

Deno.test("an answer with an error status is reported by its status, without its body", async () => {
  const slack = openSlack([ANN]);
  const token = slack.ownToken("UANN");
  slack.fail({ method: "dnd.info", status: 503 });
  slack.fail({ method: "users.setPresence", status: 500 });
  const read = await failureOf(() =>
    call(slack.client, "dnd.info", {}, { token })
  );
  const write = await failureOf(() =>
    call(slack.client, "users.setPresence", { presence: "away" }, { token })
  );
  assertEquals([read.message, read.kind], ["dnd.info: http_503", "retry"]);
  assertEquals(
    [write.message, write.kind],
    ["users.setPresence: http_500", "unknown"],
  );
  slack.close();
});

Deno.test("the message of a network error is not repeated: it may hold the request", async () => {
  const network = new TypeError("fetch failed for token=xoxp-secret");
  const failure = await failureOf(() =>
    call(scriptedClient(network), "users.info", {})
  );
  assertEquals(failure.message, "users.info: no_answer");
});
