import manifest from "../../manifest.ts";
import { bundle, prepareBuildFolder } from "../bundle/build_folder.ts";
import { type BundleSize, codeBytes } from "../bundle/size_table.ts";

const ROOT = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");

/** Apart from where `deno task bundle` builds, which may be at work. */
const FOLDER = `${ROOT}/dist/bench`;

/** Builds each function's bundle as Slack does, to see its size. */
export async function measureBundles(): Promise<BundleSize[]> {
  const functions = Object.entries(manifest.functions ?? {}) as [
    string,
    { source_file?: string },
  ][];
  await Deno.mkdir(`${FOLDER}/functions`, { recursive: true });
  await prepareBuildFolder(ROOT, `${FOLDER}/source`);
  const sizes: BundleSize[] = [];
  for (const [name, { source_file }] of functions) {
    if (!source_file) continue;
    const output = `${FOLDER}/functions/${name}.js`;
    await bundle(`${FOLDER}/source`, source_file, output);
    const text = await Deno.readTextFile(output);
    const withPdjs = text.includes("node_modules/@pagerduty/pdjs/");
    sizes.push({ name, bytes: codeBytes(text), withPdjs });
  }
  return sizes;
}
