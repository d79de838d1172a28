import { assertEquals } from "@std/assert";
import { addressedIn } from "../../talking/reading.ts";

/** What a message in a channel says to the app. */
const heard = (text: string) => addressedIn(text, "UAPP", false);

/** The text after a mention that leads. */
function after(text: string): string | undefined {
  const [first] = heard(`<@UAPP> ${text}`);
  assertEquals(first?.leads, true, text);
  return first?.text;
}

Deno.test("Slack's encoding is seen through", () => {
  const cases: [encoded: string, plain: string][] = [
    ["link schedule R&amp;D", "link schedule R&D"],
    ["who &lt;!channel&gt;", "who <!channel>"],
    ["who &amp;lt;b&amp;gt;", "who &lt;b&gt;"],
    ["who <#C0123|payments>", "who payments"],
    ["who <#C0123|>", "who <#C0123>"],
    ["who <http://payments.io|payments.io>", "who payments.io"],
    [
      "who <https://payments.io/x?a=1&amp;b=2>",
      "who https://payments.io/x?a=1&b=2",
    ],
    ["who <mailto:a@b.io|a@b.io>", "who a@b.io"],
    ["who <@UBOB>", "who <@UBOB>"],
    ["who <@UBOB|bob>", "who bob"],
    ["who <!channel>", "who <!channel>"],
    ["who <!subteam^S1|@payments>", "who @payments"],
    ["who <!date^1772438400^{date}|2 March>", "who 2 March"],
    ["who a < b <unclosed", "who a < b <unclosed"],
  ];
  for (const [encoded, plain] of cases) assertEquals(after(encoded), plain);
});

Deno.test("special spaces, quotes, dashes and invisible characters are plain ones", () => {
  const cases: [typed: string, plain: string][] = [
    ["link\u00A0schedule\u2003pay", "link schedule pay"],
    ["link schedule \u201Cpayments\u201D", 'link schedule "payments"'],
    ["link schedule \u2018payments\u2019", "link schedule 'payments'"],
    ["link schedule \u00ABpayments\u00BB", 'link schedule "payments"'],
    ["link schedule pay \u2013 eu", "link schedule pay - eu"],
    ["link schedule pay \u2014 eu", "link schedule pay - eu"],
    ["link schedule pay\u2011eu", "link schedule pay-eu"],
    ["link schedule pay -- eu", "link schedule pay - eu"],
    ["\u200Blink sched\u200Bule pay\uFEFF", "link schedule pay"],
    ["\u202Elink schedule\u202C \u2067pay\u2069\u200F", "link schedule pay"],
    ["\uFF57\uFF48\uFF4F pay", "who pay"],
    ["who\tpay\u0000ments", "who pay ments"],
  ];
  for (const [typed, plain] of cases) assertEquals(after(typed), plain);
});

Deno.test("marks before the first word are left out, those after it stay", () => {
  for (const mark of ["*", "_", "~", "`", "```", "> ", "&gt; ", "• ", "- "]) {
    assertEquals(after(`${mark}who pay`), "who pay", mark);
  }
  assertEquals(after("who *pay*"), "who *pay*");
});

Deno.test("only the first line is read", () => {
  for (const end of ["\n", "\r\n", "\u2028", "\u2029", "\u0085", "\v"]) {
    assertEquals(after(`who pay${end}link schedule mail`), "who pay");
  }
  assertEquals(heard("Hello\n<@UAPP> who"), []);
  assertEquals(heard("<@UAPP>\nwho"), [{ text: "", leads: true }]);
  assertEquals(heard("\n\n <@UAPP> who"), [{ text: "who", leads: true }]);
});

Deno.test("a mention leads if nothing but marks stands before it", () => {
  const cases: [text: string, found: ReturnType<typeof heard>][] = [
    ["<@UAPP> who", [{ text: "who", leads: true }]],
    ["<@UAPP|shiftlight>: who", [{ text: "who", leads: true }]],
    ["*<@UAPP>* who", [{ text: "who", leads: true }]],
    ["&gt; <@UAPP>, who", [{ text: "who", leads: true }]],
    ["<@UAPP> <@UAPP> who", [{ text: "who", leads: true }]],
    ["<@UAPP>", [{ text: "", leads: true }]],
    ["thanks <@UAPP>", [{ text: "", leads: false }]],
    ["<@UBOB> <@UAPP> who", [{ text: "who", leads: false }]],
    ["hey <@UAPP> thanks <@UAPP> who", [
      { text: "thanks", leads: false },
      { text: "who", leads: false },
    ]],
  ];
  for (const [text, found] of cases) assertEquals(heard(text), found, text);
});

Deno.test("without its mention nothing is said to the app", () => {
  for (
    const text of [
      "who is on call?",
      "@Shiftlight who",
      // Typed, so Slack escapes it.
      "&lt;@UAPP&gt; who",
      "<@UAPPLE> who",
      // Our own sign for the mention.
      "\uE000 who",
      "",
    ]
  ) assertEquals(heard(text), [], text);
});

Deno.test("a direct message needs no mention", () => {
  const cases: [text: string, found: ReturnType<typeof heard>][] = [
    ["who pay", [{ text: "who pay", leads: true }]],
    ["<@UAPP> who pay", [{ text: "who pay", leads: true }]],
    ["hello <@UAPP> who", [
      { text: "hello who", leads: true },
      { text: "who", leads: false },
    ]],
    ["who <@UAPP> pay", [
      { text: "who pay", leads: true },
      { text: "pay", leads: false },
    ]],
    ["", []],
    [" \n ", []],
    ["...", []],
  ];
  for (const [text, found] of cases) {
    assertEquals(addressedIn(text, "UAPP", true), found, text);
  }
});

Deno.test("of a long message the first 5 000 characters are read", () => {
  const [only] = heard(`<@UAPP> who ${"a".repeat(100_000)}`);
  assertEquals(only?.text.length, 5000 - "<@UAPP> ".length);
  assertEquals(heard(`${"a".repeat(5000)} <@UAPP> who`), []);
});
