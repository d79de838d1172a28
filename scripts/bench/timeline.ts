import type { Case } from "./cases.ts";
import { floorOf } from "./floors.ts";

/** When a case is played. Unix seconds. */
export interface Timeline {
  /** The scenario's start: the poll after it maps everybody. */
  now: number;
  /** The first shifts, from and until. */
  first: { start: number; end: number };
  /** A handoff's other half. */
  second: { start: number; end: number } | null;
  /** The instant whose poll is measured. */
  measured: number;
  /** When it is no longer waited for. */
  give_up: number;
}

const QUARTER = 900;
const HOUR = 3_600;

const NOW = Date.parse("2026-03-02T08:50:00Z") / 1000;
const FIRST_POLL = Date.parse("2026-03-02T09:00:00Z") / 1000;

/** About so many statuses are set in one run when there are no rates. */
const PREPARED_A_POLL = 1_500;

/** Work under way for longer than thrice the floor and three polls is not going to end well. */
function patience(each: Case): number {
  const { status_seconds, snooze_seconds } = floorOf(each);
  const floor = Math.max(status_seconds ?? 0, snooze_seconds ?? 0);
  return 3 * floor + 3 * QUARTER;
}

function nextQuarter(at: number): number {
  return Math.ceil(at / QUARTER) * QUARTER;
}

/** A warm-up, as many polls as everybody's start takes without rates, and what is measured. */
export function timelineOf(each: Case): Timeline {
  const start = FIRST_POLL + QUARTER;
  const polls = Math.ceil(each.people / PREPARED_A_POLL) + 2;
  const measured = each.phase === "start" ? start : start + polls * QUARTER;
  const give_up = measured + patience(each);
  const late = nextQuarter(give_up) + HOUR;
  const long = each.phase === "start" || each.phase === "quiet";
  return {
    now: NOW,
    first: { start, end: long ? late : measured },
    second: each.phase === "handoff" ? { start: measured, end: late } : null,
    measured,
    give_up,
  };
}
