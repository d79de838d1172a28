import type { Command, CommandName } from "../../talking/commands.ts";
import { readNotification } from "../../talking/notifications.ts";
import { refused } from "../../talking/texts/help.ts";
import { asFailure, SlackFailure } from "../../slack/failure.ts";
import { threadOf } from "../../slack/messages.ts";
import { putRecord } from "../../slack/record_store.ts";
import { channelFacts, readTalk } from "../../slack/records/talk.ts";
import type { Execution } from "../execution.ts";
import { toAsker } from "./asked.ts";
import { askerOf } from "../state/asker.ts";
import { carryOut } from "./carry_out.ts";
import { newFacts, withWelcome } from "./channel_facts.ts";
import { reply, type Spot } from "./reply.ts";

/** A click on a link or a button that stands for a command. */
export interface Click {
  /** Slack user id. */
  person: string;
  command: Command;
  /** Where it was clicked, as Slack says; `null`: Slack does not say. */
  channel: string | null;
  /** The message with the button, or with the link; `null`: there is none. */
  message: string | null;
}

/**
 * The command that a click stands for.
 *
 * @param name Fixed by the workflow, so that nobody can choose another.
 * @param schedule Part of a name, from a form or a button.
 * @param notification A name, from a form or a button.
 */
export function commandOfClick(
  name: CommandName,
  schedule: string,
  notification: string,
): Command {
  switch (name) {
    case "who":
    case "linkSchedule":
    case "unlinkSchedule":
      return { name, fragment: schedule };
    case "enableNotification":
    case "disableNotification":
      return {
        name,
        notification: readNotification(notification).notification,
        fragment: schedule,
      };
    default:
      return { name };
  }
}

/**
 * Carries out the command of a click and answers it. It never throws: a failure is
 * told to the person, if that is possible, and on the console.
 *
 * @returns whether it was carried out, or refused with an answer.
 */
export async function answerClick(
  execution: Execution,
  click: Click,
): Promise<boolean> {
  const { person, channel, command } = click;
  const isDirect = channel?.startsWith("D") ?? false;
  const spot = { person, channel, isDirect, thread: null };
  try {
    return await answerNow(execution, click, spot);
  } catch (thrown) {
    const { message } = asFailure(thrown, "answering a click");
    console.warn(`a click on ${command.name}: ${message}`);
    await reply(execution, spot, toAsker(refused("slackFailed")))
      .catch((again) => console.warn(asFailure(again, "answering").message));
    return false;
  }
}

async function answerNow(
  execution: Execution,
  { person, command, channel, message }: Click,
  clicked: Spot,
): Promise<boolean> {
  const { client } = execution;
  const by = await askerOf(execution, person);
  if (by === null) return false;
  const isKnown = channel !== null &&
    (!clicked.isDirect || await isOwnDirect(execution, channel));
  const { isDirect } = clicked;
  const place = isKnown
    ? { ...await readTalk(client, channel), channel, isDirect }
    : null;
  const thread = place === null || message === null || isDirect
    ? null
    : await threadOf(client, place.channel, message);
  // From here on something may be done, so that nothing may fail but the telling.
  const carried = await carryOut(execution, { command, by, place });
  const { outcome } = carried;
  const isForAll = outcome.done !== undefined || message !== null;
  const to = outcome.to === "all" && !isForAll ? "asker" : outcome.to;
  const { answer, welcomes } = withWelcome(place, { ...outcome, to });
  const facts = newFacts(execution, place, carried.facts, welcomes);
  const spot = place === null
    ? { ...clicked, channel: null, isDirect: false }
    : { ...clicked, thread };
  try {
    await reply(execution, spot, { answer, to });
    if (facts !== null) await putRecord(client, channelFacts, facts);
  } catch (thrown) {
    const { message } = asFailure(thrown, "answering");
    console.warn(`the answer to a click on ${command.name}: ${message}`);
  }
  return !carried.failed;
}

/** A timestamp of no message. */
const NO_MESSAGE = "1.000000";

/**
 * Whether a direct message is the person's with the app. People can click a link in
 * their direct messages with each other, too: of those the app knows nothing, so that
 * Slack says of any message there that the channel is not found.
 */
async function isOwnDirect(
  { client }: Execution,
  channel: string,
): Promise<boolean> {
  try {
    await threadOf(client, channel, NO_MESSAGE);
    return true;
  } catch (thrown) {
    if (!(thrown instanceof SlackFailure)) throw thrown;
    if (thrown.error === "message_not_found") return true;
    if (thrown.error === "channel_not_found") return false;
    throw thrown;
  }
}
