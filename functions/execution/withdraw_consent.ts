import { newClaim } from "../../reconciler/claim.ts";
import type { Consent } from "../../reconciler/consent.ts";
import type { Shift } from "../../reconciler/shift.ts";
import type { Result } from "../../reconciler/result.ts";
import { putRecords } from "../../slack/record_store.ts";
import { consents } from "../../slack/records/consents.ts";
import { recordClaims } from "./batch_records.ts";
import { type Execution, nowOf } from "./execution.ts";
import { type Observation, observePerson } from "./observation.ts";
import { restorePresence } from "./restore.ts";
import { markConsentsChanged } from "./run_records.ts";

/**
 * Withdraws a person's consent: a tombstone first, so that from then on nobody
 * sets anything; then everything is given back; then the record is deleted.
 * What cannot be given back now, the next run does.
 */
export async function withdrawConsent(
  execution: Execution,
  person: string,
): Promise<{ person: string; message: string }> {
  const observation = await observePerson(execution, person);
  const consent = observation.consents.get(person);
  const broken = observation.problems[0];
  if (broken) throw new Error(`Your ${broken.about} ${broken.reason}`);
  if (!consent && !observation.claims.has(person)) {
    return {
      person,
      message: "You were not opted in: there is nothing to give back.",
    };
  }
  await markConsentsChanged(execution, true);
  if (!observation.claims.has(person)) {
    await leaveTrace(execution, observation, person);
  }
  if (consent) await bury(execution, observation, consent);
  const results = await restorePresence(execution, observation, [person]);
  await markConsentsChanged(execution, false);
  return { person, message: farewell(execution, observation, person, results) };
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

/**
 * A claim of nothing, for somebody without one: should this execution be cut
 * short, the next run comes upon them and deletes the record.
 */
async function leaveTrace(
  execution: Execution,
  observation: Observation,
  id: string,
): Promise<void> {
  const now = nowOf(execution);
  const { time_zone } = execution.config;
  const claim = newClaim({ id, name: id, time_zone }, noShift(id, now), now);
  await recordClaims(execution, observation, [{ person: id, claim }]);
}

function noShift(person: string, now: number): Shift {
  const nowhere = {
    state: "",
    source: "",
    schedule: "",
    identity: "",
    label: "",
  };
  return { ...nowhere, person, start: now, end: now, level: 1 };
}

function farewell(
  { config }: Execution,
  { claims, consents }: Observation,
  person: string,
  results: Result[],
): string {
  const done = !claims.has(person) && !consents.has(person);
  if (!done) {
    const failure = results.find((result) => result.error !== null)?.error;
    return [
      "You are opted out: nothing will be set any more.",
      `Giving back what was there before is not done yet${
        failure ? ` (${failure})` : ""
      };`,
      `it is tried again within ${config.poll_minutes} minutes, and your record is deleted then.`,
    ].join(" ");
  }
  const given = results.filter((result) => result.outcome === "done");
  const kept = results.find((result) => result.action === "yield");
  const back = given.map(({ part, after }) => `${part}: ${after}`).join("; ");
  return [
    "You are opted out, and your record is deleted.",
    given.length > 0
      ? `Given back: ${back}.`
      : kept
      ? "What you set yourself was left as it is."
      : "There was nothing to give back.",
  ].join(" ");
}
