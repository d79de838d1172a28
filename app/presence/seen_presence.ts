import type { OwnPresence, Presence } from "../../reconciler/presence.ts";
import {
  asFailure,
  isOwnTokenGone,
  type SlackFailure,
} from "../../slack/failure.ts";
import { readOwnPresence, readPresence } from "../../slack/presence.ts";
import { messageOf } from "../../talking/message.ts";
import { myPresence, type SeenPresence } from "../../talking/texts/presence.ts";
import type { Execution } from "../execution.ts";
import type { Interaction } from "../interaction.ts";
import { presenceUnread } from "../messages/presence.ts";
import { connectionOf, withToken } from "./own_token.ts";

/** The inputs of *Get a person's presence*. */
export interface PersonInput {
  person: string;
}

/**
 * What every member can see of a person.
 *
 * @throws {SlackFailure} if it cannot be read.
 */
export async function getPresence(
  { client }: Execution,
  { person }: PersonInput,
): Promise<{ presence: Presence }> {
  return { presence: await readPresence(client, person) };
}

/**
 * What Slack shows of a person, for this person alone: all of it with a token of
 * their own, and otherwise what everyone sees.
 *
 * @throws {SlackFailure} if it cannot be read.
 */
export async function seenPresence(
  execution: Execution,
  person: string,
): Promise<SeenPresence> {
  const connection = await connectionOf(execution, person);
  try {
    const own = await withToken(
      execution,
      person,
      connection,
      "presence",
      (token) => readOwnPresence(execution.client, token),
    );
    return { own };
  } catch (thrown) {
    const failure = asFailure(thrown, "reading a presence");
    if (failure.kind !== "person") throw failure;
    const presence = await readPresence(execution.client, person);
    return { own: { presence }, notOwn: whyNot(failure) };
  }
}

function whyNot(failure: SlackFailure): NonNullable<SeenPresence["notOwn"]> {
  return isOwnTokenGone(failure)
    ? { kind: "rejected", error: failure.error }
    : { kind: "notConnected" };
}

/** What the step *My presence* gives. What Slack leaves out is left out. */
export interface MyPresenceOutputs extends Partial<OwnPresence> {
  person: string;
  message: string;
}

/** For the person who clicked: nobody else learns more than `presence`. */
export async function myPresenceStep(
  execution: Execution,
  { interactivity }: Interaction,
): Promise<MyPresenceOutputs> {
  const person = interactivity.interactor.id;
  try {
    const seen = await seenPresence(execution, person);
    const { text } = messageOf(myPresence(seen));
    return { person, message: text, ...seen.own };
  } catch (thrown) {
    const { message } = asFailure(thrown, "reading a presence");
    return { person, message: presenceUnread(message) };
  }
}
