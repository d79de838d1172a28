/**
 * Previews the rosters of many people in a process of its own, from what the
 * vendors answered to the document. Run as a program, it prints what that took as
 * one line of JSON.
 */
import { defineConfig } from "../../config/define_config.ts";
import fixed from "../../dev/fixed_config.ts";
import type { RosterShift } from "../../rosters/port.ts";
import {
  SECONDS_PER_DAY,
  SECONDS_PER_HOUR,
  SECONDS_PER_WEEK,
} from "../../time.ts";
import { foresee } from "../preview/foresee.ts";
import { cpuMs, fastestOf, peakBytes } from "./own_process.ts";

export interface PreviewOfMany {
  people: number;
  days: number;
  shifts: number;
  /** Statuses that are foreseen. */
  planned: number;
  /** In seconds of the processor. */
  seconds: number;
  /** The process's largest resident set, in bytes. */
  peak_bytes: number;
}

const PEOPLE = 10_000;
const DAYS = 14;
const FROM = Date.parse("2026-03-02T08:00:00Z") / 1000;

/** Previews two weeks of 10 000 people. */
export async function measurePreview(): Promise<PreviewOfMany> {
  return await fastestOf(import.meta.url);
}

/** On call every other week and on leave in some, by day, in schedules of ten people. */
function shiftsOf(index: number): RosterShift[] {
  const email = `p${index}@example.com`;
  const identity = { key: `pagerduty:P${index}`, email, name: `p${index}` };
  const schedule = `S${Math.floor(index / 10)}`;
  const shift = (state: string, start: number, hours: number) => ({
    ...{ identity, state, start, schedule, label: schedule, level: 1 },
    end: start + hours * SECONDS_PER_HOUR,
    source: "pagerduty",
  });
  const day = FROM + (index % 14) * SECONDS_PER_DAY;
  return [
    shift("on_call", day, 24),
    shift("on_call", day + 2 * SECONDS_PER_WEEK, 24),
    ...(index % 3 === 0 ? [shift("pto", day + 4 * SECONDS_PER_DAY, 72)] : []),
  ];
}

function preview(): PreviewOfMany {
  const shifts = Array.from({ length: PEOPLE }, (_, index) => shiftsOf(index))
    .flat();
  const reading = { shifts, unreadable: [], rejected: [], schedules: [] };
  const config = defineConfig(fixed);
  const begun = cpuMs();
  const { people } = foresee({
    config,
    known: [],
    timeZone: "Europe/London",
    from: FROM,
    to: FROM + DAYS * SECONDS_PER_DAY,
    only: null,
  }, reading);
  return {
    people: people.length,
    days: DAYS,
    shifts: shifts.length,
    planned: people.reduce((sum, { planned }) => sum + planned.length, 0),
    seconds: (cpuMs() - begun) / 1000,
    peak_bytes: peakBytes(),
  };
}

if (import.meta.main) console.log(JSON.stringify(preview()));
