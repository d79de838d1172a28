import { configDigest } from "../../config/digest.ts";
import { rosterDigest } from "../../rosters/digest.ts";
import type { RosterReading } from "../../rosters/port.ts";
import { hasMoved, type Upcoming, upcomingOf } from "../../rosters/upcoming.ts";
import type { Settled } from "../../slack/records/runs.ts";
import type { Execution } from "../execution.ts";
import { isUnbooked } from "../handoffs/booked.ts";
import { horizonOf } from "../handoffs/wanted_handoffs.ts";
import type { LastRun } from "../state/run_records.ts";
import { shownTogether } from "./map_readings.ts";

/** A reading of the rosters, as it compares with what the last run settled. */
export interface RosterNews {
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

export function newsOf(
  execution: Execution,
  last: LastRun,
  { shifts, unreadable }: RosterReading,
  at: number,
): RosterNews {
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
  news: RosterNews,
): "nothing" | "watched" | "everybody" {
  const { settled, revision } = last;
  if (settled === null || isStale(settled, news)) return "everybody";
  if (isAtWork(settled, revision, news)) return "nothing";
  const same = !settled.open && revision !== "" &&
    settled.consents_revision === revision;
  const due = settled.next_due ?? Infinity;
  if (!same || due <= news.at || isUnbooked(last, news.at)) {
    return "everybody";
  }
  return settled.watch.length === 0 ? "nothing" : "watched";
}

/** Whether what was settled by is not what the rosters say any more. */
export function isStale(settled: Settled, news: RosterNews): boolean {
  return settled.roster_digest !== news.roster_digest ||
    settled.config_digest !== news.config_digest ||
    isOutdated(settled, news) || isAheadNew(settled, news);
}

/**
 * Whether a shift should have started or ended by now by the snapshot that is
 * stored. Where what is under way is the same all the same, it was cancelled or
 * moved, or whole days have begun or ended where somebody lives.
 */
function isOutdated({ changes_at }: Settled, { at }: RosterNews): boolean {
  return changes_at !== null && changes_at <= at;
}

/** Whether handoffs are to be booked, or booked otherwise than they are. */
function isAheadNew(
  { booked_until: until, book_at, upcoming }: Settled,
  { at: now, horizon, ...news }: RosterNews,
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
  { open, started_at, started_revision }: Settled,
  revision: string,
  { at }: RosterNews,
): boolean {
  const seconds = at - started_at;
  return open && seconds >= 0 && seconds <= A_MOMENT &&
    started_revision === revision;
}
