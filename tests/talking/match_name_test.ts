import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { matchName } from "../../talking/match_name.ts";

const NAMES = ["Payments secondary", "Payments", "Search", "R&D (EU)"];

const match = (typed: string, names: readonly string[] = NAMES) =>
  matchName(typed, names, (name) => name);

Deno.test("a full name wins over parts of others", () => {
  for (
    const typed of [
      "Payments",
      "PAYMENTS",
      "  payments ",
      '"payments"',
      "\u201Cpayments\u201D",
      "*payments*",
      "`payments`",
      "payments*",
      "payments?",
      "#payments",
      "payments please",
      "pay\u200Bments",
    ]
  ) assertEquals(match(typed), { kind: "one", found: "Payments" }, typed);
});

Deno.test("a part of exactly one name names it", () => {
  const cases: [typed: string, found: string][] = [
    ["sec", "Payments secondary"],
    ["*paym*ents sec", "Payments secondary"],
    ["sear", "Search"],
    ["r&d", "R&D (EU)"],
    ["(eu)", "R&D (EU)"],
    ["(", "R&D (EU)"],
  ];
  for (const [typed, found] of cases) {
    assertEquals(match(typed), { kind: "one", found }, typed);
  }
});

Deno.test("marks, quotes and thanks within a name are part of it", () => {
  const cases: [typed: string, names: string[], found: string][] = [
    ["pay desk", ["*Pay* desk", "*Pay* desk two"], "*Pay* desk"],
    ['"say please"', ["Say please", "Say"], "Say please"],
    ["say please", ["Say please", "Say"], "Say please"],
    ["payments!", ["Payments!", "Payments"], "Payments!"],
    // A sigma at the end of a word is another letter.
    [
      "\u039F\u0394\u039F\u03A3",
      ["\u039F\u0394\u039F\u03A3\u0391", "x"],
      "\u039F\u0394\u039F\u03A3\u0391",
    ],
  ];
  for (const [typed, names, found] of cases) {
    assertEquals(match(typed, names), { kind: "one", found }, typed);
  }
});

Deno.test("several matches are all found, by name", () => {
  assertEquals(match("pay"), {
    kind: "several",
    found: ["Payments", "Payments secondary"],
  });
  const many = Array.from({ length: 300 }, (_, at) => `Team ${at}`);
  const found = match("team", many);
  assertEquals(found.kind === "several" && found.found.length, 300);
});

Deno.test("two schedules with the same name are two", () => {
  assertEquals(match("mail", ["Mail", "mail", "Mail desk"]), {
    kind: "several",
    found: ["Mail", "mail"],
  });
});

Deno.test("a mistyped name offers the nearest, and matches nothing", () => {
  assertEquals(match("paymnts"), {
    kind: "none",
    nearest: ["Payments", "Payments secondary"],
  });
  assertEquals(match("paymetns secondary"), {
    kind: "none",
    nearest: ["Payments secondary"],
  });
  assertEquals(match("zebra"), { kind: "none", nearest: [] });
});

Deno.test("patterns, mentions and endless texts match by their letters alone", () => {
  for (
    const typed of [
      "***",
      "``",
      ".*",
      "%",
      "\\w+",
      "[a-z]",
      "<!channel>",
      "\u{1F6A8}",
    ]
  ) {
    assertEquals(match(typed), { kind: "none", nearest: [] }, typed);
  }
  assertEquals(match("payments".repeat(700)), { kind: "none", nearest: [] });
  for (const typed of ["", " ", "\u200B", "\u202E\u00A0"]) {
    assertEquals(match(typed), { kind: "empty" });
  }
});

Deno.test("names of marks, emoji or markup can be named", () => {
  const odd = [
    "<!channel> & *<@UBOB>*",
    "\u{1F6A8}",
    "***",
    ".*",
    "*Payments*",
    "Payments",
    "payments_primary",
    "\u202Eabc",
    "\u05D0\u05D1\u05D2",
  ];
  for (const name of odd) {
    assertEquals(match(name, odd), { kind: "one", found: name }, name);
  }
  assertEquals(match("<!channel>", odd), { kind: "one", found: odd[0]! });
  assertEquals(match("\u{1F6A8}\uFE0F", odd), { kind: "one", found: odd[1]! });
});

Deno.test("each name names its own item, or several with it", () => {
  const name = fc.string({ unit: "grapheme", maxLength: 30 });
  fc.assert(fc.property(fc.array(name), (names) => {
    for (const each of names) {
      const found = match(each, names);
      const all = found.kind === "one"
        ? [found.found]
        : found.kind === "several"
        ? found.found
        : [];
      assert(found.kind === "empty" || all.includes(each), each);
    }
  }));
});

Deno.test("what is found has the fragment in its name, or is only offered", () => {
  const text = fc.string({ unit: fc.constantFrom(..."ab* _.\u{1F6A8}") });
  fc.assert(
    fc.property(text, fc.array(text), (typed, names) => {
      const found = match(typed, names);
      if (found.kind !== "one") return;
      const letters = (each: string) => each.replace(/[^ab\u{1F6A8}]/gu, "");
      assert(letters(found.found).includes(letters(typed)), typed);
    }),
    { numRuns: 2000 },
  );
});
