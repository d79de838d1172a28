import { assertEquals, assertStringIncludes } from "@std/assert";
import { membersOf } from "../../slack/user_groups.ts";
import { failureOf } from "./produced_failure.ts";
import { httpError, scriptedClient } from "./scripted_client.ts";

Deno.test("a group's members are read in one call", async () => {
  const client = scriptedClient({ ok: true, users: ["UANN", "UBOB"] });
  assertEquals(await membersOf(client, "SREL"), ["UANN", "UBOB"]);
  assertEquals(client.calls, ["usergroups.users.list"]);
  const empty = scriptedClient({ ok: true, users: [] });
  assertEquals(await membersOf(empty, "SREL"), []);
});

Deno.test("an answer without members is unreadable, not empty", async () => {
  for (const users of [undefined, "UANN", [1]]) {
    const client = scriptedClient({ ok: true, users });
    const failure = await failureOf(() => membersOf(client, "SREL"));
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
    const failure = await failureOf(() => membersOf(client, "SREL"));
    assertEquals(failure.error, error);
    assertStringIncludes(failure.message, remedy);
  }
});

Deno.test("a 429 keeps what it asks for", async () => {
  const client = scriptedClient(httpError(429, { "Retry-After": "7" }));
  const failure = await failureOf(() => membersOf(client, "SREL"));
  assertEquals([failure.kind, failure.retryAfter], ["retry", 7]);
});
