import { assert, assertEquals, assertMatch } from "@std/assert";
import { moduleGraph } from "./module_graph.ts";
import { parseJsonc } from "../scripts/jsonc.ts";
import { readSource, ROOT, sourceFiles } from "./source_files.ts";

interface Configuration {
  lock: unknown;
  nodeModulesDir: string;
  exclude: string[];
  compilerOptions: Record<string, unknown>;
  imports: Record<string, string>;
  links?: string[];
  tasks: Record<string, { description: string; command: string }>;
}

function configuration(name: string): Configuration {
  const text = Deno.readTextFileSync(`${ROOT}/${name}`);
  return parseJsonc(text) as Configuration;
}

const production = configuration("deno.jsonc");
const development = configuration("deno.dev.jsonc");

/** What development puts in the place of the installer's settings. */
const CONFIG = "./shiftlight.config.ts";

/** The package that the two configurations take from different places. */
const SDK = "deno-slack-sdk/";

Deno.test("both configurations name the same packages in the same versions", () => {
  const names = (imports: Record<string, string>) =>
    [
      ...new Set(
        Object.keys(imports).map((key) => key.startsWith(SDK) ? SDK : key),
      ),
    ].sort();
  const { [CONFIG]: _, ...packages } = development.imports;
  assertEquals(names(packages), names(production.imports));
  for (const [name, target] of Object.entries(production.imports)) {
    if (name === SDK) continue;
    assertEquals(development.imports[name], target, name);
    assertMatch(target, /@\d+\.\d+\.\d+$/, `${name} has no exact version`);
  }
});

Deno.test("what runs here reads fixed settings, and the installer's only for tasks about them", () => {
  assertEquals(development.imports[CONFIG], "./dev/config.ts");
  assertEquals(production.imports[CONFIG], undefined);
  const own = Object.entries(production.tasks)
    .filter(([, { command }]) => command.includes("SHIFTLIGHT_OWN_CONFIG=1"))
    .map(([name]) => name);
  assertEquals(own, ["config", "preview", "local"]);
  const reading = sourceFiles().filter((file) =>
    /shiftlight\.config\.ts\?/.test(readSource(file))
  );
  assertEquals(reading, []);
});

Deno.test("the SDK has one version, wherever it comes from", () => {
  assertEquals(
    production.imports[SDK],
    "https://deno.land/x/deno_slack_sdk@2.15.1/",
  );
  // Only the file that later releases, on JSR, have too.
  const taken = Object.entries(development.imports)
    .filter(([name]) => name.startsWith(SDK));
  assertEquals(taken, [
    ["deno-slack-sdk/mod.ts", "npm:@slack/deno-slack-sdk@2.15.1"],
  ]);
});

/**
 * The address of a bare specifier by `imports`, or `null`. Deno reads an entry
 * for a package of npm or JSR also as the prefix of the package's subpaths.
 */
function resolvedBy(
  imports: Record<string, string>,
  specifier: string,
): string | null {
  for (const [name, target] of Object.entries(imports)) {
    if (specifier === name) return target;
    const isPackage = /^(npm|jsr):/.test(target);
    const prefix = isPackage ? `${name}/` : name;
    if (prefix.endsWith("/") && specifier.startsWith(prefix)) {
      const rest = specifier.slice(prefix.length);
      return `${target.replace(/\/$/, "")}/${rest}`;
    }
  }
  return null;
}

Deno.test("a specifier resolves by its name or by the prefix of its package", () => {
  const { imports } = production;
  assertEquals(resolvedBy(imports, "valibot"), imports["valibot"]);
  assertEquals(
    resolvedBy(imports, "@std/datetime/constants"),
    `${imports["@std/datetime"]}/constants`,
  );
  assertEquals(
    resolvedBy(imports, "deno-slack-sdk/mod.ts"),
    "https://deno.land/x/deno_slack_sdk@2.15.1/mod.ts",
  );
  assertEquals(resolvedBy(imports, "valibots"), null);
  assertEquals(resolvedBy(imports, "@std/datetimes"), null);
  assertEquals(resolvedBy(imports, "deno-slack-sdk"), null);
});

Deno.test("production resolves every package that a file of the project imports", async () => {
  const files = sourceFiles();
  const graph = await moduleGraph(files);
  const bare = new Set(
    files.flatMap((file) => graph.get(file) ?? [])
      .map(({ specifier }) => specifier)
      .filter((specifier) => !/^(\.{0,2}\/|node:)/.test(specifier)),
  );
  assert(bare.has("deno-slack-sdk/mod.ts") && bare.has("@std/datetime"));
  const { imports } = production;
  const unresolved = [...bare].filter((each) => !resolvedBy(imports, each));
  assertEquals(unresolved, []);
  const used = (name: string) =>
    [...bare].some((each) => resolvedBy({ [name]: imports[name]! }, each));
  assertEquals(Object.keys(imports).filter((name) => !used(name)), []);
});

Deno.test("Slack's tooling finds what it needs, and nothing that breaks it", () => {
  assertEquals(production.lock, false);
  const names = [...Deno.readDirSync(ROOT)].map(({ name }) => name);
  assert(names.includes("deno.jsonc"), "the root was not read");
  assertEquals(names.includes("package.json"), false);
  assertEquals(names.includes("deno.lock"), false);
});

Deno.test("both link the packages that functions have a stand-in for", () => {
  const { links = [] } = production;
  assertEquals(links, ["./rosters/vendors/pagerduty/cross-fetch"]);
  // What takes npm's place is development's alone, and production does not see it.
  const { links: all = [] } = development;
  const rest = all.filter((link) => !links.includes(link));
  assertEquals(all.length, rest.length + links.length);
  assertEquals(rest.filter((link) => !link.startsWith("./dev/links/")), []);
  // Deno refuses links without a folder for packages, which git must not see.
  for (const { nodeModulesDir, exclude } of [production, development]) {
    assertEquals(nodeModulesDir, "auto");
    assert(exclude.includes("node_modules"), "node_modules is looked into");
  }
  const ignored = Deno.readTextFileSync(`${ROOT}/.gitignore`).split("\n");
  assert(ignored.includes("node_modules/"), "git sees node_modules");
});

Deno.test("both leave the same folders out, production those of development too", () => {
  assertEquals(production.exclude, [...development.exclude, "dev"]);
});

Deno.test("a stand-in for an npm package satisfies what asks for it", () => {
  const lock = Deno.readTextFileSync(`${ROOT}/deno.dev.lock`);
  const npm = (JSON.parse(lock) as { npm: Record<string, unknown> }).npm;
  for (const link of development.links ?? []) {
    let text: string;
    try {
      text = Deno.readTextFileSync(`${ROOT}/${link}/package.json`);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) continue;
      throw error;
    }
    const { name, version } = JSON.parse(text) as Record<string, string>;
    const locked = Object.keys(npm).filter((key) => key.startsWith(`${name}@`));
    assertEquals(locked, [`${name}@${version}`]);
  }
});

Deno.test("the first deployment offers the set-up link alone", async () => {
  const hooks = JSON.parse(readSource(".slack/hooks.json"));
  assertEquals(hooks.config["trigger-paths"], ["triggers/set_up.ts"]);
  const { default: trigger } = await import("../triggers/set_up.ts");
  assertEquals([trigger.type, trigger.workflow], [
    "shortcut",
    "#/workflows/set_up",
  ]);
});

Deno.test("development has a frozen lock, with a checksum for each package from npm", () => {
  assertEquals(development.lock, { path: "./deno.dev.lock", frozen: true });
  const text = Deno.readTextFileSync(`${ROOT}/deno.dev.lock`);
  assert(!/https?:/.test(text), "the lock names a registry");
  const { npm, workspace } = JSON.parse(text) as {
    npm: Record<string, { integrity?: string }>;
    workspace: { dependencies: string[]; links: Record<string, unknown> };
  };
  const links = Object.keys(workspace.links);
  assertEquals(links.length, development.links?.length);
  const unchecked = Object.entries(npm)
    .filter(([, { integrity }]) => integrity === undefined)
    .map(([name]) => `npm:${name}`);
  assertEquals(
    unchecked.sort(),
    links.filter((link) => link.startsWith("npm:")).sort(),
  );
  const packages = Object.values(development.imports)
    .filter((target) => /^(npm|jsr):/.test(target));
  assertEquals(workspace.dependencies.toSorted(), packages.toSorted());
});

Deno.test("each task says what it does", () => {
  const { tasks } = production;
  assert(Object.keys(tasks).length > 0);
  for (const [name, task] of Object.entries(tasks)) {
    assertMatch(task.description, /^[A-Z].+\.$/, name);
    assertMatch(
      task.command,
      /^(SHIFTLIGHT_OWN_CONFIG=1 )?deno (run|test|fmt) -c deno\.dev\.jsonc/,
      name,
    );
  }
});

Deno.test("both configurations check types equally strictly", () => {
  assertEquals(development.compilerOptions, production.compilerOptions);
  assertEquals(production.compilerOptions, {
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    noImplicitOverride: true,
  });
});

Deno.test("a stand-in has the version of what it stands in for", () => {
  const standIns = (development.links ?? []).flatMap((link) => {
    try {
      const text = Deno.readTextFileSync(`${ROOT}/${link}/deno.json`);
      return [JSON.parse(text) as { name: string; version: string }];
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return [];
      throw error;
    }
  });
  assertEquals(standIns.map(({ name }) => name).sort(), [
    "@std/assert",
    "@std/datetime",
  ]);
  for (const { name, version } of standIns) {
    assertEquals(production.imports[name], `jsr:${name}@${version}`);
  }
});
