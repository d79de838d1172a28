import { assert, assertEquals } from "@std/assert";
import { installTrigger } from "../../packages/slack-box/initial_state.ts";
import {
  createOneOff,
  deleteTrigger,
  optInLink,
} from "../../slack/triggers.ts";
import { OPT_IN, OPT_OUT } from "../../triggers/link_triggers.ts";
import { type LocalSlack, NOW, openSlack } from "./local_slack.ts";
import { failureOf } from "./produced_failure.ts";
import { scriptedClient } from "./scripted_client.ts";

Deno.test("a one-off trigger runs its workflow once, at its time", async () => {
  const slack = openSlack([]);
  const at = NOW + 60;
  const id = await createOneOff(slack.client, "sync", "Go on", at);
  const trigger = slack.state.triggers.get(id)!;
  assertEquals(slack.state.triggers.size, 1);
  assertEquals(
    [trigger.name, trigger.workflow],
    ["Go on", "#/workflows/sync"],
  );
  assertEquals(trigger.schedule, {
    start_time: new Date(at * 1000).toISOString(),
    timezone: "UTC",
    frequency: { type: "once" },
  });
  slack.close();
});

Deno.test("Slack refuses a one-off trigger in the past", async () => {
  const slack = openSlack([]);
  const failure = await failureOf(() =>
    createOneOff(slack.client, "sync", "Go on", NOW - 60)
  );
  assertEquals(failure.method, "workflows.triggers.create");
  slack.close();
});

Deno.test("an answer without an id is an error, not a trigger", async () => {
  for (const answer of [{ ok: true }, { ok: true, trigger: { id: 7 } }]) {
    const failure = await failureOf(() =>
      createOneOff(scriptedClient(answer), "sync", "Go on", NOW + 60)
    );
    assertEquals(failure.error, "malformed_answer");
    assertEquals(failure.kind, "unknown");
  }
});

Deno.test("a trigger is deleted, and one that does not exist is no failure", async () => {
  const slack = openSlack([]);
  const id = await createOneOff(slack.client, "sync", "Go on", NOW + 60);
  await deleteTrigger(slack.client, id);
  assertEquals(slack.state.triggers.size, 0);
  await deleteTrigger(slack.client, id);
  slack.close();
});

Deno.test("any other refusal to delete a trigger is thrown", async () => {
  const slack = openSlack([]);
  const id = await createOneOff(slack.client, "sync", "Go on", NOW + 60);
  const method = "workflows.triggers.delete";
  slack.fail({ method, error: "token_revoked" });
  const failure = await failureOf(() => deleteTrigger(slack.client, id));
  assertEquals(failure.error, "token_revoked");
  assertEquals(slack.state.triggers.size, 1);
  slack.close();
});

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

Deno.test("the opt-in link is that of the opt-in trigger", async () => {
  const slack = openSlack([]);
  install(slack, OPT_OUT);
  install(slack, OPT_IN);
  await assertLastIsLinked(slack);
  slack.close();
});

Deno.test("without an opt-in trigger there is no link", async () => {
  const slack = openSlack([]);
  assertEquals(await optInLink(slack.client), null);
  install(slack, OPT_OUT);
  // One that starts the same workflow without a click has no link.
  install(slack, { ...OPT_IN, type: "webhook" });
  assertEquals(await optInLink(slack.client), null);
  slack.close();
});

Deno.test("the opt-in trigger is found on the second page", async () => {
  const slack = openSlack([]);
  for (let count = 0; count < 1000; count++) install(slack, OPT_OUT);
  install(slack, OPT_IN);
  await assertLastIsLinked(slack);
  assertEquals(slack.counts(), { "workflows.triggers.list": 2 });
  slack.close();
});

Deno.test("an answer without triggers is a failure, not an empty list", async () => {
  const client = scriptedClient({ ok: true });
  const failure = await failureOf(() => optInLink(client));
  assertEquals([failure.error, failure.kind], ["malformed_answer", "retry"]);
});
