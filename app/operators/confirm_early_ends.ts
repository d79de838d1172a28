import { getRecords, putRecords } from "../../slack/record_store.ts";
import { type EarlyEnds, earlyEnds } from "../../slack/records/runs.ts";
import { type Execution, nowOf, waitForReadConsistency } from "../execution.ts";
import {
  type Answer,
  authorize,
  type Interaction,
  unchanged,
} from "../interaction.ts";
import { notStored } from "../messages/errors.ts";
import {
  alreadyConfirmed,
  earlyEndsConfirmed,
  NOTHING_TO_CONFIRM,
  operatorsOnly,
  unusableRecord,
} from "../messages/operators.ts";
import { recordProblem } from "../state/step_log.ts";

/**
 * Confirms the early ends that a run held back because there were too many. For
 * operators.
 *
 * @throws {Error} if the record cannot be used, or was not stored.
 */
export async function confirmEarlyEnds(
  execution: Execution,
  clicked: Interaction,
): Promise<Answer & { person: string }> {
  return await authorize(
    execution.config.operators,
    clicked,
    operatorsOnly,
    async (operator) => {
      const held = await readHeld(execution);
      if (!held) return unchanged(NOTHING_TO_CONFIRM);
      if (held.confirmed_by !== null) {
        return unchanged(alreadyConfirmed(held.confirmed_by));
      }
      await confirm(execution, held, operator);
      const message = earlyEndsConfirmed(held.people.length, held.active);
      return { message, changed: true };
    },
  );
}

async function readHeld({ client }: Execution): Promise<EarlyEnds | null> {
  const ids = ["early_ends"];
  const { records, broken } = await getRecords(client, earlyEnds, ids);
  const [unusable] = broken;
  if (unusable) throw new Error(unusableRecord(recordProblem(unusable)));
  return records.get("early_ends") ?? null;
}

async function confirm(
  execution: Execution,
  held: EarlyEnds,
  operator: string,
): Promise<void> {
  const record = {
    ...held,
    confirmed_by: operator,
    confirmed_at: nowOf(execution),
  };
  const failed = await putRecords(execution.client, earlyEnds, [record]);
  if (failed.size > 0) throw new Error(notStored("the confirmation"));
  await waitForReadConsistency(execution);
}
