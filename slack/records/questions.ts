import * as v from "valibot";
import { instant } from "./fields.ts";
import type { ActionKind } from "./operator_actions.ts";
import { runStore } from "./run_store.ts";

/**
 * - `id`: `asked:<action>:<person>`.
 * - `people`: Slack user ids of the people whom the question named.
 */
const QUESTION = v.object({
  id: v.string(),
  people: v.array(v.string()),
  at: instant,
  expires_at: instant,
});

/** What an operator was asked before an action that concerns many people. */
export type Question = v.InferOutput<typeof QUESTION>;

export const questions = runStore(1, QUESTION);

/** @param operator Slack user id. */
export function questionId(kind: ActionKind, operator: string): string {
  return `asked:${kind}:${operator}`;
}
