import {
  type Claim,
  isShowing,
  type PartName,
} from "../../reconciler/claim.ts";
import { isOursOrInDoubt } from "../../reconciler/part.ts";
import { asFailure } from "../../slack/failure.ts";
import { getRecords, putRecords } from "../../slack/record_store.ts";
import type { ActionKind } from "../../slack/records/operator_actions.ts";
import { questionId, questions } from "../../slack/records/questions.ts";
import { linkOf } from "../../slack/triggers.ts";
import { SECONDS_PER_MINUTE } from "../../time.ts";
import { type Execution, nowOf } from "../execution.ts";
import type { Interaction } from "../interaction.ts";
import { notStored } from "../messages/errors.ts";
import type { AskedBecause, Concerned } from "../messages/operator_actions.ts";

/**
 * How a link was opened: `show` asks, and `do` does what the same operator was shown.
 * Left out, it is done at once.
 */
export interface Asking extends Interaction {
  choice?: string | undefined;
}

/** How long an operator may take to go on. */
const ASKED_FOR_SECONDS = 10 * SECONDS_PER_MINUTE;

/**
 * Whether an operator must be asked first, and why.
 *
 * @param people Slack user ids of the people who are concerned now.
 * @returns `null` if the operator was shown all of them a moment ago, or wants no question.
 * @throws {Error} if there is no such choice.
 */
export async function mustAsk(
  execution: Execution,
  kind: ActionKind,
  operator: string,
  choice: string | undefined,
  people: readonly string[],
): Promise<AskedBecause | null> {
  if (choice === undefined) return null;
  if (choice === "show") return "first";
  if (choice !== "do") {
    throw new Error(`choice: "${choice}" is none of show, do`);
  }
  const id = questionId(kind, operator);
  const { records } = await getRecords(execution.client, questions, [id]);
  const asked = records.get(id);
  const since = nowOf(execution) - (asked?.at ?? -Infinity);
  if (asked === undefined || Math.abs(since) > ASKED_FOR_SECONDS) return "late";
  const shown = new Set(asked.people);
  return people.every((person) => shown.has(person)) ? null : "others";
}

/**
 * Records whom an operator is shown.
 *
 * @returns the link by which they go on; `null` if it cannot be found.
 * @throws {Error} if it was not stored: then going on would ask again.
 */
export async function recordQuestion(
  execution: Execution,
  kind: ActionKind,
  operator: string,
  people: readonly string[],
): Promise<string | null> {
  const at = nowOf(execution);
  const lost = await putRecords(execution.client, questions, [{
    id: questionId(kind, operator),
    people: [...people],
    at,
    expires_at: at + ASKED_FOR_SECONDS,
  }]);
  if (lost.size > 0) throw new Error(notStored("whom you were shown"));
  try {
    return await linkOf(execution.client, `ask_${kind}`);
  } catch (thrown) {
    console.warn(asFailure(thrown, "the link to go on").message);
    return null;
  }
}

/** The people who show something of ours, sorted by name, and what they get back. */
export function concernedBy(claims: Iterable<Claim>): Concerned & {
  people: string[];
} {
  const showing = [...claims].filter(isShowing).sort((a, b) =>
    a.name < b.name ? -1 : a.name > b.name ? 1 : 0
  );
  const count = (part: PartName) =>
    showing.filter((claim) => isOursOrInDoubt(claim[part])).length;
  return {
    people: showing.map(({ person }) => person),
    names: showing.map(({ name }) => name),
    parts: {
      status: count("status"),
      dnd: count("dnd"),
      presence: count("presence"),
    },
  };
}
