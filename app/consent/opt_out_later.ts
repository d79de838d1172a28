import { OPT_IN } from "../../triggers/link_triggers.ts";
import { deleteDeclared } from "../declared/records.ts";
import type { Execution } from "../execution.ts";
import { storeForRun } from "../lock/click_run.ts";
import { optedOut, type OptOutOutcome } from "../messages/consent.ts";
import { DECLARED_NOT_DELETED } from "../messages/errors.ts";
import { readLinks } from "../state/links.ts";
import { readLeaving, storeTombstone } from "./tombstone.ts";

/**
 * Withdraws a person's consent for a command: stores the tombstone, and leaves the
 * rest to the run that is booked for the minute. The link restores at once; its
 * step carries all that restores.
 *
 * @returns the message for the person.
 * @throws {Error} if it could not be stored, and nothing was changed.
 */
export async function optOutLater(
  execution: Execution,
  person: string,
): Promise<string> {
  const consent = await readLeaving(execution, person);
  let outcome: OptOutOutcome = { kind: "waiting" };
  if (consent === null) {
    if (!await deleteDeclared(execution, person)) {
      throw new Error(DECLARED_NOT_DELETED);
    }
    outcome = { kind: "stranger" };
  } else {
    await storeForRun(execution, async () => {
      await storeTombstone(execution, consent);
    });
  }
  const { audit_days: auditDays, poll_minutes: pollMinutes } = execution.config;
  const [optIn = null] = await readLinks(execution, [OPT_IN]);
  return optedOut(outcome, { auditDays, pollMinutes }, optIn);
}
