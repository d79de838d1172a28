import { SECONDS_PER_HOUR } from "../time.ts";

/** One of the hourly triggers that make up a poll. */
interface SyncTrigger {
  type: "scheduled";
  name: string;
  description: string;
  workflow: string;
  inputs: Record<never, never>;
  schedule: {
    /** ISO 8601, in the future. */
    start_time: string;
    timezone: "UTC";
    frequency: { type: "hourly"; repeats_every: 1 };
  };
}

/** Slack wants the first run in the future; its samples leave a minute. */
const LEAST_AHEAD_SECONDS = 60;

/**
 * The scheduled triggers of one poll interval. Hourly is the shortest interval
 * that Slack knows, so an interval of 15 minutes takes four hourly triggers.
 *
 * @param pollMinutes A divisor of 60.
 * @param now Unix seconds.
 */
export function scheduledSync(pollMinutes: number, now: number): SyncTrigger[] {
  const count = Math.floor(60 / pollMinutes);
  return Array.from({ length: count }, (_, index) => {
    const minute = index * pollMinutes;
    const name = `Sync every hour at :${String(minute).padStart(2, "0")}`;
    return syncAt(name, firstRun(minute, now));
  });
}

function syncAt(name: string, first: number): SyncTrigger {
  return {
    type: "scheduled",
    name,
    description: "Reads the rosters and sets what has changed",
    workflow: "#/workflows/sync",
    inputs: {},
    schedule: {
      start_time: new Date(first * 1000).toISOString(),
      timezone: "UTC",
      frequency: { type: "hourly", repeats_every: 1 },
    },
  };
}

/** The first time, far enough ahead, at which the clock shows this minute. */
function firstRun(minute: number, now: number): number {
  const past = (now + LEAST_AHEAD_SECONDS - minute * 60) / SECONDS_PER_HOUR;
  return Math.ceil(past) * SECONDS_PER_HOUR + minute * 60;
}
