import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { problemWithForm } from "../engine/form_rules.ts";
import { FORM_APP } from "./fixture/form_app.ts";
import { withWorkspace } from "./fixture/workspace.ts";

const NAMED = { name: "one", title: "One" };

/** What Slack says of a form with this element. */
function said(element: Record<string, unknown>, required: string[] = []) {
  const fields = { elements: [{ ...NAMED, ...element }], required };
  return problemWithForm({ title: "Form", fields });
}

const S = "slack#/types/";

Deno.test("a form has elements of the documented types", () => {
  const known = [
    { type: "string" },
    { type: "string", long: true, minLength: 1, maxLength: 9 },
    { type: "string", format: "url" },
    { type: "string", enum: ["a"], choices: [{ value: "a", title: "A" }] },
    { type: "boolean", default: true },
    { type: "integer", minimum: 1, maximum: 2, default: 2 },
    { type: "number", enum: [1.5] },
    { type: "array", items: { type: "string" } },
    {
      type: "array",
      items: { type: "string", enum: ["a"] },
      display_type: "checkboxes",
      maxItems: 1,
    },
    { type: "array", items: { type: `${S}channel_id` } },
    { type: "array", items: { type: `${S}user_id` } },
    { type: `${S}date`, default: "2026-03-02" },
    { type: `${S}timestamp` },
    { type: `${S}user_id` },
    { type: `${S}channel_id`, default: "{{inputs.channel}}" },
    { type: `${S}rich_text` },
    { type: `${S}file_id`, allowed_filetypes_group: "ALL" },
  ];
  for (const element of known) {
    assertEquals(said(element), null, JSON.stringify(element));
  }
});

Deno.test("an element of any other type is refused in Slack's words", () => {
  const others = [
    "usergroup_id",
    "message_ts",
    "message_context",
    "team_id",
    "canvas_id",
    "list_id",
    "blocks",
    "interactivity",
    "user_context",
    "credential/oauth2",
    "no_such_type",
  ].map((name) => S + name);
  for (const type of [...others, "object", "", "toString", "#/types/own"]) {
    assertStringIncludes(
      said({ type }) ?? "",
      "elements_param_validation_failed - form_input_types_validate_fail (one: a form has no elements of type",
      type,
    );
    const inArray = said({ type: "array", items: { type } });
    assertStringIncludes(inArray ?? "", "a form has no arrays of type", type);
  }
});

Deno.test("an element without what it needs, or with what it does not take, is refused", () => {
  const many = Array.from({ length: 101 }, (_, n) => `v${n}`);
  const wrong: [Record<string, unknown>, string][] = [
    [{ type: "string", name: "" }, "name: required"],
    [{ type: "string", title: undefined }, "title: required"],
    [{ type: "string", title: "x".repeat(26) }, "title: longer than 25"],
    [{ type: "boolean", enum: [true] }, "enum: not for type boolean"],
    [{ type: "integer", long: true }, "long: not for type integer"],
    [{ type: `${S}file_id`, default: "F1" }, "default: not for type"],
    [{ type: "string", hint: "x" }, "hint: not for type string"],
    [{ type: "array" }, "items: required"],
    [{ type: "string", choices: [] }, "choices: need an enum"],
    [{ type: "string", enum: [] }, "enum: empty"],
    [{ type: "string", enum: [1] }, "enum: expected string"],
    [{ type: "string", enum: many }, "enum: more than 100"],
    [{ type: "string", enum: ["x".repeat(151)] }, "longer than 150"],
    [
      { type: "string", enum: ["a"], choices: [{ value: "b", title: "B" }] },
      'choices: "b" is not in the enum',
    ],
    [
      { type: "string", enum: ["a"], choices: [{ value: "a" }] },
      "needs a title",
    ],
    [
      {
        type: "string",
        enum: ["a"],
        choices: [{ value: "a", title: "x".repeat(76) }],
      },
      "longer than 75",
    ],
    [
      { type: "array", items: { type: "string" }, display_type: "checkboxes" },
      "only for strings with an enum",
    ],
    [
      {
        type: "array",
        items: { type: "string", enum: many.slice(0, 11) },
        display_type: "checkboxes",
      },
      "more than 10 checkboxes",
    ],
    [{ type: "string", format: "phone" }, "format: must be one of email, url"],
    [{ type: "integer", minimum: 2, maximum: 1 }, "more than the maximum"],
    [{ type: "string", minLength: 2, maxLength: 1 }, "more than the maxLength"],
    [{ type: "string", enum: ["a"], default: "b" }, 'default: "b" is none of'],
    [{ type: "integer", maximum: 2, default: 3 }, "default: more than 2"],
    [{ type: "boolean", default: "yes" }, "default: expected boolean"],
    [{ type: `${S}date`, default: "2.3.2026" }, "default: expected"],
    [
      { type: "array", items: { type: "string", enum: ["a"] }, default: ["b"] },
      'default[0]: "b" is none of',
    ],
    [
      { type: `${S}file_id`, allowed_filetypes: [] },
      "allowed_filetypes: empty",
    ],
  ];
  for (const [element, problem] of wrong) {
    assertStringIncludes(said(element) ?? "", problem, problem);
  }
});

Deno.test("a form is refused for its own titles, its number of elements and unknown required ones", () => {
  const one = { ...NAMED, type: "string" };
  const form = { title: "x".repeat(24), submit_label: "Send" };
  const refused = (change: Record<string, unknown>) =>
    problemWithForm({ ...form, fields: { elements: [one] }, ...change }) ?? "";
  assertEquals(refused({}), "");
  assertStringIncludes(refused({ title: "x".repeat(25) }), "`title` failed");
  const submit_label = "x".repeat(25);
  assertStringIncludes(refused({ submit_label }), "`submit_label` failed");
  const many = Array.from(
    { length: 101 },
    (_, n) => ({ ...one, name: `${n}` }),
  );
  for (
    const [fields, problem] of [
      [{ elements: [one], required: ["two"] }, "required: no element two"],
      [{ elements: [one, one] }, "one: there are two"],
      [{ elements: [] }, "at least one"],
      [{ elements: many }, "more than 100"],
      [{}, "elements: required"],
    ] as const
  ) assertStringIncludes(refused({ fields }), problem);
});

Deno.test("a click on a form with a refused type fails as at Slack, and runs nothing", async () => {
  const [, work] = FORM_APP.steps;
  let ran = 0;
  const handler = () => (ran++, { outputs: {} });
  const elements = [{ ...NAMED, type: `${S}usergroup_id` }];
  const form = {
    id: "0",
    function_id: "slack#/functions/open_form",
    inputs: {
      title: "Form",
      interactivity: "{{inputs.interactivity}}",
      fields: { elements },
    },
  };
  const app = {
    ...FORM_APP,
    functions: { work: { handler } },
    steps: [form, work!],
  };
  await withWorkspace(app, {}, async ({ go }) => {
    const run = await go("UALICE");
    const { function: name, error } = run.steps.at(-1)!;
    assertEquals([run.status, name, ran], ["failed", "open_form", 0]);
    assert(
      error?.startsWith(
        "parameter_validation_failed - Validation for parameter `fields` failed",
      ),
      error,
    );
  });
});
