import { assertEquals } from "@std/assert";
import { talkScopes } from "../../config/talk_scopes.ts";
import manifest from "../../manifest.ts";
import config from "../../shiftlight.config.ts";

Deno.test("talking takes exactly four scopes, and none that reads channels; without it there are none", () => {
  const scopes = [
    "app_mentions:read",
    "channels:read",
    "groups:read",
    "im:history",
  ];
  assertEquals([...talkScopes({ talk: { docs_url: null } })].sort(), scopes);
  assertEquals(talkScopes({ talk: null }), []);
  const { bot } = manifest.oauth_config.scopes;
  assertEquals(scopes.filter((scope) => !bot!.includes(scope)), []);
  const history = bot!.filter((scope) => scope.endsWith(":history"));
  assertEquals(history, ["im:history"]);
});

Deno.test("people can write in the Messages tab if the app talks", () => {
  const { app_home } = manifest.features as {
    app_home: Record<string, boolean>;
  };
  assertEquals(config.talk === null, false);
  assertEquals(app_home.messages_tab_enabled, true);
  assertEquals(app_home.messages_tab_read_only_enabled, false);
});
