import { assertEquals, assertStringIncludes } from "@std/assert";
import { listUserGroups, userGroupMembers } from "../../slack/user_groups.ts";
import { openSlack } from "./local_slack.ts";
import { failureOf } from "./produced_failure.ts";
import { httpError, scriptedClient } from "./scripted_client.ts";

Deno.test("a group's members are read in one call", async () => {
  const client = scriptedClient({ ok: true, users: ["UANN", "UBOB"] });
  assertEquals(await userGroupMembers(client, "SREL"), ["UANN", "UBOB"]);
  assertEquals(client.calls, ["usergroups.users.list"]);
  const empty = scriptedClient({ ok: true, users: [] });
  assertEquals(await userGroupMembers(empty, "SREL"), []);
});

Deno.test("an answer without members is unreadable, not empty", async () => {
  for (const users of [undefined, "UANN", [1]]) {
    const client = scriptedClient({ ok: true, users });
    const failure = await failureOf(() => userGroupMembers(client, "SREL"));
    assertEquals(failure.error, "malformed_answer");
  }
});

Deno.test("a group that cannot be read says what to do", async () => {
  const cases: [error: string, remedy: string][] = [
    ["no_such_subteam", "SREL: there is no such user group: correct its id"],
    ["plan_upgrade_required", "SREL: user groups need a paid plan"],
    ["missing_scope", "deploy the app again"],
  ];
  for (const [error, remedy] of cases) {
    const client = scriptedClient({ ok: false, error });
    const failure = await failureOf(() => userGroupMembers(client, "SREL"));
    assertEquals(failure.error, error);
    assertStringIncludes(failure.message, remedy);
  }
});

Deno.test("a 429 for a group keeps its wait", async () => {
  const client = scriptedClient(httpError(429, { "Retry-After": "7" }));
  const failure = await failureOf(() => userGroupMembers(client, "SREL"));
  assertEquals([failure.kind, failure.retryAfterSeconds], ["retry", 7]);
});

Deno.test("user groups are listed with their names as people read them", async () => {
  const slack = openSlack([]);
  const groups = [
    { id: "SPAY", name: "Pay & go", handle: "pay", members: [] },
    { id: "SREL", name: "Release team", members: [] },
  ];
  slack.state.userGroups = new Map(groups.map((one) => [one.id, one]));
  assertEquals(await listUserGroups(slack.client), [
    { id: "SPAY", name: "Pay & go", handle: "pay" },
    { id: "SREL", name: "Release team", handle: "release-team" },
  ]);
  slack.close();
});

Deno.test("user groups that cannot be listed say what to do", async () => {
  const malformed = scriptedClient({ ok: true });
  const unread = await failureOf(() => listUserGroups(malformed));
  assertEquals(unread.error, "malformed_answer");
  const free = scriptedClient({ ok: false, error: "plan_upgrade_required" });
  const failure = await failureOf(() => listUserGroups(free));
  assertStringIncludes(failure.message, "user groups need a paid plan");
});
