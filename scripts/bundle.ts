/**
 * `deno task bundle`: one bundle per function of the manifest, its size beside
 * the budget, and each loaded and dispatched once on every Deno it must run on.
 */
import manifest from "../manifest.ts";
import { bundle, prepareBuildFolder } from "./bundle/build_folder.ts";
import { DENO_VERSIONS, denoExecutable } from "./bundle/deno_version.ts";
import { dispatch } from "./bundle/dispatch.ts";
import { loopbackApi } from "./bundle/loopback_api.ts";
import {
  type FunctionDefinition,
  sampleInputs,
} from "./bundle/sample_inputs.ts";
import {
  type BundleSize,
  codeBytes,
  isOverBudget,
  sizeTable,
} from "./bundle/size_table.ts";

const ROOT = new URL("..", import.meta.url).pathname.replace(/\/$/, "");
const FUNCTIONS = `${ROOT}/dist/functions`;

/** The functions that Slack runs from a bundle of ours. */
function ownFunctions(): [name: string, definition: FunctionDefinition][] {
  const all = manifest.functions as unknown as Record<
    string,
    FunctionDefinition
  >;
  return Object.entries(all).filter(([, { source_file }]) => source_file);
}

async function build(
  functions: [string, FunctionDefinition][],
): Promise<BundleSize[]> {
  const folder = `${ROOT}/dist/source`;
  await prepareBuildFolder(ROOT, folder);
  await Deno.remove(FUNCTIONS, { recursive: true }).catch(ignoreAbsence);
  await Deno.mkdir(FUNCTIONS, { recursive: true });
  const sizes: BundleSize[] = [];
  for (const [name, { source_file }] of functions) {
    const output = `${FUNCTIONS}/${name}.js`;
    await bundle(folder, source_file!, output);
    const text = await Deno.readTextFile(output);
    const bytes = codeBytes(text);
    const withPdjs = text.includes("node_modules/@pagerduty/pdjs/");
    sizes.push({ name, bytes, withPdjs });
  }
  return sizes;
}

function ignoreAbsence(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}

/** First what the others build on, last what takes it away again. */
function inOrderOfUse(
  functions: [string, FunctionDefinition][],
): [string, FunctionDefinition][] {
  const ranks: Record<string, number> = {
    record_consent: -2,
    fetch_roster: -1,
    withdraw_consent: 1,
  };
  return functions.toSorted(([a], [b]) => (ranks[a] ?? 0) - (ranks[b] ?? 0));
}

/** True if every bundle ran. */
async function dispatchAll(
  version: string,
  functions: [string, FunctionDefinition][],
  sizes: BundleSize[],
): Promise<boolean> {
  const executable = await denoExecutable(version);
  const width = Math.max(...functions.map(([name]) => name.length));
  await using api = loopbackApi(primaryKeys());
  console.log(`\ndispatched on Deno ${version}`);
  let sound = true;
  for (const [name, definition] of inOrderOfUse(functions)) {
    const { ok, text, asked } = await dispatch({
      executable,
      bundle: `${FUNCTIONS}/${name}.js`,
      inputs: sampleInputs(definition),
      api,
    });
    const withPdjs = sizes.some((size) => size.name === name && size.withPdjs);
    const silent = withPdjs && !asked.some((path) => /^.pagerduty/.test(path));
    const note = silent ? "PagerDuty was never asked; " : "";
    const verdict = ok && !silent ? "ok    " : "FAILED";
    console.log(
      `${name.padEnd(width)}  ${verdict}  ${note}${ok ? short(text) : text}`,
    );
    sound &&= ok && !silent;
  }
  return sound;
}

function short(text: string): string {
  return text.length <= 100 ? text : `${text.slice(0, 99)}…`;
}

function primaryKeys(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(manifest.datastores ?? {})
      .map(([name, { primary_key }]) => [name, primary_key]),
  );
}

const functions = ownFunctions();
const sizes = await build(functions);
console.log(sizeTable(sizes));
let sound = sizes.length > 0 && !sizes.some(isOverBudget);
for (const version of DENO_VERSIONS) {
  sound = await dispatchAll(version, functions, sizes) && sound;
}
if (!sound) Deno.exit(1);
