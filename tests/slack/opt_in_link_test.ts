import { assert, assertEquals } from "@std/assert";
import { installTrigger } from "../../packages/slack-box/initial_state.ts";
import { optInLink } from "../../slack/opt_in_link.ts";
import { OPT_IN, OPT_OUT } from "../../triggers/link_triggers.ts";
import { type LocalSlack, NOW, openSlack } from "./local_slack.ts";
import { failureOf } from "./produced_failure.ts";
import { scriptedClient } from "./scripted_client.ts";

/** Installs a trigger as the app defines it. */
function install(slack: LocalSlack, trigger: unknown): void {
  const definition = JSON.parse(JSON.stringify(trigger));
  installTrigger(slack.state, definition, NOW * 1000);
}

/** Asserts that the link found is that of the trigger installed last. */
async function assertLastIsLinked(slack: LocalSlack): Promise<void> {
  const url = await optInLink(slack.client);
  const id = [...slack.state.triggers.keys()].at(-1)!;
  assert(url?.startsWith("https://") && url.includes(`/${id}`), `${url}`);
}

Deno.test("the link is that of the trigger by which people opt in", async () => {
  const slack = openSlack([]);
  install(slack, OPT_OUT);
  install(slack, OPT_IN);
  await assertLastIsLinked(slack);
  slack.close();
});

Deno.test("no such trigger, no link", async () => {
  const slack = openSlack([]);
  assertEquals(await optInLink(slack.client), null);
  install(slack, OPT_OUT);
  // One that starts the same workflow without anybody's click has no link.
  install(slack, { ...OPT_IN, type: "webhook" });
  assertEquals(await optInLink(slack.client), null);
  slack.close();
});

Deno.test("every page of triggers is looked at", async () => {
  const slack = openSlack([]);
  for (let count = 0; count < 1000; count++) install(slack, OPT_OUT);
  install(slack, OPT_IN);
  await assertLastIsLinked(slack);
  assertEquals(slack.counts(), { "workflows.triggers.list": 2 });
  slack.close();
});

Deno.test("an answer without triggers is no answer that there are none", async () => {
  const client = scriptedClient({ ok: true });
  const failure = await failureOf(() => optInLink(client));
  assertEquals([failure.error, failure.kind], ["malformed_answer", "retry"]);
});
