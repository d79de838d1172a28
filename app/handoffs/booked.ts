import { HOUR, MINUTE, SECOND } from "@std/datetime";
import type { Booked, Checkpoint } from "../../slack/records/runs.ts";
import type { LastRun } from "../state/run_records.ts";

/** What the step that books is told to do: leave them as they are. */
export const AS_BOOKED = "as booked";

/** None is wanted, and those that are booked go. */
export const NONE = "none";

/** What is booked is not known, or not what was wanted. */
export const UNFINISHED = "unfinished";

/** How often what Slack refuses is tried after the next poll: by the hour, at a poll (seconds). */
const TRY_AGAIN = (HOUR - MINUTE) / SECOND;

/** Handoffs as the step that books takes them: Unix seconds, in order. */
export function handoffsText(instants: readonly number[]): string {
  return instants.length === 0 ? NONE : instants.join(" ");
}

/**
 * The instants of such a text (Unix seconds).
 *
 * @throws {Error} when it is none.
 */
export function instantsOf(text: string): number[] {
  if (text === NONE) return [];
  const instants = text.split(/[\s,]+/).map(Number);
  if (instants.every((at) => Number.isSafeInteger(at) && at > 0)) {
    return instants;
  }
  throw new Error(
    `handoffs: "${text}" is neither "${AS_BOOKED}" nor "${NONE}" nor a list of Unix seconds`,
  );
}

/** What the step that books is told: what is wanted, unless it is booked. */
export function toBook(
  { handoffs }: Pick<Checkpoint, "handoffs">,
  booked: Booked | null,
): string {
  return handoffs === bookedText(booked) ? AS_BOOKED : handoffs;
}

/** Whether the last run's handoffs are still to be booked at `now` (Unix seconds). */
export function isUnbooked(
  { checkpoint, booked }: Pick<LastRun, "checkpoint" | "booked">,
  now: number,
): boolean {
  return checkpoint !== null && checkpoint.handoffs !== bookedText(booked) &&
    now >= (booked?.retry_at ?? 0);
}

function bookedText(booked: Booked | null): string {
  return booked?.handoffs ?? NONE;
}

/** What booking leaves: what is booked now, or when to try again. */
export function afterBooking(
  wanted: string,
  outcome: "done" | "cut short" | "failed",
  before: Booked | null,
  now: number,
): Booked {
  if (outcome === "done") {
    return { id: "booked", handoffs: wanted, failures: 0, retry_at: 0 };
  }
  const failures = outcome === "failed" ? (before?.failures ?? 0) + 1 : 0;
  return {
    id: "booked",
    handoffs: UNFINISHED,
    failures,
    // The next poll, and when that fails too, by the hour.
    retry_at: failures > 1 ? now + TRY_AGAIN : 0,
  };
}
