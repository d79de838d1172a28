import { assert, assertEquals } from "@std/assert";
import { followHowTo } from "./follow_how_to.ts";

const PAGE = "docs/how-to/add_a_link.md";

/** For what `deno check` has looked at already. */
const CHECKED = ["-A", "--quiet", "--no-check"];

/** Prints the ids of all workflows and functions, and the links. */
const READ_APP = `
  import manifest from "../manifest.ts";
  import { LINK_TRIGGERS } from "../triggers/link_triggers.ts";
  console.log(JSON.stringify({
    workflows: Object.keys(manifest.workflows),
    functions: Object.keys(manifest.functions),
    links: LINK_TRIGGERS.map(({ workflow, name }) => [workflow, name]),
  }));
`;

Deno.test("a link is added by following its page: three files, and two lines of code elsewhere", async () => {
  const copy = followHowTo(PAGE);
  try {
    const { created } = copy;
    assertEquals(created.map((path) => path.split("/")[0]).sort(), [
      "app",
      "functions",
      "workflows",
    ]);
    const inCode = copy.added.filter(({ path }) =>
      !/^(tests|docs)\/|\.md$/.test(path)
    );
    assertEquals(inCode.map(({ lines }) => lines), [1, 1]);
    const sources = [
      "manifest.ts",
      ...created,
      ...inCode.map(({ path }) => path),
    ];
    await copy.deno("fmt", "--check", ...sources);
    await copy.deno("check", ...sources);
    await Deno.writeTextFile(`${copy.root}/scripts/read_app.ts`, READ_APP);
    const read = await copy.deno(
      "run",
      ...CHECKED,
      "scripts/read_app.ts",
    );
    const { workflows, functions, links } = JSON.parse(read);
    assert(workflows.includes("show_mode"), read);
    assert(functions.includes("show_mode"), read);
    const own = links.filter(([workflow]: string[]) =>
      workflow === "#/workflows/show_mode"
    );
    assertEquals(own, [["#/workflows/show_mode", "Shiftlight: show the mode"]]);
    // The tests that ask for the rest are content.
    const tests = [
      "tests/manifest_test.ts",
      "tests/docs/operations_test.ts",
      "tests/docs/readme_test.ts",
    ];
    await copy.deno("test", ...CHECKED, ...tests);
  } finally {
    await copy.remove();
  }
});
