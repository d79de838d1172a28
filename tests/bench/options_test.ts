import { assertEquals, assertThrows } from "@std/assert";
import {
  OptionError,
  parseOptions,
  SECTIONS,
  SIZES,
} from "../../scripts/bench/options.ts";

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
