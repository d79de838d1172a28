import { asFailure } from "../../slack/failure.ts";
import { personById } from "../../slack/people.ts";
import type { Execution } from "../execution.ts";

/**
 * The time zone a person has in Slack, else the configured one; an IANA name.
 *
 * @throws {SlackFailure} when Slack could not be asked.
 */
export async function zoneOf(
  { client, config }: Execution,
  person: string,
): Promise<string> {
  const found = await personById(client, person);
  return found?.time_zone || config.time_zone;
}

/** The same where only words depend on it: the configured one serves then. */
export async function zoneForWords(
  execution: Execution,
  person: string,
): Promise<string> {
  try {
    return await zoneOf(execution, person);
  } catch (thrown) {
    const { message } = asFailure(thrown, "looking up");
    console.warn(`the time zone of ${person}: ${message}`);
    return execution.config.time_zone;
  }
}
