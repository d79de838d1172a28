/**
 * `deno task bundle`: one bundle per function of the manifest, its size beside
 * the budget, and each run on every Deno it must run on, against https.
 */
import { refuseArguments } from "./arguments.ts";
import {
  bundleFunctions,
  ROOT,
  sourceFilesOfFunctions,
} from "./bundle/bundle_functions.ts";
import { DENO_VERSIONS, denoExecutable } from "./bundle/dispatch.ts";
import { type Dispatched, type Play, play } from "./bundle/play.ts";
import { isFit, sizeTable } from "./bundle/size_table.ts";

const FOLDER = `${ROOT}/dist/functions`;

/** A line for each function: how often it ran, and its last outcome or a failure. */
function outcomeTable(dispatched: readonly Dispatched[]): string[] {
  const names = sourceFilesOfFunctions().map(([name]) => name);
  const width = Math.max(...names.map((name) => name.length));
  return names.map((name) => {
    const all = dispatched.filter(({ callbackId }) => callbackId === name);
    const shown = all.find(({ ok }) => !ok) ?? all.at(-1);
    const times = `${all.length}x`.padStart(3);
    const verdict = shown?.ok ? "ok    " : "FAILED";
    const text = shown === undefined
      ? "it was never run"
      : shown.ok
      ? short(shown.text)
      : shown.text;
    return `${name.padEnd(width)}  ${times}  ${verdict}  ${text}`;
  });
}

function short(text: string): string {
  return text.length <= 90 ? text : `${text.slice(0, 89)}…`;
}

/** Whether every function ran, each time, and nothing else went wrong. */
function passed({ dispatched, problems }: Play): boolean {
  return problems.length === 0 && dispatched.every(({ ok }) => ok) &&
    sourceFilesOfFunctions().every(([name]) =>
      dispatched.some(({ callbackId }) => callbackId === name)
    );
}

const USAGE = `usage: deno task bundle

Bundles each function as Slack's own build does, shows its size beside the budget,
and plays every link from the bundles, against https, on every Deno that they must
run on. The bundles are in dist/functions.`;

refuseArguments("bundle", USAGE);
const sizes = await bundleFunctions(FOLDER);
console.log(sizeTable(sizes));
let fine = sizes.length > 0 && sizes.every(isFit);
// Most of a play is waiting.
const plays = await Promise.all(DENO_VERSIONS.map(async (version) => ({
  version,
  ...await play(await denoExecutable(version), FOLDER),
})));
for (const { version, ...each } of plays) {
  console.log(`\nrun on Deno ${version}, against https`);
  for (const line of outcomeTable(each.dispatched)) console.log(line);
  for (const problem of each.problems) console.log(`FAILED: ${problem}`);
  fine = passed(each) && fine;
}
if (!fine) Deno.exit(1);
