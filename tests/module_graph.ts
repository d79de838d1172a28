import { denoCommand } from "./deno_command.ts";
import { ROOT } from "./source_files.ts";

/** One import, export-from or dynamic import, as Deno itself reads it. */
export interface Import {
  /** As it is written. */
  specifier: string;
  /** A path from the project's root, or the specifier of a package. */
  target: string;
  typeOnly: boolean;
}

/** Every file reached, by its path from the root, with what it imports. */
export type ModuleGraph = Map<string, Import[]>;

interface Resolved {
  specifier?: string;
}
interface Info {
  modules: {
    specifier: string;
    error?: string;
    dependencies?: { specifier: string; code?: Resolved; type?: Resolved }[];
  }[];
}

/** The graph of these files and all they import. */
export async function moduleGraph(files: string[]): Promise<ModuleGraph> {
  const entry = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    // With a query, so that no import map leads elsewhere.
    const imports = files.map((file) => `import "file://${ROOT}/${file}?";`);
    await Deno.writeTextFile(entry, imports.join("\n"));
    return graphOf(await info(entry));
  } finally {
    await Deno.remove(entry);
  }
}

async function info(entry: string): Promise<Info> {
  const command = denoCommand("info", ["--json", entry]);
  const { success, stdout, stderr } = await command.output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

function graphOf({ modules }: Info): ModuleGraph {
  const graph: ModuleGraph = new Map();
  for (const { specifier, error, dependencies = [] } of modules) {
    // A file that is missing is for the type check to say.
    if (error !== undefined) continue;
    graph.set(
      pathOf(specifier),
      dependencies.map((dependency) => ({
        specifier: dependency.specifier,
        target: targetOf(dependency.specifier, dependency),
        // A package's own types come beside its code.
        typeOnly: dependency.code === undefined,
      })),
    );
  }
  return graph;
}

function targetOf(
  specifier: string,
  { code, type }: { code?: Resolved; type?: Resolved },
): string {
  if (!/^[./]/.test(specifier)) return specifier;
  return pathOf((code ?? type)?.specifier ?? specifier);
}

function pathOf(specifier: string): string {
  const root = `file://${ROOT}/`;
  if (!specifier.startsWith(root)) return specifier;
  const path = specifier.slice(root.length).replace(/\?.*$/, "");
  return path === "dev/config.ts" ? "shiftlight.config.ts" : path;
}

/** What a file's code reaches, type-only imports left out. */
export function reachedBy(graph: ModuleGraph, file: string): Set<string> {
  const reached = new Set<string>();
  const open = [file];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    const imports = graph.get(next) ?? [];
    open.push(...imports.filter((one) => !one.typeOnly).map((i) => i.target));
  }
  return reached;
}
