import { assertEquals } from "@std/assert";
import { complaints } from "./readable.ts";

const NAMES = {
  ids: ["UANN", "CREPORTS", "P_on_call"],
  states: ["on_call", "pto"],
  mentionable: ["UOPS"],
};

function of(text: string, channel = "CREPORTS"): string[] {
  return complaints({ channel, text }, NAMES);
}

Deno.test("what people cannot read is found", () => {
  const cases: [text: string, found: string][] = [
    ["not opted in for on_call", 'the key of a state "on_call"'],
    ["telling UANN to connect", 'an id "UANN"'],
    ["step Fx12 did not finish", 'an id "Fx12"'],
    ["until 2026-03-02T09:00:00Z", 'a time in UTC "2026-03-02T09:00"'],
    ["ends at 1772442000", 'a time in UTC "1772442000"'],
    ["ann: null", 'no word "null"'],
    ["ends NaN", 'no word "NaN"'],
    ["hello <@UANN>", "a mention of UANN"],
    ["<!channel> hello", 'a mention of many "<!channel>"'],
    ["x".repeat(401), "401 characters without a break"],
    [`${"x".repeat(601)}\nx`, "601 characters without a break"],
  ];
  for (const [text, found] of cases) assertEquals(of(text), [found]);
});

Deno.test("what people can read is left alone", () => {
  const texts = [
    "On call for Payments until 17:00",
    "until <!date^1772442000^{date_short_pretty} {time}|Mon 09:00 UTC>",
    `<https://slack.com/shortcuts/Ft12|Opt in>`,
    "<@UOPS>: a secret was refused",
    "https://slack.com/shortcuts/Ft12/ab",
    "State `on_call` ranks above `pto`",
    "record UANN of claims does not parse",
    "the secret USER_TOKEN_UANN",
    "of states.on_call.emoji in shiftlight.config.ts",
    `${"x".repeat(399)}\n${"x".repeat(399)}`,
  ];
  for (const text of texts) assertEquals(of(text), [], text);
  assertEquals(of("belongs to <@UBOB>", "UANN"), []);
});
