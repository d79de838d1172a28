import type { Answer, Interaction } from "../interaction.ts";
import { type Execution, nowOf } from "../execution.ts";
import { declare } from "./declare.ts";
import { zoneForWords } from "./zone.ts";

interface FocusInputs extends Interaction {
  /** Unix seconds; left out, it is open. */
  until?: number | undefined;
}

/**
 * Focus time for whoever clicked, from now on.
 *
 * @throws {Error} when it could not be recorded.
 */
export async function startFocusTime(
  execution: Execution,
  inputs: FocusInputs,
): Promise<Answer & { person: string }> {
  const { id } = inputs.interactivity.interactor;
  return await declare(execution, inputs, {
    name: "Focus time",
    state: "focus",
    start: nowOf(execution),
    end: inputs.until ?? null,
    days: null,
    time_zone: await zoneForWords(execution, id),
  });
}
