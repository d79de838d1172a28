/**
 * Plans many people in a process of its own, so that the peak of its memory is
 * the plan's. Run as a program with the number of people as its argument, it
 * prints what planning took as one line of JSON.
 */
import config from "../../shiftlight.config.ts";
import { bareExecution, planMany, type Planned } from "./plan_many.ts";
import { cpuMs, fastestOf, peakBytes } from "./own_process.ts";
import { manyPeople } from "./roster_of_many.ts";

export interface Planning extends Planned {
  people: number;
  shifts: number;
  /** All of the planning, in seconds of the processor. */
  seconds: number;
  /** The process's largest resident set, in bytes: rosters, records and plan. */
  peak_bytes: number;
  /** The same before the plan was begun. */
  loaded_bytes: number;
}

const PEOPLE = 100_000;

/** Plans 100 000 people with 300 000 shifts. */
export async function measurePlanning(): Promise<Planning> {
  return await fastestOf(import.meta.url, String(PEOPLE));
}

const NOW_SECONDS = Date.parse("2026-03-02T09:00:00Z") / 1000;

function plan(count: number): Planning {
  const execution = bareExecution(NOW_SECONDS);
  const many = manyPeople(count, config.states, NOW_SECONDS);
  const loaded_bytes = peakBytes();
  const planned = planMany(execution, many, cpuMs);
  const { index_ms, restore_ms, apply_ms } = planned;
  return {
    people: many.people.length,
    shifts: many.shifts.length,
    seconds: (index_ms + restore_ms + apply_ms) / 1000,
    ...planned,
    loaded_bytes,
    peak_bytes: peakBytes(),
  };
}

if (import.meta.main) {
  console.log(JSON.stringify(plan(Number(Deno.args[0]))));
}
