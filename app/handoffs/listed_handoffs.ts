import { SECOND } from "@std/datetime";
import type { SlackClient } from "../../slack/call.ts";
import { createOneOff, listTriggers } from "../../slack/triggers.ts";
import { CONTINUATION } from "../lock/continuation.ts";
import { SECONDS_PER_MINUTE } from "../../time.ts";

/** A trigger that was made for a handoff; times in Unix seconds. */
export interface ListedHandoff {
  id: string;
  /** The handoff's instant. */
  at: number;
  /** When it fires. */
  firesAt: number;
}

/** A run that a handoff's trigger starts sees the handoff, whoever's clock is behind (seconds). */
const AFTER = 1;

/** Slack wants the start of a schedule in the future (seconds). */
const LEAST_AHEAD = 10;

/** After this nobody is at work any more that a trigger started (seconds). */
const LONG_AGO = 10 * SECONDS_PER_MINUTE;

const WORKFLOW = "sync";
const NAME = "Handoff ";

/** The instant as triggers and records are named by it: `2026-03-02T09:00:00Z`. */
export function instantName(at: number): string {
  return new Date(at * SECOND).toISOString().replace(".000Z", "Z");
}

/**
 * The triggers for handoffs that Slack lists; a trigger's name holds its instant.
 * With them come continuations that fired long before `now` (Unix seconds): of
 * one whose making was not answered nobody else knows.
 */
export async function listHandoffs(
  client: SlackClient,
  now: number,
): Promise<ListedHandoff[]> {
  const triggers = await listTriggers(client);
  return triggers.flatMap(({ id, name, workflow, schedule }) => {
    if (workflow !== WORKFLOW) return [];
    const firesAt = Date.parse(schedule?.start_time ?? "") / SECOND;
    if (name === CONTINUATION) {
      return firesAt + LONG_AGO < now ? [{ id, at: firesAt, firesAt }] : [];
    }
    if (!name.startsWith(NAME)) return [];
    const at = Date.parse(name.slice(NAME.length)) / SECOND;
    return Number.isNaN(at) ? [] : [{ id, at, firesAt }];
  });
}

/**
 * Makes the trigger for an instant, which may have passed a moment ago.
 *
 * @returns its id.
 */
export async function createHandoff(
  client: SlackClient,
  at: number,
  now: number,
): Promise<string> {
  const start = Math.max(at + AFTER, now + LEAST_AHEAD);
  return await createOneOff(client, WORKFLOW, NAME + instantName(at), start);
}

/** What is to become of the triggers that there are. */
export interface SortedHandoffs {
  /** The trigger that stays, by its instant. */
  kept: Map<number, string>;
  superfluous: ListedHandoff[];
  /** Wanted instants that none was made for. */
  missing: number[];
}

/** Of each wanted instant one trigger is kept: by id, so that every run keeps the same. */
export function sortOut(
  listed: readonly ListedHandoff[],
  wanted: ReadonlySet<number>,
  now: number,
): SortedHandoffs {
  const kept = new Map<number, string>();
  const superfluous: ListedHandoff[] = [];
  const fired = new Set<number>();
  const byId = [...listed].sort((a, b) => a.id < b.id ? -1 : 1);
  for (const trigger of byId) {
    const { id, at, firesAt: firesAt } = trigger;
    const waits = now < firesAt;
    // One whose instant has just come may fire, though none is wanted for it.
    const stays = waits && (wanted.has(at) || at <= now);
    if (stays && !kept.has(at)) kept.set(at, id);
    else superfluous.push(trigger);
    if (!waits) fired.add(at);
  }
  const missing = [...wanted].filter((at) => !kept.has(at) && !fired.has(at));
  return { kept, superfluous, missing };
}
