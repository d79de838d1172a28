import { assertEquals, assertThrows } from "@std/assert";
import { answerApi, API_METHODS, KNOWN_METHODS } from "../../web_api/answer.ts";
import { COMMON_ERRORS, Refusal } from "../../web_api/refusal.ts";
import type { ApiMethod } from "../../web_api/method.ts";
import { addToken, answer, BOT, call, NOW_MS, workspace } from "./workspace.ts";

Deno.test("a method that is not imitated answers unknown_method", () => {
  const state = workspace();
  assertEquals(call(state, BOT, "users.imagine").error, "unknown_method");
  assertEquals(call(state, BOT, "constructor").error, "unknown_method");
});

Deno.test("parameters that a method does not know are ignored", () => {
  const state = workspace();
  const args = { user: "UALICE", colour: "red", include_everything: true };
  const { user } = call(state, BOT, "users.info", args);
  assertEquals(user, call(state, BOT, "users.info", { user: "UALICE" }).user);
});

Deno.test("tokens are refused for what is wrong with them", () => {
  const state = workspace();
  const alice = addToken(state, "external", "UALICE");
  const revoked = addToken(state, "env", "UBOB", { revoked: true });
  const expiring = addToken(state, "execution", "UBOT", {
    expiresAtMs: NOW_MS + 1,
  });
  const inactive = addToken(state, "client", "UADA");
  state.people.get("UADA")!.deleted = true;
  const cases: [string | null, number, string | undefined][] = [
    [null, NOW_MS, "not_authed"],
    ["", NOW_MS, "not_authed"],
    ["xoxp-nobody", NOW_MS, "invalid_auth"],
    [revoked, NOW_MS, "token_revoked"],
    [expiring, NOW_MS, undefined],
    [expiring, NOW_MS + 1, "token_expired"],
    [inactive, NOW_MS, "account_inactive"],
    [alice, NOW_MS, undefined],
  ];
  for (const [token, atMs, error] of cases) {
    assertEquals(call(state, token, "auth.test", {}, atMs).error, error);
  }
});

Deno.test("methods for people's tokens refuse a function's token, and the reverse", () => {
  const state = workspace();
  const alice = addToken(state, "external", "UALICE");
  const ofPeople = [
    "users.profile.set",
    "dnd.setSnooze",
    "dnd.endSnooze",
    "dnd.endDnd",
    "users.setPresence",
  ];
  for (const method of ofPeople) {
    assertEquals(call(state, BOT, method).error, "not_allowed_token_type");
  }
  const ofFunctions = KNOWN_METHODS.filter((name) =>
    /^(apps|workflows|functions)\./.test(name)
  );
  assertEquals(ofFunctions.length, 19);
  for (const method of ofFunctions) {
    assertEquals(call(state, alice, method).error, "not_allowed_token_type");
  }
});

Deno.test("a missing scope is named beside those there are", () => {
  const state = workspace();
  const alice = addToken(state, "external", "UALICE", {
    scopes: new Set(["users:read", "dnd:read"]),
  });
  assertEquals(call(state, alice, "dnd.setSnooze"), {
    ok: false,
    error: "missing_scope",
    needed: "dnd:write",
    provided: "users:read,dnd:read",
  });
  assertEquals(call(state, alice, "dnd.info").ok, true);
});

Deno.test("a body that could not be read is refused with its error", () => {
  const request = {
    method: "auth.test",
    args: {},
    token: BOT,
    malformed: "invalid_json",
  };
  const { body } = answerApi(workspace(), request, NOW_MS);
  assertEquals(body, { ok: false, error: "invalid_json" });
});

Deno.test("a missing argument or one of the wrong type is invalid_arguments", () => {
  const state = workspace();
  const wrong: [string, Record<string, unknown>][] = [
    ["users.info", {}],
    ["users.info", { user: 7 }],
    ["users.info", { user: "" }],
    ["users.list", { limit: "many" }],
    ["users.list", { limit: 1.5 }],
    ["apps.datastore.put", { datastore: "good_tunes", item: "[1]" }],
    ["apps.datastore.put", { datastore: "good_tunes", item: "{broken" }],
    ["apps.datastore.bulkGet", { datastore: "good_tunes", ids: "{}" }],
    ["apps.datastore.get", { datastore: "good_tunes" }],
    ["apps.auth.external.get", { external_token_id: null }],
    ["functions.completeSuccess", { function_execution_id: "Fx1" }],
  ];
  for (const [method, args] of wrong) {
    assertEquals(call(state, BOT, method, args).error, "invalid_arguments");
  }
});

Deno.test("an answer says which scopes there are and which are needed", () => {
  const state = workspace();
  const token = addToken(state, "env", "UBOB", {
    scopes: new Set(["users:read"]),
  });
  const { status, headers } = answer(state, token, "users.list");
  assertEquals(status, 200);
  assertEquals(headers["x-oauth-scopes"], "users:read");
  assertEquals(headers["x-accepted-oauth-scopes"], "users:read");
  assertEquals(headers["content-type"], "application/json; charset=utf-8");
});

Deno.test("an error that a method does not declare cannot be answered", () => {
  const broken: ApiMethod = {
    name: "test.broken",
    tier: 4,
    tokens: "any",
    scope: null,
    errors: ["declared"],
    perform({ args }) {
      throw new Refusal(args.requiredText("error"));
    },
  };
  const methods = API_METHODS as Map<string, ApiMethod>;
  methods.set(broken.name, broken);
  try {
    const state = workspace();
    const ask = (error: string) => call(state, BOT, broken.name, { error });
    assertEquals(ask("declared").error, "declared");
    assertEquals(ask("fatal_error").error, "fatal_error");
    assertThrows(() => ask("undeclared"), Error, "does not declare");
  } finally {
    methods.delete(broken.name);
  }
});

Deno.test("the common errors hold those of the contract, each once", () => {
  assertEquals(new Set(COMMON_ERRORS).size, COMMON_ERRORS.length);
  const contract = [
    "invalid_auth",
    "token_revoked",
    "token_expired",
    "account_inactive",
    "missing_scope",
    "not_allowed_token_type",
    "ratelimited",
    "internal_error",
    "service_unavailable",
    "request_timeout",
    "fatal_error",
    "invalid_arguments",
  ];
  assertEquals(
    contract.filter((error) => !COMMON_ERRORS.includes(error)),
    [],
  );
});
