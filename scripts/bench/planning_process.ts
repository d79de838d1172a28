/**
 * Plans many people in a process of its own, so that the peak of its memory is
 * the plan's, and prints what it took as one line of JSON. The one argument is
 * the number of people.
 */
import process from "node:process";
import config from "../../shiftlight.config.ts";
import { bareExecution } from "./bare_execution.ts";
import { planMany, type Planned } from "./plan_many.ts";
import { manyPeople } from "./roster_of_many.ts";

const NOW = Date.parse("2026-03-02T09:00:00Z") / 1000;

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

/**
 * From `/proc`, where there is one: what resource usage tells of a process
 * counts that of the one that started it, too.
 */
function peakBytes(): number {
  try {
    const status = Deno.readTextFileSync("/proc/self/status");
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)![1]) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}

/** A clock would also tell what else the machine is at. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function plan(count: number): Planning {
  const execution = bareExecution(NOW);
  const many = manyPeople(count, config.states, NOW);
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
