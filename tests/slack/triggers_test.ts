import { assertEquals } from "@std/assert";
import { createOneOff, deleteTrigger } from "../../slack/triggers.ts";
import { NOW, openSlack } from "./local_slack.ts";
import { failureOf } from "./produced_failure.ts";
import { scriptedClient } from "./scripted_client.ts";

Deno.test("a one-off trigger runs its workflow once, when it was asked to", async () => {
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

Deno.test("one that starts in the past is Slack's refusal", async () => {
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

Deno.test("a trigger that is deleted is gone, and gone already is as good", async () => {
  const slack = openSlack([]);
  const id = await createOneOff(slack.client, "sync", "Go on", NOW + 60);
  await deleteTrigger(slack.client, id);
  assertEquals(slack.state.triggers.size, 0);
  await deleteTrigger(slack.client, id);
  slack.close();
});

Deno.test("any other refusal to delete one is told", async () => {
  const slack = openSlack([]);
  const id = await createOneOff(slack.client, "sync", "Go on", NOW + 60);
  const method = "workflows.triggers.delete";
  slack.fail({ method, error: "token_revoked" });
  const failure = await failureOf(() => deleteTrigger(slack.client, id));
  assertEquals(failure.error, "token_revoked");
  assertEquals(slack.state.triggers.size, 1);
  slack.close();
});
