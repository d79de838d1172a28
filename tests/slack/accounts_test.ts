import { assertEquals } from "@std/assert";
import { accountOf, isAccountOf } from "../../slack/accounts.ts";
import type { PersonToken } from "../../slack/call.ts";
import { failureOf } from "./produced_failure.ts";
import { scriptedClient } from "./scripted_client.ts";

const TOKEN: PersonToken = {
  token: "xoxp-sample",
  credential: { owner: "person", person: "UANN", path: "own" },
};

const HERE = { team: "T1", enterprise: "" };

const ON_GRID = { team: "T1", enterprise: "E1" };

Deno.test("an account is a person's own if both the person and the workspace are the same", () => {
  const ann = { user: "UANN", team: "T1", enterprise: "" };
  assertEquals(isAccountOf(ann, "UANN", HERE), true);
  assertEquals(isAccountOf({ ...ann, user: "UBOB" }, "UANN", HERE), false);
  assertEquals(isAccountOf({ ...ann, team: "T2" }, "UANN", HERE), false);
});

Deno.test("on Enterprise Grid, another workspace of the same organization counts", () => {
  const ann = { user: "UANN", team: "T2", enterprise: "E1" };
  assertEquals(isAccountOf(ann, "UANN", ON_GRID), true);
  assertEquals(isAccountOf({ ...ann, user: "UBOB" }, "UANN", ON_GRID), false);
  const other = { ...ann, enterprise: "E2" };
  assertEquals(isAccountOf(other, "UANN", ON_GRID), false);
  // Neither is part of an organization.
  const outside = { ...ann, enterprise: "" };
  assertEquals(isAccountOf(outside, "UANN", HERE), false);
  // A token for the whole organization.
  const wide = { ...ann, team: "E1" };
  assertEquals(isAccountOf(wide, "UANN", ON_GRID), true);
});

Deno.test("the account's names are as people read them", async () => {
  const client = scriptedClient({
    ok: true,
    user_id: "UANN",
    team_id: "T1",
    user: "ann",
    team: "Salt &amp; Pepper",
    enterprise_id: "E1",
  });
  assertEquals(await accountOf(client, TOKEN), {
    user: "UANN",
    team: "T1",
    enterprise: "E1",
    userName: "ann",
    teamName: "Salt & Pepper",
  });
});

Deno.test("an answer that lacks the person or the workspace is no account", async () => {
  for (const answer of [{ user_id: "UANN" }, { team_id: "T1" }, {}]) {
    const client = scriptedClient({ ok: true, ...answer });
    const failure = await failureOf(() => accountOf(client, TOKEN));
    assertEquals([failure.error, failure.kind], ["malformed_answer", "retry"]);
  }
});
