import type { SeedReport } from "../check_script.ts";
import type { Job, WorkerPool } from "../worker_pool.ts";
import { MUTANTS } from "./all.ts";
import type { Mutant } from "./mutant.ts";

/** By a mutant's name: a seed whose history catches it. */
export type Pins = Record<string, number>;

/** How a pinned history is played. */
export const PIN_OPTIONS = { steps: 200, shrink: false } as const;

/** How long one mutant is searched for. */
export interface SearchLimits {
  seeds: number;
  seconds: number;
}

const FILE = new URL("./pins.json", import.meta.url);

export async function readPins(): Promise<Pins> {
  return JSON.parse(await Deno.readTextFile(FILE));
}

async function writePins(pins: Pins): Promise<void> {
  await Deno.writeTextFile(FILE, JSON.stringify(pins, null, 2) + "\n");
}

/** Whether a history broke one of the rules that this mutant breaks. */
export function isCaught({ breaks }: Mutant, { rules }: SeedReport): boolean {
  return rules.some((rule) => breaks.includes(rule));
}

/**
 * Finds a pin for each mutant and writes the file after each. A pin that still
 * catches its mutant stays, so that only the others cost a search.
 *
 * @returns the names of the mutants that were not caught; they have no pin.
 */
export async function pinAll(
  pool: WorkerPool,
  limits: SearchLimits,
  print: (line: string) => void,
): Promise<string[]> {
  const before = await readPins();
  const names = new Set(MUTANTS.map(({ name }) => name));
  const pins: Pins = Object.fromEntries(
    Object.entries(before).filter(([name]) => names.has(name)),
  );
  const missed: string[] = [];
  for (const mutant of MUTANTS) {
    const { name } = mutant;
    const start = performance.now();
    const seed = await findPin(pool, mutant, pins[name], limits)
      .catch((error: Error) => {
        print(`${name}: could not be played: ${error.message}`);
        return null;
      });
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    if (seed === null) {
      delete pins[name];
      missed.push(name);
      print(`${name}: NOT CAUGHT (${seconds} s)`);
    } else {
      pins[name] = seed;
      const how = seed === before[name] ? "as before" : `${seconds} s`;
      print(`${name}: seed ${seed} (${how})`);
    }
    await writePins(inOrder(pins));
  }
  return missed;
}

/** @returns the old pin if it still holds, else the lowest seed, `null` if there is none. */
async function findPin(
  pool: WorkerPool,
  mutant: Mutant,
  old: number | undefined,
  limits: SearchLimits,
): Promise<number | null> {
  const first = old === undefined ? [] : [old];
  return await lowestCatching(pool, mutant, first) ??
    await lowestCatching(pool, mutant, seedsWithin(limits));
}

async function lowestCatching(
  pool: WorkerPool,
  mutant: Mutant,
  seeds: Iterable<number>,
): Promise<number | null> {
  const caught: number[] = [];
  await pool.play(jobsOf(mutant, seeds), (report) => {
    if (isCaught(mutant, report)) caught.push(report.seed);
    return caught.length === 0;
  });
  return caught.length === 0 ? null : Math.min(...caught);
}

function* jobsOf(
  { name }: Mutant,
  seeds: Iterable<number>,
): IterableIterator<Job> {
  for (const seed of seeds) {
    yield { seed, options: PIN_OPTIONS, mutant: name };
  }
}

function* seedsWithin(
  { seeds, seconds }: SearchLimits,
): IterableIterator<number> {
  const endMs = performance.now() + seconds * 1000;
  for (let seed = 1; seed <= seeds; seed++) {
    if (performance.now() > endMs) return;
    yield seed;
  }
}

/** In the order of the mutants, so that a new pin changes one line. */
function inOrder(pins: Pins): Pins {
  return Object.fromEntries(
    MUTANTS.flatMap(({ name }) => name in pins ? [[name, pins[name]!]] : []),
  );
}
