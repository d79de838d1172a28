import type { Result } from "../../reconciler/change.ts";
import type { Consent } from "../../reconciler/consent.ts";
import { asFailure } from "../../slack/failure.ts";
import { OPT_IN } from "../../triggers/link_triggers.ts";
import { deleteDeclared } from "../declared/records.ts";
import { type Execution, nowOf } from "../execution.ts";
import { bookContinuation } from "../lock/continuation.ts";
import { withWriteLock } from "../lock/write_lock.ts";
import { optedOut, type OptOutOutcome } from "../messages/consent.ts";
import { DECLARED_NOT_DELETED } from "../messages/errors.ts";
import { readLinks } from "../state/links.ts";
import type { People } from "../state/people.ts";
import { readOnePerson } from "../state/read_people.ts";
import { StepLog } from "../state/step_log.ts";
import { readLeaving, storeTombstone } from "./tombstone.ts";
import { forgetPerson } from "../sync/forget_person.ts";
import { openSync } from "../sync/part_sync.ts";
import { forgetReconnect } from "../sync/reconnect.ts";
import { restorePresence } from "../sync/restore.ts";

/** How much of a person's records is left after an opt-out. */
interface GivenBack {
  outcome: OptOutOutcome;
  /** Whether a run can do what is left. */
  canContinue: boolean;
}

/**
 * Withdraws a person's consent. First stores a tombstone, which needs nothing but
 * the consent, so that no run sets anything from then on; then restores
 * everything; then deletes the record. The next run restores what could not be
 * restored now.
 *
 * @throws {Error} if the tombstone could not be stored, and nothing was changed.
 */
export async function withdrawConsent(
  execution: Execution,
  person: string,
): Promise<{ person: string; message: string }> {
  const startedAt = nowOf(execution);
  const consent = await readLeaving(execution, person);
  const tombstone = consent && await storeTombstone(execution, consent);
  const log = new StepLog();
  const { outcome, canContinue } = await giveBack(
    execution,
    person,
    tombstone,
    log,
  );
  if (canContinue) {
    await bookContinuation(execution, log, startedAt, { run: "" });
  }
  const { audit_days: auditDays, poll_minutes: pollMinutes } = execution.config;
  const [optIn = null] = await readLinks(execution, [OPT_IN]);
  const days = { auditDays, pollMinutes };
  return { person, message: optedOut(outcome, days, optIn) };
}

/**
 * Restores everything of this person and deletes their records, as far as
 * possible now.
 *
 * @param tombstone `null` if they have no consent.
 */
async function giveBack(
  execution: Execution,
  person: string,
  tombstone: Consent | null,
  log: StepLog,
): Promise<GivenBack> {
  try {
    const people = await readOnePerson(execution, person, tombstone, log);
    const [broken] = log.problems;
    if (broken) {
      await forgetPerson(execution, person);
      return {
        outcome: { kind: "unreadable", record: broken },
        canContinue: false,
      };
    }
    if (isDone(people, person)) return await nothingToDo(execution, person);
    const results = await withWriteLock(execution, async (lease) => {
      await people.refreshClaims([person], log);
      const sync = openSync(execution, people, log, lease);
      return await restorePresence(sync, [people.of(person)]);
    });
    await forgetReconnect(execution, person);
    const outcome = outcomeOf(people, person, results ?? []);
    const isLeft = outcome.kind !== "done";
    if (isLeft) await forgetPerson(execution, person);
    return { outcome, canContinue: isLeft };
  } catch (thrown) {
    if (!tombstone) throw thrown;
    // The tombstone is stored, so a run does the rest.
    console.warn(`opting out: ${asFailure(thrown, "giving back").message}`);
    return { outcome: { kind: "waiting" }, canContinue: true };
  }
}

/** For a person without a record. What they declared is deleted all the same. */
async function nothingToDo(
  execution: Execution,
  person: string,
): Promise<GivenBack> {
  if (!await deleteDeclared(execution, person)) {
    throw new Error(DECLARED_NOT_DELETED);
  }
  return { outcome: { kind: "stranger" }, canContinue: false };
}

function isDone({ claims, consents }: People, person: string): boolean {
  return !claims.has(person) && !consents.has(person);
}

function outcomeOf(
  people: People,
  person: string,
  results: Result[],
): OptOutOutcome {
  if (isDone(people, person)) {
    return {
      kind: "done",
      restored: results.filter(({ outcome }) => outcome === "done"),
      keptTheirs: results.some(({ action }) => action === "yield"),
    };
  }
  const failure = results.find(({ outcome }) => outcome === "failed");
  const error = failure?.error ?? null;
  return error === null ? { kind: "waiting" } : { kind: "failed", error };
}
