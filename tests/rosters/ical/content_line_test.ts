import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import ICAL from "ical.js";
import { propertyOf, textOf } from "../../../rosters/ical/content_line.ts";

/** Texts with the characters that a line must quote or escape. */
const texts = fc.string({
  unit: fc.constantFrom(
    ...["a", "B", "é", "山", " ", ",", ";", ":", "'", '"', "^", "\\", "="],
  ),
  maxLength: 20,
}).map((text) => text.trim());

/** Without backslashes, after which `ical.js` loses its place in a line. */
const params = fc.dictionary(
  fc.constantFrom("CN", "ROLE", "X-RESPONSE-COMMENT", "LANGUAGE", "TZID"),
  texts.map((text) => text.replaceAll("\\", "/")).filter((text) => text !== ""),
);

/** By RFC 6868. */
function paramText(text: string): string {
  const coded = text.replaceAll("^", "^^").replaceAll(
    '"',
    "^'",
  );
  return /[,;:]/.test(coded) ? `"${coded}"` : coded;
}

function lineOf(name: string, named: Record<string, string>, value: string) {
  const all = Object.entries(named)
    .map(([param, text]) => `;${param}=${paramText(text)}`);
  const escaped = value.replace(/[\\,;]/g, "\\$&");
  return `${name}${all.join("")}:${escaped}`;
}

Deno.test("a line that follows the grammar is parsed as ical.js parses it", () => {
  const seed = Number(Deno.env.get("SEED") ?? Math.floor(Math.random() * 2e9));
  console.log(`lines: SEED=${seed}`);
  let withParams = 0;
  const property = fc.property(params, texts, (named, value) => {
    const line = lineOf("SUMMARY", named, value);
    const [name, theirs, , text] = ICAL.parse.property(line) as [
      string,
      Record<string, unknown>,
      string,
      string,
    ];
    const ours = propertyOf(line);
    assertEquals(ours.name, name, line);
    assertEquals(ours.damaged, null, line);
    assertEquals(textOf(ours), text.trim(), line);
    assertEquals(Object.fromEntries(ours.params), theirs, line);
    if (ours.params.size > 1) withParams++;
  });
  fc.assert(property, { seed, numRuns: 2_000 });
  assert(withParams > 500, `only ${withParams} with parameters`);
});

Deno.test("of a line that does not follow the grammar, the name is told, and that it is damaged", () => {
  const lines = [
    "SUMMARY",
    "SUMMARY;LANGUAGE:Ann",
    'SUMMARY;LANGUAGE="en:Ann',
    'SUMMARY;LANGUAGE=e"n:Ann',
    "SUMMARY;=en:Ann",
    "SUMMARY Ann",
  ];
  for (const line of lines) {
    const { name, damaged } = propertyOf(line);
    assertEquals([name, damaged], ["summary", line]);
  }
});
