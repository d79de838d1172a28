/**
 * Compares the rosters of many people with what was told of them, in a process of its
 * own. Run as a program with the number of people as its argument, it prints what that
 * took as one line of JSON.
 */
import { changesBetween } from "../../talking/notices/changes.ts";
import {
  type AssignedTime,
  type ScheduleState,
  stateOf,
} from "../../talking/notices/schedule_state.ts";
import { fromStored, toStored } from "../../talking/notices/stored_state.ts";
import {
  SECONDS_PER_DAY,
  SECONDS_PER_HOUR,
  SECONDS_PER_MINUTE,
} from "../../time.ts";
import { cpuMs, fastestOf } from "./own_process.ts";

export interface Comparing {
  people: number;
  shifts: number;
  /** Schedules, of which one in three changed. */
  schedules: number;
  /** What is told of all of them. */
  notices: number;
  /** Reading what was told, joining what was read and comparing both, in seconds of the processor. */
  seconds: number;
}

const PEOPLE = 100_000;

/** Compares 100 000 people with 300 000 shifts. */
export async function measureComparing(): Promise<Comparing> {
  return await fastestOf(import.meta.url, String(PEOPLE));
}

const SCHEDULES = 300;
const SHIFTS_EACH = 3;
const DAYS = 14;

const NOW_SECONDS = Date.parse("2026-03-02T09:00:00Z") / 1000;
const UNTIL = NOW_SECONDS + DAYS * SECONDS_PER_DAY;

/** The shifts of each schedule: three a person, spread over the window. */
function rosterOf(people: number): AssignedTime[][] {
  const schedules = Array.from({ length: SCHEDULES }, (): AssignedTime[] => []);
  for (let index = 0; index < people * SHIFTS_EACH; index++) {
    const person = Math.floor(index / SHIFTS_EACH);
    const schedule = schedules[person % SCHEDULES]!;
    const start = NOW_SECONDS +
      (index * 7) % (DAYS * 24) * SECONDS_PER_HOUR;
    schedule.push({
      identity: `pagerduty:P${person}`,
      name: `Person ${person}`,
      level: 1 + person % 2,
      start,
      end: start + 8 * SECONDS_PER_HOUR,
    });
  }
  return schedules;
}

/** In one schedule of three, a shift in ten starts an hour later. */
function edited(roster: readonly AssignedTime[], at: number): AssignedTime[] {
  if (at % 3 > 0) return [...roster];
  return roster.map((shift, index) =>
    index % 10 === 0
      ? { ...shift, start: shift.start + SECONDS_PER_HOUR }
      : shift
  );
}

function compare(people: number): Comparing {
  const before = rosterOf(people);
  const read = before.map(edited);
  const stored = before.map((shifts) =>
    toStored(stateOf(shifts, { from: NOW_SECONDS, until: UNTIL }))
  );
  const now = NOW_SECONDS + 15 * SECONDS_PER_MINUTE;
  const window = { from: now, until: UNTIL + 15 * SECONDS_PER_MINUTE };
  const began = cpuMs();
  let notices = 0;
  for (const [at, shifts] of read.entries()) {
    const schedule = { source: "pd", schedule: `P${at}`, name: `P${at}` };
    const told: ScheduleState | null = fromStored(stored[at]);
    const reading = { state: stateOf(shifts, window) };
    notices += changesBetween(schedule, told, reading, now).notices.length;
  }
  return {
    people,
    shifts: people * SHIFTS_EACH,
    schedules: SCHEDULES,
    notices,
    seconds: (cpuMs() - began) / 1000,
  };
}

if (import.meta.main) {
  console.log(JSON.stringify(compare(Number(Deno.args[0]))));
}
