import { asFailure } from "../../slack/failure.ts";
import { getRecords, putRecords } from "../../slack/record_store.ts";
import { claims as claimStore } from "../../slack/records/claims.ts";
import { type EarlyEnds, earlyEnds } from "../../slack/records/runs.ts";
import { beginOnce, tellAction } from "../audit/operator_actions.ts";
import { type Execution, nowOf, waitForReadConsistency } from "../execution.ts";
import { type Answer, authorize, unchanged, withNote } from "../interaction.ts";
import { notStored } from "../messages/errors.ts";
import {
  askConfirmEarlyEnds,
  endsConfirmed,
  MOST_NAMED,
} from "../messages/operator_actions.ts";
import {
  alreadyConfirmed,
  earlyEndsConfirmed,
  NOTHING_TO_CONFIRM,
  operatorsOnly,
  unusableRecord,
} from "../messages/operators.ts";
import { recordProblem } from "../state/step_log.ts";
import {
  type Asking,
  concernedBy,
  mustAsk,
  recordQuestion,
} from "./ask_first.ts";

interface Waiting {
  held: EarlyEnds;
}

const KIND = "confirm_early_ends";

/**
 * Confirms the early ends that a run held back because there were too many, once the
 * operator was shown whom that concerns. For operators.
 *
 * @throws {Error} if the record cannot be used, or was not stored.
 */
export async function confirmEarlyEnds(
  execution: Execution,
  clicked: Asking,
): Promise<Answer & { person: string }> {
  return await authorize(
    execution.config.operators,
    clicked,
    operatorsOnly,
    async (operator) => {
      const begin = await beginOnce(execution, operator, {
        kind: KIND,
        check: () => findWaiting(execution, operator, clicked.choice),
        change: ({ held }) => ({ before: null, after: held.people }),
        commit: ({ held }) => confirm(execution, held, operator),
      });
      if ("answer" in begin) return begin.answer;
      const { state: { held }, begun } = begin;
      const { people, active } = held;
      const names = await firstNames(execution, people);
      const told = [endsConfirmed(names, people.length)];
      const notTold = await tellAction(execution, begun, told);
      const message = earlyEndsConfirmed(people.length, active, names);
      return { message: withNote(message, notTold), changed: true };
    },
  );
}

/** What waits; an answer if nothing does, or the operator must be asked first. */
async function findWaiting(
  execution: Execution,
  operator: string,
  choice: string | undefined,
): Promise<{ answer: Answer } | { state: Waiting }> {
  const held = await readHeld(execution);
  if (!held) return { answer: unchanged(NOTHING_TO_CONFIRM) };
  if (held.confirmed_by !== null) {
    return { answer: unchanged(alreadyConfirmed(held.confirmed_by)) };
  }
  const { people, active } = held;
  const because = await mustAsk(execution, KIND, operator, choice, people);
  if (because === null) return { state: { held } };
  const claims = await getRecords(execution.client, claimStore, people);
  const concerned = concernedBy(claims.records.values());
  if (concerned.people.length === 0) {
    return { answer: unchanged(NOTHING_TO_CONFIRM) };
  }
  const link = await recordQuestion(execution, KIND, operator, people);
  const message = askConfirmEarlyEnds(concerned, active, link, because);
  return { answer: unchanged(message) };
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

/** The names of the first of these people, as far as they are known. */
async function firstNames(
  { client }: Execution,
  people: readonly string[],
): Promise<string[]> {
  const first = people.slice(0, MOST_NAMED);
  try {
    const { records } = await getRecords(client, claimStore, first);
    return first.flatMap((id) => records.get(id)?.name ?? []);
  } catch (thrown) {
    console.warn(asFailure(thrown, "reading names").message);
    return [];
  }
}
