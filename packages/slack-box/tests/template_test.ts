import { assertEquals, assertThrows } from "@std/assert";
import { resolveTemplates } from "../engine/template.ts";

Deno.test("a template keeps the value's type, and becomes text within text", () => {
  const scope = {
    inputs: { n: 3, list: ["a"], none: null },
    steps: { "0": { fields: { states: ["on_call"] } } },
  };
  const cases: Array<[unknown, unknown]> = [
    ["{{inputs.n}}", 3],
    ["{{ inputs.list }}", ["a"]],
    ["{{steps.0.fields.states}}", ["on_call"]],
    ["{{inputs.n}} of {{inputs.n}}", "3 of 3"],
    ["<{{inputs.list}}>", '<["a"]>'],
    ["<{{inputs.none}}{{inputs.absent.deeper}}>", "<>"],
    ["{{inputs.absent}}", undefined],
    [{ deep: ["{{inputs.n}}", "x"] }, { deep: [3, "x"] }],
    ["no template", "no template"],
  ];
  for (const [template, value] of cases) {
    assertEquals(resolveTemplates(template, scope), value);
  }
  assertThrows(
    () => resolveTemplates("{{outputs.x}}", scope),
    Error,
    "known here: inputs, steps",
  );
});
