import type { Claim, PartName, PartValues } from "../../reconciler/claim.ts";
import type { Decision } from "../../reconciler/decide.ts";
import type { Action, Refusal } from "../../reconciler/part.ts";
import type { WantContext } from "../../reconciler/part_wants.ts";
import type { Outcome, Result } from "../../reconciler/change.ts";
import type { PersonToken } from "../../slack/call.ts";
import { Tokens } from "../../slack/tokens.ts";
import type { Execution } from "../execution.ts";
import type { Lease } from "../lock/lease.ts";
import { ABOUT, WAITS_FOR } from "../messages/report.ts";
import type { People } from "../state/people.ts";
import { type Failure, resultOf } from "../state/results.ts";
import type { StepLog, Stop } from "../state/step_log.ts";
import type { PartAccess } from "./part_access.ts";

/** What Slack refused of what was to be restored, by part and person. */
type Refusals = Map<string, Refusal>;

/** What a step needs to sync people. Syncing changes `tokens`, `people` and `log`. */
export interface Sync {
  readonly execution: Execution;
  readonly tokens: Tokens;
  readonly people: People;
  readonly log: StepLog;
  /** What Slack refused to restore in this execution. */
  readonly refusals: Refusals;
  /** `null` if plans are only reported and nothing may be written. */
  readonly lease: Lease | null;
}

/** @param lease `null` if plans are only reported and nothing may be written. */
export function openSync(
  execution: Execution,
  people: People,
  log: StepLog,
  lease: Lease | null,
): Sync {
  const { client, env, workspace } = execution;
  const tokens = new Tokens(client, env, workspace, ({ message }) => {
    log.report({ about: ABOUT.secret, reason: message });
  });
  return { execution, tokens, people, log, refusals: new Map(), lease };
}

/** What a step needs to sync one part of people's presence. */
export interface PartSync<N extends PartName> extends Sync {
  readonly access: PartAccess<N>;
  /** `present` for the step that applies, `absent` for the step that restores. */
  readonly desired: "absent" | "present";
  /** The actions of this step. All others are left to another step. */
  readonly allowed: ReadonlySet<Action>;
  /** Only people in this state, or `null` for all. */
  readonly state: string | null;
}

/** Whether a step for one state concerns a person; `null`: for all. */
export function isInState(
  { wanted }: WantContext,
  state: string | null,
): boolean {
  return state === null ||
    wanted.kind === "shift" && wanted.shift.state === state;
}

/** What was read of one part of one person. */
export interface Reading<N extends PartName> {
  value: PartValues[N];
  /** When it was read (Unix seconds), and the same in milliseconds to compute its age. */
  at: number;
  atMs: number;
  /** The person's own token, if the read used it. */
  token: PersonToken | null;
}

/** A decision about one person that is to be recorded, and written if it writes something. */
export interface PlannedWrite<N extends PartName> {
  /** Holds the claim as it was before. */
  context: WantContext;
  decision: Decision<PartValues[N]>;
  reading: Reading<N> | null;
  /** The token to write with. */
  token: PersonToken | null;
  /** The claim to record before the write. */
  planned: Claim | null;
}

/** A person to try again in a later batch: after a 429, or because a read is too old. */
export interface Retry {
  context: WantContext;
  waitMs: number;
  reason: string;
  /** Whether a call was made and failed. Such people are retried once. */
  tried: boolean;
}

/** The outcome of one batch. */
export interface BatchOutcome {
  results: Result[];
  again: Retry[];
  /** Why the step must stop for all people; `null` if it need not. */
  stop: Stop | null;
}

/** Something failed: the person is tried once more. */
export function retryOnce(
  context: WantContext,
  waitMs: number,
  reason: string,
): Retry {
  return { context, waitMs, reason, tried: true };
}

/** Slack's rates left no room yet: the person is tried again until they do. */
export function requeue(
  context: WantContext,
  waitMs: number,
  reason: string = WAITS_FOR.rate,
): Retry {
  return { context, waitMs, reason, tried: false };
}

/** The result of a planned write. */
export function resultOfWrite<N extends PartName>(
  { access }: Pick<PartSync<N>, "access">,
  { context, decision, token }: PlannedWrite<N>,
  outcome: Outcome,
  failure: Failure | null,
): Result {
  return resultOf(context, access.plan, decision, outcome, failure, token);
}
