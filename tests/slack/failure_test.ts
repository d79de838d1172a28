import { assert, assertEquals } from "@std/assert";
import { KNOWN_METHODS } from "../../packages/slack-box/web_api/answer.ts";
import {
  APP,
  asFailure,
  type Credential,
  isBeyondPath,
  isOwnTokenGone,
  isTokenGone,
  isTokenRefused,
  kindOf,
  malformed,
  SlackFailure,
  writes,
} from "../../slack/failure.ts";

const OWN: Credential = { owner: "person", person: "UANN", path: "own" };
const ENV: Credential = { owner: "person", person: "UANN", path: "env" };
const ADMIN: Credential = {
  owner: "admin",
  person: "UANN",
  number: 3,
  path: "admin",
};

const READ = "users.profile.get";
const WRITE = "users.profile.set";
const STORE = "apps.datastore.query";

Deno.test("the kind of an error depends on its method and on the owner of the token", () => {
  const table: [string, string, Credential, string][] = [
    [READ, "ratelimited", APP, "retry"],
    [WRITE, "ratelimited", OWN, "retry"],
    [WRITE, "rate_limited", OWN, "retry"],
    [WRITE, "team_quota_exceeded", OWN, "retry"],
    [STORE, "ratelimited", APP, "retry"],
    [READ, "user_not_found", APP, "person"],
    [WRITE, "invalid_emoji_not_allowed", OWN, "person"],
    [WRITE, "cannot_update_admin_user", OWN, "person"],
    [WRITE, "too_long", OWN, "person"],
    [WRITE, "ratelimited", ADMIN, "retry"],
    [WRITE, "internal_error", ADMIN, "unknown"],
    [WRITE, "cannot_update_admin_user", ADMIN, "person"],
    [WRITE, "not_app_admin", ADMIN, "person"],
    [WRITE, "paid_only", ADMIN, "person"],
    [STORE, "datastore_error", APP, "everybody"],
    ["apps.datastore.bulkPut", "partial_failure", APP, "everybody"],
    ["apps.auth.external.get", "token_not_found", APP, "person"],
  ];
  for (const [method, error, credential, kind] of table) {
    assertEquals(kindOf(method, error, credential), kind, `${method} ${error}`);
  }
});

Deno.test("an error about a token concerns the people that the token serves", () => {
  const errors = [
    "not_authed",
    "invalid_auth",
    "token_revoked",
    "token_expired",
    "account_inactive",
    "missing_scope",
    "not_allowed_token_type",
    "no_permission",
    "org_login_required",
    "ekm_access_denied",
    "team_access_not_granted",
    "access_denied",
  ];
  for (const error of errors) {
    assertEquals(kindOf(WRITE, error, OWN), "person", error);
    assertEquals(kindOf(WRITE, error, ADMIN), "person", error);
    assertEquals(kindOf(READ, error, APP), "everybody", error);
    const admin = new SlackFailure(WRITE, error, "person", ADMIN, null);
    assert(admin.message.includes("ADMIN_TOKENS (token no. 3)"), admin.message);
    const { message } = new SlackFailure(WRITE, error, "person", OWN, null);
    const whose = error === "account_inactive"
      ? "their Slack account is deactivated"
      : "this person's own connection";
    assert(message.includes(whose), message);
    const ours = new SlackFailure(READ, error, "everybody", APP, null);
    assert(ours.message.includes("the app's own token"), ours.message);
  }
});

Deno.test("Slack's own trouble makes the outcome of a write unknown; a read may be tried again", () => {
  const errors = [
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "team_added_to_org",
  ];
  for (const error of errors) {
    assertEquals(kindOf(WRITE, error, OWN), "unknown", error);
    assertEquals(kindOf("apps.datastore.bulkPut", error, APP), "unknown");
    assertEquals(kindOf(READ, error, APP), "retry", error);
    assertEquals(kindOf(STORE, error, APP), "retry", error);
  }
});

Deno.test("every method is known to write or not", () => {
  const reads = [
    "apps.auth.external.get",
    "apps.datastore.bulkGet",
    "apps.datastore.count",
    "apps.datastore.get",
    "apps.datastore.query",
    "auth.test",
    "chat.getPermalink",
    "conversations.info",
    "dnd.info",
    "emoji.list",
    "usergroups.list",
    "usergroups.users.list",
    "users.getPresence",
    "users.info",
    "users.list",
    "users.lookupByEmail",
    "users.profile.get",
    "workflows.triggers.list",
    "workflows.triggers.permissions.list",
  ];
  for (const method of reads) assertEquals(writes(method), false, method);
  // Unused, and harmless to take for a write.
  const rest = KNOWN_METHODS.filter((each) =>
    !reads.includes(each) && each !== "dnd.teamInfo"
  );
  for (const method of rest) assertEquals(writes(method), true, method);
  assert(rest.includes("users.profile.set") && rest.length > 15);
});

Deno.test("a malformed answer makes the outcome of a write unknown; a read may be tried again", () => {
  const write = malformed(WRITE, OWN, "a profile without a status");
  const read = malformed(READ, APP, "a profile without a status");
  assertEquals([write.kind, read.kind], ["unknown", "retry"]);
  assertEquals(write.error, "malformed_answer");
  assertEquals(write.retryAfterSeconds, null);
  assertEquals(write.credential, OWN);
  assertEquals(
    read.message,
    "users.profile.get: malformed_answer; a profile without a status",
  );
});

Deno.test("a message names no remedy where there is none", () => {
  const { message } = new SlackFailure(WRITE, "too_long", "person", OWN, null);
  assertEquals(message, "users.profile.set: too_long");
});

/** What there is to know of an error: with whose token, and what it says. */
function groupsOf(error: string, credential: Credential): string {
  const failure = new SlackFailure(WRITE, error, "person", credential, null);
  const words = {
    refused: isTokenRefused(failure),
    gone: isTokenGone(failure),
    own: isOwnTokenGone(failure),
    beyond: isBeyondPath(failure),
  };
  return Object.entries(words).filter(([, is]) => is).map(([word]) => word)
    .join(" ");
}

Deno.test("what an error says about a token depends on its owner", () => {
  const errors = [
    "token_revoked",
    "account_inactive",
    "invalid_auth",
    "token_not_found",
    "no_refresh_token",
    "access_token_exchange_failed",
  ];
  for (const error of errors) {
    assertEquals(groupsOf(error, OWN), "refused gone own", error);
    assertEquals(groupsOf(error, ENV), "refused gone", error);
    assertEquals(groupsOf(error, ADMIN), "refused", error);
    assertEquals(groupsOf(error, APP), "refused", error);
  }
  const table: [string, Credential, string][] = [
    ["no_token", OWN, "refused gone"],
    ["missing_scope", OWN, "refused"],
    ["path_cannot", OWN, "beyond"],
    ["cannot_update_admin_user", OWN, ""],
    ["cannot_update_admin_user", ADMIN, "refused beyond"],
    ["not_app_admin", ADMIN, "refused beyond"],
    ["not_admin", ADMIN, "refused"],
    ["permission_denied", ADMIN, "refused"],
    ["paid_only", ADMIN, "refused"],
    ["too_long", ADMIN, ""],
    ["invalid_emoji_not_allowed", OWN, ""],
  ];
  for (const [error, credential, words] of table) {
    assertEquals(groupsOf(error, credential), words, error);
  }
});

Deno.test("anything else that is thrown is the app's own failure", () => {
  const failure = malformed(READ, APP, "");
  assertEquals(asFailure(failure, "reading"), failure);
  const thrown = asFailure(new RangeError("no such zone"), "reading");
  assertEquals(thrown.message, "reading: app_error; no such zone");
  assertEquals([thrown.kind, thrown.credential], ["everybody", APP]);
  assertEquals(asFailure("odd", "reading").message, "reading: app_error; odd");
});
