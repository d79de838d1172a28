import { assert, assertEquals } from "@std/assert";
import { parseArguments } from "../command_line.ts";
import { CONTROL_ADDRESSES } from "../control/router.ts";
import { parseScenario } from "../scenario.ts";
import { shiftlight } from "../shiftlight.ts";
import { sourceFiles } from "../../../tests/source_files.ts";

const ROOM = new URL("../", import.meta.url);
const readme = Deno.readTextFileSync(new URL("README.md", ROOM));

/** What stands in code spans of the first cells of a section's tables. */
function cellsOf(heading: string, cells: number): string[][] {
  const [, section = ""] = readme.split(`\n## ${heading}\n`);
  return section.split("\n## ")[0]!.split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) =>
      line.split("|").slice(1, cells + 1).map((cell) =>
        cell.replaceAll("`", "").trim()
      )
    );
}

function codeOf(language: string): string[] {
  const block = new RegExp("```" + language + "\\n([^]*?)```", "g");
  return [...readme.matchAll(block)].map(([, code]) => code!);
}

Deno.test("the README's table has the addresses that there are", () => {
  const told = cellsOf("Addresses", 2)
    .filter(([, path]) => /^\/control(\/|$)/.test(path!));
  assert(told.length > 10, `only ${told.length} addresses are told`);
  assertEquals(
    told,
    CONTROL_ADDRESSES.map(({ method, path }) => [method, path]),
  );
});

Deno.test("the README's options are those of the command line", () => {
  const options = cellsOf("Start it", 1).flat()
    .filter((option) => /^--[a-z]/.test(option));
  assertEquals(options.length, Object.keys(parseArguments([])).length);
  for (const option of options) {
    const [name] = option.split(" ");
    const value = {
      "--realtime": [],
      "--rates": ["none"],
      "--scenario": ["FILE"],
    }[name!] ?? ["1"];
    parseArguments([name!, ...value]);
  }
});

Deno.test("the README's scenario can be played", () => {
  const [example, ...others] = codeOf("json");
  assertEquals(others, []);
  const scenario = parseScenario(JSON.parse(example!), shiftlight);
  assertEquals(scenario.people.length, 2);
});

Deno.test("the README's app is the one that is tested", () => {
  const greeter = new URL("tests/fixture/greeter.ts", ROOM);
  assertEquals(codeOf("ts"), [Deno.readTextFileSync(greeter)]);
});

Deno.test("the README's map names every file and folder", () => {
  const told = cellsOf("Where things are", 1).flat()
    .flatMap((cell) => cell.split(", "))
    .filter((name) => /\.ts$|\/$/.test(name)).sort();
  const folder = "packages/slack-box/";
  const there = sourceFiles().filter((file) => file.startsWith(folder))
    .map((file) => file.slice(folder.length).replace(/\/.*/, "/"));
  assertEquals(told, [...new Set(there)].sort());
});
