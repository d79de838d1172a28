import type { Answer, Interaction } from "../interaction.ts";
import { type Execution, nowOf } from "../execution.ts";
import { declare } from "./declare.ts";
import { forOneselfOrManager } from "./managers.ts";
import { zoneForWords } from "./zone.ts";

interface FreezeInputs extends Interaction {
  /** Unix seconds; left out, now. */
  from?: number | undefined;
  /** Unix seconds; left out, it is open. */
  until?: number | undefined;
  /** Slack user group id; left out, it is for whoever clicked. */
  group?: string | undefined;
}

/**
 * A deploy freeze: anybody's for themselves, a user group's by those alone whom
 * the configuration names.
 *
 * @throws {Error} when it could not be recorded.
 */
export async function declareDeployFreeze(
  execution: Execution,
  inputs: FreezeInputs,
): Promise<Answer & { person: string }> {
  return await forOneselfOrManager(
    execution,
    inputs,
    async (person, group) =>
      await declare(execution, inputs, {
        name: "A deploy freeze",
        state: "deploy_freeze",
        start: inputs.from ?? nowOf(execution),
        end: inputs.until ?? null,
        days: null,
        group,
        time_zone: await zoneForWords(execution, person),
      }),
  );
}
