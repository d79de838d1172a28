import { assertEquals } from "@std/assert";
import { decodeEntities, encodeEntities } from "../../slack/entities.ts";

Deno.test("the three characters that Slack escapes are decoded, once", () => {
  assertEquals(decodeEntities("a &lt;b&gt; &amp; c"), "a <b> & c");
  assertEquals(decodeEntities("&amp;lt; &amp;amp;"), "&lt; &amp;");
  assertEquals(decodeEntities("&quot; &#39;"), "&quot; &#39;");
});

Deno.test("what is encoded reads the same once decoded", () => {
  const texts = ["<!channel> & co", "&amp;", "&lt;", "a < b > c && d", ""];
  for (const text of texts) {
    assertEquals(decodeEntities(encodeEntities(text)), text);
  }
  assertEquals(
    encodeEntities("<@U1> & <!here>"),
    "&lt;@U1&gt; &amp; &lt;!here&gt;",
  );
});
