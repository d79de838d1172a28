import { chunk } from "../../chunk.ts";
import manifest from "../../manifest.ts";
import { parseJsonc } from "../jsonc.ts";
import { type BundleSize, sizeOf } from "./size_table.ts";

export const ROOT = new URL("../..", import.meta.url).pathname
  .replace(/\/$/, "");

/** Bundlers at work at the same time. */
const BUNDLERS = 4;

/** The source files that Slack makes bundles of, by callback id. */
export function sourceFilesOfFunctions(): [string, string][] {
  const all = manifest.functions as Record<string, { source_file?: string }>;
  return Object.entries(all).flatMap(([name, { source_file }]) =>
    source_file ? [[name, source_file] as [string, string]] : []
  );
}

/**
 * Bundles every function of the app.
 *
 * @param folder Gets the bundles; what it had is removed.
 */
export async function bundleFunctions(folder: string): Promise<BundleSize[]> {
  await Deno.remove(folder, { recursive: true }).catch(ignoreAbsence);
  await Deno.mkdir(folder, { recursive: true });
  const sizes: BundleSize[] = [];
  for (const group of chunk(sourceFilesOfFunctions(), BUNDLERS)) {
    sizes.push(
      ...await Promise.all(group.map(async ([name, source]) => {
        const output = `${folder}/${name}.js`;
        await bundle(source, output);
        return sizeOf(name, await Deno.readTextFile(output));
      })),
    );
  }
  return sizes;
}

function ignoreAbsence(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}

/**
 * Bundles one file as Slack's build hook does, but with the packages and the
 * settings of development.
 */
export async function bundle(source: string, output: string): Promise<void> {
  const imports = await Deno.makeTempFile({ suffix: ".json" });
  try {
    await Deno.writeTextFile(imports, await importMap());
    await run([
      ...["bundle", "--quiet", "--config=deno.dev.jsonc"],
      ...[`--import-map=${imports}`, source, "--output", output],
    ]);
  } catch (error) {
    throw new Error(`${source} cannot be bundled: ${(error as Error).message}`);
  } finally {
    await Deno.remove(imports);
  }
}

const CONFIG = "./shiftlight.config.ts";

/**
 * The imports of development, but for the configuration: there a file chooses
 * one by the environment, and a deployed bundle has none.
 */
async function importMap(): Promise<string> {
  const text = await Deno.readTextFile(`${ROOT}/deno.dev.jsonc`);
  const { imports } = parseJsonc(text) as { imports: Record<string, string> };
  const { [CONFIG]: _chosen, ...rest } = imports;
  const [from, to] = [CONFIG, "dev/fixed_config.ts"].map((path) =>
    new URL(path, `file://${ROOT}/`).href
  );
  return JSON.stringify({ imports: { ...rest, [from!]: to } });
}

async function run(args: string[]): Promise<void> {
  const command = new Deno.Command(Deno.execPath(), {
    args,
    cwd: ROOT,
    stdin: "null",
    env: { NO_COLOR: "1" },
  });
  const { success, stderr } = await command.output();
  if (!success) throw new Error(new TextDecoder().decode(stderr).trim());
}
