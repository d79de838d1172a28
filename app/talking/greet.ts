import { messageOf } from "../../talking/message.ts";
import { offerToOptIn } from "../../talking/texts/personal.ts";
import { asFailure } from "../../slack/failure.ts";
import { postMessage } from "../../slack/messages.ts";
import { getRecord } from "../../slack/record_store.ts";
import { leavingConsents } from "../../slack/records/consents.ts";
import { type PersonFacts, personFactsId } from "../../slack/records/talk.ts";
import { linksByWorkflow } from "../../slack/triggers.ts";
import { type Execution, nowOf } from "../execution.ts";

/**
 * With the first command of a person who has not opted in, sends them by direct
 * message what the app can do, with the button for it. Never rejects: the next
 * command tries again.
 *
 * @returns what to store, so that it happens once; `null` if it did not.
 */
export async function greet(
  execution: Execution,
  person: string,
): Promise<PersonFacts | null> {
  const { client } = execution;
  try {
    const { records } = await getRecord(client, leavingConsents, person);
    if (!records.has(person)) {
      const links = Object.fromEntries(await linksByWorkflow(client));
      await postMessage(client, person, messageOf(offerToOptIn(), links));
    }
    const id = personFactsId(person);
    return { id, channel: person, greeted_at: nowOf(execution) };
  } catch (thrown) {
    const { message } = asFailure(thrown, "greeting");
    console.warn(`the first command of ${person}: ${message}`);
    return null;
  }
}
