import { asFailure } from "../../slack/failure.ts";
import { postMessage } from "../../slack/messages.ts";
import {
  readToldFailures,
  writeToldFailures,
} from "../../slack/records/failed_steps.ts";
import { SECONDS_PER_DAY } from "../../time.ts";
import { type Execution, nowOf, runStep } from "../execution.ts";
import { retryIfLimited } from "../lock/continuation.ts";
import { stepFailed } from "../messages/report.ts";
import { putCheckpoint, readLastRun } from "../state/run_state.ts";

/** Thrown when the report itself could not be posted: nothing else can be posted either. */
export class ReportNotPosted extends Error {}

/** The same failure is told again after this long. */
const TELL_AGAIN_SECONDS = SECONDS_PER_DAY;

/** How many different failures are remembered. */
const MOST_TOLD = 20;

/**
 * Runs a step of a run for Slack. A failed step ends its run before the report, so
 * the report channel hears of the failure at once, the same one once a day. If Slack
 * allowed no more calls, a run a minute later does its work.
 *
 * @param title As people read it in `slack activity`.
 */
export function runReportedStep<Inputs, Outputs>(
  context: Parameters<typeof runStep<Inputs, Outputs>>[0],
  title: string,
  work: (execution: Execution, inputs: Inputs) => Promise<Outputs>,
): ReturnType<typeof runStep<Inputs, Outputs>> {
  return runStep(context, async (execution, inputs: Inputs) => {
    try {
      return await work(execution, inputs);
    } catch (thrown) {
      await retryIfLimited(execution, thrown);
      await tell(execution, title, thrown);
      const { scope } = inputs as { scope?: string };
      if (scope === "watched") await reopen(execution);
      throw thrown;
    }
  });
}

/** Never rejects: the step's own failure counts. */
async function tell(
  execution: Execution,
  title: string,
  thrown: unknown,
): Promise<void> {
  const { client, config } = execution;
  const channel = config.report_channel;
  if (channel === null || thrown instanceof ReportNotPosted) return;
  const text = stepFailed(
    title,
    thrown instanceof Error ? thrown.message : String(thrown),
  );
  const at = nowOf(execution);
  try {
    const all = await readToldFailures(client);
    const told = all.filter((each) =>
      Math.abs(at - each.at) < TELL_AGAIN_SECONDS
    );
    if (told.some((each) => each.text === text)) return;
    const before = all.find((each) => each.title === title);
    const since = before?.since ?? at;
    // First, so that it is not told at every poll while nothing can be stored.
    const next = [{ text, at, title, since }, ...told].slice(0, MOST_TOLD);
    await writeToldFailures(client, next);
    await postMessage(client, channel, text);
  } catch (failure) {
    console.warn(asFailure(failure, "telling of a failed step").message);
  }
}

/** The next poll serves everyone: what this run went by may be the cause. */
async function reopen(execution: Execution): Promise<void> {
  try {
    const { checkpoint } = await readLastRun(execution);
    if (checkpoint === null) return;
    await putCheckpoint(execution.client, { ...checkpoint, open: true });
  } catch (failure) {
    console.warn(asFailure(failure, "reopening a run").message);
  }
}
