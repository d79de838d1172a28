/** What an answer tells beside what was clicked: the person's clock, links, and records in words. */
import { daysAfter } from "../../rosters/zoned_time.ts";
import { asFailure } from "../../slack/failure.ts";
import { personById } from "../../slack/people.ts";
import type { DeclaredShift } from "../../slack/records/declared_shifts.ts";
import type { LinkTrigger } from "../../triggers/link_triggers.ts";
import { type Execution, nowOf } from "../execution.ts";
import {
  type Days,
  type Period,
  type Reader,
  stateLabel,
} from "../messages/phrases.ts";
import { readLinks } from "../state/links.ts";

/**
 * The time zone a person has in Slack, else the configured one; an IANA name.
 *
 * @throws {SlackFailure} if Slack does not answer.
 */
export async function zoneOf(
  { client, config }: Execution,
  person: string,
): Promise<string> {
  const found = await personById(client, person);
  return found?.time_zone || config.time_zone;
}

/** By whose clock an answer is read. If Slack does not answer, the configured zone is good enough. */
export async function readerOf(
  execution: Execution,
  person: string,
): Promise<Reader> {
  const now = nowOf(execution);
  try {
    return { timeZone: await zoneOf(execution, person), now };
  } catch (thrown) {
    const { message } = asFailure(thrown, "looking up");
    console.warn(`the time zone of ${person}: ${message}`);
    return { timeZone: execution.config.time_zone, now };
  }
}

/**
 * The address of a link. It never waits for Slack.
 *
 * @returns `null` also if Slack does not answer: the answer is useful without it.
 */
export async function linkIfFree(
  execution: Execution,
  trigger: LinkTrigger,
): Promise<string | null> {
  const client = execution.clientWithoutRetry;
  const [link] = await readLinks({ ...execution, client }, [trigger]);
  return link?.url ?? null;
}

/** A declared shift, as messages tell it. */
export function periodOf(
  { config }: Execution,
  shift: Pick<DeclaredShift, "state" | "start" | "end" | "days">,
): Period {
  const { state, start, end } = shift;
  const label = stateLabel(config.states, state);
  return { label, start, end, days: daysForText(shift) };
}

/** Includes the last day, as people read it. */
export function daysForText(
  { days }: Pick<DeclaredShift, "days">,
): Days | null {
  if (days === null) return null;
  const { from, until } = days;
  return { first: from, last: until === null ? null : daysAfter(until, -1) };
}
