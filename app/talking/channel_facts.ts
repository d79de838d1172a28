import { isSharedChannel } from "../../slack/conversations.ts";
import { type ChannelFacts, channelFactsId } from "../../slack/records/talk.ts";
import { SECONDS_PER_DAY } from "../../time.ts";
import { type Execution, nowOf } from "../execution.ts";
import type { Answer } from "../../talking/answer.ts";
import { welcome } from "../../talking/texts/help.ts";
import type { Outcome, Place } from "./asked.ts";

/** What is known of a channel, and whether its record is older. */
export interface KnownFacts extends ChannelFacts {
  isNew: boolean;
}

/** The facts of a channel of which nothing is known. */
export function noFacts(channel: string): ChannelFacts {
  return {
    id: channelFactsId(channel),
    channel,
    welcomed_at: null,
    shared: false,
    checked_at: 0,
  };
}

/**
 * What is known of a channel; Slack is asked once a day. A direct message with the
 * app is shared with no one.
 *
 * @throws {SlackFailure} if Slack does not answer.
 */
export async function factsOf(
  execution: Execution,
  { channel, isDirect, facts }: Place,
): Promise<KnownFacts> {
  const now = nowOf(execution);
  const known = facts ?? noFacts(channel);
  if (isDirect || now - known.checked_at < SECONDS_PER_DAY) {
    return { ...known, isNew: false };
  }
  const shared = await isSharedChannel(execution.client, channel);
  return { ...known, shared, checked_at: now, isNew: true };
}

/** An answer, with the welcome if it is the first one that a channel sees. */
export function withWelcome(
  place: Place | null,
  { answer, to }: Pick<Outcome, "answer" | "to">,
): { answer: Answer; welcomes: boolean } {
  const welcomes = place !== null && !place.isDirect && to === "all" &&
    (place.facts?.welcomed_at ?? null) === null;
  return { answer: welcomes ? [...answer, ...welcome()] : answer, welcomes };
}

/**
 * The facts to store after an answer.
 *
 * @param known Those that Slack was asked for, if it was.
 * @returns `null` if nothing is new.
 */
export function newFacts(
  execution: Execution,
  place: Place | null,
  known: KnownFacts | null,
  welcomed: boolean,
): ChannelFacts | null {
  if (place === null || known === null && !welcomed) return null;
  const { isNew: _, ...facts } = known ??
    { ...place.facts ?? noFacts(place.channel), isNew: true };
  return welcomed ? { ...facts, welcomed_at: nowOf(execution) } : facts;
}
