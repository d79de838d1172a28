import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import {
  type Answer,
  answer,
  type Line,
  line,
  listed,
  name,
  title,
  typing,
} from "../../talking/answer.ts";
import { messageOf } from "../../talking/message.ts";
import { HOSTILE, NOON } from "./answer_samples.ts";
import { checkLimits, elementsOf, readOf, shownBy } from "./read_message.ts";

const LINKS = { link_schedule: "https://slack.com/shortcuts/Ft1/abc" };

Deno.test("a name is shown as it is, and its markup does nothing", () => {
  const { text, blocks } = messageOf(answer(line`Linked ${title(HOSTILE)}.`));
  assertEquals(blocks, [{
    type: "rich_text",
    elements: [{
      type: "rich_text_section",
      elements: [
        { type: "text", text: "Linked " },
        { type: "text", text: HOSTILE, style: { bold: true } },
        { type: "text", text: "." },
      ],
    }],
  }]);
  assertEquals(text, "Linked &lt;!channel&gt; &amp; *&lt;@UBOB&gt;*.");
});

Deno.test("an instant is told in each reader's time zone", () => {
  const { text, blocks } = messageOf(answer(line`Until ${{ at: NOON }}.`));
  assertEquals(elementsOf(blocks[0]!)[1], {
    type: "date",
    timestamp: NOON,
    format: "{date_short_pretty} at {time}",
    fallback: "2026-03-02 12:00 UTC",
  });
  assertEquals(
    text,
    `Until <!date^${NOON}^{date_short_pretty} at {time}|2026-03-02 12:00 UTC>.`,
  );
});

Deno.test("what can be typed is code, and a link has its address in the text", () => {
  const link = { link: "https://a.example/?b&c", label: "More" };
  const { text, blocks } = messageOf(
    answer(line`Write ${typing("who <schedule>")}: ${link}`),
  );
  assertEquals(elementsOf(blocks[0]!).slice(1), [
    { type: "text", text: "who <schedule>", style: { code: true } },
    { type: "text", text: ": " },
    { type: "link", url: "https://a.example/?b&c", text: "More" },
  ]);
  assertEquals(
    text,
    'Write "who &lt;schedule&gt;": More (https://a.example/?b&amp;c)',
  );
});

Deno.test("names lose line breaks and invisible characters, and are never empty", () => {
  const shown = (text: string) =>
    shownBy(messageOf(answer(line`${name(text)}`)).blocks[0]!);
  assertEquals(shown("a\nb\u202Ec"), "a b c");
  assertEquals(shown("\u200B"), "(no name)");
  assertEquals(shown("x".repeat(5000)).length, 200);
});

Deno.test("lines are lines, and sections stand apart", () => {
  const message = messageOf([
    { lines: [line`a`, line`b`] },
    { lines: [] },
    { lines: [line`c`] },
  ]);
  assertEquals(message.text, "a\nb\n\nc");
  assertEquals(message.blocks.map(shownBy), ["a\nb", "c"]);
});

function withButton(schedule: string): Line {
  return {
    ...line`${title(schedule)}`,
    button: {
      text: `Link ${schedule}`,
      workflow: "link_schedule",
      inputs: { schedule },
    },
  };
}

Deno.test("a button starts its link with its inputs", () => {
  const list = [{ lines: [withButton(HOSTILE), withButton("x".repeat(100))] }];
  const [, actions] = messageOf(list, LINKS).blocks;
  assert(actions?.type === "actions");
  const [first, second] = actions.elements;
  assertEquals(first, {
    type: "workflow_button",
    action_id: "link_schedule_0",
    text: { type: "plain_text", text: `Link ${HOSTILE}`, emoji: false },
    workflow: {
      trigger: {
        url: LINKS.link_schedule,
        customizable_input_parameters: [{ name: "schedule", value: HOSTILE }],
      },
    },
  });
  assertEquals(second!.text.text.length, 75);
  assertEquals(second!.action_id, "link_schedule_1");
  // Without its link there is no button to press.
  assertEquals(messageOf(list).blocks.map(({ type }) => type), ["rich_text"]);
});

Deno.test("a long section is cut with a count and a way to narrow it", () => {
  const lines = Array.from(
    { length: 1000 },
    (_, at) => line`Team ${String(at)}`,
  );
  const narrow = ["Ask for one: ", typing("who <schedule>")];
  const { text, blocks } = messageOf([
    { lines: [line`All teams:`] },
    { lines, narrow },
    { lines: [line`The end.`] },
  ]);
  const [first, ...others] = text.split("\n\n");
  assertEquals([first, others.at(-1)], ["All teams:", "The end."]);
  const shown = others[0]!.split("\n");
  const last = shown.pop()!;
  assertEquals(shown.length, 400);
  assertEquals(last, '… and 600 more. Ask for one: "who &lt;schedule&gt;"');
  assert(blocks.length > 3, "it is one block");
  // What fits is not cut.
  const few = messageOf([{ lines: lines.slice(0, 100), narrow }]);
  assertEquals(few.text.split("\n").length, 100);
});

Deno.test("the longest lines, and the longest texts, are within the limits", () => {
  for (const each of ["&", "x", '"', "\u{1F6A8}"]) {
    const long = name(each.repeat(200));
    const lines = Array.from({ length: 100 }, () => line`${long}`);
    checkLimits(messageOf([{ lines }]));
    const endless = line`${Array.from({ length: 50 }, () => long)}`;
    const { text, blocks } = messageOf(answer(endless));
    checkLimits({ text, blocks });
    assert(text.endsWith("…"), text);
  }
});

Deno.test("of lines with buttons ten are shown", () => {
  const lines = Array.from(
    { length: 300 },
    (_, at) => withButton(`Team ${at}`),
  );
  const { text, blocks } = messageOf([{ lines }], LINKS);
  assertEquals(text.split("\n").length, 11);
  assertStringIncludes(text, "… and 290 more.");
  const buttons = blocks.flatMap((each) =>
    each.type === "actions" ? each.elements : []
  );
  assertEquals(buttons.length, 10);
});

Deno.test("of many items in a sentence the rest is counted", () => {
  const of = (count: number) =>
    listed(Array.from({ length: count }, (_, at) => [String(at)])).join("");
  assertEquals(of(0), "");
  assertEquals(of(1), "0");
  assertEquals(of(2), "0 and 1");
  assertEquals(of(5), "0, 1, 2, 3 and 4");
  assertEquals(of(12), "0, 1, 2, 3, 4 and 7 more");
});

const anyName = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.constantFrom(
    HOSTILE,
    "&".repeat(200),
    '"'.repeat(200),
    "\u{1F468}\u200D\u{1F469}\u200D\u{1F467}".repeat(50),
    "\u0001".repeat(200),
    "e" + "\u0301".repeat(300),
  ),
);

const anyLine = fc.array(fc.oneof(
  fc.constantFrom(" on call until ", "…"),
  anyName.map(name),
  anyName.map(title),
  anyName.map(typing),
  fc.constant({ at: NOON }),
)).map((pieces): Line => line`${pieces}`);

const anyAnswer: fc.Arbitrary<Answer> = fc.array(
  fc.record({
    lines: fc.array(fc.oneof(anyLine, anyName.map(withButton)), {
      maxLength: 300,
    }),
  }),
  { maxLength: 6 },
);

Deno.test("any answer gives a message within Slack's limits", () => {
  fc.assert(
    fc.property(anyAnswer, (given) => checkLimits(messageOf(given, LINKS))),
    { numRuns: 60 },
  );
});

Deno.test("the text says all that the blocks say", () => {
  fc.assert(
    fc.property(anyAnswer, (given) => {
      const { text, blocks } = messageOf(given, LINKS);
      const read = readOf(text).replaceAll("\n", "");
      const shown = blocks.map(shownBy).join("").replaceAll("\n", "");
      assertEquals(read, shown);
      // Nothing in it is markup but dates.
      const rest = text.replace(/<!date\^\d+\^[^<>|]+\|[^<>|]+>/g, "");
      assert(!/[<>]/.test(rest), rest);
    }),
    { numRuns: 60 },
  );
});
