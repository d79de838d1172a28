import { SECOND } from "@std/datetime";
import { type Clock, clockOf, newIdOf, unixNow } from "../clock.ts";
import { configFor } from "../config/overlay.ts";
import type { Config } from "../config/schema.ts";
import config from "../shiftlight.config.ts";
import {
  countingClient,
  type SlackClient,
  withRateLimitRetry,
} from "../slack/call.ts";
import type { SlackWorkspace } from "../slack/accounts.ts";
import { SlackFailure } from "../slack/failure.ts";
import { RateLimiter } from "../slack/rate_limiter.ts";

/** The fields used of the context that Slack gives a function. */
interface FunctionContext {
  env: Record<string, string>;
  client: SlackClient;
  event: { function_execution_id: string; workflow_execution_id?: string };
  team_id: string;
  /** `""`, or missing, outside of Enterprise Grid. */
  enterprise_id?: string;
}

/** One execution of one function: its client, its settings and its time limit. */
export interface Execution {
  readonly id: string;
  /** The id of its run, from `fetch_roster`; its own id outside of a run. */
  readonly run: string;
  /** Slack's id of the workflow that it is a step of; `""` if Slack gave none. */
  readonly workflow: string;
  readonly client: SlackClient;
  /** Where the function runs, and the people are. */
  readonly workspace: SlackWorkspace;
  /** The same, but it never waits: for calls that can be left out. */
  readonly clientWithoutRetry: SlackClient;
  readonly env: Readonly<Record<string, string>>;
  readonly clock: Clock;
  /** Makes an id that cannot be guessed. */
  readonly newId: () => string;
  readonly config: Config;
  /** How much each Slack method may still be called this minute. */
  readonly rateLimiter: RateLimiter;
  /** No new work begins after this (Unix milliseconds). */
  readonly lastStartMs: number;
}

/** New work may begin in this share of a function's time. */
const SHARE_TO_BEGIN_IN = 0.75;

/** The time that must be left after a wait for a rate limit. */
const LEAST_LEFT_MS = 5 * SECOND;

/** A read of a datastore may miss writes of the last second. */
const READ_LAG_MS = SECOND;

/**
 * @param run The run's id, if the step got one.
 * @throws {Error} if the configuration in the environment is invalid.
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
  const clientWithoutRetry = countingClient(context.client, rateLimiter);
  const untilMs = startedMs + limitMs - LEAST_LEFT_MS;
  const client = withRateLimitRetry(
    clientWithoutRetry,
    { clock, rateLimiter, untilMs },
  );
  const { function_execution_id: id, workflow_execution_id } = context.event;
  return {
    id,
    run: run ?? id,
    workflow: workflow_execution_id ?? "",
    client,
    workspace: {
      team: context.team_id,
      enterprise: context.enterprise_id ?? "",
    },
    clientWithoutRetry,
    env: context.env,
    clock,
    newId: newIdOf(context),
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

/** Waits until the next read sees everything written before. */
export async function waitForReadConsistency(
  { clock }: Execution,
): Promise<void> {
  await clock.sleep(READ_LAG_MS);
}

/**
 * Runs a step for Slack.
 *
 * @returns the step's outputs, or its error if the app's own records or
 * configuration kept it from serving anyone. One person's failure is a result, not
 * an error.
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
