import { assertEquals, assertThrows } from "@std/assert";
import { fillInForms, FormError } from "../engine/form.ts";
import type { AppManifest } from "../app.ts";
import { person, workspace } from "./web_api/workspace.ts";

const ELEMENTS = [
  { name: "until", type: "slack#/types/timestamp" },
  { name: "day", type: "slack#/types/date" },
  { name: "group", type: "slack#/types/usergroup_id" },
  { name: "who", type: "slack#/types/user_id" },
  {
    name: "others",
    type: "array",
    items: { type: "slack#/types/user_id" },
  },
  { name: "quiet", type: "boolean" },
];

function manifestWith(required: string[]): AppManifest {
  return {
    display_information: { name: "Form" },
    oauth_config: { scopes: { bot: [] } },
    workflows: {
      work: {
        title: "Work",
        steps: [{
          id: "0",
          function_id: "slack#/functions/open_form",
          inputs: { fields: { elements: ELEMENTS, required } },
        }],
      },
    },
  };
}

function filled(answers: Record<string, unknown>, required: string[] = []) {
  const state = workspace({
    people: new Map([["UANN", person("UANN")]]),
    userGroups: new Map([
      ["SREL1", { id: "SREL1", name: "release", members: [] }],
    ]),
  });
  return fillInForms(manifestWith(required), "work", answers, state).get("0");
}

Deno.test("a form takes times, days, groups, people and yes or no", () => {
  const answers = {
    until: 1772442000,
    day: "2028-02-29",
    group: "SREL1",
    who: "UANN",
    others: ["UANN"],
    quiet: false,
  };
  assertEquals(filled(answers), answers);
  assertEquals(filled({}), {});
  assertEquals(filled({ quiet: true }, ["quiet"]), { quiet: true });
});

Deno.test("a field that is malformed or names an unknown person is refused", () => {
  const wrong: [Record<string, unknown>, string][] = [
    [{ until: "2026-03-02" }, "form.until: expected slack#/types/timestamp"],
    [{ until: "1772442000" }, "form.until: expected"],
    [{ until: 1.5 }, "form.until: expected"],
    [{ day: "2026-02-29" }, "form.day: expected slack#/types/date"],
    [{ day: "2.3.2026" }, "form.day: expected"],
    [{ day: "2026-03-02T00:00:00Z" }, "form.day: expected"],
    [{ day: 20260302 }, "form.day: expected"],
    [{ group: "release" }, "form.group: no user group release"],
    [{ group: ["SREL1"] }, "form.group: expected slack#/types/usergroup_id"],
    [{ who: "UBOB" }, "form.who: no person UBOB"],
    [{ who: 5 }, "form.who: expected"],
    [{ others: ["UANN", "UBOB"] }, "form.others: no person UBOB"],
    [{ others: "UANN" }, "form.others: expected array"],
    [{ quiet: "yes" }, "form.quiet: expected boolean"],
    [{ quiet: 0 }, "form.quiet: expected boolean"],
  ];
  for (const [answers, message] of wrong) {
    assertThrows(() => filled(answers), FormError, message);
  }
  for (const { name } of ELEMENTS) {
    const missing = `form.${name}: required and missing`;
    assertThrows(() => filled({}, [name]), FormError, missing);
  }
});
