import { assertEquals } from "@std/assert";
import { passesFilter, problemWithFilter } from "../engine/trigger_filter.ts";

const SCOPE = {
  data: { user_id: "UALICE", text: 'say "hi" now', count: 12, thread_ts: null },
  event_id: "Ev1",
};

function passes(statement: string): boolean {
  const filter = { version: 1, root: { statement } };
  assertEquals([statement, problemWithFilter(filter)], [statement, null]);
  return passesFilter(filter, SCOPE);
}

Deno.test("statements compare", () => {
  const right = [
    "{{data.user_id}} == UALICE",
    "{{data.user_id}} == 'UALICE'",
    '{{data.text}} CONTAINS "hi"',
    "{{data.text}} CONTAINS say",
    "{{data.count}} > 9",
    "{{data.count}} <= 12",
    "{{data.count}} >= 12.0",
    "{{data.count}} < 100",
    "{{data.thread_ts}} == null",
    "{{data.none}} == null",
    "{{event_id}} == Ev1",
  ];
  assertEquals(right.filter((statement) => !passes(statement)), []);
  const wrong = [
    "{{data.user_id}} == UALIC",
    "{{data.user_id}} == ualice",
    "{{data.user_id}} == null",
    "{{data.text}} CONTAINS Say",
    "{{data.count}} < 9",
    "{{data.count}} CONTAINS 1",
    "{{data.thread_ts}} CONTAINS 1",
    "{{data.none}} <= 1",
  ];
  assertEquals(wrong.filter(passes), []);
});

Deno.test("conditions are joined", () => {
  const yes = { statement: "{{data.count}} == 12" };
  const no = { statement: "{{data.count}} == 13" };
  const join = (operator: string, ...inputs: unknown[]) => {
    const filter = { version: 1, root: { operator, inputs } };
    assertEquals(problemWithFilter(filter), null);
    return passesFilter(filter, SCOPE);
  };
  const not = { operator: "NOT", inputs: [no] };
  assertEquals([join("AND", yes, yes), join("AND", yes, no)], [true, false]);
  assertEquals([join("OR", no, yes), join("OR", no, no)], [true, false]);
  assertEquals([join("NOT", yes), join("NOT", no)], [false, true]);
  assertEquals(join("AND", not, yes), true);
  assertEquals(passesFilter(undefined, SCOPE), true);
});

Deno.test("a filter that Slack would refuse is named with its place", () => {
  const yes = { statement: "{{data.count}} == 12" };
  let deep: unknown = yes;
  for (let level = 1; level < 5; level++) {
    deep = { operator: "NOT", inputs: [deep] };
  }
  assertEquals(problemWithFilter({ version: 1, root: deep }), null);
  const wrong: [unknown, string][] = [
    [undefined, ""],
    [{ root: yes }, ""],
    [{ version: 2, root: yes }, ""],
    [{ version: 1 }, ""],
    [{ version: 1, root: {} }, "/root/operator"],
    [{ version: 1, root: { statement: "data.a" } }, "/root/statement"],
    [{ version: 1, root: { statement: "{{data.a}} != 1" } }, "/root/statement"],
    [{ version: 1, root: { statement: "{{data.a}} ==" } }, "/root/statement"],
    [{ version: 1, root: { ...yes, operator: "NOT" } }, "/root"],
    [
      { version: 1, root: { operator: "XOR", inputs: [yes] } },
      "/root/operator",
    ],
    [{ version: 1, root: { operator: "AND", inputs: [] } }, "/root/inputs"],
    [
      { version: 1, root: { operator: "NOT", inputs: [yes, yes] } },
      "/root/inputs",
    ],
    [
      { version: 1, root: { operator: "OR", inputs: [yes, 1] } },
      "/root/inputs/1",
    ],
    [{ version: 1, root: { ...yes, not: true } }, "/root/not"],
    [
      { version: 1, root: { operator: "NOT", inputs: [deep] } },
      "/root" + "/inputs/0".repeat(5),
    ],
  ];
  for (const [filter, at] of wrong) {
    assertEquals([filter, problemWithFilter(filter)?.at], [filter, at]);
  }
});
