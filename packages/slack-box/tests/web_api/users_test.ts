import { assertEquals } from "@std/assert";
import { addToken, BOT, call, NOW, person, workspace } from "./workspace.ts";

Deno.test("pages of users.list hold everybody once, the bot too", () => {
  const state = workspace();
  const seen: string[] = [];
  let cursor = "";
  let pages = 0;
  do {
    const page = call(state, BOT, "users.list", { limit: 4, cursor });
    for (const { id } of page.members) seen.push(id);
    cursor = page.response_metadata.next_cursor;
    pages++;
  } while (cursor !== "");
  assertEquals(pages, 2);
  assertEquals(seen, ["UALICE", "UBOB", "UADA", "UODA", "UPIA", "UBOT"]);
});

Deno.test("users.list has everyone unless told, at most 1000 on a page", () => {
  const state = workspace();
  const list = (limit?: unknown) =>
    call(state, BOT, "users.list", limit === undefined ? {} : { limit });
  for (let n = 0; n < 900; n++) state.people.set(`U${n}`, person(`U${n}`));
  const size = (limit?: unknown) => list(limit).members.length;
  const all = state.people.size + 1;
  assertEquals([size(), size(0), size(1)], [all, all, 1]);
  for (let n = 900; n < 1200; n++) state.people.set(`U${n}`, person(`U${n}`));
  assertEquals([list().error, list(0).error], Array(2).fill("limit_required"));
  assertEquals(size("1000"), 1000);
  for (const limit of [1001, -1]) {
    assertEquals(list(limit).error, "invalid_arguments");
  }
});

Deno.test("a person's locale comes only if it is asked for", () => {
  const state = workspace();
  const locales = (args: Record<string, unknown>) => [
    call(state, BOT, "users.info", { user: "UALICE", ...args }).user.locale,
    call(state, BOT, "users.list", args).members[0].locale,
  ];
  assertEquals(locales({}), [undefined, undefined]);
  assertEquals(locales({ include_locale: true }), ["en-US", "en-US"]);
});

Deno.test("a cursor must be one that was given", () => {
  const state = workspace();
  for (const cursor of ["!", btoa("user:UNOBODY"), btoa("UALICE")]) {
    const { error } = call(state, BOT, "users.list", { cursor });
    assertEquals(error, "invalid_cursor");
  }
});

Deno.test("a user object tells role, time zone, status and deactivation", () => {
  const state = workspace();
  const status = { text: "R&D", emoji: ":microscope:", expiration: NOW + 1 };
  state.people.get("UODA")!.status = status;
  state.people.get("UBOB")!.deleted = true;
  const user = (id: string) =>
    call(state, BOT, "users.info", { user: id }).user;
  const owner = user("UODA");
  assertEquals(
    [owner.is_admin, owner.is_owner, owner.is_primary_owner, owner.is_bot],
    [true, true, false, false],
  );
  assertEquals([owner.tz, owner.tz_offset], ["Europe/London", 0]);
  assertEquals(owner.profile.status_text, "R&amp;D");
  assertEquals(owner.profile.status_expiration, NOW + 1);
  assertEquals(owner.profile.email, "oda@example.com");
  assertEquals([user("UBOB").deleted, user("UBOB").tz], [true, undefined]);
  assertEquals(user("UBOT").is_bot, true);
  const none = call(state, BOT, "users.info", { user: "UNOBODY" });
  assertEquals(none.error, "user_not_found");
});

Deno.test("the offset of a time zone includes summer time", () => {
  const state = workspace();
  state.people.get("UALICE")!.tz = "America/St_Johns";
  state.people.get("UBOB")!.tz = "Nowhere/At_All";
  const offset = (user: string, atMs: number) =>
    call(state, BOT, "users.info", { user }, atMs).user.tz_offset;
  assertEquals(offset("UALICE", Date.UTC(2026, 0, 1)), -12600);
  assertEquals(offset("UALICE", Date.UTC(2026, 6, 1)), -9000);
  assertEquals(offset("UBOB", Date.UTC(2026, 6, 1)), 0);
});

Deno.test("e-mail addresses are shown with their scope only", () => {
  const state = workspace();
  const token = addToken(state, "env", "UALICE", {
    scopes: new Set(["users:read"]),
  });
  const { members } = call(state, token, "users.list");
  assertEquals("email" in members[0].profile, false);
  const args = { email: "bob@example.com" };
  const lookup = call(state, token, "users.lookupByEmail", args);
  assertEquals(lookup.error, "missing_scope");
});

Deno.test("a look-up by e-mail ignores capitals and deactivated people", () => {
  const state = workspace();
  const lookUp = (email: string) =>
    call(state, BOT, "users.lookupByEmail", { email });
  assertEquals(lookUp("BOB@Example.com").user.id, "UBOB");
  assertEquals(lookUp("eve@example.com").error, "users_not_found");
  state.people.get("UBOB")!.deleted = true;
  assertEquals(lookUp("bob@example.com").error, "users_not_found");
});

Deno.test("presence has details only for the token's own person", () => {
  const state = workspace();
  const alice = addToken(state, "external", "UALICE");
  const bob = addToken(state, "client", "UBOB");
  const away = { presence: "away" };
  assertEquals(call(state, alice, "users.setPresence", away), { ok: true });
  assertEquals(call(state, alice, "users.getPresence"), {
    ok: true,
    presence: "away",
    online: true,
    auto_away: false,
    manual_away: true,
    connection_count: 1,
    last_activity: NOW,
  });
  for (const token of [bob, BOT]) {
    const of = call(state, token, "users.getPresence", { user: "UALICE" });
    assertEquals(of, { ok: true, presence: "away" });
  }
  call(state, alice, "users.setPresence", { presence: "auto" });
  assertEquals(call(state, alice, "users.getPresence").manual_away, false);
});

Deno.test("presence can be set only to auto and away", () => {
  const state = workspace();
  const alice = addToken(state, "external", "UALICE");
  const set = (presence: string) =>
    call(state, alice, "users.setPresence", { presence }).error;
  assertEquals(set("active"), "invalid_presence");
  assertEquals(state.people.get("UALICE")!.manual_away, false);
});

Deno.test("presence goes by the clock: active, idle after ten minutes, away by hand, gone", () => {
  const state = workspace();
  const alice = addToken(state, "external", "UALICE");
  const person = state.people.get("UALICE")!;
  person.last_activity = NOW;
  const at = (seconds: number) => {
    const { ok: _, ...presence } = call(
      state,
      alice,
      "users.getPresence",
      {},
      (NOW + seconds) * 1000,
    );
    return presence;
  };
  const active = {
    presence: "active",
    online: true,
    auto_away: false,
    manual_away: false,
    connection_count: 1,
    last_activity: NOW,
  };
  assertEquals(at(599), active);
  assertEquals(at(600), { ...active, presence: "away", auto_away: true });
  person.last_activity = NOW + 660;
  assertEquals(at(661), { ...active, last_activity: NOW + 660 });
  person.manual_away = true;
  assertEquals(at(661).presence, "away");
  person.connections = 0;
  assertEquals(Object.keys(at(661)).includes("last_activity"), false);
  assertEquals([at(661).online, at(661).connection_count], [false, 0]);
});
