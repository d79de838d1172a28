import { assertEquals } from "@std/assert";
import { plainText, shortText, withoutCredentials } from "../plain_text.ts";

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
    ["half \uD83D", "half"],
    ["blank\u3164\u2800\u115Fletters", "blank letters"],
    ["t\u{E0041}ag\uFFF9s\u180E", "t ag s"],
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
      "ශ්\u200Dරී",
      "\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
      "naïve — “quoted” 日本語",
    ]
  ) assertEquals(plainText(text), text);
});

Deno.test("a long text is cut at 200 characters, between two of them", () => {
  const long = "a".repeat(420_000);
  assertEquals(shortText(long), `${"a".repeat(199)}\u2026`);
  assertEquals(shortText("a".repeat(200)), "a".repeat(200));
  const island = "\u{1F3DD}";
  assertEquals(shortText(island.repeat(200)), island.repeat(200));
  const cut = shortText(island.repeat(420_000));
  assertEquals(cut, `${island.repeat(199)}\u2026`);
  // The family is one character for people.
  const family = "\u{1F468}\u200D\u{1F469}\u200D\u{1F467}";
  assertEquals(
    shortText(`${"a".repeat(197)}${family}b`),
    `${"a".repeat(197)}\u2026`,
  );
  assertEquals(shortText("e" + "\u0301".repeat(420_000)).length, 200);
  assertEquals(shortText("a b c d", 4), "a b\u2026");
  assertEquals(shortText("\u200B".repeat(420_000)), "");
});

Deno.test("of a credential only the beginning is left", () => {
  const cases: [text: string, told: string][] = [
    ["the key y_NbAkKc66ryYTWUXYEu of", "the key y_Nb\u2026 of"],
    ['"xoxb-1-Sekret"', '"xoxb\u2026"'],
    [
      "https://x/0f3cd5c2-9b6e-4f0a-8a51-2f6c6d1b3e77/",
      "https://x/0f3c\u2026/",
    ],
    ["America/Argentina/ComodRivadavia", "America/Argentina/ComodRivadavia"],
    [
      "SHIFTLIGHT_CONFIG escalation_policies",
      "SHIFTLIGHT_CONFIG escalation_policies",
    ],
    [
      "sources[0].id U0123456789 pagerduty:PXPGF42",
      "sources[0].id U0123456789 pagerduty:PXPGF42",
    ],
  ];
  for (const [text, told] of cases) {
    assertEquals(withoutCredentials(text), told);
  }
});
