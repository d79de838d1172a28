import type { Consent } from "../../reconciler/consent.ts";
import type { Result } from "../../reconciler/change.ts";
import { encodeEntities } from "../../slack/messages.ts";
import { putRecords } from "../../slack/record_store.ts";
import { consents } from "../../slack/records/consents.ts";
import { forgetDeclared } from "../declared/delete_declared.ts";
import { type Execution, nowOf } from "../execution.ts";
import {
  type Observation,
  observePerson,
  refreshClaims,
} from "../state/observation.ts";
import { markConsentsChanged } from "../state/run_records.ts";
import { bookContinuation } from "../lock/continuation.ts";
import { withWriteLock } from "../lock/write_lock.ts";
import { forgetReconnect } from "../sync/reconnect.ts";
import { restorePresence } from "../sync/restore.ts";

/**
 * Withdraws a person's consent: a tombstone first, so that from then on nobody
 * sets anything; then everything is given back; then the record is deleted.
 * What cannot be given back now, the next run does.
 */
export async function withdrawConsent(
  execution: Execution,
  person: string,
): Promise<{ person: string; message: string }> {
  const clicked_at = nowOf(execution);
  const observation = await observePerson(execution, person);
  const consent = observation.consents.get(person);
  const broken = observation.problems[0];
  if (broken) throw new Error(`Your ${broken.about} ${broken.reason}`);
  // Of whoever has a consent it goes with that, once everything is given back.
  if (!consent && !await forgetDeclared(execution, person)) {
    throw new Error(
      "Slack did not delete all that you declared: please try once more.",
    );
  }
  if (!consent && !observation.claims.has(person)) {
    return {
      person,
      message: "You were not opted in: there is nothing to give back.",
    };
  }
  // From the tombstone on, every run gives back, whatever becomes of this one.
  await markConsentsChanged(execution, true);
  if (consent) await bury(execution, observation, consent);
  await markConsentsChanged(execution, false);
  const results = await withWriteLock(execution, async () => {
    await refreshClaims(execution, observation, [person]);
    return await restorePresence(execution, observation, [person]);
  });
  await forgetReconnect(execution, person);
  const message = farewell(execution, observation, person, results ?? []);
  if (isDone(observation, person)) return { person, message };
  await bookContinuation(execution, observation, clicked_at);
  return { person, message };
}

async function bury(
  execution: Execution,
  observation: Observation,
  consent: Consent,
): Promise<void> {
  const tombstone = { ...consent, withdrawn_at: nowOf(execution) };
  const failed = await putRecords(execution.client, consents, [tombstone]);
  if (failed.size > 0) {
    throw new Error("Slack did not store your choice: please try once more.");
  }
  observation.consents.set(consent.person, tombstone);
}

function isDone({ claims, consents }: Observation, person: string): boolean {
  return !claims.has(person) && !consents.has(person);
}

function farewell(
  { config }: Execution,
  observation: Observation,
  person: string,
  results: Result[],
): string {
  if (!isDone(observation, person)) {
    const failure = results.find((result) => result.outcome === "failed")
      ?.error;
    if (!failure) {
      return "You are opted out: nothing will be set any more. What was there before is given back within two minutes, and your record is deleted then.";
    }
    return [
      "You are opted out: nothing will be set any more.",
      `Giving back what was there before is not done yet (${failure});`,
      `it is tried again within ${config.poll_minutes} minutes, and your record is deleted then.`,
    ].join(" ");
  }
  const given = results.filter((result) => result.outcome === "done");
  const kept = results.find((result) => result.action === "yield");
  const back = given.map(({ part, after }) =>
    `${part}: ${encodeEntities(after ?? "")}`
  )
    .join("; ");
  return [
    "You are opted out, and your record is deleted.",
    given.length > 0
      ? `Given back: ${back}.`
      : kept
      ? "What you set yourself was left as it is."
      : "There was nothing to give back.",
  ].join(" ");
}
