import { assertEquals } from "@std/assert";
import { plainText } from "../plain_text.ts";

Deno.test("line breaks, control and invisible characters become one space", () => {
  const cases: [string, string][] = [
    ["  On call\r\nfor\tPayments \u2028now ", "On call for Payments now"],
    ["a\u0000b\u001Bc\u0085d", "a b c d"],
    ["abc\u202Edef\u202C", "abc def"],
    ["a\u2066b\u2069c\u200Ed\u061Ce", "a b c d e"],
    ["zero\u200Bwidth\uFEFF and\u2060more", "zero width and more"],
    ["joined\u200Dletters", "joined letters"],
    ["\u200Cfirst\u200C", "first"],
    ["\u0000\u200B", ""],
  ];
  for (const [text, plain] of cases) assertEquals(plainText(text), plain);
});

Deno.test("emoji and letters that need a joiner keep it", () => {
  for (
    const text of [
      "👩‍💻 on call",
      "👩🏽‍🚒",
      "🏳️‍🌈 day",
      "می‌روم",
      "naïve — “quoted” 日本語",
    ]
  ) assertEquals(plainText(text), text);
});
