import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { ROOT } from "../../source_files.ts";

const PAGE = "docs/how-to/add_a_roster_vendor.md";

/** What a copy needs to be type checked and to read rosters. */
const FOLDERS = [
  ...["app", "config", "datastores", "dev", "external_auth", "functions"],
  ...["reconciler", "rosters", "slack", "tests/rosters", "triggers"],
  "workflows",
];

interface Step {
  action: "Create" | "Add this line to";
  path: string;
  code: string;
}

/** The page's steps: an action, a file, and the code that follows. */
function stepsOf(page: string): Step[] {
  const step = /^(Create|Add this line to) `([^`]+)`:\n\n```ts\n([^]*?)^```$/gm;
  return [...page.matchAll(step)].map(([, action, path, code]) => ({
    action: action as Step["action"],
    path: path!,
    code: code!,
  }));
}

/** The source that the page puts into shiftlight.config.ts. */
function sourceOf(page: string): string {
  const source =
    /^A source in `shiftlight.config.ts` then reads:\n\n```ts\n([^]*?)^```$/m;
  const found = page.match(source)?.[1];
  assert(found, `${PAGE} shows no source`);
  return found;
}

async function copyFolder(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    if (isDirectory) await copyFolder(`${from}/${name}`, `${to}/${name}`);
    else await Deno.copyFile(`${from}/${name}`, `${to}/${name}`);
  }
}

async function copyProject(to: string): Promise<void> {
  for await (const { name, isFile } of Deno.readDir(ROOT)) {
    if (isFile && /\.(ts|jsonc|lock)$/.test(name)) {
      await Deno.copyFile(`${ROOT}/${name}`, `${to}/${name}`);
    }
  }
  for (const folder of FOLDERS) {
    await copyFolder(`${ROOT}/${folder}`, `${to}/${folder}`);
  }
}

async function follow(page: string, copy: string): Promise<void> {
  for (const { action, path, code } of stepsOf(page)) {
    const file = `${copy}/${path}`;
    if (action === "Create") {
      await Deno.mkdir(file.slice(0, file.lastIndexOf("/")), {
        recursive: true,
      });
      await Deno.writeTextFile(file, code, { createNew: true });
    } else {await Deno.writeTextFile(file, code, {
        append: true,
        create: false,
      });}
  }
  const config = `${copy}/shiftlight.config.ts`;
  const text = await Deno.readTextFile(config);
  const sources = /(const sources: Settings\["sources"\] = \[)[^]*?(\n\];)/;
  assert(sources.test(text), "shiftlight.config.ts has no sources to replace");
  await Deno.writeTextFile(
    config,
    text.replace(sources, (_, from, to) => from + sourceOf(page) + to),
  );
}

/** Runs Deno in the copy: what it prints, once it has succeeded. */
async function deno(copy: string, ...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd: copy,
    env: { NO_COLOR: "1" },
  }).output();
  const [out, error] = [stdout, stderr].map((each) =>
    new TextDecoder().decode(each)
  );
  assert(success, `deno ${args.join(" ")}: ${error}\n${out}`);
  return out!;
}

const page = Deno.readTextFileSync(`${ROOT}/${PAGE}`);

Deno.test("a roster vendor is one folder, its test, and two lines elsewhere", () => {
  const steps = stepsOf(page);
  const blocks = page.match(/^```ts$/gm)?.length;
  assertEquals(steps.length + 1, blocks, "a code block that is not followed");
  const inFolder = steps.filter(({ path }) =>
    path.startsWith("rosters/vendors/rota/")
  );
  assertEquals(inFolder.map(({ path }) => path.split("/").at(-1)), [
    "settings.ts",
    "schema.ts",
    "adapter.ts",
  ]);
  const elsewhere = steps.filter((step) => !inFolder.includes(step));
  assertEquals(elsewhere.map(({ action, path }) => `${action} ${path}`), [
    "Add this line to rosters/vendors/settings.ts",
    "Add this line to rosters/vendors/adapters.ts",
    "Create tests/rosters/vendors/rota_test.ts",
  ]);
  for (const { action, code } of steps) {
    if (action !== "Create") assertEquals(code.trim().split("\n").length, 1);
  }
});

Deno.test("a vendor that is added by the page is checked, configured and read", async () => {
  const copy = await Deno.realPath(await Deno.makeTempDir());
  try {
    await copyProject(copy);
    await follow(page, copy);
    const config = ["-c", "deno.dev.jsonc"];
    const rota = "tests/rosters/vendors/rota_test.ts";
    const script = "tests/rosters/vendors/read_rota.ts";
    await deno(copy, "install", ...config, "--quiet");
    await deno(copy, "check", ...config, "--quiet", script, rota);
    const run = [...config, "-A", "--quiet", "--no-check"];
    const tests = await deno(copy, "test", ...run, rota);
    assertStringIncludes(tests, "a rota's shifts are read with their people");
    const printed = JSON.parse(await deno(copy, "run", ...run, script));
    assertEquals(printed, {
      domains: ["api.rota.example"],
      asked: [
        "api.rota.example/v1/rotas",
        "api.rota.example/v1/rotas/r2/shifts",
      ],
      shifts: [{
        identity: {
          key: "rota:/v1/rotas/r2/shifts",
          email: "ann@example.com",
          name: "Ann",
        },
        state: "on_call",
        start: Date.parse("2026-03-02T09:00:00Z") / 1000,
        end: Date.parse("2026-03-02T17:00:00Z") / 1000,
        source: "support",
        schedule: "First line",
        label: "First line",
        level: 1,
      }],
      schedules: [{
        source: "support",
        schedule: "First line",
        name: "First line",
      }],
      unreadable: [],
      refused: [
        "Rota refused the API token in the secret ROTA_TOKEN (401; Slack's own " +
        "tokens are not concerned): slack env set ROTA_TOKEN <read-only Rota API token>",
      ],
    });
  } finally {
    await Deno.remove(copy, { recursive: true });
  }
});
