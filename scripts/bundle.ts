/**
 * `deno task bundle`: one bundle per function of the manifest, its size beside
 * the budget, and each loaded and dispatched once on every Deno it must run on.
 */
import manifest from "../manifest.ts";
import {
  bundleFunctions,
  type FunctionDefinition,
  ownFunctions,
  ROOT,
} from "./bundle/build_folder.ts";
import {
  DENO_VERSIONS,
  denoExecutable,
  dispatch,
  sampleInputs,
} from "./bundle/dispatch.ts";
import { refuseArguments } from "./arguments.ts";
import { loopbackApi } from "./bundle/loopback_api.ts";
import {
  type BundleSize,
  isOverBudget,
  sizeTable,
} from "./bundle/size_table.ts";

const FOLDER = `${ROOT}/dist`;

/** First the functions whose records others read, last the one that deletes them. */
function inOrderOfUse(): [string, FunctionDefinition][] {
  const ranks: Record<string, number> = {
    record_consent: -2,
    fetch_roster: -1,
    withdraw_consent: 1,
  };
  return [...ownFunctions()].toSorted(([a], [b]) =>
    (ranks[a] ?? 0) - (ranks[b] ?? 0)
  );
}

/** @returns whether every bundle ran. */
async function dispatchAll(
  version: string,
  sizes: BundleSize[],
): Promise<boolean> {
  const executable = await denoExecutable(version);
  const width = Math.max(...sizes.map(({ name }) => name.length));
  await using api = loopbackApi(primaryKeys());
  console.log(`\ndispatched on Deno ${version}`);
  let passed = true;
  /** The snapshot that fetch_roster stored, for the steps that read it. */
  const known: Record<string, unknown> = {};
  for (const [name, definition] of inOrderOfUse()) {
    const { ok, text, outputs, asked } = await dispatch({
      executable,
      bundle: `${FOLDER}/functions/${name}.js`,
      inputs: sampleInputs(definition, known),
      api,
    });
    if (name === "fetch_roster") known.snapshot_id = outputs.snapshot_id;
    const withPdjs = sizes.some((size) => size.name === name && size.withPdjs);
    const neverAsked = withPdjs &&
      !asked.some((path) => /^.pagerduty/.test(path));
    const note = neverAsked ? "PagerDuty was never asked; " : "";
    const verdict = ok && !neverAsked ? "ok    " : "FAILED";
    console.log(
      `${name.padEnd(width)}  ${verdict}  ${note}${ok ? short(text) : text}`,
    );
    passed &&= ok && !neverAsked;
  }
  return passed;
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

const USAGE = `usage: deno task bundle

Bundles each function as Slack's own build does, shows its size beside the budget,
and runs it on every Deno that it must run on. The bundles are in dist/functions.`;

refuseArguments("bundle", USAGE);
const sizes = await bundleFunctions(FOLDER);
console.log(sizeTable(sizes));
let passed = sizes.length > 0 && !sizes.some(isOverBudget);
for (const version of DENO_VERSIONS) {
  passed = await dispatchAll(version, sizes) && passed;
}
if (!passed) Deno.exit(1);
