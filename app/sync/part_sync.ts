import type { Claim, PartName, PartValues } from "../../reconciler/claim.ts";
import type { Decision } from "../../reconciler/decide.ts";
import type { Action } from "../../reconciler/part.ts";
import type { WantContext } from "../../reconciler/part_wants.ts";
import type { Outcome, Result } from "../../reconciler/change.ts";
import type { PersonToken } from "../../slack/call.ts";
import { Tokens } from "../../slack/tokens.ts";
import type { Execution } from "../execution.ts";
import type { Lease } from "../lock/lease.ts";
import type { People } from "../state/people.ts";
import { type Failure, resultOf } from "../state/results.ts";
import type { StepLog } from "../state/step_log.ts";
import type { PartAccess } from "./part_access.ts";

/** What a step syncs people's presence with, and what it changes. */
export interface Sync {
  readonly execution: Execution;
  readonly tokens: Tokens;
  readonly people: People;
  readonly log: StepLog;
  /** `null`: nothing may be written, plans are only reported. */
  readonly lease: Lease | null;
}

/** @param lease Without it nothing is written, plans are only reported. */
export function openSync(
  execution: Execution,
  people: People,
  log: StepLog,
  lease: Lease | null,
): Sync {
  const tokens = new Tokens(execution.client, execution.env);
  return { execution, tokens, people, log, lease };
}

/** One part of many people's presence, planned and written in batches. */
export interface PartSync<N extends PartName> extends Sync {
  readonly access: PartAccess<N>;
  /** Whether it deals with what is wanted or with what is no longer wanted. */
  readonly desired: "absent" | "present";
  /** What this step may do; anything else is left to another step. */
  readonly allowed: ReadonlySet<Action>;
}

/** What was read of one part of one person. */
export interface Reading<N extends PartName> {
  value: PartValues[N];
  /** Unix seconds, and milliseconds to tell its age. */
  at: number;
  atMs: number;
  /** The person's own token, where the read took one. */
  token: PersonToken | null;
}

/** One person's way through a batch. */
export interface PlannedWrite<N extends PartName> {
  /** With the claim as it was before. */
  context: WantContext;
  decision: Decision<PartValues[N]>;
  reading: Reading<N> | null;
  /** The token to write with. */
  token: PersonToken | null;
  /** The claim to record before the write. */
  planned: Claim | null;
}

/** A person who goes into a later batch: after a 429, or when a read grew old. */
export interface Retry {
  context: WantContext;
  waitMs: number;
  reason: string;
  /** Whether a call was made and failed. Such people are retried once. */
  tried: boolean;
}

/** What became of one batch. */
export interface BatchOutcome {
  results: Result[];
  again: Retry[];
  /** Why nothing more can be done for anybody. */
  stop: string | null;
}

/** Slack or the person got in the way: one more try. */
export function retryOnce(
  context: WantContext,
  waitMs: number,
  reason: string,
): Retry {
  return { context, waitMs, reason, tried: true };
}

/** It was not the person's turn yet: as many more tries as it takes. */
export function requeue(context: WantContext, waitMs: number): Retry {
  return { context, waitMs, reason: "Slack's rate limit", tried: false };
}

/** A planned write and what became of it. */
export function resultOfWrite<N extends PartName>(
  { access }: Pick<PartSync<N>, "access">,
  { context, decision, token }: PlannedWrite<N>,
  outcome: Outcome,
  failure: Failure | null,
): Result {
  return resultOf(context, access.plan, decision, outcome, failure, token);
}
