import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import * as v from "valibot";
import { fits, nameMatcher, namePattern } from "../../rosters/name_pattern.ts";

const matches = (pattern: string, text: string) => nameMatcher([pattern])(text);

Deno.test("a pattern is the whole text, and * stands for any characters or none", () => {
  const fitting: [pattern: string, text: string][] = [
    ["Bob", "Bob"],
    ["Bob *", "Bob Smith"],
    ["*Bob*", "Bob"],
    ["*(on call)*", "Ann (on call) again"],
    ["Ops*", "Ops"],
    ["a*b*c", "a-b-b-c"],
    ["*ab*ab", "ab ab ab"],
    ["a**c", "abc"],
    ["(a|a)*b", "(a|a) and b"],
    ["C++ *", "C++ guild"],
  ];
  for (const [pattern, text] of fitting) {
    assert(matches(pattern, text), `${pattern} does not fit ${text}`);
  }
  const others: [pattern: string, text: string][] = [
    ["Bob", "Bobby"],
    ["Bob", "Jim Bob"],
    ["Bob *", "Bob"],
    ["*Bob", "Bob Smith"],
    ["a*b*c", "a-c"],
    ["ab*ba", "aba"],
    ["(a|a)*b", "aab"],
    ["a.c", "abc"],
    ["[ab]*", "a"],
  ];
  for (const [pattern, text] of others) {
    assert(!matches(pattern, text), `${pattern} fits ${text}`);
  }
});

Deno.test("case, the number of spaces and the way an accent is written do not matter", () => {
  assert(matches("  ops   DESK", "OPS Desk "));
  assert(matches("\u017Bo\u00EB *", "\u017Boe\u0308 Smith"));
  assert(matches("*\u{1F3DD} *", "Ann \u{1F3DD} until Monday"));
});

Deno.test("any of several patterns is enough, and none fits nothing", () => {
  const isOff = nameMatcher(["*pto*", "*vacation*"]);
  assertEquals(["PTO", "Vacation!", "work"].map(isOff), [true, true, false]);
  assertEquals(nameMatcher([])("x"), false);
});

Deno.test("only the first 200 characters of a text are compared", () => {
  const isBob = nameMatcher(["*bob*"]);
  assertEquals(isBob("\u{1F3DD}".repeat(197) + "bob"), true);
  assertEquals(isBob("\u{1F3DD}".repeat(198) + "bob"), false);
});

/** Texts that make a backtracking matcher slow, each with a part that can be repeated. */
const SLOW: [pattern: string, part: string][] = [
  ["(a|a)*b", "a"],
  ["(\\w|\\d)+$", "a1"],
  ["(.|\\s)*bob", "a "],
  [".*.*.*bob", "a"],
  ["*a*a*a*a*a*a*b", "a"],
  ["*bob*bob*bob*", "bo"],
  ["a*a*a*a*a*a*a*a*", "a"],
  ["****************b", "a"],
  ["*aaaaaaaaaaaaaaaab", "a"],
  ["*ab*ab*ab*ab*c", "ab"],
  ["*abababababababac", "ab"],
  ["*a*", "b"],
  ["*a?a?a?aaa*", "a"],
  ["(a+)+$", "a"],
  ["([a-zA-Z]+)*$", "aA"],
  ["(a|aa)+$", "a"],
  ["(.*a){20}", "a"],
  ["^(([a-z])+.)+[A-Z]([a-z])+$", "a"],
  ["*x*x*x*y*y*y*z", "xy"],
  ["*on call*on call*off", "on call "],
];

/** How often a character of the text is read. */
function reads(pattern: string, text: string): number {
  let count = 0;
  const counting = new Proxy([...text], {
    get(characters, key) {
      if (typeof key === "string" && /^\d+$/.test(key)) count++;
      return Reflect.get(characters, key);
    },
  });
  fits([...pattern], counting);
  return count;
}

Deno.test("the work at most doubles when the text doubles", () => {
  for (const [pattern, part] of SLOW) {
    for (const times of [50, 500, 5000]) {
      const once = reads(pattern, part.repeat(times));
      const twice = reads(pattern, part.repeat(2 * times));
      // Too near its end, a text is not searched for a part.
      const most = 2 * once + pattern.length ** 2;
      assert(twice <= most, `${pattern}: ${once}, then ${twice}`);
      assert(twice <= 2 * times * part.length * pattern.length, pattern);
    }
  }
});

const issuesOf = (pattern: string) => {
  const { issues = [] } = v.safeParse(namePattern, pattern);
  return issues.map(({ message }) => message);
};

Deno.test("the configuration takes names, and refuses what was meant as a regular expression", () => {
  for (
    const pattern of ["Bob", "*PTO*", "Bob (Ops)", "C++ *", "$ave", "*@old.*"]
  ) {
    assertEquals(issuesOf(pattern), [], pattern);
  }
  for (const pattern of ["^bob", "bob\\b", ".*bob", "bob.+", "bob$"]) {
    const [message, ...more] = issuesOf(pattern);
    assertEquals(more, [], pattern);
    assertStringIncludes(message!, "is a regular expression");
  }
});

Deno.test("the configuration refuses a pattern that would fit any text", () => {
  for (const pattern of ["", " ", "*", "* *", "-*-"]) {
    const [message] = issuesOf(pattern);
    assertStringIncludes(message!, "would fit any text", pattern);
  }
});
