import { assertEquals } from "@std/assert";
import type { WorkspaceState } from "../../state.ts";
import {
  addToken,
  answer,
  BOT,
  call,
  NOW_MS,
  person,
  workspace,
} from "./workspace.ts";

function limited(people = 0): WorkspaceState {
  const state = workspace({ rates: "documented" });
  for (let n = 0; n < people; n++) state.people.set(`U${n}`, person(`U${n}`));
  return state;
}

/** How many of `calls` calls at one instant are let through. */
function letThrough(
  state: WorkspaceState,
  calls: number,
  one: (index: number) => [string, string, Record<string, unknown>],
  atMs = NOW_MS,
): number {
  let count = 0;
  for (let index = 0; index < calls; index++) {
    const [token, method, args] = one(index);
    if (answer(state, token, method, args, atMs).status === 200) count++;
  }
  return count;
}

Deno.test("each tier lets its calls a minute through", () => {
  const cases: [string, number][] = [
    ["users.list", 20],
    ["users.getPresence", 50],
    ["apps.auth.external.get", 50],
    ["apps.datastore.bulkGet", 50],
    ["apps.datastore.get", 100],
    ["users.info", 100],
  ];
  const state = limited();
  for (const [method, calls] of cases) {
    const through = letThrough(state, 120, () => [BOT, method, {}]);
    assertEquals([method, through], [method, calls]);
  }
});

Deno.test("a call over the limit says how long to wait, and succeeds after that", () => {
  const state = limited();
  const list = (atMs: number) => answer(state, BOT, "users.list", {}, atMs);
  for (let n = 0; n < 20; n++) list(NOW_MS + n * 100);
  const refused = list(NOW_MS + 2_500);
  assertEquals(refused.status, 429);
  assertEquals(refused.headers["retry-after"], "58");
  assertEquals(refused.body, { ok: false, error: "ratelimited" });
  assertEquals(list(NOW_MS + 59_999).headers["retry-after"], "1");
  assertEquals(list(NOW_MS + 60_000).status, 200);
  assertEquals(list(NOW_MS + 60_000).status, 429);
  assertEquals(list(NOW_MS + 60_100).status, 200);
});

Deno.test("the minute slides, and refused calls do not count", () => {
  const state = limited();
  const at = (atMs: number) =>
    letThrough(state, 40, () => [BOT, "users.list", {}], atMs);
  assertEquals(at(NOW_MS), 20);
  assertEquals(at(NOW_MS + 30_000), 0);
  assertEquals(at(NOW_MS + 60_000), 20);
  assertEquals(at(NOW_MS + 119_999), 0);
});

Deno.test("a method is counted across all of the app's tokens", () => {
  const state = limited();
  const alice = addToken(state, "external", "UALICE");
  const bob = addToken(state, "env", "UBOB");
  const ada = addToken(state, "admin", "UADA");
  const app = [BOT, alice, bob, ada];
  const through = letThrough(
    state,
    120,
    (n) => [app[n % 4]!, "users.profile.get", { user: "UALICE" }],
  );
  assertEquals(through, 100);
  const client = addToken(state, "client", "UALICE");
  assertEquals(
    letThrough(state, 200, () => [client, "users.profile.get", {}]),
    200,
  );
  assertEquals(call(state, BOT, "users.info", { user: "UBOB" }).ok, true);
});

Deno.test("a person's own client does not count against the app's rates", () => {
  const state = limited();
  const client = addToken(state, "client", "UALICE");
  letThrough(state, 60, () => [client, "dnd.setSnooze", { num_minutes: 5 }]);
  const app = addToken(state, "external", "UALICE");
  const through = letThrough(
    state,
    30,
    () => [app, "dnd.setSnooze", { num_minutes: 5 }],
  );
  assertEquals(through, 20);
});

const WAVING = { profile: { status_text: "Hi", status_emoji: ":wave:" } };

Deno.test("one token writes one profile ten times a minute", () => {
  const state = limited();
  const alice = addToken(state, "external", "UALICE");
  const other = addToken(state, "env", "UALICE");
  const write = (token: string, calls: number, atMs = NOW_MS) =>
    letThrough(state, calls, () => [token, "users.profile.set", WAVING], atMs);
  assertEquals(write(alice, 15), 10);
  assertEquals(write(other, 15), 10);
  assertEquals(write(alice, 1, NOW_MS + 59_999), 0);
  assertEquals(write(alice, 15, NOW_MS + 60_000), 10);
});

Deno.test("one token writes thirty profiles a minute, two write fifty", () => {
  const state = limited(100);
  const admins = ["UODA", "UPIA"].map((id) => addToken(state, "admin", id));
  const write = (token: string, from: number, atMs = NOW_MS) =>
    letThrough(state, 40, (n) => [
      token,
      "users.profile.set",
      { ...WAVING, user: `U${from + n}` },
    ], atMs);
  assertEquals(write(admins[0]!, 0), 30);
  const again = { ...WAVING, user: "U3" };
  const set = answer(state, admins[0]!, "users.profile.set", again);
  assertEquals(set.status, 200);
  assertEquals(write(admins[1]!, 40), 19);
  assertEquals(write(admins[1]!, 0, NOW_MS + 60_000), 30);
});

Deno.test("a refused profile write does not count against the rate", () => {
  const state = limited(100);
  const admin = addToken(state, "admin", "UODA");
  const write = (user: string, atMs: number) =>
    answer(state, admin, "users.profile.set", { ...WAVING, user }, atMs).status;
  for (let n = 0; n < 30; n++) write(`U${n}`, NOW_MS + n * 1000);
  assertEquals(write("U50", NOW_MS + 59_999), 429);
  assertEquals(write("U50", NOW_MS + 60_000), 200);
  assertEquals(write("U51", NOW_MS + 60_500), 429);
  assertEquals(write("U51", NOW_MS + 61_000), 200);
});

Deno.test("messages are counted by channel", () => {
  const state = limited();
  const post = (channel: string) =>
    letThrough(state, 70, () => [
      BOT,
      "chat.postMessage",
      { channel, text: "Hi" },
    ]);
  assertEquals([post("C1"), post("C2")], [60, 60]);
});

Deno.test("without rates nothing is limited", () => {
  const state = workspace();
  const list = () => letThrough(state, 500, () => [BOT, "users.list", {}]);
  assertEquals(list(), 500);
});

Deno.test("two workspaces do not share their counts", () => {
  const [one, other] = [limited(), limited()];
  letThrough(one, 20, () => [BOT, "users.list", {}]);
  assertEquals(answer(one, BOT, "users.list").status, 429);
  assertEquals(answer(other, BOT, "users.list").status, 200);
});
