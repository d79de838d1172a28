import { assertEquals } from "@std/assert";
import {
  decodeEntities,
  escapeText,
  postMessage,
} from "../../slack/messages.ts";
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
  const { unfurl_links, unfurl_media, link_names } = args;
  assertEquals([unfurl_links, unfurl_media], ["false", "false"]);
  assertEquals(link_names, undefined);
  slack.close();
});

Deno.test("a message without an answer may have been posted", async () => {
  const slack = openSlack([]);
  slack.fail({ method: "chat.postMessage", cut: "after" });
  const failure = await failureOf(() => postMessage(slack.client, "C1", "hi"));
  assertEquals([failure.kind, failure.error], ["unknown", "no_answer"]);
  assertEquals(slack.state.messages.length, 1);
  slack.close();
});

Deno.test("the three characters that Slack escapes are decoded, once", () => {
  assertEquals(decodeEntities("a &lt;b&gt; &amp; c"), "a <b> & c");
  assertEquals(decodeEntities("&amp;lt; &amp;amp;"), "&lt; &amp;");
  assertEquals(decodeEntities("&quot; &#39;"), "&quot; &#39;");
});

Deno.test("what is encoded reads the same once decoded", () => {
  const texts = ["<!channel> & co", "&amp;", "&lt;", "a < b > c && d", ""];
  for (const text of texts) {
    assertEquals(decodeEntities(escapeText(text)), text);
  }
  assertEquals(
    escapeText("<@U1> & <!here>"),
    "&lt;@U1&gt; &amp; &lt;!here&gt;",
  );
});
