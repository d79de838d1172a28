import { assertEquals } from "@std/assert";
import { missingScopes } from "../../slack/scopes.ts";
import { member, openSlack } from "./local_slack.ts";

Deno.test("an app with the manifest's scopes lacks none", async () => {
  const slack = openSlack([member("ann")]);
  assertEquals(await missingScopes(slack.client, "UANN"), []);
  slack.close();
});

Deno.test("each scope that is missing is named", async () => {
  const slack = openSlack([member("ann")]);
  const all = slack.state.botScopes;
  const probed = [
    "users:read",
    "users:read.email",
    "users.profile:read",
    "usergroups:read",
    "emoji:read",
    "datastore:read",
  ];
  for (const scope of probed) {
    const left = [...all].filter((each) => each !== scope);
    slack.state.botScopes = new Set(left);
    for (const token of slack.state.tokens.values()) {
      if (token.owner === slack.state.botUserId) {
        token.scopes = slack.state.botScopes;
      }
    }
    const missing = await missingScopes(slack.client, "UANN");
    assertEquals(missing.includes(scope), true, `${scope}: ${missing}`);
  }
  slack.close();
});

Deno.test("a call that fails for another reason says nothing about its scope", async () => {
  const slack = openSlack([member("ann")]);
  slack.fail({ method: "users.info", status: 500 });
  assertEquals(await missingScopes(slack.client, "UANN"), []);
  slack.close();
});
