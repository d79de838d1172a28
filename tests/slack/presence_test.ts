import { assertEquals } from "@std/assert";
import { readAway, writeAway } from "../../slack/presence.ts";
import { member, openSlack } from "./local_slack.ts";
import { failureOf } from "./produced_failure.ts";
import { scriptedClient } from "./scripted_client.ts";

Deno.test("manual away is read and written with the person's own token", async () => {
  const slack = openSlack([member("ann")]);
  const token = slack.ownToken("UANN");
  const ann = slack.state.people.get("UANN")!;
  assertEquals(await readAway(slack.client, token), false);
  assertEquals(await writeAway(slack.client, token, true), true);
  assertEquals(ann.manual_away, true);
  assertEquals(await readAway(slack.client, token), true);
  assertEquals(await writeAway(slack.client, token, false), false);
  assertEquals(ann.manual_away, false);
  assertEquals(
    slack.arrived.map((call) => call.token),
    Array(4).fill(token.token),
  );
  slack.close();
});

Deno.test("an answer without manual_away is a failure, never present", async () => {
  const slack = openSlack([member("ann")]);
  const token = slack.ownToken("UANN");
  slack.close();
  for (const manual_away of [undefined, null, "false"]) {
    const client = scriptedClient({ ok: true, presence: "away", manual_away });
    const failure = await failureOf(() => readAway(client, token));
    assertEquals([failure.error, failure.kind], ["malformed_answer", "retry"]);
    assertEquals(failure.credential, token.credential);
  }
});
