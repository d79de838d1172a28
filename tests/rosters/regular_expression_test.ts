import { assertEquals, assertStringIncludes } from "@std/assert";
import * as v from "valibot";
import {
  regularExpression,
  repeatedGroup,
} from "../../rosters/regular_expression.ts";

Deno.test("a repeated group that ends in a quantifier is found where it is repeated", () => {
  const refused: [pattern: string, at: number][] = [
    ["(\\w+\\s?)+", 8],
    ["^(\\w+\\s?)+ off$", 9],
    ["(a*)*", 4],
    ["(?:a|b+)*?", 8],
    ["(?:b+|a)+", 8],
    ["(?<word>\\w+)+", 12],
    ["((a+))+", 6],
    ["((a+)?)+", 7],
    ["(a{2,})+", 7],
    ["(a{2,3}?){2,}", 9],
    ["(a+){4}", 4],
    ["([)]+)+", 6],
    ["(\\(+)*", 5],
  ];
  for (const [pattern, at] of refused) {
    assertEquals(repeatedGroup(pattern), at, pattern);
  }
});

Deno.test("other patterns are left alone", () => {
  const patterns = [
    "\\b(pto|vacation|ooo)\\b",
    "^bob\\b",
    "(a+)",
    "(a+)?",
    "(a+){1}",
    "(a+){0,1}",
    "(a+b)+",
    "(a+|b)c*",
    "([A-Z]{2})+",
    "(a\\+)+",
    "([+*])+",
    "(?=a+)b*",
    "\\p{L}+ off",
    "(\\u{12})+",
    "[(a+)]+",
    "[\\]+)]+",
    "\\(a+\\)+",
  ];
  for (const pattern of patterns) {
    new RegExp(pattern, "iu");
    assertEquals(repeatedGroup(pattern), -1, pattern);
  }
});

Deno.test("the configuration refuses it and says why", () => {
  const issuesOf = (pattern: string) => {
    const { issues = [] } = v.safeParse(regularExpression, pattern);
    return issues.map(({ message }) => message);
  };
  assertEquals(issuesOf("^bob\\b"), []);
  assertEquals(issuesOf("(a+"), ['"(a+" is not a regular expression']);
  const [message, ...more] = issuesOf("^(\\w+\\s?)+ off$");
  assertEquals(more, []);
  assertStringIncludes(message!, "itself ends in a quantifier");
  assertStringIncludes(message!, "(at character 10)");
});
