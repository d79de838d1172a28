import { configDigest } from "../../config/digest.ts";
import { rosterDigest } from "../../rosters/digest.ts";
import type { RosterReading } from "../../rosters/port.ts";
import { hasMoved, type Upcoming, upcomingOf } from "../../rosters/upcoming.ts";
import type { Checkpoint } from "../../slack/records/runs.ts";
import type { Execution } from "../execution.ts";
import { isUnbooked } from "../handoffs/booked.ts";
import { horizonOf } from "../handoffs/wanted_handoffs.ts";
import type { LastRun } from "../state/run_records.ts";
import { shownTogether } from "./map_readings.ts";

/** A reading of the rosters, as it compares with what the last run checkpoint. */
export interface RosterDelta {
  /** When it was read (Unix seconds). */
  at: number;
  /** Equal digests, equal work. */
  roster_digest: string;
  config_digest: string;
  /** How far ahead handoffs are booked (seconds), and what lies there. */
  horizon: number;
  upcoming: Upcoming;
}

/** A handoff's run begins a second after the handoff (seconds). */
const A_MOMENT = 2;

export function rosterDeltaOf(
  execution: Execution,
  last: LastRun,
  { shifts, unreadable }: RosterReading,
  at: number,
): RosterDelta {
  const { config } = execution;
  const { mode, put_back } = last;
  const horizon = horizonOf(execution, last);
  const together = shownTogether(config);
  return {
    at,
    roster_digest: rosterDigest(shifts, unreadable, at, together),
    config_digest: configDigest({ ...config, mode }) + (put_back ?? ""),
    horizon,
    upcoming: upcomingOf(shifts, at, at + horizon),
  };
}

/** Whether a poll finds nothing new, only people to look at again, or more. */
export function scopeOf(
  last: LastRun,
  news: RosterDelta,
): "nothing" | "watched" | "everybody" {
  const { checkpoint, revision } = last;
  if (checkpoint === null || isStale(checkpoint, news)) return "everybody";
  if (isAtWork(checkpoint, revision, news)) return "nothing";
  const same = !checkpoint.open && revision !== "" &&
    checkpoint.consents_revision === revision;
  const due = checkpoint.next_due ?? Infinity;
  if (!same || due <= news.at || isUnbooked(last, news.at)) {
    return "everybody";
  }
  return checkpoint.watch.length === 0 ? "nothing" : "watched";
}

/** Whether what was checkpoint by is not what the rosters say any more. */
export function isStale(checkpoint: Checkpoint, news: RosterDelta): boolean {
  return checkpoint.roster_digest !== news.roster_digest ||
    checkpoint.config_digest !== news.config_digest ||
    isOutdated(checkpoint, news) || isAheadNew(checkpoint, news);
}

/**
 * Whether a shift should have started or ended by now by the snapshot that is
 * stored. Where what is under way is the same all the same, it was cancelled or
 * moved, or whole days have begun or ended where somebody lives.
 */
function isOutdated({ changes_at }: Checkpoint, { at }: RosterDelta): boolean {
  return changes_at !== null && changes_at <= at;
}

/** Whether handoffs are to be booked, or booked otherwise than they are. */
function isAheadNew(
  { booked_until: until, book_at, upcoming }: Checkpoint,
  { at: now, horizon, ...news }: RosterDelta,
): boolean {
  if (book_at !== null && book_at <= now) return true;
  const near = now + horizon / 2;
  return hasMoved(upcoming, news.upcoming, { now, until, near });
}

/**
 * Whether a run that began a moment ago, by the same rosters, is at work: a
 * handoff's own run need not do what a poll at the same instant does.
 */
function isAtWork(
  { open, started_at, started_revision }: Checkpoint,
  revision: string,
  { at }: RosterDelta,
): boolean {
  const seconds = at - started_at;
  return open && seconds >= 0 && seconds <= A_MOMENT &&
    started_revision === revision;
}
