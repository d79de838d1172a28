import { assert, assertEquals } from "@std/assert";
import type { ParameterDefinition } from "../app.ts";
import { problemWithValue } from "../engine/parameter_types.ts";

Deno.test("values are checked against their parameter's type", () => {
  const bad: Array<[unknown, ParameterDefinition, string]> = [
    [1, { type: "string" }, "x: expected string, got 1"],
    ["1", { type: "integer" }, 'x: expected integer, got "1"'],
    [1.5, { type: "integer" }, "x: expected integer, got 1.5"],
    ["yes", { type: "boolean" }, 'x: expected boolean, got "yes"'],
    [{}, { type: "array" }, "x: expected array, got {}"],
    [[], { type: "object" }, "x: expected object, got []"],
    [5, { type: "slack#/types/user_id" }, "x: expected slack#/types/user_id"],
    [
      { id: "U1" },
      { type: "slack#/types/user_context" },
      "x: expected slack#/types/user_context",
    ],
    [
      ["a", 2],
      { type: "array", items: { type: "string" } },
      "x[1]: expected string, got 2",
    ],
    [
      ["a"],
      { type: "array", items: { type: "string", enum: ["b"] } },
      'x[0]: "a" is none of "b"',
    ],
    [0, { type: "integer", minimum: 1 }, "x: less than 1"],
    [3, { type: "number", maximum: 2 }, "x: more than 2"],
    ["é".repeat(2001), { type: "string" }, "x: longer than 4000 bytes"],
  ];
  for (const [value, definition, problem] of bad) {
    const found = problemWithValue(value, definition, "x") ?? "nothing";
    assert(found.startsWith(problem), `${found}; expected ${problem}`);
  }
  const good: Array<[unknown, string]> = [
    ["é".repeat(2000), "string"],
    [5, "slack#/types/timestamp"],
    [{ id: "U", secret: "s" }, "slack#/types/user_context"],
    ["anything", "#/types/of_the_app"],
  ];
  for (const [value, type] of good) {
    assertEquals(problemWithValue(value, { type }, "x"), null);
  }
});
