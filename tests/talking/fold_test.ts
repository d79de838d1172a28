import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { folded, unified, unquoted, withoutMarks } from "../../talking/fold.ts";

Deno.test("case and the way a character is written do not matter", () => {
  const same: [string, string][] = [
    ["PayMents", "payments"],
    ["Straße", "STRASSE"],
    ["\u017Bo\u00EB", "\u017Boe\u0308"],
    ["ΟΔΟΣ", "οδος"],
    ["οδός", "ΟΔΌΣ"],
    ["ﬁre", "FIRE"],
    ["Ｐａｙ", "pay"],
    ["\u212Aelvin", "kelvin"],
    ["  pay \t ments ", "pay ments"],
    ["\u2764\uFE0F", "\u2764"],
    ["pay \u2014 eu", "pay -- eu"],
    ["\u201Cpay\u201D", '"pay"'],
  ];
  for (const [one, other] of same) assertEquals(folded(one), folded(other));
});

/** Where Unicode has letters with case, and characters that stand for others. */
const CASED_OR_COMPOSED = [
  ...[[0, 0x30FF], [0xA640, 0xABFF], [0xF900, 0xFFFF], [0x10400, 0x105FF]],
  ...[[0x1D400, 0x1D7FF], [0x1E900, 0x1E95F], [0x1F100, 0x1F2FF]],
] as [number, number][];

Deno.test("what is folded or unified stays so", () => {
  const twice = (text: string) => {
    assertEquals(folded(folded(text)), folded(text), text);
    assertEquals(unified(unified(text)), unified(text), text);
  };
  for (const [first, last] of CASED_OR_COMPOSED) {
    for (let code = first; code <= last; code++) {
      twice(String.fromCodePoint(code));
    }
  }
  const text = fc.string({ unit: "binary", maxLength: 40 });
  fc.assert(fc.property(text, twice), { numRuns: 500 });
});

Deno.test("marks that are left out leave none behind", () => {
  const text = fc.string({ unit: fc.constantFrom(..."ab*_~` ") });
  fc.assert(fc.property(text, (marked) => {
    const plain = withoutMarks(marked);
    assertEquals(withoutMarks(plain), plain, marked);
  }));
});

Deno.test("a pair of marks formats a text, a single one is part of it", () => {
  const cases: [text: string, plain: string][] = [
    ["*payments*", "payments"],
    ["pay*ments*", "payments"],
    ["`payments` ~eu~", "payments eu"],
    ["_payments_", "payments"],
    ["payments_primary", "payments_primary"],
    [".*", ".*"],
    ["a*b", "a*b"],
    ["`", "`"],
    ["***", ""],
  ];
  for (const [text, plain] of cases) {
    assertEquals(withoutMarks(text), plain, text);
  }
});

Deno.test("quotes and punctuation around a name are left out", () => {
  const cases: [text: string, plain: string][] = [
    ['"payments"?', "payments"],
    ["#payments", "payments"],
    ["(payments)", "payments"],
    ["payments*", "payments"],
    ["r&d", "r&d"],
    ["c++", "c++"],
    [".*", ""],
    ["\u{1F6A8}", "\u{1F6A8}"],
  ];
  for (const [text, plain] of cases) assertEquals(unquoted(text), plain, text);
});
