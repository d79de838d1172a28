import { messageOf } from "../../talking/message.ts";
import { welcome } from "../../talking/texts/help.ts";
import { asFailure } from "../../slack/failure.ts";
import { postMessage } from "../../slack/messages.ts";
import { putRecord } from "../../slack/record_store.ts";
import { channelFacts, readTalk } from "../../slack/records/talk.ts";
import { type Execution, nowOf } from "../execution.ts";
import { noFacts } from "./channel_facts.ts";

/**
 * Welcomes a channel that the app has joined, unless it did before. It is recorded
 * first: a channel is rather not welcomed than twice.
 *
 * @returns whether it was welcomed.
 */
export async function welcomeChannel(
  execution: Execution,
  channel: string,
): Promise<boolean> {
  const { client, config } = execution;
  if (config.talk === null) return false;
  try {
    const { facts } = await readTalk(client, channel);
    if ((facts?.welcomed_at ?? null) !== null) return false;
    const welcomed_at = nowOf(execution);
    const known = { ...facts ?? noFacts(channel), welcomed_at };
    await putRecord(client, channelFacts, known);
    await postMessage(client, channel, messageOf(welcome()));
    return true;
  } catch (thrown) {
    const { message } = asFailure(thrown, "welcoming a channel");
    console.warn(`the channel ${channel}: ${message}`);
    return false;
  }
}
