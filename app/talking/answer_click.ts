import type { Command, CommandName } from "../../talking/commands.ts";
import { readNotification } from "../../talking/notifications.ts";
import { refused } from "../../talking/texts/help.ts";
import { asFailure, SlackFailure } from "../../slack/failure.ts";
import { threadOf } from "../../slack/messages.ts";
import { putRecord } from "../../slack/record_store.ts";
import { channelFacts, readTalk } from "../../slack/records/talk.ts";
import type { Execution } from "../execution.ts";
import type { Place } from "./asked.ts";
import { type Asker, askerOf } from "../state/asker.ts";
import { type CarriedOut, carryOut } from "./carry_out.ts";
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
  try {
    return await answerNow(execution, click);
  } catch (thrown) {
    const { message } = asFailure(thrown, "answering a click");
    console.warn(`a click on ${click.command.name}: ${message}`);
    return false;
  }
}

async function answerNow(
  execution: Execution,
  click: Click,
): Promise<boolean> {
  const { person, command } = click;
  const by = await askerOf(execution, person);
  if (by === null) return false;
  const { place, spot, carried } = await carryOutClick(execution, click, by);
  const { outcome } = carried;
  const isPublic = outcome.to === "all" &&
    (outcome.done !== undefined || click.message !== null);
  const to = outcome.to === "all" && !isPublic ? "asker" : outcome.to;
  const { answer, welcomes } = withWelcome(place, { ...outcome, to });
  await reply(execution, spot, { answer, to });
  const facts = newFacts(execution, place, carried.facts, welcomes);
  if (facts !== null) await putRecord(execution.client, channelFacts, facts);
  if (carried.failed) console.warn(`a click on ${command.name} failed`);
  return !carried.failed;
}

async function carryOutClick(
  execution: Execution,
  { command, channel, message }: Click,
  by: Asker,
): Promise<{ place: Place | null; spot: Spot; carried: CarriedOut }> {
  const { client } = execution;
  const isDirect = channel?.startsWith("D") ?? false;
  const spot = { person: by.id, channel, isDirect, thread: null };
  const nowhere = { ...spot, channel: null, isDirect: false };
  try {
    if (
      channel === null || isDirect && !await isOwnDirect(execution, channel)
    ) {
      const carried = await carryOut(execution, { command, by, place: null });
      return { place: null, spot: nowhere, carried };
    }
    const place = { ...await readTalk(client, channel), channel, isDirect };
    const carried = await carryOut(execution, { command, by, place });
    const thread = message === null || isDirect
      ? null
      : await threadOf(client, channel, message);
    return { place, spot: { ...spot, thread }, carried };
  } catch (thrown) {
    const { message } = asFailure(thrown, "answering a click");
    console.warn(`a click on ${command.name}: ${message}`);
    const outcome = { answer: refused("slackFailed"), to: "asker" as const };
    const carried = { outcome, facts: null, failed: true };
    return { place: null, spot, carried };
  }
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
