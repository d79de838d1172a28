import type { Consent } from "../../reconciler/consent.ts";
import type { Result } from "../../reconciler/change.ts";
import { encodeEntities } from "../../slack/messages.ts";
import { forgetDeclared } from "../declared/delete_declared.ts";
import { type Execution, nowOf } from "../execution.ts";
import { bookContinuation } from "../lock/continuation.ts";
import { withWriteLock } from "../lock/write_lock.ts";
import type { People } from "../state/people.ts";
import { readWithoutRoster } from "../state/read_people.ts";
import { markConsentsChanged } from "../state/run_state.ts";
import { StepLog } from "../state/step_log.ts";
import { forgetReconnect } from "../sync/reconnect.ts";
import { restorePresence } from "../sync/restore.ts";

/**
 * Withdraws a person's consent: a tombstone first, so that from then on no run
 * sets anything; then everything is restored; then the record is deleted. What
 * cannot be restored now, the next run does.
 */
export async function withdrawConsent(
  execution: Execution,
  person: string,
): Promise<{ person: string; message: string }> {
  const startedAt = nowOf(execution);
  const log = new StepLog();
  const people = await readWithoutRoster(execution, [person], null, log);
  const consent = people.consents.get(person);
  const [broken] = log.problems;
  if (broken) throw new Error(`Your ${broken.about} ${broken.reason}`);
  // Where there is a consent, this goes with it, once everything is restored.
  if (!consent && !await forgetDeclared(execution, person)) {
    throw new Error(
      "Slack did not delete all that you declared: please try once more.",
    );
  }
  if (!consent && !people.claims.has(person)) {
    return {
      person,
      message: "You were not opted in: there is nothing to give back.",
    };
  }
  // From the tombstone on, every run gives back, whatever becomes of this one.
  await markConsentsChanged(execution, true);
  if (consent) await bury(people, consent, nowOf(execution));
  await markConsentsChanged(execution, false);
  const results = await withWriteLock(execution, async (lease) => {
    await people.refreshClaims([person], log);
    const sync = { execution, people, log, lease };
    return await restorePresence(sync, [people.of(person)]);
  });
  await forgetReconnect(execution, person);
  const message = farewell(execution, people, person, results ?? []);
  if (isDone(people, person)) return { person, message };
  const booking = { startedAt, known: null, lease: null };
  await bookContinuation(execution, log, booking);
  return { person, message };
}

/** Puts a tombstone in place of the consent. */
async function bury(
  people: People,
  consent: Consent,
  withdrawn_at: number,
): Promise<void> {
  const stored = await people.recordConsent({ ...consent, withdrawn_at });
  if (!stored) {
    throw new Error("Slack did not store your choice: please try once more.");
  }
}

function isDone({ claims, consents }: People, person: string): boolean {
  return !claims.has(person) && !consents.has(person);
}

function farewell(
  { config }: Execution,
  people: People,
  person: string,
  results: Result[],
): string {
  if (!isDone(people, person)) {
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
