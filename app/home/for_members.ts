import { messageOf } from "../../talking/message.ts";
import { refused } from "../../talking/texts/help.ts";
import { postMessage } from "../../slack/messages.ts";
import type { Execution } from "../execution.ts";
import { type Asker, askerOf } from "../state/asker.ts";

/**
 * Does `work` for a member who clicked. Guests and people of another organization are
 * told that nothing was done; for bots and deactivated accounts nothing happens.
 *
 * @param otherwise The result if nothing was done.
 * @throws {SlackFailure} if Slack does not say who clicked.
 */
export async function forMembers<T>(
  execution: Execution,
  person: string,
  otherwise: T,
  work: (asker: Asker) => Promise<T>,
): Promise<T> {
  const asker = await askerOf(execution, person);
  if (asker === null) return otherwise;
  if (asker.standing === "member") return await work(asker);
  const message = messageOf(refused(asker.standing));
  await postMessage(execution.client, person, message);
  return otherwise;
}
