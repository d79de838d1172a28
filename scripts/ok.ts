/**
 * `deno task ok`: runs all checks before a change is shared. Every step runs,
 * even after one that failed. The end shows the slowest tests and the outcome of
 * each step.
 */
import { refuseArguments } from "./arguments.ts";
import { slowestTests } from "./slowest_tests.ts";

const SLOWEST = 10;

const USAGE = `usage: deno task ok

Runs everything that must hold before a change is shared: check, test, simulate and
bundle, one after the other.`;

refuseArguments("ok", USAGE);

const timings = await Deno.makeTempFile({ suffix: ".xml" });

/** Tasks with their arguments. The tests do not check types: `check` does. */
const STEPS: string[][] = [
  ["check"],
  ["test", "--parallel", "--no-check", `--junit-path=${timings}`],
  ["simulate", "--seeds", "200"],
  ["bundle"],
];

interface Outcome {
  task: string;
  passed: boolean;
  seconds: number;
}

async function run(step: string[]): Promise<Outcome> {
  const [task] = step;
  console.log(`\n--- ${task} ---`);
  const start = performance.now();
  const command = new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", ...step],
    stdin: "null",
  });
  const { success } = await command.spawn().status;
  const seconds = (performance.now() - start) / 1000;
  return { task: task!, passed: success, seconds };
}

const outcomes: Outcome[] = [];
for (const step of STEPS) outcomes.push(await run(step));
console.log("\n--- slowest tests ---");
const slowest = slowestTests(await Deno.readTextFile(timings), SLOWEST);
for (const { name, file, seconds } of slowest) {
  console.log(`${seconds.toFixed(1).padStart(5)} s  ${file}: ${name}`);
}
await Deno.remove(timings);
console.log("\n--- ok ---");
for (const { task, passed, seconds } of outcomes) {
  // `.ci/run` reads these lines.
  const outcome = passed ? "ok" : "FAILED";
  console.log(`step ${task}: ${outcome} (${seconds.toFixed(0)} s)`);
}
if (outcomes.some(({ passed }) => !passed)) Deno.exit(1);
