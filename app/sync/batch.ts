import {
  mayBeWrittenElsewhere,
  type PartName,
  writerDeadAt,
} from "../../reconciler/claim.ts";
import type { WantContext } from "../../reconciler/part_wants.ts";
import {
  claimWith,
  partNeedsRead,
  planPart,
} from "../../reconciler/plan_part.ts";
import { asFailure, type SlackFailure } from "../../slack/failure.ts";
import { entryOfFound, logOnce } from "../audit/audit.ts";
import { leaveMore } from "../state/observation.ts";
import { contextOf, isOnlyTold } from "../state/person_context.ts";
import { notNow, postponed } from "../state/step_result.ts";
import { noteFailures } from "./batch_failures.ts";
import { isFresh, readAll, type Reading, tokenFor } from "./batch_reading.ts";
import { recordClaims, refreshConsents } from "./batch_records.ts";
import { type PlannedWrite, resultOfWrite } from "./planned_write.ts";
import { writeAll } from "./batch_writing.ts";
import {
  type BatchOutcome,
  type PartSync,
  requeue,
  retryOnce,
} from "./part_sync.ts";
import { plannedClaim } from "./planned_claim.ts";

/**
 * Takes each person of the batch through: read; read the consent again; decide;
 * find a token; record the intent; write; log it; record what Slack returned.
 * Every step is done for all of them at once.
 *
 * @throws {SlackFailure} when the app's own records fail before anything is written.
 */
export async function runBatch<N extends PartName>(
  pass: PartSync<N>,
  people: string[],
): Promise<BatchOutcome> {
  const { execution, observation } = pass;
  const outcome: BatchOutcome = { results: [], again: [], stop: null };
  const [readings, mayWrite] = await Promise.all([
    readAll(pass, people, outcome),
    execution.lease?.isHeld() ?? false,
  ]);
  await refreshConsents(execution, observation, people);
  const steps = [...readings].flatMap(([person, reading]) =>
    planWrite(pass, person, reading, outcome) ?? []
  );
  const told = steps.filter(({ person }) => isOnlyTold(observation, person));
  for (const step of told) tell(pass, step, outcome);
  const real = steps.filter((step) => !told.includes(step));
  if (real.length > 0 && !mayWrite) {
    const reason = "another run has taken over";
    for (const { person } of real) {
      outcome.again.push(retryOnce(person, 0, reason));
    }
    return { ...outcome, stop: reason };
  }
  const known = await logFound(pass, real, outcome);
  const able = admit(pass, await findTokens(pass, known, outcome), outcome);
  const recorded = await recordIntents(pass, able, outcome);
  for (const step of recorded) {
    if (step.decision.write) continue;
    outcome.results.push(resultOfWrite(pass, step, "noted", null));
  }
  const writing = recorded.filter((step) => step.decision.write !== null);
  if (writing.length > 0) await writeAll(pass, writing, outcome);
  return outcome;
}

function planWrite<N extends PartName>(
  pass: PartSync<N>,
  person: string,
  reading: Reading<N> | null,
  outcome: BatchOutcome,
): PlannedWrite<N> | null {
  const { execution, observation, access, allowed, override } = pass;
  if (observation.untouchable.has(person)) return null;
  const context = contextOf(execution, observation, person, override);
  const { claim, now } = context;
  if (claim && mayBeWrittenElsewhere(claim, execution.id, now)) {
    const reason = "another run is at work on it";
    leaveMore(observation, writerDeadAt(claim));
    outcome.results.push(postponed(context, access.plan, reason));
    return null;
  }
  const outdated = reading === null
    ? partNeedsRead(access.plan, context)
    : !isFresh(pass, reading);
  if (outdated) {
    outcome.again.push(
      retryOnce(person, 0, "it changed while it was looked at"),
    );
    return null;
  }
  const decision = planPart(access.plan, context, reading);
  if (!decision.record || !allowed.has(decision.action)) return null;
  const planned = claimWith(
    context,
    access.plan.name,
    decision,
    execution.id,
    now,
  );
  const token = reading?.token ?? null;
  return {
    person,
    context,
    decision,
    reading,
    token,
    previous: claim,
    planned,
  };
}

/** In preview: what would be done is told, and taken for done by the parts that follow. */
function tell<N extends PartName>(
  pass: PartSync<N>,
  step: PlannedWrite<N>,
  outcome: BatchOutcome,
): void {
  outcome.results.push(resultOfWrite(pass, step, "planned", null));
  const claim = plannedClaim(pass.access.plan.name, step);
  pass.observation.planned.set(step.person, claim);
}

/** @returns the steps that write nothing, or have something to write with. */
async function findTokens<N extends PartName>(
  pass: PartSync<N>,
  steps: PlannedWrite<N>[],
  outcome: BatchOutcome,
): Promise<PlannedWrite<N>[]> {
  const failed: WantContext[] = [];
  const failures: SlackFailure[] = [];
  await Promise.all(steps.map(async (step) => {
    if (step.decision.write === null || step.token !== null) return;
    try {
      step.token = await tokenFor(pass, step.context);
    } catch (thrown) {
      failed.push(step.context);
      failures.push(asFailure(thrown, "finding a token"));
    }
  }));
  await noteFailures(pass, failed, failures, outcome);
  return steps.filter(({ context }) => !failed.includes(context));
}

/** Leaves whom Slack's rates have no room for to a later batch. */
function admit<N extends PartName>(
  { execution, access }: PartSync<N>,
  steps: PlannedWrite<N>[],
  outcome: BatchOutcome,
): PlannedWrite<N>[] {
  const planned = new Map<string, number>();
  return steps.filter(({ person, decision, token }) => {
    if (decision.write === null) return true;
    const limits = access.limits(decision.write.value, token!);
    const waits = limits.map((limit) =>
      execution.rateLimiter.waitMs(limit, (planned.get(limit) ?? 0) + 1)
    );
    const wait = Math.max(0, ...waits);
    if (wait > 0) outcome.again.push(requeue(person, wait));
    else for (const limit of limits) increase(planned, limit);
    return wait === 0;
  });
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/**
 * What earlier writes turned out to be goes on the audit log before their
 * record changes: should this be cut short, the next run finds out again.
 *
 * @returns the steps of which nothing is missing on the log.
 */
async function logFound<N extends PartName>(
  pass: PartSync<N>,
  steps: PlannedWrite<N>[],
  outcome: BatchOutcome,
): Promise<PlannedWrite<N>[]> {
  const entries = steps.flatMap((step) => entryOfFound(pass, step) ?? []);
  const lost = await logOnce(pass.execution, entries);
  return withoutLost(pass, steps, lost, outcome);
}

/** @returns the steps whose claim is on record now. */
async function recordIntents<N extends PartName>(
  pass: PartSync<N>,
  steps: PlannedWrite<N>[],
  outcome: BatchOutcome,
): Promise<PlannedWrite<N>[]> {
  const { execution, observation } = pass;
  const lost = await recordClaims(
    execution,
    observation,
    steps.map(({ person, planned }) => ({ person, claim: planned })),
  );
  return withoutLost(pass, steps, lost, outcome);
}

function withoutLost<N extends PartName>(
  pass: PartSync<N>,
  steps: PlannedWrite<N>[],
  lost: ReadonlySet<string>,
  outcome: BatchOutcome,
): PlannedWrite<N>[] {
  for (const step of steps) {
    if (!lost.has(step.person)) continue;
    const failure = notNow("its record could not be written");
    outcome.results.push(resultOfWrite(pass, step, "postponed", failure));
  }
  return steps.filter((step) => !lost.has(step.person));
}
