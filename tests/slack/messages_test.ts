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

Deno.test("an instant within a text is shown by each reader's own clock", () => {
  const token = "<!date^1772442000^{date_short_pretty} {time}";
  for (
    const instant of [
      "2026-03-02T09:00:00Z",
      "2026-03-02T09:00Z",
      "2026-03-02T10:00:00.000+01:00",
    ]
  ) {
    assertEquals(
      escapeText(`off until ${instant}, <b>`),
      `off until ${token}|2026-03-02 09:00 UTC>, &lt;b&gt;`,
    );
  }
  for (
    const text of ["2026-03-02", "2026-99-02T09:00:00Z", "1026-03-02T09:00Z"]
  ) {
    assertEquals(escapeText(text), text);
  }
});

Deno.test("a text of somebody else's keeps its words, on one line and without markup", () => {
  const cases: [text: string, told: string][] = [
    ["x\n\u2022 all well", "x \u2022 all well"],
    ["```x```", "\u02CB\u02CB\u02CBx\u02CB\u02CB\u02CB"],
    [
      "*a* ~b~ `c` _d_",
      "\u2217a\u2217 \u223Cb\u223C \u02CBc\u02CB \u02CDd\u02CD",
    ],
    ["<https://evil|ok> & co", "&lt;https://evil|ok&gt; &amp; co"],
    ["PAGERDUTY_TOKEN of a_b_c", "PAGERDUTY_TOKEN of a_b_c"],
    [":tea: @here", ":tea: @here"],
  ];
  for (const [text, told] of cases) assertEquals(escapeText(text), told);
});
