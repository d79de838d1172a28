import { assertEquals, assertStringIncludes } from "@std/assert";
import { addUserToken } from "../../packages/slack-box/engine/credentials.ts";
import type { PersonToken } from "../../slack/call.ts";
import { isBeyondPath, isTokenRefused } from "../../slack/failure.ts";
import { listedStatus, readStatus, writeStatus } from "../../slack/profiles.ts";
import { type LocalSlack, member, NOW, openSlack } from "./local_slack.ts";
import { failureOf } from "./produced_failure.ts";
import { scriptedClient } from "./scripted_client.ts";

const LUNCH = { text: "Lunch", emoji: ":sandwich:", expiration: NOW + 1800 };
const EMPTY = { text: "", emoji: "", expiration: 0 };
const TOKEN = {
  token: "xoxp-hers",
  credential: { owner: "person", person: "UANN", path: "own" },
} as const;

Deno.test("a status is read with the app's own token, entities decoded", async () => {
  const status = { ...LUNCH, text: "<R&D> &amp; co" };
  const slack = openSlack([member("ann", { status })]);
  assertEquals(await readStatus(slack.client, "UANN"), status);
  assertEquals(slack.arrived[0]!.token, "xwfp-the-app-itself");
  slack.close();
});

Deno.test("no status, and one that Slack has reset, read as empty", async () => {
  const slack = openSlack([member("ann"), member("bob", { status: LUNCH })]);
  assertEquals(await readStatus(slack.client, "UANN"), EMPTY);
  slack.clock.ms += 1800_000;
  assertEquals(await readStatus(slack.client, "UBOB"), EMPTY);
  slack.close();
});

Deno.test("a written status is returned as Slack has it", async () => {
  const slack = openSlack([member("ann")]);
  const wanted = { text: "On call <now> & then", emoji: ":thumbsup:" };
  const written = await writeStatus(slack.client, slack.ownToken("UANN"), {
    ...wanted,
    expiration: NOW + 3600,
  });
  assertEquals(written, {
    text: "On call <now> & then",
    emoji: ":+1:",
    expiration: NOW + 3600,
  });
  assertEquals(slack.state.people.get("UANN")!.status, written);
  slack.close();
});

Deno.test("a text without an emoji comes back with the one that Slack chose", async () => {
  const slack = openSlack([member("ann")]);
  const token = slack.ownToken("UANN");
  const status = { text: "Here", emoji: "", expiration: 0 };
  const written = await writeStatus(slack.client, token, status);
  assertEquals(written, { ...status, emoji: ":speech_balloon:" });
  slack.close();
});

Deno.test("an empty status clears text, emoji and expiry", async () => {
  const slack = openSlack([member("ann", { status: LUNCH })]);
  const token = slack.ownToken("UANN");
  assertEquals(await writeStatus(slack.client, token, EMPTY), EMPTY);
  assertEquals(slack.state.people.get("UANN")!.status, EMPTY);
  slack.close();
});

Deno.test("an emoji that Slack refuses is that person's failure, and nothing is written", async () => {
  const slack = openSlack([member("ann", { status: LUNCH })]);
  const token = slack.ownToken("UANN");
  const refused = { ...LUNCH, emoji: ":no_such_emoji:" };
  const failure = await failureOf(() =>
    writeStatus(slack.client, token, refused)
  );
  assertEquals(failure.error, "invalid_emoji_not_allowed");
  assertEquals([failure.kind, failure.credential], [
    "person",
    token.credential,
  ]);
  assertEquals(slack.state.people.get("UANN")!.status, LUNCH);
  slack.close();
});

/** A token of `owner` that serves `person`, as that of an admin. */
function adminToken(
  slack: LocalSlack,
  owner: string,
  person: string,
): PersonToken {
  const { value } = addUserToken(slack.state, "admin", owner);
  const credential = { owner: "admin", person, number: 2, path: "admin" };
  return { token: value, credential } as PersonToken;
}

function openRanks(): LocalSlack {
  return openSlack([
    member("ann", { status: LUNCH }),
    member("ops", { role: "admin" }),
    member("boss", { role: "owner", status: LUNCH }),
  ]);
}

Deno.test("an admin's token sets the status of the person it serves, not the admin's", async () => {
  const slack = openRanks();
  const token = adminToken(slack, "UOPS", "UANN");
  const wanted = { text: "On call", emoji: ":pager:", expiration: NOW + 60 };
  assertEquals(await writeStatus(slack.client, token, wanted), wanted);
  assertEquals(slack.state.people.get("UANN")!.status, wanted);
  assertEquals(slack.state.people.get("UOPS")!.status, EMPTY);
  assertEquals(await writeStatus(slack.client, token, EMPTY), EMPTY);
  assertEquals(slack.state.people.get("UANN")!.status, EMPTY);
  slack.close();
});

Deno.test("a refusal of an admin's token fails that person, with a remedy", async () => {
  const cases: [
    owner: string,
    person: string,
    plan: "free" | "paid",
    error: string,
    remedy: string,
    beyond: boolean,
  ][] = [
    [
      ...["UOPS", "UBOSS", "paid", "cannot_update_admin_user"] as const,
      "does not outrank them",
      true,
    ],
    ["UANN", "UBOSS", "paid", "not_admin", "secret ADMIN_TOKENS", false],
    ["UOPS", "UANN", "free", "permission_denied", "on paid plans only", false],
  ];
  for (const [owner, person, plan, error, remedy, beyond] of cases) {
    const slack = openRanks();
    slack.state.plan = plan;
    const token = adminToken(slack, owner, person);
    const failure = await failureOf(() =>
      writeStatus(slack.client, token, EMPTY)
    );
    assertEquals([failure.error, failure.kind], [error, "person"]);
    assertEquals(failure.credential, token.credential);
    assertStringIncludes(failure.message, remedy);
    assertStringIncludes(failure.message, "by opting in works for everybody");
    assertEquals([isTokenRefused(failure), isBeyondPath(failure)], [
      true,
      beyond,
    ]);
    assertEquals(slack.state.people.get(person)!.status, LUNCH);
    slack.close();
  }
});

Deno.test("a refused status does not count against the admin's token", async () => {
  const slack = openRanks();
  const token = adminToken(slack, "UOPS", "UANN");
  const failure = await failureOf(() =>
    writeStatus(slack.client, token, { ...LUNCH, emoji: ":no_such_emoji:" })
  );
  assertEquals(
    failure.message,
    "users.profile.set: invalid_emoji_not_allowed",
  );
  assertEquals([isTokenRefused(failure), isBeyondPath(failure)], [
    false,
    false,
  ]);
  slack.close();
});

Deno.test("an unknown person fails alone", async () => {
  const slack = openSlack([]);
  const failure = await failureOf(() => readStatus(slack.client, "UNOBODY"));
  assertEquals([failure.error, failure.kind], ["user_not_found", "person"]);
  slack.close();
});

Deno.test("a malformed profile is a failure, never an empty status", async () => {
  const profiles = [
    undefined,
    null,
    {},
    "Lunch",
    { status_text: "" },
    { status_emoji: "" },
    { status_text: null, status_emoji: null },
    { status_text: "", status_emoji: 0 },
    { status_text: 1, status_emoji: "" },
  ];
  for (const profile of profiles) {
    const client = scriptedClient({ ok: true, profile });
    const read = await failureOf(() => readStatus(client, "UANN"));
    assertEquals([read.error, read.kind], ["malformed_answer", "retry"]);
    assertStringIncludes(read.message, "users.profile.get");
    const write = await failureOf(() => writeStatus(client, TOKEN, LUNCH));
    assertEquals([write.error, write.kind], ["malformed_answer", "unknown"]);
    assertEquals(write.credential, TOKEN.credential);
  }
});

Deno.test("a listed profile has a status only when it has the fields", () => {
  const profile = { status_text: "a &amp; b", status_emoji: ":x:" };
  const status = { text: "a & b", emoji: ":x:", expiration: 0 };
  assertEquals(listedStatus(profile), status);
  const until = { ...profile, status_expiration: 7 };
  assertEquals(listedStatus(until), { ...status, expiration: 7 });
  for (const profile of [{}, null, undefined, { status_text: "" }]) {
    assertEquals(listedStatus(profile), null);
  }
});
