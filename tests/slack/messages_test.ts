import { assertEquals } from "@std/assert";
import { postMessage } from "../../slack/messages.ts";
import { openSlack } from "./local_slack.ts";
import { failureOf } from "./produced_failure.ts";

Deno.test("a message is posted as it is, and links in it stay closed", async () => {
  const slack = openSlack([]);
  await postMessage(slack.client, "C1", "hello");
  const messages = slack.state.messages.map(({ channel, text }) => [
    channel,
    text,
  ]);
  assertEquals(messages, [["C1", "hello"]]);
  const { args } = slack.arrived[0]!;
  assertEquals([args.unfurl_links, args.link_names], ["false", undefined]);
  slack.close();
});

Deno.test("a message whose answer never came may have been posted", async () => {
  const slack = openSlack([]);
  slack.fail({ method: "chat.postMessage", cut: "after" });
  const failure = await failureOf(() => postMessage(slack.client, "C1", "hi"));
  assertEquals([failure.kind, failure.error], ["unknown", "no_answer"]);
  assertEquals(slack.state.messages.length, 1);
  slack.close();
});
