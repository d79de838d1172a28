/** Messages as people and as Slack see them. */
import { assert, assertEquals } from "@std/assert";
import type { Block, SlackMessage } from "../../talking/message.ts";

/** The elements of a block of text. */
export function elementsOf(block: Block) {
  assert(block.type === "rich_text");
  return block.elements[0].elements;
}

/** What a block shows, dates by their fallback. */
export function shownBy(block: Block): string {
  if (block.type === "actions") return "";
  if (block.type === "context") return block.elements[0].text;
  return elementsOf(block).map((element) =>
    element.type === "date"
      ? element.fallback
      : element.type === "text" && element.style?.code
      ? `"${element.text}"`
      : element.text
  ).join("");
}

/** The text of a message as people read it. */
export function readOf(text: string): string {
  return text.replace(/<!date\^\d+\^[^|]+\|([^>]+)>/g, "$1")
    .replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** @throws if a message is beyond what Slack takes. */
export function checkLimits({ text, blocks }: SlackMessage) {
  assert(blocks.length <= 50, `${blocks.length} blocks`);
  const all = JSON.stringify(blocks);
  assert(all.length <= 12_000, `${all.length} characters`);
  assert(text.length <= 12_000, `a text of ${text.length}`);
  for (const block of blocks) {
    const { length } = JSON.stringify(block);
    const most = block.type === "actions" ? 12_000 : 3000;
    assert(length <= most, `a block of ${length}`);
    if (block.type === "rich_text") {
      for (const element of elementsOf(block)) {
        if (element.type === "text") assert(element.text !== "");
      }
    } else if (block.type === "context") {
      assert(block.elements[0].text !== "");
    } else {
      assert(block.elements.length <= 25);
      const ids = block.elements.map(({ action_id }) => action_id);
      assertEquals(new Set(ids).size, ids.length);
      for (const { text } of block.elements) {
        assert(text.text.length <= 75, text.text);
      }
    }
  }
}
