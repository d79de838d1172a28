import { assertEquals, assertThrows } from "@std/assert";
import { fillInForms, FormError } from "../engine/form.ts";
import type { AppManifest } from "../app.ts";
import { person, workspace } from "./web_api/workspace.ts";

const ELEMENTS = [
  { name: "until", title: "Until", type: "slack#/types/timestamp" },
  { name: "day", title: "Day", type: "slack#/types/date" },
  { name: "who", title: "Who", type: "slack#/types/user_id" },
  {
    name: "others",
    title: "Others",
    type: "array",
    items: { type: "slack#/types/user_id" },
    maxItems: 2,
  },
  { name: "quiet", title: "Quiet", type: "boolean" },
  { name: "sure", title: "Sure", type: "string", enum: ["yes", "no"] },
  { name: "page", title: "Page", type: "string", format: "url" },
  { name: "mail", title: "E-mail", type: "string", format: "email" },
  { name: "code", title: "Code", type: "string", minLength: 2, maxLength: 3 },
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
          inputs: { title: "Work", fields: { elements: ELEMENTS, required } },
        }],
      },
    },
  };
}

function filled(answers: Record<string, unknown>, required: string[] = []) {
  const state = workspace({
    people: new Map([["UANN", person("UANN")]]),
  });
  return fillInForms(manifestWith(required), "work", answers, state).get("0");
}

Deno.test("a form takes times, days, people, texts and yes or no", () => {
  const answers = {
    until: 1772442000,
    day: "2028-02-29",
    who: "UANN",
    others: ["UANN"],
    quiet: false,
    page: "https://example.com/a",
    mail: "ann@example.com",
    code: "abc",
  };
  assertEquals(filled(answers), answers);
  assertEquals(filled({}), {});
  assertEquals(filled({ quiet: true }, ["quiet"]), { quiet: true });
});

Deno.test("a choice of yes and no takes a boolean too", () => {
  assertEquals(filled({ sure: true }), { sure: "yes" });
  assertEquals(filled({ sure: false }), { sure: "no" });
  assertEquals(filled({ sure: "no" }), { sure: "no" });
  for (const sure of ["maybe", 1, null]) {
    assertThrows(() => filled({ sure }), FormError, "form.sure: ");
  }
  assertThrows(() => filled({ code: true }), FormError, "form.code: expected");
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
    [{ who: "UBOB" }, "form.who: no person UBOB"],
    [{ who: 5 }, "form.who: expected"],
    [{ others: ["UANN", "UBOB"] }, "form.others: no person UBOB"],
    [{ others: "UANN" }, "form.others: expected array"],
    [{ quiet: "yes" }, "form.quiet: expected boolean"],
    [{ quiet: 0 }, "form.quiet: expected boolean"],
    [{ others: ["UANN", "UANN", "UANN"] }, "form.others: more than 2 items"],
    [{ page: "example.com" }, "form.page: not a URL"],
    [{ page: "javascript:alert(1)" }, "form.page: not a URL"],
    [{ mail: "ann" }, "form.mail: not an e-mail address"],
    [{ code: "a" }, "form.code: under 2 characters"],
    [{ code: "abcd" }, "form.code: over 3 characters"],
  ];
  for (const [answers, message] of wrong) {
    assertThrows(() => filled(answers), FormError, message);
  }
  for (const { name } of ELEMENTS) {
    const missing = `form.${name}: required and missing`;
    assertThrows(() => filled({}, [name]), FormError, missing);
  }
});
