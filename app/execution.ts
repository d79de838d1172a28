import { SECOND } from "@std/datetime";
import { type Clock, clockOf, unixNow } from "../clock.ts";
import { configFor } from "../config/overlay.ts";
import type { Config } from "../config/schema.ts";
import config from "../shiftlight.config.ts";
import type { SlackClient } from "../slack/call.ts";
import { SlackFailure } from "../slack/failure.ts";
import { countingClient, withRateLimitRetry } from "../slack/client.ts";
import { RateLimiter } from "../slack/rate_limiter.ts";

/** The parts that are used of the context that Slack gives a function. */
export interface FunctionContext {
  env: Record<string, string>;
  client: SlackClient;
  event: { function_execution_id: string };
}

/** One execution of one function: what it works with, and until when. */
export interface Execution {
  readonly id: string;
  /** The id of its run, given by `fetch_roster`; its own id where it is in none. */
  readonly run: string;
  readonly client: SlackClient;
  readonly env: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly config: Config;
  /** What is left of the minute's allowance of each method. */
  readonly rateLimiter: RateLimiter;
  /** Unix milliseconds after which no new batch begins. */
  readonly lastStartMs: number;
}

/** The share of a function's time in which work may begin. */
const SHARE_TO_BEGIN_IN = 0.75;

/** Time that must be left after a wait for Slack. */
const LEAST_LEFT_MS = 5 * SECOND;

/** How far a read of a datastore may lie behind its writes. */
const READ_LAG_MS = SECOND;

/**
 * @param run The run's id, where the step was given one.
 * @throws {Error} when the configuration laid over the file's is wrong.
 */
export function openExecution(
  context: FunctionContext,
  run?: string,
): Execution {
  const clock = clockOf(context);
  const merged = configFor(config, context.env);
  const limitMs = merged.limits.function_seconds * SECOND;
  const startedMs = clock.now();
  const rateLimiter = new RateLimiter(clock, merged.limits.rates);
  const client = withRateLimitRetry(
    countingClient(context.client, rateLimiter),
    clock,
    startedMs + limitMs - LEAST_LEFT_MS,
  );
  const id = context.event.function_execution_id;
  return {
    id,
    run: run ?? id,
    client,
    env: context.env,
    clock,
    config: merged,
    rateLimiter,
    lastStartMs: startedMs + limitMs * SHARE_TO_BEGIN_IN,
  };
}

/** The current time in Unix seconds. */
export function nowOf(execution: Execution): number {
  return unixNow(execution.clock);
}

/** Whether new work may begin `waitMs` from now. */
export function mayBegin(execution: Execution, waitMs = 0): boolean {
  return execution.clock.now() + waitMs <= execution.lastStartMs;
}

/** Resolves once the next read sees everything written until now. */
export async function waitForReadConsistency(
  { clock }: Execution,
): Promise<void> {
  await clock.sleep(READ_LAG_MS);
}

/**
 * Runs a step for Slack.
 *
 * @returns the step's outputs, or its error when it could serve no one because
 * of the app's own records or configuration. One person's failure is a result
 * instead.
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
