import { type Answer, authorize, type Interaction } from "../interaction.ts";
import type { Execution } from "../execution.ts";

/** Does `work` for an operator. Anybody else is told that only operators may. */
export async function forOperator(
  { config: { operators } }: Execution,
  clicked: Interaction,
  work: (operator: string) => Promise<Answer>,
): Promise<Answer & { person: string }> {
  return await authorize(operators, clicked, refusal, work);
}

function refusal(operators: string): string {
  const who = operators === ""
    ? "nobody is one yet: name them under `operators` in shiftlight.config.ts"
    : `ask ${operators}`;
  return `Only operators may do this, and nothing was changed; ${who}.`;
}
