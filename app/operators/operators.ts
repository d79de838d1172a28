import { type Answer, authorize, type Interaction } from "../interaction.ts";
import type { Execution } from "../execution.ts";

/**
 * Does `work` for an operator. Anybody else is told that only operators may,
 * and nothing happens.
 */
export async function forOperator(
  { config: { operators } }: Execution,
  clicked: Interaction,
  work: (operator: string) => Promise<Answer>,
): Promise<Answer & { person: string }> {
  return await authorize(operators, clicked, refusal, work);
}

function refusal(those: string): string {
  const who = those === ""
    ? "nobody is one yet: name them under `operators` in shiftlight.config.ts"
    : `ask ${those}`;
  return `Only operators may do this, and nothing was changed; ${who}.`;
}
