import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  type Case,
  type Options,
  parseOptions,
  SECTIONS,
  selectCases,
  SIZES,
} from "../../scripts/bench/cases.ts";
import { OptionError } from "../../packages/slack-box/options.ts";

function select(options: Partial<Options>) {
  return selectCases({ ...parseOptions([]), ...options });
}

function textOf({ phase, people, tokens, dnd, rates }: Case): string {
  return [phase, people, tokens, dnd ? "dnd" : "", rates].join(" ");
}

Deno.test("every phase is measured on each kind of token, with DND where it can be", () => {
  const { cases, left_out } = select({ sizes: [20] });
  const starts = cases.filter(({ phase }) => phase === "start").map(textOf);
  assertEquals(starts, [
    "start 1 own  documented",
    "start 20 own  documented",
    "start 20 own dnd documented",
    "start 20 1 admin  documented",
    "start 20 2 admins  documented",
  ]);
  assertEquals(new Set(cases.map(({ phase }) => phase)).size, 4);
  assertEquals(left_out, [
    "quiet of 1, quiet of 20, start of 20, end of 20, handoff of 20: admin tokens with DND: they cannot snooze (--full)",
  ]);
});

Deno.test("a quiet poll is also measured for one person", () => {
  const { cases } = select({ sizes: [20], only: ["quiet"] });
  assertEquals(new Set(cases.map(({ people }) => people)), new Set([1, 20]));
});

Deno.test("one person's start and end are measured too, once", () => {
  const alone = (sizes: number[]) =>
    select({ sizes, only: ["start", "end", "handoff"] }).cases
      .filter(({ people, tokens, dnd }) =>
        people === 1 && tokens === "own" && !dnd
      ).map(textOf);
  const both = ["start 1 own  documented", "end 1 own  documented"];
  assertEquals(alone([20]), both);
  assertEquals(alone([1, 20]), both);
});

Deno.test("a thousand also start without rates", () => {
  const free = (sizes: number[]) =>
    select({ sizes }).cases.filter(({ rates }) => rates === "none").map(textOf);
  assertEquals(free([100, 1_000]), ["start 1000 own  none"]);
  assertEquals(free([100]), []);
});

Deno.test("of ten thousand only a quiet poll is measured, and the rest is named", () => {
  const { cases, left_out } = select({ sizes: [10_000] });
  const many = cases.filter(({ people }) => people === 10_000).map(textOf);
  assertEquals(many, ["quiet 10000 own  documented"]);
  for (const phase of ["start", "end", "handoff"]) {
    assert(left_out.some((why) => why.includes(`${phase} of 10000`)), phase);
  }
});

Deno.test("in full ten thousand are measured, but for snoozes that cannot last", () => {
  const { cases, left_out } = select({ sizes: [10_000], full: true });
  const starts = cases.filter(({ phase }) => phase === "start").map(textOf);
  assertEquals(starts, [
    "start 1 own  documented",
    "start 10000 own  documented",
    "start 10000 1 admin  documented",
    "start 10000 2 admins  documented",
  ]);
  assertEquals(left_out, [
    "start of 10000, end of 10000, handoff of 10000: with DND the first snoozes run out before the last are set",
  ]);
});

Deno.test("only the phases asked for are measured", () => {
  const { cases } = select({ sizes: [20], only: ["end", "bundles"] });
  assertEquals(new Set(cases.map(({ phase }) => phase)), new Set(["end"]));
});

Deno.test("one person alone has no handoff", () => {
  const { cases, left_out } = select({ sizes: [1], only: ["handoff"] });
  assertEquals(cases, []);
  assert(left_out.some((why) => /no other half/.test(why)));
});

Deno.test("without arguments everything is measured, but for what takes long", () => {
  assertEquals(parseOptions([]), {
    sizes: SIZES,
    only: [...SECTIONS],
    full: false,
    json: false,
  });
});

Deno.test("sizes are taken once each, in order", () => {
  const { sizes } = parseOptions(["--sizes", "100,20,100"]);
  assertEquals(sizes, [20, 100]);
});

Deno.test("sections are chosen by name", () => {
  const { only, full, json } = parseOptions([
    "--only=quiet,planning",
    "--full",
    "--json",
  ]);
  assertEquals([only, full, json], [["quiet", "planning"], true, true]);
});

for (
  const args of [
    ["--sizes", "0"],
    ["--sizes", "10001"],
    ["--sizes", "20,many"],
    ["--sizes", ""],
    ["--only", "starts"],
    ["--fast"],
    ["quiet"],
  ]
) {
  Deno.test(`refused: ${args.join(" ")}`, () => {
    const error = assertThrows(() => parseOptions(args), OptionError);
    assertEquals((error as Error).message.includes("\n"), false);
  });
}
