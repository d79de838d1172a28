import type { Execution } from "../execution.ts";
import { type Answer, authorize, type Interaction } from "../interaction.ts";
import { operatorsOnly } from "../messages/operators.ts";

/**
 * Does `work` for an operator. Anyone else is told that only operators may,
 * and nothing happens.
 */
export async function forOperator(
  { config: { operators } }: Execution,
  clicked: Interaction,
  work: (operator: string) => Promise<Answer>,
): Promise<Answer & { person: string }> {
  return await authorize(operators, clicked, operatorsOnly, work);
}
