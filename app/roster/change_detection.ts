import { configDigest } from "../../config/digest.ts";
import { rosterDigest } from "../../rosters/digest.ts";
import type { RosterReading } from "../../rosters/port.ts";
import {
  hasMoved,
  quarterOf,
  type Upcoming,
  upcomingOf,
} from "../../rosters/upcoming.ts";
import type { Checkpoint } from "../../slack/records/runs.ts";
import type { Execution } from "../execution.ts";
import { needsBooking } from "../handoffs/booked.ts";
import { horizonSecondsOf } from "../handoffs/wanted_handoffs.ts";
import type { LastRun } from "../state/run_state.ts";
import { SECONDS_PER_HOUR } from "../../time.ts";
import { shownTogether } from "./map_readings.ts";
import { isOfOnCall } from "./remember_on_call.ts";

/** What was read this time, in the form that the last checkpoint has. */
export interface RosterDelta {
  /** When the rosters were read (Unix seconds). */
  at: number;
  /** If the digests are equal, there is nothing new to do. */
  rosterDigest: string;
  configDigest: string;
  /** How far ahead handoffs are booked. */
  horizonSeconds: number;
  /** How far ahead rosters are read. */
  windowSeconds: number;
  /** What starts and ends within the horizon. */
  upcoming: Upcoming;
  /** Which on-call shifts start and end, as far ahead as rosters are read. */
  onCallAhead: Upcoming;
}

/** Whom a run must check: no one, only the watched people (their status is read at every poll), or everybody. */
export type PollScope = "nothing" | "watched" | "everybody";

/** A handoff's own run begins at most this long after a poll at the same instant. */
const SAME_INSTANT_SECONDS = 2;

export function rosterDeltaOf(
  execution: Execution,
  last: LastRun,
  { shifts, unreadable }: RosterReading,
  at: number,
): RosterDelta {
  const { config } = execution;
  const { mode, restoreReason } = last;
  const horizonSeconds = horizonSecondsOf(execution, last);
  const windowSeconds = config.limits.roster_hours * SECONDS_PER_HOUR;
  return {
    at,
    rosterDigest: rosterDigest(shifts, unreadable, at, shownTogether(config)),
    configDigest: configDigest({ ...config, mode }) + (restoreReason ?? ""),
    horizonSeconds,
    windowSeconds,
    upcoming: upcomingOf(shifts, at, at + horizonSeconds),
    onCallAhead: upcomingOf(
      shifts.filter(isOfOnCall),
      at,
      at + windowSeconds,
    ),
  };
}

/** Decides whom this run must check. */
export function scopeOf(last: LastRun, delta: RosterDelta): PollScope {
  const { checkpoint, revision } = last;
  if (checkpoint === null || isStale(checkpoint, delta)) return "everybody";
  if (isBeingDone(checkpoint, revision, delta)) return "nothing";
  const sameConsents = revision !== "" &&
    checkpoint.consents_revision === revision;
  const isDue = (checkpoint.next_due ?? Infinity) <= delta.at;
  if (
    checkpoint.open || !sameConsents || isDue || needsBooking(last, delta.at)
  ) return "everybody";
  return checkpoint.watch.length === 0 ? "nothing" : "watched";
}

/** Whether the rosters or the configuration differ from what the checkpoint says. */
export function isStale(checkpoint: Checkpoint, delta: RosterDelta): boolean {
  return checkpoint.roster_digest !== delta.rosterDigest ||
    checkpoint.config_digest !== delta.configDigest ||
    isOutdated(checkpoint, delta) || handoffsDiffer(checkpoint, delta) ||
    onCallDiffers(checkpoint, delta);
}

/**
 * Whether a shift of the stored snapshot has started or ended since it was read.
 * If the digest is the same nevertheless, that shift was cancelled or moved, or
 * whole days have begun or ended in a person's time zone.
 */
function isOutdated({ changes_at }: Checkpoint, { at }: RosterDelta): boolean {
  return changes_at !== null && changes_at <= at;
}

/** Whether handoffs must be booked, or booked differently. */
function handoffsDiffer(
  { booked_until: until, book_at, upcoming: known }: Checkpoint,
  { at: now, horizonSeconds, upcoming }: RosterDelta,
): boolean {
  if (book_at !== null && book_at <= now) return true;
  const near = now + horizonSeconds / 2;
  return hasMoved(known, upcoming, { now, until, near });
}

/**
 * Whether on-call shifts, however far ahead, differ from those of the stored
 * snapshot. They count if their roster can no longer be read when they begin.
 * What a later reading newly reaches is stored half a window before it begins.
 */
function onCallDiffers(
  { on_call_ahead: known, snapshot_at }: Checkpoint,
  { at: now, onCallAhead, windowSeconds }: RosterDelta,
): boolean {
  const until = snapshot_at + windowSeconds;
  const near = now + windowSeconds / 2;
  // What has begun or ended in this quarter made the snapshot outdated already.
  const times = { now: quarterOf(now), until, near };
  return hasMoved(known, onCallAhead, times);
}

/**
 * Whether another run that began at the same instant does this work already. A
 * poll and a handoff's own run can coincide.
 */
function isBeingDone(
  { open, started_at, started_revision }: Checkpoint,
  revision: string,
  { at }: RosterDelta,
): boolean {
  const seconds = at - started_at;
  return open && seconds >= 0 && seconds <= SAME_INSTANT_SECONDS &&
    started_revision === revision;
}
