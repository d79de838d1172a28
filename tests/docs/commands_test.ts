import { assert, assertEquals } from "@std/assert";
import { parseJsonc } from "../../scripts/jsonc.ts";
import { denoCommand } from "../deno_command.ts";
import { readSource, ROOT } from "../source_files.ts";
import { pagesIn, readPage, spansOf } from "./pages.ts";

/** Every page that tells people what to type. */
const PAGES = [
  ...["README.md", "CONTRIBUTING.md", "SECURITY.md", "dev/README.md"],
  ...["packages/slack-box/README.md", "rosters/ical/README.md"],
  ...pagesIn("docs").filter((page) => !page.startsWith("docs/decisions/")),
];

/** A line of a block of code, or what stands in backticks. */
interface Line {
  page: string;
  text: string;
}

const LINES: Line[] = PAGES.flatMap((page) => {
  const { prose, blocks } = readPage(page);
  const indented = prose.match(/^ {4}\S.*$/gm) ?? [];
  return [...blocks.join("\n").split("\n"), ...indented, ...spansOf(prose)]
    .map((text) => ({ page, text: text.trim() }));
});

/** Commands of the Slack CLI with their flags, as its reference lists them (4.5). */
const SLACK: Record<string, string[]> = {
  activity: ["--tail"],
  create: ["--template"],
  "datastore delete": [],
  "datastore get": [],
  delete: [],
  deploy: ["--hide-triggers", "--org-workspace-grant"],
  "env set": [],
  "env unset": [],
  "external-auth add-secret": ["--provider"],
  "function access": [],
  login: [],
  run: [],
  "trigger access": [],
  "trigger create": ["--trigger-def", "--org-workspace-grant"],
  "trigger delete": [],
  "trigger list": ["--limit"],
  uninstall: [],
  upgrade: [],
};

function flagsOf(command: string): string[] {
  return command.replace(/'[^']*'|#.*$/g, "").match(/(?<=\s)--[a-z-]+/g) ?? [];
}

Deno.test("every command of the Slack CLI exists, with its flags", () => {
  const strange: string[] = [];
  let seen = 0;
  for (const { page, text } of LINES) {
    const [, command] = /^slack ([a-z].*)/.exec(text) ?? [];
    if (command === undefined) continue;
    seen++;
    const known = Object.keys(SLACK).find((name) =>
      `${command} `.startsWith(`${name} `)
    );
    const flags = known === undefined ? [] : SLACK[known]!;
    const wrong = flagsOf(command).filter((flag) => !flags.includes(flag));
    if (known === undefined || wrong.length > 0) {
      strange.push(`${page}: slack ${command}`);
    }
  }
  assertEquals(strange, []);
  assert(seen > 30, `only ${seen} commands were looked at`);
});

interface Task {
  command: string;
}

const { tasks } = parseJsonc(readSource("deno.jsonc")) as {
  tasks: Record<string, Task>;
};

/** What a task says of itself, if its script is ours. */
async function helpOf(task: string): Promise<string | null> {
  const script = /\S+\.ts$/.exec(tasks[task]!.command)?.[0];
  if (!script) return null;
  const args = ["-A", "--quiet", "--no-check", script, "--help"];
  const { code, stdout, stderr } = await denoCommand("run", args).output();
  const [said, error] = [stdout, stderr].map((bytes) =>
    new TextDecoder().decode(bytes)
  );
  assertEquals([code, error], [0, ""], `${task} --help`);
  assert(said!.startsWith(`usage: deno task ${task}`), said);
  return said!;
}

Deno.test("every task exists, says how to use it, and has the flags that pages name", async () => {
  const helps = new Map(
    await Promise.all(
      Object.keys(tasks).map(async (task) =>
        [task, await helpOf(task)] as const
      ),
    ),
  );
  const strange: string[] = [];
  let seen = 0;
  for (const { page, text } of LINES) {
    const [, task, rest] =
      /^(?:deno|npx -y deno@\S+) task (\S+)(.*)/.exec(text) ?? [];
    if (task === undefined) continue;
    seen++;
    const help = helps.get(task);
    const unknown = help === null || help === undefined
      ? []
      : flagsOf(rest!).filter((flag) => !help.includes(flag));
    if (help === undefined || unknown.length > 0) {
      strange.push(`${page}: ${text}`);
    }
  }
  assertEquals(strange, []);
  assert(seen > 20, `only ${seen} commands were looked at`);
});

function exists(path: string): boolean {
  try {
    Deno.statSync(`${ROOT}/${path}`);
    return true;
  } catch {
    return false;
  }
}

Deno.test("every file that a page names exists", () => {
  const missing: string[] = [];
  let seen = 0;
  for (const { page, text } of LINES) {
    // A page that tells how to add something names what is not there yet.
    if (page.startsWith("docs/how-to/")) continue;
    const folder = page.includes("/") ? page.replace(/[^/]+$/, "") : "";
    for (const word of text.split(/[\s"',;]+/)) {
      const path = word.replace(/^\.\//, "");
      if (!/^[\w.-]+(\/[\w.-]+)+\.(ts|md|json|jsonc|mjs)$/.test(path)) continue;
      // What another project would write.
      if (word.startsWith("../")) continue;
      seen++;
      if (!exists(path) && !exists(folder + path)) {
        missing.push(`${page}: ${word}`);
      }
    }
  }
  assertEquals(missing, []);
  assert(seen > 20, `only ${seen} files were looked at`);
});
