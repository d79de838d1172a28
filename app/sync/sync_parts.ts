import type { Action } from "../../reconciler/part.ts";
import { isOnCall } from "../../reconciler/on_call.ts";
import type { WantContext } from "../../reconciler/part_wants.ts";
import {
  dndPlan,
  isConcerned,
  type PartPlan,
  presencePlan,
  statusPlan,
} from "../../reconciler/plan_part.ts";
import type { PartName } from "../../reconciler/claim.ts";
import type { Result } from "../../reconciler/change.ts";
import { retryAfterMs, SlackFailure } from "../../slack/failure.ts";
import { mayBegin } from "../execution.ts";
import { ABOUT, WAITS_FOR } from "../messages/report.ts";
import type { People } from "../state/people.ts";
import { postponed } from "../state/results.ts";
import { type Stop, stoppedBy } from "../state/step_log.ts";
import { runBatch } from "./batch.ts";
import { isOrphaned } from "./orphaned.ts";
import {
  dndAccess,
  type PartAccess,
  presenceAccess,
  statusAccess,
} from "./part_access.ts";
import {
  type BatchOutcome,
  isInState,
  type PartSync,
  retryOnce,
  type Sync,
} from "./part_sync.ts";
import { Queue } from "./queue.ts";

/** What a step does, and for whom. */
export interface StepRule {
  /** `present` for the step that applies, `absent` for the step that restores. */
  readonly desired: "absent" | "present";
  readonly allowed: ReadonlySet<Action>;
  /** Only people in this state, or `null` for all. */
  readonly state: string | null;
  /** People whose ends wait for an operator. */
  readonly heldBack: ReadonlySet<string>;
}

/** This many people can be read, recorded and written while a read is fresh. */
const BATCH = 25;

/** The size of batches after a 429. */
const SMALL_BATCH = 10;

/**
 * Syncs the statuses of all people first, then DND, then presence, so that no
 * status waits for another person's DND. Only people on call do not wait: what
 * silences them ends before everything else.
 */
export async function syncParts(
  sync: Sync,
  contexts: WantContext[],
  rule: StepRule,
): Promise<Result[]> {
  const onCall = rule.desired === "absent" ? contexts.filter(isOnCall) : [];
  return [
    ...await syncPart(sync, onCall, rule, dndAccess),
    ...await syncPart(sync, onCall, rule, presenceAccess),
    ...await syncPart(sync, contexts, rule, statusAccess),
    ...await syncPart(sync, contexts, rule, dndAccess),
    ...await syncPart(sync, contexts, rule, presenceAccess),
    ...sync.people.takeFailures(),
  ];
}

/** The people for whom a step has something to do, by the current records. */
export function concernedBy(
  people: People,
  contexts: WantContext[],
  rule: Omit<StepRule, "allowed">,
): WantContext[] {
  return contexts.filter((context) =>
    people.plan(context, false, () =>
      isCandidate(statusPlan, context, rule) ||
      isCandidate(dndPlan, context, rule) ||
      isCandidate(presencePlan, context, rule))
  );
}

/**
 * Syncs one part of the people concerned in batches, in the order of service, as
 * fast as Slack's rates allow and as long as there is time. One person's failure
 * is that person's result. The rest is postponed.
 */
async function syncPart<N extends PartName>(
  sync: Sync,
  contexts: WantContext[],
  rule: StepRule,
  access: PartAccess<N>,
): Promise<Result[]> {
  const { execution, people, log } = sync;
  const { desired, allowed, state } = rule;
  const part: PartSync<N> = { ...sync, access, desired, allowed, state };
  const later = (context: WantContext, reason: string) =>
    postponed(people.latest(context), access.plan, reason);
  const results: Result[] = [];
  const queue = new Queue(
    part,
    candidatesFor(sync, contexts, rule, access.plan),
  );
  let size = BATCH;
  let stopped: Stop | null = null;
  while (queue.length > 0 && stopped === null) {
    const waitMs = queue.waitForNext();
    if (!mayBegin(execution, waitMs)) break;
    if (waitMs > 0) await execution.clock.sleep(waitMs);
    const outcome = await runBatchOrStop(part, queue.take(size));
    results.push(...outcome.results);
    for (const retry of outcome.again) {
      if (queue.put(retry)) continue;
      results.push(later(retry.context, retry.reason));
    }
    if (outcome.again.some(wasLimited)) size = SMALL_BATCH;
    stopped = outcome.stop;
  }
  if (stopped !== null) log.stop(ABOUT.app, stopped);
  else if (queue.length > 0) log.leaveMore(0);
  const why = stopped?.reason ?? WAITS_FOR.time;
  return [...results, ...queue.contexts.map((context) => later(context, why))];
}

/** If the app's own records fail, the batch was not written: it is tried again, or the step stops. */
async function runBatchOrStop<N extends PartName>(
  part: PartSync<N>,
  batch: WantContext[],
): Promise<BatchOutcome> {
  try {
    return await runBatch(part, batch);
  } catch (failure) {
    if (!(failure instanceof SlackFailure)) throw failure;
    const { message } = failure;
    const waitMs = retryAfterMs(failure);
    return {
      results: [],
      again: batch.map((context) => retryOnce(context, waitMs ?? 0, message)),
      stop: waitMs === null ? stoppedBy(failure) : null,
    };
  }
}

/** Whether Slack answered 429. */
function wasLimited({ tried, waitMs }: BatchOutcome["again"][number]): boolean {
  return tried && waitMs > 0;
}

/** In the order of service: the highest priority, then the nearest handoff, then the longest waiting. */
function candidatesFor<N extends PartName>(
  { people, log }: Sync,
  contexts: WantContext[],
  rule: StepRule,
  plan: PartPlan<N>,
): WantContext[] {
  if (log.isStopped) return [];
  const { failing } = people.desired;
  return contexts
    .map((context) => people.latest(context))
    .filter((context) =>
      people.plan(context, false, () => isCandidate(plan, context, rule))
    )
    .sort((a, b) => byUrgency(a, b, failing));
}

function isCandidate<N extends PartName>(
  plan: PartPlan<N>,
  context: WantContext,
  { desired, state, heldBack }: Omit<StepRule, "allowed">,
): boolean {
  const { claim, consent, person } = context;
  // An end that waits for an operator may go on to show, but not to silence a person on call.
  const isHeldBack = heldBack.has(person.id) &&
    (plan.name === "status" || !isOnCall(context));
  const waits = desired === "absent" &&
    (claim !== null && isOrphaned(claim, consent) || isHeldBack);
  return !waits && isInState(context, state) &&
    isConcerned(plan, context, desired);
}

/** People who failed last time come last: they must not use up the rate of others. */
function byUrgency(
  a: WantContext,
  b: WantContext,
  failing: ReadonlySet<string>,
): number {
  const last = Number(failing.has(a.person.id)) -
    Number(failing.has(b.person.id));
  return last || priorityOf(b) - priorityOf(a) || startOf(a) - startOf(b) ||
    (a.person.id < b.person.id ? -1 : 1);
}

function priorityOf({ wanted, rules }: WantContext): number {
  return wanted.kind === "shift" ? rules[wanted.shift.state]!.priority : 0;
}

function startOf({ wanted, claim }: WantContext): number {
  if (wanted.kind === "shift") return wanted.shift.start;
  return claim?.shift.end ?? 0;
}
