/** The workspace as a client sees it that nobody here wrote. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { ErrorCode, WebClientEvent } from "@slack/web-api";
import type { WorkspaceState } from "../../state.ts";
import { API_METHODS, KNOWN_METHODS } from "../../web_api/answer.ts";
import { REFUSING, STEPS } from "./client_calls.ts";
import { serve } from "./served_workspace.ts";
import { addToken, type Body, BOT, person, workspace } from "./workspace.ts";

/** Slack's code of the error that the client rejects with. */
async function platformError(promise: Promise<unknown>): Promise<unknown> {
  const error = await assertRejects(() => promise) as unknown as Body;
  assertEquals(error.code, ErrorCode.PlatformError);
  return error.data.error;
}

function connected(): WorkspaceState {
  const group = { id: "SREL1", name: "release", members: ["UBOB"] };
  const state = workspace({ userGroups: new Map([["SREL1", group]]) });
  const token = addToken(state, "external", "UALICE");
  state.externalTokens.set("Et1", { id: "Et1", person: "UALICE", token });
  return state;
}

Deno.test("the client gets what it asked for from every method", async () => {
  await serve(connected(), async ({ client }) => {
    const clients = {
      bot: client(BOT),
      alice: client("xoxp-external-UALICE"),
    };
    const seen: Body = {};
    for (const [method, who, args, check, expected] of STEPS) {
      const body: Body = await clients[who].apiCall(method, args(seen));
      assertEquals([method, body.ok], [method, true]);
      assertEquals([method, check(body, seen)], [method, expected]);
      assert(Array.isArray(body.response_metadata.scopes));
    }
    for (const [method, [args, error]] of Object.entries(REFUSING)) {
      const answer = clients.alice.apiCall(method, args);
      assertEquals(await platformError(answer), error);
    }
    const called = [
      ...STEPS.map(([method]) => method),
      ...Object.keys(REFUSING),
    ];
    assertEquals(called.toSorted(), KNOWN_METHODS);
  });
});

Deno.test("every method refuses the client with an error object", async () => {
  await serve(connected(), async ({ client, state }) => {
    const revoked = addToken(state, "env", "UBOB", { revoked: true });
    for (const method of KNOWN_METHODS) {
      if (API_METHODS.get(method)!.tokens === "none") continue;
      const nobody = client("xoxp-nobody").apiCall(method);
      assertEquals(await platformError(nobody), "invalid_auth");
      const bob = client(revoked).apiCall(method);
      assertEquals(await platformError(bob), "token_revoked");
    }
  });
});

Deno.test("the error object names what is missing", async () => {
  await serve(connected(), async ({ client, state }) => {
    const token = addToken(state, "env", "UBOB", {
      scopes: new Set(["dnd:read"]),
    });
    const error = await assertRejects(() =>
      client(token).dnd.setSnooze({ num_minutes: 5 })
    ) as unknown as Body;
    assertEquals(error.data.error, "missing_scope");
    assertEquals(error.data.needed, "dnd:write");
    assertEquals(error.data.provided, "dnd:read");
    const arguments_ = await assertRejects(() =>
      client(BOT).apiCall("users.info")
    ) as unknown as Body;
    assertEquals(arguments_.data.response_metadata.messages, [
      "[ERROR] missing required field: user",
    ]);
  });
});

Deno.test("the client's own methods and token per call work", async () => {
  await serve(connected(), async ({ client, state }) => {
    const alice = client(BOT);
    const token = "xoxp-external-UALICE";
    const profile = { status_text: "Hi", status_emoji: ":wave:" };
    await alice.users.profile.set({ token, profile });
    assertEquals(state.people.get("UALICE")!.status.text, "Hi");
    const got = await alice.users.profile.get({ user: "UALICE" });
    assertEquals(got.profile?.status_emoji, ":wave:");
  });
});

Deno.test("the client pages through people and items", async () => {
  const state = connected();
  const { items } = state.datastores.get("good_tunes")!;
  for (let n = 0; n < 45; n++) {
    state.people.set(`U${n}`, person(`U${n}`));
    items.set(`${n}`, { id: `${n}` });
  }
  await serve(state, async ({ client }) => {
    const ids: string[] = [];
    for await (
      const page of client(BOT).paginate("users.list", { limit: 20 })
    ) {
      const { members } = page as Body;
      assert(members.length <= 20);
      for (const { id } of members) ids.push(id);
    }
    assertEquals([ids.length, new Set(ids).size], [51, 51]);
    const query = { datastore: "good_tunes", limit: 20 };
    const sizes: number[] = [];
    for await (
      const page of client(BOT).paginate("apps.datastore.query", query)
    ) {
      sizes.push((page as Body).items.length);
    }
    assertEquals(sizes, [20, 20, 5]);
  });
});

Deno.test("the client waits for Retry-After and then gets through", async () => {
  const state = workspace({ rates: "documented" });
  await serve(state, async ({ client, advance }) => {
    const bot = client(BOT);
    for (let n = 0; n < 20; n++) await bot.users.list({});
    // Leaves less than a second of the minute, which is a second to wait.
    advance(59_200);
    let waits = 0;
    bot.on(WebClientEvent.RATE_LIMITED, (seconds: number) => {
      waits++;
      assertEquals(seconds, 1);
    });
    const page = await bot.users.list({});
    assertEquals([page.ok, waits], [true, 1]);
  });
});

Deno.test("a client that does not wait is told how long it should", async () => {
  const state = workspace({ rates: "documented" });
  await serve(state, async ({ client }) => {
    const bot = client(BOT, { rejectRateLimitedCalls: true });
    for (let n = 0; n < 20; n++) await bot.users.list({});
    const error = await assertRejects(() =>
      bot.users.list({})
    ) as unknown as Body;
    assertEquals(error.code, ErrorCode.RateLimitedError);
    assert(error.retryAfter >= 59 && error.retryAfter <= 60);
  });
});
