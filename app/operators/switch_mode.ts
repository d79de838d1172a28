import type { Mode } from "../../config/schema.ts";
import { isShowing } from "../../reconciler/claim.ts";
import { asFailure } from "../../slack/failure.ts";
import { allRecords, putRecords } from "../../slack/record_store.ts";
import { claims } from "../../slack/records/claims.ts";
import { type ModeRecord, modes } from "../../slack/records/runs.ts";
import { type Execution, nowOf, waitForReadConsistency } from "../execution.ts";
import type { Answer, Interaction } from "../interaction.ts";
import { peopleText } from "../state/results.ts";
import { forOperator } from "./operators.ts";

interface SwitchInputs extends Interaction {
  mode: string;
}

const MODES: Mode[] = ["preview", "enforce"];

/**
 * Switches the mode for every run from now on. It ends a *put everybody back*.
 *
 * @throws {Error} when there is no such mode, or it was not stored.
 */
export async function switchMode(
  execution: Execution,
  inputs: SwitchInputs,
): Promise<Answer & { person: string }> {
  const mode = MODES.find((each) => each === inputs.mode);
  if (!mode) {
    throw new Error(`mode: "${inputs.mode}" is none of ${MODES.join(", ")}`);
  }
  return await forOperator(execution, inputs, async (operator) => {
    await setMode(execution, { mode, put_back: false }, operator);
    const message = mode === "enforce"
      ? "Enforce: from now on plans are carried out, beginning with a run right now."
      : await previewWords(execution);
    return { message, changed: true };
  });
}

/**
 * Records the mode that an operator switched to. Once it resolves, every run that
 * begins goes by it.
 *
 * @throws {Error} when it was not stored; what held before then still holds.
 */
export async function setMode(
  execution: Execution,
  choice: Pick<ModeRecord, "mode" | "put_back">,
  operator: string,
): Promise<void> {
  const failed = await putRecords(execution.client, modes, [{
    id: "mode",
    ...choice,
    set_by: operator,
    set_at: nowOf(execution),
  }]);
  if (failed.size > 0) {
    throw new Error("Slack did not store the mode: please try once more.");
  }
  await waitForReadConsistency(execution);
}

async function previewWords({ client }: Execution): Promise<string> {
  const now =
    "Preview: from now on plans are only reported, each once, and nobody's presence is changed.";
  try {
    const { records } = await allRecords(client, claims);
    const showing = [...records.values()].filter(isShowing).length;
    if (showing === 0) return `${now} Nobody shows anything that was set.`;
    const show = showing === 1 ? "shows" : "show";
    return `${now} ${
      peopleText(showing)
    } still ${show} what was set; *Put everybody back* gives it back.`;
  } catch (thrown) {
    const { message } = asFailure(thrown, "counting claims");
    return `${now} Who still shows what was set could not be read (${message}); *Put everybody back* gives it back.`;
  }
}
