import { assertEquals, assertThrows } from "@std/assert";
import { compileFilter, FilterError } from "../../web_api/filter_expression.ts";

const ITEM = {
  artist: "Whitney Houston",
  plays: 10,
  loved: true,
  tags: ["pop", "1992"],
  details: { label: "Arista" },
};

/** Compiles with exactly the terms it uses: `#name` is the attribute `name`. */
function compile(expression: string, values: Record<string, unknown> = {}) {
  const names = expression.match(/#\w+/g) ?? [];
  return compileFilter(expression, {
    attributes: Object.fromEntries(names.map((name) => [name, name.slice(1)])),
    values,
  });
}

Deno.test("conditions hold and fail as DynamoDB's do", () => {
  const cases: [string, Record<string, unknown>, boolean][] = [
    ["#plays = :n", { ":n": 10 }, true],
    ["#plays = :n", { ":n": "10" }, false],
    ["#loved = :t", { ":t": true }, true],
    ["#tags = :t", { ":t": ["pop", "1992"] }, true],
    ["#details = :d", { ":d": { label: "Arista" } }, true],
    ["#details = :d", { ":d": { label: "Arista", more: 1 } }, false],
    ["#plays < :n", { ":n": 10 }, false],
    ["#plays <= :n", { ":n": 10 }, true],
    ["#plays > :n", { ":n": 9 }, true],
    ["#plays >= :n", { ":n": 11 }, false],
    ["#plays > :n", { ":n": "9" }, false],
    ["#artist < :a", { ":a": "X" }, true],
    [":n < #plays", { ":n": 9 }, true],
    ["#plays between :a and :b", { ":a": 10, ":b": 10 }, true],
    ["#plays BETWEEN :a AND :b", { ":a": 11, ":b": 12 }, false],
    ["begins_with(#artist, :a)", { ":a": "Whit" }, true],
    ["begins_with (#artist, :a)", { ":a": "Hous" }, false],
    ["begins_with(#plays, :a)", { ":a": "1" }, false],
    ["contains (#artist, :a)", { ":a": "Hous" }, true],
    ["contains(#tags, :a)", { ":a": "pop" }, true],
    ["contains(#tags, :a)", { ":a": "po" }, false],
    ["#missing = :n", { ":n": 1 }, false],
    ["#missing < :n", { ":n": 1 }, false],
    ["not #missing = :n", { ":n": 1 }, true],
    ["contains(#missing, :n)", { ":n": "a" }, false],
  ];
  for (const [expression, values, expected] of cases) {
    const holds = compile(expression, values)(ITEM);
    assertEquals([expression, holds], [expression, expected]);
  }
});

Deno.test("not binds closest, then and, then or", () => {
  const [yes, no] = ["#plays = :t", "#plays = :f"];
  const values = { ":t": 10, ":f": 0 };
  const cases: [string, boolean][] = [
    [`${yes} or ${yes} and ${no}`, true],
    [`(${yes} or ${yes}) and ${no}`, false],
    [`not ${no} and ${no}`, false],
    [`not (${no} and ${no}) and ${yes}`, true],
    [`NOT NOT ${yes} AND NOT ${no}`, true],
    [`${yes} and #plays between :f and :t and ${no}`, false],
    [`${no} or #plays between :f and :t and ${yes}`, true],
  ];
  for (const [expression, expected] of cases) {
    const used = Object.fromEntries(
      Object.entries(values).filter(([name]) => expression.includes(name)),
    );
    const holds = compile(expression, used)(ITEM);
    assertEquals([expression, holds], [expression, expected]);
  }
});

Deno.test("an invalid expression is refused", () => {
  const cases: [string, Record<string, unknown>][] = [
    ["", {}],
    ["   ", {}],
    ["#plays", {}],
    ["#plays =", {}],
    ["= :n", { ":n": 1 }],
    ["plays = :n", { ":n": 1 }],
    ["#plays = 10", {}],
    ["#plays == :n", { ":n": 1 }],
    ["#plays <> :n", { ":n": 1 }],
    ["#plays != :n", { ":n": 1 }],
    ["(#plays = :n", { ":n": 1 }],
    ["#plays = :n)", { ":n": 1 }],
    ["#plays = :n #plays = :n", { ":n": 1 }],
    ["#plays = :n and", { ":n": 1 }],
    ["not", {}],
    ["#plays between :n", { ":n": 1 }],
    ["#plays between :n or :n", { ":n": 1 }],
    ["begins_with(#plays)", {}],
    ["size(#plays) = :n", { ":n": 1 }],
    ["#plays = :constructor", {}],
  ];
  for (const [expression, values] of cases) {
    assertThrows(() => compile(expression, values), FilterError);
  }
});
