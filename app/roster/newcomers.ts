import { asFailure } from "../../slack/failure.ts";
import { emailById } from "../../slack/people.ts";
import { allRecords } from "../../slack/record_store.ts";
import { consents } from "../../slack/records/consents.ts";
import type { Execution } from "../execution.ts";

/** Most people whose e-mail address is asked for in one run, the newest first. */
const ASKED_AT_ONCE = 20;

/**
 * Finds the people who opted in lately. They are in Slack, so a look-up from before
 * that did not find them counts no more.
 *
 * @param since Unix seconds.
 * @returns when they opted in (Unix seconds), by what a roster may look them up by:
 * `id:UANN`, `email:ann@example.com`. Fewer if Slack does not answer.
 */
export async function newcomers(
  { client }: Execution,
  since: number,
): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  try {
    const { records } = await allRecords(client, consents, {
      expression: "#recorded_at > :since",
      expression_attributes: { "#recorded_at": "recorded_at" },
      expression_values: { ":since": since },
    });
    const newest = [...records.values()]
      .filter(({ withdrawn_at }) => withdrawn_at === null)
      .sort((one, other) => other.recorded_at - one.recorded_at)
      .slice(0, ASKED_AT_ONCE);
    await Promise.all(newest.map(async ({ person, recorded_at }) => {
      found.set(`id:${person}`, recorded_at);
      const email = await emailById(client, person);
      if (email !== null) found.set(`email:${email}`, recorded_at);
    }));
  } catch (thrown) {
    const { message } = asFailure(thrown, "finding new consents");
    console.warn(`people who opted in lately: ${message}`);
  }
  return found;
}
