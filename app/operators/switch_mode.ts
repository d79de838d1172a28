import type { Mode } from "../../config/schema.ts";
import { isShowing } from "../../reconciler/claim.ts";
import { asFailure } from "../../slack/failure.ts";
import {
  allRecords,
  getRecords,
  putRecords,
} from "../../slack/record_store.ts";
import { claims } from "../../slack/records/claims.ts";
import { type ModeRecord, modes } from "../../slack/records/runs.ts";
import { beginOnce, tellAction } from "../audit/operator_actions.ts";
import { type Execution, nowOf, waitForReadConsistency } from "../execution.ts";
import {
  type Answer,
  authorize,
  type Interaction,
  unchanged,
  withNote,
} from "../interaction.ts";
import { notStored } from "../messages/errors.ts";
import { alreadySwitched, modeSwitched } from "../messages/operator_actions.ts";
import {
  operatorsOnly,
  SWITCHED_TO_ENFORCE,
  switchedToPreview,
} from "../messages/operators.ts";

interface SwitchInputs extends Interaction {
  mode: string;
}

/** What operators choose: the mode, and whether everyone is restored. */
type ModeChoice = Pick<ModeRecord, "mode" | "put_back">;

const MODES: Mode[] = ["preview", "enforce"];

/**
 * Switches the mode of every run from now on, and ends *Restore everyone*. For
 * operators.
 *
 * @throws {Error} if there is no such mode, or it was not stored.
 */
export async function switchMode(
  execution: Execution,
  inputs: SwitchInputs,
): Promise<Answer & { person: string }> {
  const mode = MODES.find((each) => each === inputs.mode);
  if (!mode) {
    throw new Error(`mode: "${inputs.mode}" is none of ${MODES.join(", ")}`);
  }
  return await authorize(
    execution.config.operators,
    inputs,
    operatorsOnly,
    async (operator) => {
      const choice = { mode, put_back: false };
      const begin = await beginOnce(execution, operator, {
        kind: "switch_mode",
        check: () => findMode(execution, mode),
        change: (before) => ({ before, after: choice }),
        commit: () => setMode(execution, choice, operator),
      });
      if ("answer" in begin) return begin.answer;
      const { state: before, begun } = begin;
      const told = [modeSwitched(before.mode, mode)];
      const notTold = await tellAction(execution, begun, told);
      const message = mode === "enforce"
        ? SWITCHED_TO_ENFORCE
        : switchedToPreview(await countShowing(execution));
      return { message: withNote(message, notTold), changed: true };
    },
  );
}

/** The mode until now, or the answer if an operator has switched to `mode` already. */
async function findMode(
  { client, config }: Execution,
  mode: Mode,
): Promise<{ answer: Answer } | { state: ModeChoice }> {
  const { records } = await getRecords(client, modes, ["mode"]);
  const record = records.get("mode");
  if (record === undefined) {
    return { state: { mode: config.mode, put_back: false } };
  }
  const { put_back, set_by } = record;
  if (record.mode === mode && !put_back) {
    return { answer: unchanged(alreadySwitched(mode, set_by)) };
  }
  return { state: { mode: record.mode, put_back } };
}

/**
 * Records the mode that an operator switched to. Every run that begins after this
 * resolves uses it.
 *
 * @throws {Error} if it was not stored; the mode is then unchanged.
 */
export async function setMode(
  execution: Execution,
  choice: ModeChoice,
  operator: string,
): Promise<void> {
  const failed = await putRecords(execution.client, modes, [{
    id: "mode",
    ...choice,
    set_by: operator,
    set_at: nowOf(execution),
  }]);
  if (failed.size > 0) throw new Error(notStored("the mode"));
  await waitForReadConsistency(execution);
}

/** @returns how many people show what the app set, or why that is not known. */
async function countShowing(
  { client }: Execution,
): Promise<number | { error: string }> {
  try {
    const { records } = await allRecords(client, claims);
    return [...records.values()].filter(isShowing).length;
  } catch (thrown) {
    return { error: asFailure(thrown, "counting claims").message };
  }
}
