import { SlackFailure } from "../slack/failure.ts";
import {
  type Execution,
  type FunctionContext,
  openExecution,
} from "./execution.ts";

/**
 * Runs a step for Slack.
 *
 * @returns the step's outputs, or its error when it could serve no one: the
 * app's own records or configuration failed. What concerns one person is a
 * result instead.
 */
export async function runStep<Inputs, Outputs>(
  context: FunctionContext & { inputs: Inputs },
  work: (execution: Execution, inputs: Inputs) => Promise<Outputs>,
): Promise<{ outputs: Outputs } | { error: string }> {
  try {
    const { inputs } = context;
    // Only the steps of a run have this input.
    const { run_id } = inputs as { run_id?: string };
    return { outputs: await work(openExecution(context, run_id), inputs) };
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown;
    const expected = thrown instanceof SlackFailure;
    // The trace goes to `slack activity`; no message of ours holds a token.
    if (!expected) console.error(thrown.stack);
    return { error: thrown.message };
  }
}
