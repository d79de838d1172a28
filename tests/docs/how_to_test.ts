import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { inSession } from "../sync/session.ts";
import { shiftlight } from "../../packages/slack-box/shiftlight.ts";
import { sourceFiles } from "../source_files.ts";
import { followHowTo } from "./follow_how_to.ts";
import { readPage, rowsIn } from "./pages.ts";

/** Prints the states that the opt-in form offers. */
const READ_FORM = `
  import manifest from "../manifest.ts";
  const [{ inputs }] = manifest.workflows.opt_in.steps;
  const states = inputs.fields.elements.find(({ name }) => name === "states");
  console.log(JSON.stringify(states.items.enum));
`;

Deno.test("a state is added by following its page: the task accepts it, and the form offers it", async () => {
  const copy = followHowTo("docs/how-to/add_a_state.md");
  try {
    assertEquals(copy.created, []);
    await copy.deno("fmt", "--check", "shiftlight.config.ts");
    await copy.deno("check", "shiftlight.config.ts");
    const run = ["-A", "--quiet", "--no-check"];
    const said = await copy.deno("run", ...run, "scripts/config.ts");
    for (
      const line of [
        "  incident: :rotating_light: Running the incident for ",
        "  incidents: incident from json",
        "  slack env set INCIDENTS_TOKEN ",
      ]
    ) assertStringIncludes(said, line);
    await Deno.writeTextFile(`${copy.root}/scripts/read_form.ts`, READ_FORM);
    const states = await copy.deno("run", ...run, "scripts/read_form.ts");
    assert(JSON.parse(states).includes("incident"), states);
  } finally {
    await copy.remove();
  }
});

Deno.test("the page about messages lists every file that has some", () => {
  const { prose } = readPage("docs/how-to/change_a_message.md");
  const listed = rowsIn(prose, "file").map(([file]) =>
    file!.replaceAll("`", "").trim()
  );
  const files = sourceFiles("app/messages").map((path) =>
    path.replace("app/messages/", "")
  );
  assertEquals(listed.toSorted(), files);
});

Deno.test("the requests of the page about runs are answered", async () => {
  const { blocks } = readPage("docs/how-to/debug_a_run.md");
  const requests = blocks.join("\n").matchAll(
    /^ *curl (?:-X (\w+) )?\$C(\/\S+)(?: -d '([^']*)')?/gm,
  );
  let count = 0;
  await inSession(shiftlight.sampleScenario, async (session) => {
    for (const [, method = "GET", path, body] of requests) {
      count++;
      const sent = body === undefined ? undefined : JSON.parse(body);
      const answer = await session.ask(method, `/control${path}`, sent);
      assertEquals(answer.status, 200, `${path}: ${await answer.text()}`);
    }
  });
  assert(count >= 6, `only ${count} requests`);
});
