import manifest from "../../manifest.ts";
import { type BundleSize, sizeOf } from "./size_table.ts";

export const ROOT = new URL("../..", import.meta.url).pathname
  .replace(/\/$/, "");

/** Folders that functions do not need or that cannot be copied. */
const LEFT_OUT = [
  "coverage",
  "dist",
  "docs",
  "packages",
  "node_modules",
  "scripts",
  "tests",
];

/**
 * The stand-in that lets a local workspace answer PagerDuty's client in
 * process. Bundles carry the real package, as the deployed ones do.
 */
const LEFT_OUT_LINK = "./dev/links/cross-fetch";

/** Bundles carry a configuration as a deployed one does, without a choice. */
const CONFIG = "./shiftlight.config.ts";

/**
 * Copies the app into a folder of its own, with dependencies of its own: links
 * belong to a configuration and its `node_modules`, so that the tree cannot be
 * bundled with fewer links where it stands.
 */
export async function prepareBuildFolder(
  root: string,
  folder: string,
): Promise<void> {
  await emptyButForDependencies(folder);
  for await (const { name, isDirectory } of Deno.readDir(root)) {
    if (name.startsWith(".") || LEFT_OUT.includes(name)) continue;
    if (!isDirectory && !name.endsWith(".ts")) continue;
    await copy(`${root}/${name}`, `${folder}/${name}`);
  }
  await Deno.writeTextFile(
    `${folder}/deno.json`,
    buildConfiguration(await Deno.readTextFile(`${root}/deno.dev.jsonc`)),
  );
  await run(folder, ["install", "--quiet"]);
}

/** A function of the manifest, as far as bundling and running it needs. */
export interface FunctionDefinition {
  type?: string;
  title?: string;
  source_file?: string;
  input_parameters?: {
    properties: Record<string, Parameter>;
    required: string[];
  };
}

export interface Parameter {
  type: unknown;
  enum?: unknown[];
  default?: unknown;
}

/** The functions that Slack runs from a bundle of ours, by callback id. */
export function ownFunctions(): Map<string, FunctionDefinition> {
  const all = manifest.functions as unknown as Record<
    string,
    FunctionDefinition
  >;
  return new Map(
    Object.entries(all).filter(([, { source_file }]) => source_file),
  );
}

/**
 * Bundles every function of the app, as Slack's own build does.
 *
 * @param folder Gets `source/`, the build folder, and `functions/`, the bundles.
 */
export async function bundleFunctions(folder: string): Promise<BundleSize[]> {
  const [source, functions] = [`${folder}/source`, `${folder}/functions`];
  await prepareBuildFolder(ROOT, source);
  await Deno.remove(functions, { recursive: true }).catch(ignoreAbsence);
  await Deno.mkdir(functions, { recursive: true });
  const sizes: BundleSize[] = [];
  for (const [name, { source_file }] of ownFunctions()) {
    const output = `${functions}/${name}.js`;
    await bundle(source, source_file!, output);
    sizes.push(sizeOf(name, await Deno.readTextFile(output)));
  }
  return sizes;
}

function ignoreAbsence(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}

/** Bundles one file of a build folder, as Slack's own build does. */
export async function bundle(
  folder: string,
  source: string,
  output: string,
): Promise<void> {
  await run(folder, ["bundle", "--quiet", source, "--output", output]);
}

/** @throws When the link to leave out is not there. */
export function buildConfiguration(text: string): string {
  const config = parseJsonc(text) as {
    imports: Record<string, string>;
    links: string[];
  };
  const imports = { ...config.imports, [CONFIG]: "./dev/fixed_config.ts" };
  const links = config.links.filter((link) => link !== LEFT_OUT_LINK);
  if (links.length === config.links.length) {
    throw new Error(`deno.dev.jsonc has no link ${LEFT_OUT_LINK} to leave out`);
  }
  return JSON.stringify(
    { ...config, lock: false, links, imports, exclude: [] },
    null,
    2,
  );
}

async function emptyButForDependencies(folder: string): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  for await (const { name } of Deno.readDir(folder)) {
    if (name === "node_modules") continue;
    await Deno.remove(`${folder}/${name}`, { recursive: true });
  }
}

async function copy(from: string, to: string): Promise<void> {
  if ((await Deno.stat(from)).isFile) return await Deno.copyFile(from, to);
  await Deno.mkdir(to);
  for await (const { name } of Deno.readDir(from)) {
    await copy(`${from}/${name}`, `${to}/${name}`);
  }
}

async function run(cwd: string, args: string[]): Promise<void> {
  const command = new Deno.Command(Deno.execPath(), {
    args,
    cwd,
    stdin: "null",
    env: { NO_COLOR: "1" },
  });
  const { success, stderr } = await command.output();
  if (success) return;
  const why = new TextDecoder().decode(stderr).trim();
  throw new Error(`deno ${args.join(" ")} failed: ${why}`);
}

/** JSON with comments and trailing commas, as `deno.jsonc` may have them. */
export function parseJsonc(text: string): unknown {
  const strings = /"(?:[^"\\]|\\.)*"/.source;
  const comments = /\/\/[^\n]*|\/\*[\s\S]*?\*\//.source;
  const bare = text.replace(
    new RegExp(`(${strings})|${comments}`, "g"),
    (_match, string?: string) => string ?? "",
  );
  return JSON.parse(bare.replace(
    new RegExp(`(${strings})|,(?=\\s*[\\]}])`, "g"),
    (_match, string?: string) => string ?? "",
  ));
}
