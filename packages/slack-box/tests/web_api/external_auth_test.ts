import { assertEquals, assertNotEquals } from "@std/assert";
import type { WorkspaceState } from "../../state.ts";
import { addToken, BOT, call, workspace } from "./workspace.ts";

function connected(): { state: WorkspaceState; token: string } {
  const state = workspace();
  const token = addToken(state, "external", "UALICE");
  state.externalTokens.set("Et1", { id: "Et1", person: "UALICE", token });
  return { state, token };
}

Deno.test("an external token is answered even if the provider has revoked it", () => {
  const { state, token } = connected();
  const get = (args = {}) =>
    call(state, BOT, "apps.auth.external.get", {
      external_token_id: "Et1",
      ...args,
    });
  assertEquals(get(), { ok: true, external_token: token });
  state.tokens.get(token)!.revoked = true;
  assertEquals(get({ force_refresh: "false" }).external_token, token);
  assertEquals(get({ force_refresh: true }).error, "no_refresh_token");
  assertEquals(get({ force_refresh: "true" }).error, "no_refresh_token");
});

Deno.test("a refresh gives a new token where tokens are rotated, and ends the old one", () => {
  const { state, token } = connected();
  state.externalTokens.get("Et1")!.rotated = true;
  const args = { external_token_id: "Et1", force_refresh: true };
  const { external_token } = call(state, BOT, "apps.auth.external.get", args);
  assertNotEquals(external_token, token);
  assertEquals(call(state, token, "auth.test").error, "token_expired");
  const fresh = String(external_token);
  assertEquals(call(state, fresh, "auth.test").user_id, "UALICE");
  const again = { external_token_id: "Et1" };
  assertEquals(
    call(state, BOT, "apps.auth.external.get", again).external_token,
    fresh,
  );
});

Deno.test("deleting forgets the reference and revokes nothing", () => {
  const { state, token } = connected();
  const args = { external_token_id: "Et1" };
  const method = "apps.auth.external.delete";
  assertEquals(call(state, BOT, method, args), { ok: true });
  assertEquals(call(state, BOT, method, args).error, "token_not_found");
  const get = call(state, BOT, "apps.auth.external.get", args);
  assertEquals(get.error, "token_not_found");
  assertEquals(call(state, token, "auth.test").user_id, "UALICE");
});

Deno.test("auth.test says whose token it is", () => {
  const { state, token } = connected();
  const own = call(state, token, "auth.test");
  assertEquals([own.user_id, own.user, own.team_id], ["UALICE", "alice", "T1"]);
  assertEquals("bot_id" in own, false);
  state.people.get("UALICE")!.organization = "TOTHER";
  assertEquals(call(state, token, "auth.test").team_id, "TOTHER");
  const bot = call(state, BOT, "auth.test");
  assertEquals([bot.user_id, bot.bot_id], ["UBOT", "BBOT"]);
});

Deno.test("a function's token completes its own execution", () => {
  const state = workspace();
  const complete = (id: string, how: string, args: Record<string, unknown>) =>
    call(state, BOT, `functions.complete${how}`, {
      function_execution_id: id,
      ...args,
    });
  assertEquals(complete("Fx1", "Success", { outputs: "{}" }), { ok: true });
  assertEquals(complete("Fx1", "Error", { error: "why" }), { ok: true });
  for (
    const [how, args] of [
      ["Success", { outputs: {} }],
      ["Error", { error: "why" }],
    ] as const
  ) {
    const { error } = complete("Fx2", how, args);
    assertEquals(error, "function_execution_not_found");
  }
});
