import {
  allRecords,
  deleteRecords,
  putRecords,
} from "../../slack/record_store.ts";
import type { Checkpoint } from "../../slack/records/checkpoint.ts";
import type { Booked } from "../../slack/records/runs.ts";
import { type HandoffRecord, handoffs } from "../../slack/records/handoffs.ts";
import {
  isInstant,
  SECONDS_PER_DAY,
  SECONDS_PER_HOUR,
  SECONDS_PER_MINUTE,
} from "../../time.ts";
import type { Execution } from "../execution.ts";
import type { LastRun } from "../state/run_state.ts";
import { instantName } from "./handoff_triggers.ts";

/** Input of the step that books: keep the bookings as they are. */
export const AS_BOOKED = "as booked";

/** No handoff is wanted, and the bookings are removed. */
export const NONE = "none";

/** On record: what is booked is unknown, or not what was wanted. */
const UNFINISHED = "unfinished";

/** After two failures in a row, booking is tried at the poll nearest to an hour later. */
const RETRY_SECONDS = SECONDS_PER_HOUR - SECONDS_PER_MINUTE;

/** Failures within this time are one: of several runs in a minute, or in one short trouble. */
const ONE_FAILURE_SECONDS = 5 * SECONDS_PER_MINUTE;

/** Records expire this long after their handoff, in case no run removes them. */
const KEPT_SECONDS = 2 * SECONDS_PER_DAY;

/**
 * Writes instants as input for the step that books.
 *
 * @param instants Unix seconds, in order.
 */
export function handoffsText(instants: readonly number[]): string {
  return instants.length === 0 ? NONE : instants.map(Math.floor).join(" ");
}

/**
 * Parses the instants of an input.
 *
 * @returns Unix seconds.
 * @throws {Error} if the text is neither `NONE` nor a list of instants.
 */
export function instantsOf(text: string): number[] {
  if (text === NONE) return [];
  const instants = text.split(/[\s,]+/).map(Number);
  if (instants.every((at) => isInstant(at) && Number.isInteger(at) && at > 0)) {
    return instants;
  }
  throw new Error(
    `handoffs: "${text}" is neither "${AS_BOOKED}" nor "${NONE}" nor a list of Unix seconds`,
  );
}

/** The input for the step that books: what is wanted, or `AS_BOOKED` if that is booked. */
export function handoffsInput(
  { handoffs }: Pick<Checkpoint, "handoffs">,
  booked: Booked | null,
): string {
  return handoffs === bookedText(booked) ? AS_BOOKED : handoffs;
}

/**
 * Whether the handoffs that the last run wanted must still be booked.
 *
 * @param now Unix seconds.
 */
export function needsBooking(
  { checkpoint, booked }: Pick<LastRun, "checkpoint" | "booked">,
  now: number,
): boolean {
  return checkpoint !== null && checkpoint.handoffs !== bookedText(booked) &&
    now >= (booked?.retry_at ?? 0);
}

function bookedText(booked: Booked | null): string {
  return booked?.handoffs ?? NONE;
}

/** How far the step that books got. */
export type BookingOutcome = "done" | "cut short" | "failed";

/**
 * The record of what is booked now, or of when to try again.
 *
 * @param wanted The handoffs that were to be booked.
 * @param before The record until now.
 * @param now Unix seconds.
 */
export function afterBooking(
  wanted: string,
  outcome: BookingOutcome,
  before: Booked | null,
  now: number,
): Booked {
  if (outcome === "done") {
    return { id: "booked", handoffs: wanted, failures: 0, retry_at: 0 };
  }
  if (outcome === "cut short") {
    return { id: "booked", handoffs: UNFINISHED, failures: 0, retry_at: 0 };
  }
  const { failures = 0, failed_at = 0 } = before ?? {};
  if (
    before !== null && failures > 0 && now < failed_at + ONE_FAILURE_SECONDS
  ) {
    return { ...before, handoffs: UNFINISHED };
  }
  return {
    id: "booked",
    handoffs: UNFINISHED,
    failures: failures + 1,
    failed_at: now,
    // The next run tries again. After that it is tried every hour.
    retry_at: failures > 0 ? now + RETRY_SECONDS : 0,
  };
}

/**
 * Makes the records of handoffs say which triggers wait.
 *
 * @param waiting Trigger ids by instant (Unix seconds).
 * @throws {Error} if Slack stored or deleted only some of them.
 */
export async function recordTriggers(
  { client }: Execution,
  waiting: ReadonlyMap<number, string>,
): Promise<void> {
  const { records, broken } = await allRecords(client, handoffs);
  const wanted = new Map(
    [...waiting].map(([at, trigger_id]): [string, HandoffRecord] => {
      const id = instantName(at);
      return [id, { id, at, trigger_id, expires_at: at + KEPT_SECONDS }];
    }),
  );
  const changed = [...wanted.values()].filter(({ id, trigger_id }) =>
    records.get(id)?.trigger_id !== trigger_id
  );
  const known = [...records.keys(), ...broken.map(({ id }) => id)];
  const gone = known.filter((id) => !wanted.has(id));
  const unstored = await putRecords(client, handoffs, changed);
  const undeleted = await deleteRecords(client, handoffs, gone);
  const undone = [...unstored, ...undeleted];
  if (undone.length > 0) {
    throw new Error(`Slack did not store all of it: ${undone.join(", ")}`);
  }
}
