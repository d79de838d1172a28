import type { Answer } from "../../talking/answer.ts";
import { messageOf, type SlackMessage } from "../../talking/message.ts";
import { asFailure } from "../../slack/failure.ts";
import {
  type MessagePlace,
  MOST_IN_UPDATE,
  postAt,
  postEphemeral,
  updateMessage,
} from "../../slack/messages.ts";
import { linksByWorkflow } from "../../slack/triggers.ts";
import type { Execution } from "../execution.ts";
import type { Outcome } from "./asked.ts";

/** Where an answer belongs. */
export interface Spot {
  /** Slack user id of the person who asked. */
  person: string;
  /** A channel, or their direct message with the app; `null`: it is not known. */
  channel: string | null;
  isDirect: boolean;
  /** The thread; `null` for the conversation itself. */
  thread: string | null;
}

/**
 * Posts an answer to those who are to see it. What cannot be posted in a channel goes
 * to the person by direct message: the app may have left the channel, or Slack fails
 * there. What the command did is done, so its author must hear of it.
 *
 * @returns the posted answer, where it can be rewritten later; `null` for one that
 * cannot.
 * @throws {SlackFailure} if it could not be posted at all.
 */
export async function reply(
  execution: Execution,
  spot: Spot,
  { answer, to }: Pick<Outcome, "answer" | "to">,
): Promise<MessagePlace | null> {
  const { client } = execution;
  const { person, channel, isDirect, thread } = spot;
  // A handler may have sent it itself.
  if (answer.length === 0) return null;
  const message = await messageFor(execution, answer);
  if (channel === null || to === "person" && !isDirect) {
    return await postAt(client, person, message);
  }
  try {
    if (to === "all" || isDirect) {
      return await postAt(client, channel, message, thread);
    }
    await postEphemeral(client, channel, person, message, thread);
    return null;
  } catch (thrown) {
    if (isDirect) throw thrown;
    const { message: why } = asFailure(thrown, "answering");
    console.warn(`an answer in ${channel}: ${why}`);
    return await postAt(client, person, message);
  }
}

/**
 * Rewrites an answer.
 *
 * @throws {SlackFailure} if it cannot be rewritten, also because it is gone.
 */
export async function rewrite(
  execution: Execution,
  { channel, ts }: MessagePlace,
  answer: Answer,
): Promise<void> {
  const message = await messageFor(execution, answer, MOST_IN_UPDATE);
  await updateMessage(execution.client, channel, ts, message);
}

/** The addresses of links are read only for an answer with buttons. */
async function messageFor(
  { client }: Execution,
  answer: Answer,
  mostText?: number,
): Promise<SlackMessage> {
  const hasButtons = answer.some(({ lines }) =>
    lines.some(({ button }) => button !== undefined)
  );
  const links = hasButtons
    ? Object.fromEntries(await linksByWorkflow(client))
    : {};
  return messageOf(answer, links, mostText);
}
