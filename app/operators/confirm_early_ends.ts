import { getRecords, putRecords } from "../../slack/record_store.ts";
import { type EarlyEnds, earlyEnds } from "../../slack/records/runs.ts";
import { type Execution, nowOf, waitForReadConsistency } from "../execution.ts";
import { peopleText } from "../state/results.ts";
import { recordProblem } from "../state/step_log.ts";
import { type Answer, type Interaction, unchanged } from "../interaction.ts";
import { forOperator } from "./operators.ts";

/**
 * Confirms the early ends that a run held back because they were too many.
 *
 * @throws {Error} when the record cannot be used, or was not stored.
 */
export async function confirmEarlyEnds(
  execution: Execution,
  clicked: Interaction,
): Promise<Answer & { person: string }> {
  return await forOperator(execution, clicked, async (operator) => {
    const held = await readHeld(execution);
    if (!held) return unchanged("Nothing waits for confirmation.");
    if (held.confirmed_by !== null) {
      return unchanged(
        `Nothing waits for confirmation: <@${held.confirmed_by}> has confirmed it already.`,
      );
    }
    await confirm(execution, held, operator);
    return { message: confirmed(held), changed: true };
  });
}

async function readHeld({ client }: Execution): Promise<EarlyEnds | null> {
  const ids = ["early_ends"];
  const { records, broken } = await getRecords(client, earlyEnds, ids);
  const [unusable] = broken;
  if (unusable) {
    const { about, reason } = recordProblem(unusable);
    throw new Error(`${about} ${reason}`);
  }
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
  if (failed.size > 0) {
    throw new Error(
      "Slack did not store the confirmation: please try once more.",
    );
  }
  await waitForReadConsistency(execution);
}

function confirmed(held: EarlyEnds): string {
  return `Confirmed for ${
    peopleText(held.people.length)
  }, of ${held.active} shown then: whoever is still off the rosters gets back what was there before, in a run right now.`;
}
