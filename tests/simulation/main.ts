/**
 * `deno task simulate`: plays random histories against the promise. A breach
 * is printed with its seed, the smallest history that shows it, and the command
 * that plays it again.
 */
import process from "node:process";
import type { SeedReport } from "./check_script.ts";
import { type Command, readCommand } from "./command_line.ts";
import { playAll } from "./crew.ts";

/** Two cores are what everybody has. */
const WORKERS = 2;

/** So many breaches say enough. */
const ENOUGH = 3;

/** A line of progress after so many seeds. */
const TELL_EVERY = 500;

interface Sum {
  played: number;
  runs: number;
  writes: number;
  windows: number;
  broken: SeedReport[];
}

function printBreach(report: SeedReport, { steps }: Command): void {
  console.log(`\nseed ${report.seed} breaks: ${report.rules.join(", ")}`);
  console.log(`shrunk to ${report.steps} steps:\n${report.story}`);
  console.log(
    `\nplay it again: deno task simulate --seed ${report.seed} --steps ${steps}`,
  );
}

function add(sum: Sum, report: SeedReport): void {
  sum.played++;
  sum.runs += report.runs;
  sum.writes += report.writes;
  sum.windows += report.windows;
  if (report.rules.length > 0) sum.broken.push(report);
}

async function simulate(command: Command): Promise<Sum> {
  const { seed, seeds, steps } = command;
  const sum: Sum = { played: 0, runs: 0, writes: 0, windows: 0, broken: [] };
  const all = Array.from({ length: seeds }, (_, index) => seed + index);
  const workers = Math.min(WORKERS, seeds);
  await playAll(all, { steps, shrink: true }, workers, (report) => {
    add(sum, report);
    if (report.rules.length > 0) printBreach(report, command);
    if (sum.played % TELL_EVERY === 0) console.log(`${sum.played} played`);
    return sum.broken.length < ENOUGH;
  });
  return sum;
}

function printSum(sum: Sum, seconds: number): void {
  const rate = sum.played / seconds;
  console.log(
    [
      `${sum.played} histories in ${seconds.toFixed(0)} s (${
        rate.toFixed(1)
      } a second):`,
      `${sum.runs} runs, ${sum.writes} statuses written,`,
      `${sum.windows} within the window that Slack leaves open`,
    ].join(" "),
  );
  console.log(
    sum.broken.length === 0
      ? "the promise was kept"
      : `the promise was broken in ${sum.broken.length} of them`,
  );
}

async function main(): Promise<number> {
  let command: Command;
  try {
    command = readCommand(process.argv.slice(2));
  } catch (error) {
    console.error((error as Error).message);
    return 2;
  }
  const start = performance.now();
  const sum = await simulate(command);
  printSum(sum, (performance.now() - start) / 1000);
  return sum.broken.length === 0 ? 0 : 1;
}

process.exit(await main());
