import { SECOND } from "@std/datetime";
import type { Problem } from "../../reconciler/change.ts";
import { asFailure } from "../../slack/failure.ts";
import {
  createOneOff,
  deleteTrigger,
  LEAST_AHEAD_SECONDS,
  listTriggers,
  retryTriggerCall,
} from "../../slack/triggers.ts";
import { SECONDS_PER_MINUTE } from "../../time.ts";
import {
  type Execution,
  mayBegin,
  nowOf,
  waitForReadConsistency,
} from "../execution.ts";
import { isOneOffRun } from "../lock/continuation.ts";
import { ABOUT, aboutRemoving } from "../messages/report.ts";

/** A trigger made for a handoff. Times are Unix seconds. */
interface HandoffTrigger {
  id: string;
  /** The handoff. */
  at: number;
  firesAt: number;
}

/** A trigger fires this long after its handoff, so that its run sees the handoff even if a clock is slow. */
const AFTER_SECONDS = 1;

/** This long after its trigger fired, a run is over. */
const RUN_OVER_SECONDS = 10 * SECONDS_PER_MINUTE;

const WORKFLOW = "sync";
const NAME = "Handoff ";

/** The instant in the names of triggers and records: `2026-03-02T09:00:00Z`. */
export function instantName(at: number): string {
  return new Date(at * SECOND).toISOString().replace(".000Z", "Z");
}

/**
 * Lists the triggers that Slack has for handoffs; the name of a trigger holds
 * its instant. Booked runs that fired long ago are listed with them: if Slack
 * did not answer when one was made, no record of it exists.
 *
 * @param now Unix seconds.
 * @throws {SlackFailure} if Slack does not list them.
 */
export async function listHandoffTriggers(
  { client, clock }: Execution,
  now: number,
): Promise<HandoffTrigger[]> {
  const triggers = await retryTriggerCall(clock, () => listTriggers(client));
  return triggers.flatMap(({ id, name, workflow, schedule }) => {
    if (workflow !== WORKFLOW) return [];
    const firesAt = Date.parse(schedule?.start_time ?? "") / SECOND;
    if (isOneOffRun(name)) {
      return firesAt + RUN_OVER_SECONDS < now
        ? [{ id, at: firesAt, firesAt }]
        : [];
    }
    if (!name.startsWith(NAME)) return [];
    const at = Date.parse(name.slice(NAME.length)) / SECOND;
    return Number.isNaN(at) ? [] : [{ id, at, firesAt }];
  });
}

/** What to do about the triggers that exist. */
interface HandoffPlan {
  /** Ids of the triggers that stay, by instant. */
  kept: Map<number, string>;
  superfluous: HandoffTrigger[];
  /** Wanted instants without a trigger. */
  missing: number[];
}

/**
 * Compares the triggers that exist with the instants that are wanted. One
 * trigger stays for each instant: the one with the lowest id, so that two runs
 * at once keep the same.
 *
 * @param now Unix seconds.
 */
export function planHandoffs(
  listed: readonly HandoffTrigger[],
  wanted: ReadonlySet<number>,
  now: number,
): HandoffPlan {
  const kept = new Map<number, string>();
  const superfluous: HandoffTrigger[] = [];
  const fired = new Set<number>();
  const byId = [...listed].sort((a, b) => a.id < b.id ? -1 : 1);
  for (const trigger of byId) {
    const { id, at, firesAt } = trigger;
    const waits = now < firesAt;
    // If its instant has just come it may fire, although it is not wanted any more.
    const stays = waits && (wanted.has(at) || at <= now);
    if (stays && !kept.has(at)) kept.set(at, id);
    else superfluous.push(trigger);
    if (!waits) fired.add(at);
  }
  const missing = [...wanted].filter((at) => !kept.has(at) && !fired.has(at));
  return { kept, superfluous, missing };
}

/** What the step that books has done so far. The functions below update it. */
export interface Booking {
  /** Ids of the triggers that wait, by instant (Unix seconds). */
  waiting: Map<number, string>;
  /** Instants that triggers were made for. */
  made: number[];
  removed: number;
  problems: Problem[];
  /** Whether something is left for the next poll: time ran out, or a trigger is about to fire. */
  cutShort: boolean;
}

/** Creates the triggers for these instants, which may have passed a moment ago. Updates `booking`. */
export async function createHandoffTriggers(
  execution: Execution,
  instants: readonly number[],
  booking: Booking,
): Promise<void> {
  const { client, clock } = execution;
  for (const at of instants) {
    if (!mayBegin(execution)) {
      booking.cutShort = true;
      return;
    }
    const create = () => {
      const earliest = nowOf(execution) + LEAST_AHEAD_SECONDS;
      const start = Math.max(at + AFTER_SECONDS, earliest);
      return createOneOff(client, WORKFLOW, NAME + instantName(at), start);
    };
    try {
      booking.waiting.set(at, await retryTriggerCall(clock, create));
      booking.made.push(at);
    } catch (thrown) {
      // If Slack refuses one, it refuses all. The polls do the work without them.
      booking.problems.push(bookingProblem(thrown));
      return;
    }
  }
}

/** Removes triggers, and adds failures to `booking`. @returns how many were removed. */
export async function removeHandoffTriggers(
  execution: Execution,
  triggers: readonly HandoffTrigger[],
  booking: Booking,
): Promise<number> {
  const { client, clock } = execution;
  let removed = 0;
  for (const { id, at } of triggers) {
    if (!mayBegin(execution)) {
      booking.cutShort = true;
      break;
    }
    try {
      await retryTriggerCall(clock, () => deleteTrigger(client, id));
      removed++;
    } catch (thrown) {
      const about = aboutRemoving(instantName(at));
      booking.problems.push(problemOf(about, thrown));
    }
  }
  return removed;
}

/**
 * Removes twins of the triggers just made. Two runs at once may make a trigger
 * for the same instant. Both then see both triggers, and keep the same one.
 *
 * @throws {SlackFailure} if Slack does not list them.
 */
export async function removeTwins(
  execution: Execution,
  booking: Booking,
): Promise<void> {
  await waitForReadConsistency(execution);
  const made = new Set(booking.made);
  const now = nowOf(execution);
  const listed = (await listHandoffTriggers(execution, now))
    .filter(({ at }) => made.has(at));
  const { kept, superfluous } = planHandoffs(listed, made, now);
  for (const [at, id] of kept) booking.waiting.set(at, id);
  const twins = superfluous.filter(({ at }) => kept.has(at));
  await removeHandoffTriggers(execution, twins, booking);
}

/** The problem that the report names if handoffs could not be booked. */
export function bookingProblem(thrown: unknown): Problem {
  return problemOf(ABOUT.booking, thrown);
}

function problemOf(about: string, thrown: unknown): Problem {
  return { about, reason: asFailure(thrown, about).message };
}
