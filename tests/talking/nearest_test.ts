import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  editsBetween,
  editsWithin,
  nearestNames,
  nearestWord,
} from "../../talking/nearest.ts";

Deno.test("characters put in, taken out, replaced and swapped are one edit each", () => {
  const cases: [one: string, other: string, edits: number][] = [
    ["", "", 0],
    ["home", "home", 0],
    ["hom", "home", 1],
    ["homme", "home", 1],
    ["hime", "home", 1],
    ["hoem", "home", 1],
    ["", "home", 4],
    ["payments", "search", 8],
    ["ab", "ba", 1],
  ];
  for (const [one, other, edits] of cases) {
    assertEquals(editsBetween(one, other), edits, `${one}, ${other}`);
    assertEquals(editsBetween(other, one), edits, `${other}, ${one}`);
  }
});

Deno.test("of a longer text the part that is nearest counts", () => {
  const cases: [part: string, whole: string, edits: number][] = [
    ["paymnts", "payments secondary", 1],
    ["secondry", "payments secondary", 1],
    ["pay", "payments", 0],
    ["payments", "pay", 5],
    ["", "pay", 0],
  ];
  for (const [part, whole, edits] of cases) {
    assertEquals(editsWithin(part, whole), edits, `${part}, ${whole}`);
  }
});

Deno.test("a text is no edit from its parts, and no further from more", () => {
  const text = fc.string({ unit: fc.constantFrom(..."abc") });
  fc.assert(fc.property(text, text, text, (before, part, after) => {
    assertEquals(editsWithin(part, before + part + after), 0);
    assert(editsWithin(before, part) <= editsBetween(before, part));
    assert(editsWithin(before, part + after) <= editsWithin(before, part));
  }));
});

/** How often a character of the two texts is read. */
function reads(length: number): number {
  let count = 0;
  const counting = (text: string) =>
    new Proxy([...text], {
      get(characters, key) {
        if (typeof key === "string" && /^\d+$/.test(key)) count++;
        return Reflect.get(characters, key);
      },
    });
  editsWithin(counting("ab".repeat(length)), counting("ba".repeat(length)));
  return count;
}

Deno.test("comparing takes as many steps as the two lengths multiplied", () => {
  for (const length of [5, 50, 100]) {
    assert(reads(length) <= (2 * length) * (2 * length + 1), `${length}`);
  }
});

const nearest = (typed: string, names: string[]) =>
  nearestNames(typed, names, (name) => name, 3);

Deno.test("a third of a name may differ, and the likeliest comes first", () => {
  const names = ["payments secondary", "payments", "search", "mail"];
  assertEquals(nearest("paymnts", names), ["payments", "payments secondary"]);
  assertEquals(nearest("serch", names), ["search"]);
  assertEquals(nearest("mial", names), ["mail"]);
  assertEquals(nearest("sch", names), ["search"]);
  assertEquals(nearest("xyz", names), []);
  // One letter is like any other, and so are no letters.
  assertEquals(nearest("q", names), []);
  assertEquals(nearest("", names), []);
});

Deno.test("few are offered, and nothing for a text that is no name", () => {
  const many = Array.from({ length: 300 }, (_, at) => `team ${at}`);
  assertEquals(nearest("taem 7", many).length, 3);
  assertEquals(nearest("taem 7", many)[0], "team 7");
  const long = "team 1".repeat(11);
  assertEquals(nearest(long, [long]), []);
  assertEquals(nearest(long.slice(0, 60), [long]), [long]);
});

Deno.test("a word is taken for the one that it differs least from", () => {
  const words = ["who", "home", "help", "linkschedule"];
  const cases: [typed: string, word: string | null][] = [
    ["hwo", "who"],
    ["hme", "home"],
    ["lnkshedule", "linkschedule"],
    ["goodmorning", null],
    ["", null],
    ["x".repeat(1000), null],
  ];
  for (const [typed, word] of cases) {
    assertEquals(nearestWord(typed, words)?.word ?? null, word, typed);
  }
});
