import { assert, assertEquals } from "@std/assert";
import {
  firstMessages,
  splitMessage,
} from "../../../app/report/split_message.ts";

const LONGEST = 3500;

function linesOf(count: number, length = 90): string {
  const each = (_: unknown, index: number) => `${index} ${"x".repeat(length)}`;
  return Array.from({ length: count }, each).join("\n");
}

function assertFits(messages: string[]): void {
  const lengths = messages.map(({ length }) => length);
  assert(lengths.every((length) => length <= LONGEST), lengths.join(" "));
}

Deno.test("a long text is split between lines into messages that Slack shows whole", () => {
  const text = linesOf(200);
  const messages = splitMessage(text);
  assert(messages.length > 1);
  assertFits(messages);
  assertEquals(messages.join("\n"), text);
  assertEquals(splitMessage("short"), ["short"]);
});

Deno.test("a line longer than a message is split too, after a word if it has any", () => {
  const words = "word and ".repeat(5000);
  const [first, ...more] = splitMessage(words);
  assertFits([first!, ...more]);
  assert(first!.endsWith(" "), first);
  assertEquals([first, ...more].join(""), words);
  const whole = "x".repeat(100_005);
  const pieces = splitMessage(`before\n${whole}\nafter`);
  assertFits(pieces);
  assertEquals(
    pieces.join("").replaceAll("\n", ""),
    `before${whole}after`,
  );
});

Deno.test("a character and an escaped character are never split", () => {
  for (let before = 0; before < 8; before++) {
    for (
      const [unit, broken] of [["&amp;", /&[a-z]*$/], [
        "😀",
        /[\uD800-\uDBFF]$/,
      ]] as const
    ) {
      const text = "x".repeat(before) + unit.repeat(3000);
      const pieces = splitMessage(text);
      assertFits(pieces);
      assertEquals(pieces.join(""), text);
      for (const piece of pieces) assert(!broken.test(piece), piece.slice(-9));
    }
  }
});

Deno.test("there are at most ten messages, and the last says how many lines are left", () => {
  const few = linesOf(300);
  assertEquals(firstMessages(few), { messages: splitMessage(few), rest: [] });
  for (const length of [10, 90, 700, 3400]) {
    const text = linesOf(4000, length);
    const { messages, rest } = firstMessages(text);
    assertEquals(messages.length, 10);
    assertFits(messages);
    const told = messages.join("\n").split("\n");
    const closing = told.pop();
    assertEquals(
      closing,
      `… and ${rest.length} more lines; see \`slack activity\``,
    );
    assertEquals([...told, ...rest].join("\n"), text);
    // There is no room for another line.
    assert(messages.at(-1)!.length + length > LONGEST - 120, `${length}`);
  }
});
