import { assertEquals } from "@std/assert";
import type { Role, WorkspaceState } from "../../state.ts";
import {
  addToken,
  type Body,
  BOT,
  call,
  EVERY_SCOPE,
  NOW,
  NOW_MS,
  workspace,
} from "./workspace.ts";

const PRIOR = { text: "Lunch", emoji: ":sandwich:", expiration: NOW + 600 };

function withAlice(): { state: WorkspaceState; alice: string } {
  const state = workspace();
  state.people.get("UALICE")!.status = { ...PRIOR };
  return { state, alice: addToken(state, "external", "UALICE") };
}

function shown({ profile }: Body): unknown[] {
  return [
    profile.status_text,
    profile.status_emoji,
    profile.status_expiration,
  ];
}

Deno.test("a status is read back as it was set, at once and later", () => {
  const later = NOW + 900;
  const cases: [string, Record<string, unknown>, unknown[]][] = [
    ["all three", {
      status_text: "On call",
      status_emoji: ":pager:",
      status_expiration: later,
    }, ["On call", ":pager:", later]],
    ["without an expiry it never expires", {
      status_text: "On call",
      status_emoji: ":pager:",
    }, ["On call", ":pager:", 0]],
    ["an expiry in digits", {
      status_text: "On call",
      status_emoji: ":pager:",
      status_expiration: String(later),
    }, ["On call", ":pager:", later]],
    ["the expiry alone", { status_expiration: later }, [
      "Lunch",
      ":sandwich:",
      later,
    ]],
    ["the text alone keeps the emoji", { status_text: "Late" }, [
      "Late",
      ":sandwich:",
      0,
    ]],
    ["the emoji alone keeps the text", { status_emoji: ":bento:" }, [
      "Lunch",
      ":bento:",
      0,
    ]],
    ["no emoji becomes the default one", {
      status_text: "Hm",
      status_emoji: "",
    }, ["Hm", ":speech_balloon:", 0]],
    ["an emoji without a text", { status_text: "", status_emoji: ":bento:" }, [
      "",
      ":bento:",
      0,
    ]],
    ["an alias", { status_emoji: ":thumbsup:" }, ["Lunch", ":+1:", 0]],
    ["a skin tone", { status_emoji: ":thumbsup::skin-tone-3:" }, [
      "Lunch",
      ":+1::skin-tone-3:",
      0,
    ]],
    ["cleared, with any expiration", {
      status_text: "",
      status_emoji: "",
      status_expiration: later,
    }, ["", "", 0]],
    ["expired already", {
      status_text: "Gone",
      status_emoji: ":wave:",
      status_expiration: NOW,
    }, ["", "", 0]],
    ["as entities", { status_text: "R&D <3" }, [
      "R&amp;D &lt;3",
      ":sandwich:",
      0,
    ]],
  ];
  for (const [name, profile, expected] of cases) {
    const { state, alice } = withAlice();
    const set = call(state, alice, "users.profile.set", {
      profile: JSON.stringify(profile),
    });
    assertEquals([name, set.ok, ...shown(set)], [name, true, ...expected]);
    const got = call(state, BOT, "users.profile.get", { user: "UALICE" });
    assertEquals(shown(got), expected);
  }
});

Deno.test("a profile may come as an object, or as one field", () => {
  const { state, alice } = withAlice();
  const set = (args: Record<string, unknown>) =>
    shown(call(state, alice, "users.profile.set", args));
  const profile = { status_text: "[1]", status_emoji: ":one:" };
  assertEquals(set({ profile }), ["[1]", ":one:", 0]);
  assertEquals(set({ name: "status_text", value: "[2]" }), ["[2]", ":one:", 0]);
  const at = { name: "status_expiration", value: String(NOW + 60) };
  assertEquals(set(at), ["[2]", ":one:", NOW + 60]);
});

Deno.test("a partial update starts from nothing after a status has expired", () => {
  const { state, alice } = withAlice();
  const args = { profile: { status_text: "New" } };
  const after = NOW_MS + 600_000;
  const set = call(state, alice, "users.profile.set", args, after);
  assertEquals(shown(set), ["New", ":speech_balloon:", 0]);
});

Deno.test("a refused update changes nothing", () => {
  const hundred = "🦊".repeat(100);
  const cases: [unknown, string | undefined][] = [
    [{ status_text: hundred }, undefined],
    [{ status_text: `${hundred}a` }, "too_long"],
    [{ status_emoji: "🦊" }, "invalid_emoji_not_allowed"],
    [{ status_emoji: "fox" }, "invalid_emoji_not_allowed"],
    [{ status_emoji: ":fox" }, "invalid_emoji_not_allowed"],
    [{ status_emoji: ":Fox:" }, "invalid_emoji_not_allowed"],
    [{ status_emoji: ":fox::cat:" }, "invalid_emoji_not_allowed"],
    [{ status_emoji: ":wave::skin-tone-7:" }, "invalid_emoji_not_allowed"],
    [{ status_emoji: ":no_such_fox:" }, "invalid_emoji_not_allowed"],
    [
      { status_text: "" },
      "must_clear_both_status_text_and_status_emoji",
    ],
    [
      { status_emoji: "" },
      "must_clear_both_status_text_and_status_emoji",
    ],
    [{ status_text: 7 }, "invalid_profile"],
    [
      { status_text: null },
      "must_clear_both_status_text_and_status_emoji",
    ],
    [{ status_expiration: -1 }, "invalid_profile"],
    [{ status_expiration: 1.5 }, "invalid_profile"],
    [{ status_expiration: "soon" }, "invalid_profile"],
    [{ real_name: "Alison" }, "profile_set_failed"],
    ["{broken", "invalid_profile"],
    ["[]", "invalid_profile"],
    [undefined, "invalid_profile"],
  ];
  for (const [profile, error] of cases) {
    const { state, alice } = withAlice();
    const set = call(state, alice, "users.profile.set", { profile });
    assertEquals([profile, set.error], [profile, error]);
    if (error === undefined) continue;
    assertEquals(state.people.get("UALICE")!.status, PRIOR);
  }
});

Deno.test("others are updated by those who outrank them, on a paid plan", () => {
  const denied = "cannot_update_admin_user";
  const cases: [Role, string, "paid" | "free", string | undefined][] = [
    ["member", "UBOB", "paid", "not_admin"],
    ["member", "UALICE", "free", undefined],
    ["admin", "UBOB", "paid", undefined],
    ["admin", "UBOB", "free", "permission_denied"],
    ["admin", "UALICE", "free", undefined],
    ["admin", "UADA", "paid", denied],
    ["admin", "UODA", "paid", denied],
    ["owner", "UADA", "paid", undefined],
    ["owner", "UODA", "paid", denied],
    ["owner", "UPIA", "paid", denied],
    ["primary_owner", "UODA", "paid", undefined],
    ["primary_owner", "UBOB", "paid", undefined],
    ["admin", "UNOBODY", "paid", "profile_set_failed"],
    ["admin", "UBOT", "paid", "not_app_admin"],
  ];
  for (const [role, user, plan, error] of cases) {
    const { state, alice } = withAlice();
    state.plan = plan;
    state.people.get("UALICE")!.role = role;
    const profile = { status_text: "By another", status_emoji: ":wave:" };
    const set = call(state, alice, "users.profile.set", { user, profile });
    assertEquals([role, user, set.error], [role, user, error]);
    const text = state.people.get(user)?.status.text;
    assertEquals(text === "By another", error === undefined);
  }
});

Deno.test("any token reads a profile, but the e-mail address needs its scope", () => {
  const { state, alice } = withAlice();
  const own = call(state, alice, "users.profile.get");
  assertEquals(own.profile.email, "alice@example.com");
  const bob = addToken(state, "client", "UBOB", {
    scopes: new Set([...EVERY_SCOPE].filter((scope) => !/email/.test(scope))),
  });
  const other = call(state, bob, "users.profile.get", { user: "UALICE" });
  assertEquals(shown(other), ["Lunch", ":sandwich:", NOW + 600]);
  assertEquals("email" in other.profile, false);
  for (const args of [{ user: "UNOBODY" }, {}]) {
    const none = call(state, BOT, "users.profile.get", args);
    assertEquals(none.error, "user_not_found");
  }
});

Deno.test("null clears a field of a status as an empty text does", () => {
  const { state, alice } = withAlice();
  const set = (profile: Record<string, unknown>) =>
    call(state, alice, "users.profile.set", { profile });
  const error = "must_clear_both_status_text_and_status_emoji";
  assertEquals(set({ status_text: null }).error, error);
  assertEquals(shown(set({ status_expiration: null })), [
    "Lunch",
    ":sandwich:",
    0,
  ]);
  const cleared = { status_text: null, status_emoji: null };
  assertEquals(shown(set(cleared)), ["", "", 0]);
});

Deno.test("a setting beside the status stays until a write names it", () => {
  const { state, alice } = withAlice();
  const set = (profile: Record<string, unknown>) =>
    call(state, alice, "users.profile.set", { profile }).profile;
  const field = "status_clear_on_focus_end";
  const { profile } = call(state, alice, "users.profile.get", {});
  assertEquals(profile[field], false);
  assertEquals(set({ [field]: true })[field], true);
  assertEquals(
    set({ status_text: "Away", status_emoji: ":car:" })[field],
    true,
  );
  assertEquals(set({ status_text: "", status_emoji: "" })[field], true);
  assertEquals(set({ [field]: false })[field], false);
});

Deno.test("a profile has the fields that Slack documents, filled in or not", () => {
  const { state, alice } = withAlice();
  const { profile } = call(state, alice, "users.profile.get", {});
  const expected =
    "title phone skype pronouns start_date fields avatar_hash first_name last_name image_24 image_512 huddle_state";
  const missing = expected.split(" ").filter((name) => !(name in profile));
  assertEquals(missing, []);
});
