import { SECOND } from "@std/datetime";
import type { Consent } from "../../reconciler/consent.ts";
import { asFailure } from "../../slack/failure.ts";
import { getRecord, putRecord } from "../../slack/record_store.ts";
import { consents, leavingConsents } from "../../slack/records/consents.ts";
import { type Execution, mayBegin, nowOf } from "../execution.ts";
import { patiently } from "../lock/click_run.ts";
import { markConsentsChanged } from "../state/run_state.ts";

/** The pause before a call that failed is repeated. */
const PAUSE_MS = SECOND;

/** The consent of a person who is about to opt out; one that does not parse allows nothing. */
export async function readLeaving(
  execution: Execution,
  person: string,
): Promise<Consent | null> {
  const { records } = await insistently(
    execution,
    () => getRecord(execution.client, leavingConsents, person),
  );
  return records.get(person) ?? null;
}

/**
 * Replaces a consent by a tombstone: from then on no run sets anything, and every
 * run restores what is left.
 *
 * @throws {Error} if it could not be stored, and nothing was changed.
 */
export async function storeTombstone(
  execution: Execution,
  consent: Consent,
): Promise<Consent> {
  const now = nowOf(execution);
  const recorded_at = Math.min(consent.recorded_at, now);
  // Runs take a record that means the future for a broken one.
  const tombstone = { ...consent, recorded_at, withdrawn_at: now };
  await tryToMark(execution, true);
  await insistently(
    execution,
    () => putRecord(execution.client, consents, tombstone),
  );
  // From now on every run restores them, even if this execution is cut short.
  await tryToMark(execution, false);
  return tombstone;
}

/** Without the mark, polls notice the opt-out later. It must not prevent it. */
async function tryToMark(
  execution: Execution,
  pending: boolean,
): Promise<void> {
  try {
    await insistently(execution, () => markConsentsChanged(execution, pending));
  } catch (thrown) {
    console.warn(`opting out: ${asFailure(thrown, "marking").message}`);
  }
}

/** Repeats a call that failed: after the wait that Slack asks for, else once. */
async function insistently<T>(
  execution: Execution,
  act: () => Promise<T>,
): Promise<T> {
  try {
    return await patiently(execution, act);
  } catch (thrown) {
    const { kind } = asFailure(thrown, "opting out");
    const passes = kind === "retry" || kind === "unknown";
    if (!passes || !mayBegin(execution, PAUSE_MS)) throw thrown;
    await execution.clock.sleep(PAUSE_MS);
    return await patiently(execution, act);
  }
}
