/**
 * `deno task simulate`: plays random histories against the promise. A breach
 * is printed with its seed, the smallest history that shows it, and the command
 * that plays it again.
 *
 * `deno task simulate --pin` finds a seed for each mutant that catches it and
 * writes `mutants/pins.json`, which `mutants_test.ts` plays.
 */
import process from "node:process";
// So that a mistake in the configuration is told once, and not by every worker.
import "../../shiftlight.config.ts";
import type { SeedReport } from "./check_script.ts";
import { type Command, HELP, readCommand } from "./command_line.ts";
import { onInterrupt, Progress } from "../../scripts/progress.ts";
import { MUTANTS } from "./mutants/all.ts";
import type { Judged } from "./judge/verdict.ts";
import { pinAll } from "./mutants/pins.ts";
import { type Job, WorkerPool } from "./worker_pool.ts";

/** Most machines have two cores. */
const WORKERS = 2;

/** The simulation stops after this many breaches. */
const MAX_BREACHES = 3;

interface Totals {
  played: number;
  runs: number;
  writes: number;
  windows: number;
  checkpoints: Judged;
  handoffs: Judged;
  polls: Judged;
  broken: SeedReport[];
}

function printBreach(report: SeedReport, { steps }: Command): void {
  console.log(`\nseed ${report.seed} breaks: ${report.rules.join(", ")}`);
  console.log(`shrunk to ${report.steps} steps:\n${report.story}`);
  console.log(
    `\nplay it again: deno task simulate --seed ${report.seed} --steps ${steps}`,
  );
}

function add(totals: Totals, report: SeedReport): void {
  totals.played++;
  totals.runs += report.runs;
  totals.writes += report.writes;
  totals.windows += report.windows;
  for (const what of ["checkpoints", "handoffs", "polls"] as const) {
    totals[what].all += report[what].all;
    totals[what].judged += report[what].judged;
  }
  if (report.rules.length > 0) totals.broken.push(report);
}

function* jobsOf({ seed, seeds, steps }: Command): IterableIterator<Job> {
  for (let index = 0; index < seeds; index++) {
    yield { seed: seed + index, options: { steps, shrink: true } };
  }
}

function shareOf({ judged, all }: Judged): string {
  const percent = (judged / Math.max(all, 1) * 100).toFixed(1);
  return `${judged} of ${all} (${percent} %)`;
}

function printTotals(totals: Totals, seconds: number): void {
  const rate = totals.played / seconds;
  console.log(
    [
      `${totals.played} ${totals.played === 1 ? "history" : "histories"} in ${
        seconds.toFixed(0)
      } s (${rate.toFixed(1)} a second):`,
      `${totals.runs} runs, ${totals.writes} statuses written,`,
      `${totals.windows} within the window that Slack leaves open`,
    ].join(" "),
  );
  console.log(
    `${shareOf(totals.checkpoints)} person-checkpoints judged, ` +
      `${shareOf(totals.handoffs)} handoffs, ` +
      `${shareOf(totals.polls)} polls for quiet`,
  );
  console.log(
    totals.broken.length === 0
      ? "the promise was kept"
      : `the promise was broken in ${totals.broken.length} of them`,
  );
}

/** Whether the promise was kept. */
async function simulate(command: Command): Promise<boolean> {
  const start = performance.now();
  const totals: Totals = {
    ...{ played: 0, runs: 0, writes: 0, windows: 0 },
    checkpoints: { all: 0, judged: 0 },
    handoffs: { all: 0, judged: 0 },
    polls: { all: 0, judged: 0 },
    broken: [],
  };
  const progress = new Progress(command.seeds);
  const conclude = () => {
    progress.clear();
    printTotals(totals, (performance.now() - start) / 1000);
  };
  onInterrupt(() => {
    conclude();
    console.log(`interrupted: ${command.seeds} were to be played`);
  });
  using pool = new WorkerPool(Math.min(WORKERS, command.seeds));
  await pool.play(jobsOf(command), (report) => {
    add(totals, report);
    progress.clear();
    if (report.rules.length > 0) printBreach(report, command);
    progress.show(totals.played);
    return totals.broken.length < MAX_BREACHES;
  });
  conclude();
  return totals.broken.length === 0;
}

/** Whether every mutant was caught. */
async function pin(command: Command): Promise<boolean> {
  using pool = new WorkerPool(WORKERS);
  const missed = await pinAll(pool, command, (line) => console.log(line));
  const caught = MUTANTS.length - missed.length;
  console.log(`\n${caught} of ${MUTANTS.length} mutants are caught`);
  for (const name of missed) console.log(`not caught: ${name}`);
  return missed.length === 0;
}

async function main(): Promise<number> {
  if (process.argv.some((arg) => arg === "--help" || arg === "-h")) {
    console.log(HELP);
    return 0;
  }
  let command: Command;
  try {
    command = readCommand(process.argv.slice(2));
  } catch (error) {
    console.error((error as Error).message);
    return 2;
  }
  const holds = command.pin ? await pin(command) : await simulate(command);
  return holds ? 0 : 1;
}

process.exit(await main());
