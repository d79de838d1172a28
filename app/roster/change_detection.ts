import { configDigest } from "../../config/digest.ts";
import { rosterDigest } from "../../rosters/digest.ts";
import type { RosterReading } from "../../rosters/port.ts";
import {
  hasMoved,
  quarterOf,
  type Upcoming,
  upcomingOf,
} from "../../rosters/upcoming.ts";
import type { Checkpoint } from "../../slack/records/checkpoint.ts";
import type { Execution } from "../execution.ts";
import { instantsOf, needsBooking } from "../handoffs/booked.ts";
import { horizonSecondsOf } from "../handoffs/wanted_handoffs.ts";
import { hasJustFired } from "../lock/continuation.ts";
import type { LastRun } from "../state/run_state.ts";
import { SECONDS_PER_HOUR } from "../../time.ts";
import { shownTogether } from "./map_readings.ts";
import { emptiedDiffer } from "./emptied_sources.ts";

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
  /** The sources with shifts, as a checkpoint has them. */
  listed: Checkpoint["listed"];
  /** What starts and ends within the horizon. */
  upcoming: Upcoming;
  /** What starts and ends, as far ahead as rosters are read. */
  ahead: Upcoming;
}

/** Whom a run must check: no one, only the watched people (their status is read at every poll), or everybody. */
export type PollScope = "nothing" | "watched" | "everybody";

/** A poll and a handoff's own run at the same instant begin at most this long apart. */
const SAME_INSTANT_SECONDS = 2;

export function rosterDeltaOf(
  execution: Execution,
  last: LastRun,
  { shifts, unreadable }: RosterReading,
  listed: Checkpoint["listed"],
  at: number,
): RosterDelta {
  const { config } = execution;
  const horizonSeconds = horizonSecondsOf(execution, last);
  const windowSeconds = config.limits.roster_hours * SECONDS_PER_HOUR;
  return {
    at,
    rosterDigest: rosterDigest(shifts, unreadable, at, shownTogether(config)),
    configDigest: configDigestOf(execution, last),
    horizonSeconds,
    windowSeconds,
    listed,
    upcoming: upcomingOf(shifts, at, at + horizonSeconds),
    ahead: upcomingOf(shifts, at, at + windowSeconds),
  };
}

function configDigestOf(
  { config }: Execution,
  { mode, restoreReason }: LastRun,
): string {
  return configDigest({ ...config, mode }) + (restoreReason ?? "");
}

/** Decides whom this run must check. */
export function scopeOf(
  execution: Execution,
  last: LastRun,
  delta: RosterDelta,
): PollScope {
  const { checkpoint } = last;
  if (checkpoint === null || isStale(checkpoint, delta)) return "everybody";
  if (isDue(execution, last, delta.at)) return "everybody";
  return checkpoint.watch.length === 0 ? "nothing" : "watched";
}

/**
 * Whether people wait for this run: a shift of the last reading starts or ends, a
 * consent has changed, or another run left work or was cut short.
 *
 * @param at Unix seconds.
 */
export function isWaitedFor(
  { checkpoint, revision, continuation }: LastRun,
  at: number,
): boolean {
  if (checkpoint === null || hasJustFired(continuation, at)) return true;
  const sameConsents = revision !== "" &&
    checkpoint.consents_revision === revision;
  return checkpoint.open || !sameConsents || isOutdated(checkpoint, at);
}

/**
 * Whether everybody must be checked although the rosters say nothing new: people wait for
 * it, a setting has changed, or something else is due.
 *
 * @param at Unix seconds.
 */
function isDue(
  execution: Execution,
  last: LastRun,
  at: number,
): boolean {
  const { checkpoint } = last;
  return checkpoint === null || isWaitedFor(last, at) ||
    checkpoint.config_digest !== configDigestOf(execution, last) ||
    [checkpoint.next_due, checkpoint.book_at]
      .some((due) => due !== null && due <= at) ||
    needsBooking(last, at);
}

/** Whether the rosters or the configuration differ from what the checkpoint says. */
export function isStale(checkpoint: Checkpoint, delta: RosterDelta): boolean {
  return checkpoint.roster_digest !== delta.rosterDigest ||
    checkpoint.config_digest !== delta.configDigest ||
    isOutdated(checkpoint, delta.at) || handoffsDiffer(checkpoint, delta) ||
    aheadDiffers(checkpoint, delta) ||
    emptiedDiffer(checkpoint.listed, delta.listed);
}

/**
 * Whether a shift of the stored snapshot has started or ended since it was read.
 * If the digest is the same nevertheless, that shift was cancelled or moved, or
 * whole days have begun or ended in a person's time zone.
 */
function isOutdated({ changes_at }: Checkpoint, at: number): boolean {
  return changes_at !== null && changes_at <= at;
}

/**
 * Whether handoffs must be booked, or booked differently. This quarter counts to its
 * start: a run can begin anywhere in it. What has begun or ended since the reading
 * before has changed the roster's digest already.
 */
function handoffsDiffer(
  { booked_until: until, book_at, upcoming: known }: Checkpoint,
  { at: now, horizonSeconds, upcoming }: RosterDelta,
): boolean {
  if (book_at !== null && book_at <= now) return true;
  const near = now + horizonSeconds / 2;
  return hasMoved(known, upcoming, { now: quarterOf(now), until, near });
}

/**
 * Whether shifts, however far ahead, differ from those of the stored snapshot. People
 * who ask are answered from it, and its on-call shifts count if their roster can no
 * longer be read when they begin. What a later reading newly reaches is stored half a
 * window before it begins.
 */
function aheadDiffers(
  { ahead: known, snapshot_at }: Checkpoint,
  { at: now, ahead, windowSeconds }: RosterDelta,
): boolean {
  const until = snapshot_at + windowSeconds;
  const near = now + windowSeconds / 2;
  return hasMoved(known, ahead, { now: quarterOf(now), until, near });
}

/**
 * Whether another run that began at the same instant is at work: a poll and a
 * handoff's own run can coincide. It must have begun after the last handoff before
 * `at`, else it may have read a state of affairs that is over.
 *
 * @param at Unix seconds.
 */
export function isBeingDone(last: LastRun, at: number): boolean {
  const { atWork, checkpoint, revision } = last;
  if (atWork === null || checkpoint === null) return false;
  const seconds = at - atWork.at;
  if (seconds < 0 || seconds > SAME_INSTANT_SECONDS) return false;
  const isOver = !checkpoint.open && checkpoint.started_at >= atWork.at;
  return !isOver && atWork.revision === revision &&
    !instantsOf(checkpoint.handoffs)
      .some((handoff) => handoff > atWork.at && handoff <= at);
}

/** Whether the run at work has read the rosters: then its checkpoint says what it read. */
export function hasRead({ atWork, checkpoint }: LastRun): boolean {
  return atWork !== null && checkpoint !== null && checkpoint.open &&
    checkpoint.started_at >= atWork.at;
}
