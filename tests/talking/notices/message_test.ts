import { assert, assertEquals } from "@std/assert";
import { messageOf } from "../../../talking/message.ts";
import type { Notice } from "../../../talking/notices/notice.ts";
import { toldToChannel, toldToPerson } from "../../../talking/texts/notices.ts";
import { NOTICES } from "../answer_samples.ts";
import { checkLimits, readOf, shownBy } from "../read_message.ts";

const LINKS = {
  turn_off_notification: "https://slack.com/shortcuts/Ft1/abc",
};

const [ADDED, ...OTHERS] = NOTICES as [Notice, ...Notice[]];

const LOST = OTHERS.find(({ name }) => name === "CoverageLost")!;

Deno.test("500 changes are one message of ten lines, and the rest is counted", () => {
  const many = Array.from({ length: 500 }, () => ADDED);
  for (const answer of [toldToChannel(many), toldToPerson(many, () => true)]) {
    const message = messageOf(answer, LINKS);
    checkLimits(message);
    const lines = message.text.split("\n");
    assertEquals(lines.filter((each) => each.startsWith("•")).length, 10);
    assertEquals(lines[10], "… and 490 more.");
  }
});

Deno.test("the footer names each notification once, with a button that turns it off", () => {
  const { blocks } = messageOf(toldToChannel([ADDED, LOST, ADDED]), LINKS);
  assertEquals(blocks.map(({ type }) => type), [
    "rich_text",
    "context",
    "actions",
  ]);
  const [, footer, actions] = blocks;
  assertEquals(shownBy(footer!), "AssignmentConfirmed, CoverageLost");
  assert(actions?.type === "actions");
  assertEquals(
    actions.elements.map(({ action_id, text, workflow }) => [
      action_id,
      text.text,
      workflow.trigger.customizable_input_parameters,
    ]),
    ["AssignmentConfirmed", "CoverageLost"].map((name) => [
      `turn_off:${name}`,
      `Turn off ${name}`,
      [{ name: "notification", value: name }],
    ]),
  );
});

Deno.test("names as long as they get leave fewer lines, and all are counted", () => {
  const long = "\\\u{1F600}".repeat(100);
  const named = OTHERS.flatMap((each): Notice[] => [{
    ...each,
    schedule: { ...each.schedule, name: long },
    who: each.who && { ...each.who, name: long },
  }]).filter(({ name }) => name === "AssignmentMoved");
  const many = Array.from({ length: 40 }, (_, at) => named[at % named.length]!);
  const message = messageOf(toldToChannel(many), LINKS);
  checkLimits(message);
  const lines = readOf(message.text).split("\n");
  const told = lines.filter((each) => each.startsWith("•")).length;
  assert(told > 2 && told <= 10, `${told} lines`);
  assert(lines.includes(`… and ${40 - told} more.`));
});

Deno.test("nothing to tell is no message", () => {
  assertEquals(messageOf(toldToChannel([]), LINKS), { text: "", blocks: [] });
});

Deno.test("a swap is told to both, each from their side", () => {
  const swap = NOTICES.find(({ name, was }) =>
    name === "AssignmentSwapped" && was!.who!.identity === "pd:bob"
  )!;
  const told = (identity: string) => {
    const notice = {
      ...swap,
      schedule: { ...swap.schedule, name: "Payments" },
      was: { ...swap.was!, who: { identity: "pd:bob", name: "Bob" } },
    };
    const answer = toldToPerson([notice], (who) => who.identity === identity);
    return readOf(messageOf(answer).text);
  };
  const time = "from 2026-03-02 12:00 UTC until 2026-03-02 17:00 UTC.";
  assertEquals(
    told("pd:ann"),
    `• You take over Bob's shift for Payments ${time}`,
  );
  assertEquals(
    told("pd:bob"),
    `• Ann takes over your shift for Payments ${time}`,
  );
});
