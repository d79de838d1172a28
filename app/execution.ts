import { type Clock, clockOf, unixNow } from "../clock.ts";
import { configFor } from "../config/overlay.ts";
import type { Config } from "../config/schema.ts";
import config from "../shiftlight.config.ts";
import type { SlackClient } from "../slack/call.ts";
import { RateLimiter } from "../slack/rate_limiter.ts";
import { countingClient, withRateLimitRetry } from "../slack/client.ts";
import { Tokens } from "../slack/tokens.ts";
import type { Lease } from "./lock/lease.ts";

/** As much of the context that Slack gives a function as is used. */
export interface FunctionContext {
  env: Record<string, string>;
  client: SlackClient;
  event: { function_execution_id: string };
}

/** One execution of one function: what it works with, and until when. */
export interface Execution {
  id: string;
  /** The run it belongs to: the id that `fetch_roster` gave it, else its own. */
  run: string;
  client: SlackClient;
  env: Record<string, string>;
  clock: Clock;
  config: Config;
  tokens: Tokens;
  /** What is left of the minute's allowance of each method. */
  rateLimiter: RateLimiter;
  /** While it is this execution that may write; `null` otherwise. */
  lease: Lease | null;
  /** Unix milliseconds after which no new batch begins. */
  lastStartMs: number;
}

/** Of the time a function may run, the share in which work may begin. */
const SHARE_TO_BEGIN_IN = 0.75;

/** What must be left of it after a wait for Slack (milliseconds). */
const LEAST_LEFT = 5_000;

/**
 * `run` is the run's id, where the step was given one.
 *
 * @throws {Error} when the configuration laid over the file's is wrong.
 */
export function openExecution(
  context: FunctionContext,
  run?: string,
): Execution {
  const clock = clockOf(context);
  const merged = configFor(config, context.env);
  const limitMs = merged.limits.function_seconds * 1000;
  const started = clock.now();
  const rateLimiter = new RateLimiter(clock, merged.limits.rates);
  const client = withRateLimitRetry(
    countingClient(context.client, rateLimiter),
    clock,
    started + limitMs - LEAST_LEFT,
  );
  const id = context.event.function_execution_id;
  return {
    id,
    run: run ?? id,
    client,
    env: context.env,
    clock,
    config: merged,
    tokens: new Tokens(client, context.env),
    rateLimiter: rateLimiter,
    lease: null,
    lastStartMs: started + limitMs * SHARE_TO_BEGIN_IN,
  };
}

/** The present in Unix seconds. */
export function nowOf(execution: Execution): number {
  return unixNow(execution.clock);
}

/** Whether new work may begin `ms` from now. */
export function mayBegin(execution: Execution, ms = 0): boolean {
  return execution.clock.now() + ms <= execution.lastStartMs;
}
