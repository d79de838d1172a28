import { type Claim, isInOtherHands } from "../../reconciler/claim.ts";
import { afterWrite, type Decision } from "../../reconciler/decide.ts";
import type { WantContext } from "../../reconciler/part_wants.ts";
import {
  claimWith,
  type PartName,
  partNeedsRead,
  type PartValues,
  planPart,
  withPart,
} from "../../reconciler/plan_part.ts";
import type { Outcome, Result } from "../../reconciler/result.ts";
import { asFailure, waitOf } from "../../slack/failure.ts";
import { isFresh, readAll, type Reading } from "./batch_reading.ts";
import { recordClaims, refreshRecords } from "./batch_records.ts";
import { nowOf } from "./execution.ts";
import { contextOf, stop } from "./observation.ts";
import { again, type BatchOutcome, type Pass } from "./pass_frame.ts";
import { type Failure, notNow, postponed, resultOf } from "./step_result.ts";
import { strandedClaim } from "./stranded.ts";

/** One person's way through a batch. */
interface Step<N extends PartName> {
  person: string;
  context: WantContext;
  decision: Decision<PartValues[N]>;
  reading: Reading<N> | null;
  /** The record before the write, and while it is under way. */
  previous: Claim | null;
  planned: Claim | null;
}

/**
 * Takes each person of the batch through: read; read claim and consent again;
 * decide; record the intent; write; record what Slack returned. Every step is
 * done for all of them at once.
 *
 * @throws {SlackFailure} when the app's own records fail before anything is written.
 */
export async function runBatch<N extends PartName>(
  pass: Pass<N>,
  people: string[],
): Promise<BatchOutcome> {
  const outcome: BatchOutcome = { results: [], again: [], stop: null };
  const readings = await readAll(pass, people, outcome);
  await refreshRecords(pass.execution, pass.observation, people);
  const steps = [...readings].flatMap(([person, reading]) =>
    planStep(pass, person, reading, outcome) ?? []
  );
  const recorded = await recordIntents(pass, steps, outcome);
  const writing = recorded.filter((step) => step.decision.write !== null);
  for (const step of recorded) {
    if (step.decision.write) continue;
    outcome.results.push(resultOfStep(pass, step, "noted", null));
  }
  await writeAll(pass, writing, outcome);
  return outcome;
}

function planStep<N extends PartName>(
  pass: Pass<N>,
  person: string,
  reading: Reading<N> | null,
  outcome: BatchOutcome,
): Step<N> | null {
  const { execution, observation, access, allowed, override } = pass;
  if (observation.untouchable.has(person)) return null;
  const context = contextOf(execution, observation, person, override);
  const { claim, now } = context;
  if (claim && isInOtherHands(claim, execution.id, now)) {
    const reason = "another run is at work on it";
    outcome.results.push(postponed(context, access.plan, reason));
    return null;
  }
  const outdated = reading === null
    ? partNeedsRead(access.plan, context)
    : !isFresh(pass, reading);
  if (outdated) {
    outcome.again.push(again(person, 0, "it changed while it was looked at"));
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
  return { person, context, decision, reading, previous: claim, planned };
}

/** @returns the steps whose claim is on record now. */
async function recordIntents<N extends PartName>(
  pass: Pass<N>,
  steps: Step<N>[],
  outcome: BatchOutcome,
): Promise<Step<N>[]> {
  const { execution, observation } = pass;
  const lost = await recordClaims(
    execution,
    observation,
    steps.map(({ person, planned }) => ({ person, claim: planned })),
  );
  for (const step of steps) {
    if (!lost.has(step.person)) continue;
    const failure = notNow("its record could not be written");
    outcome.results.push(resultOfStep(pass, step, "postponed", failure));
  }
  return steps.filter((step) => !lost.has(step.person));
}

/** Writes for everybody at once, then records what became of it in one go. */
async function writeAll<N extends PartName>(
  pass: Pass<N>,
  steps: Step<N>[],
  outcome: BatchOutcome,
): Promise<void> {
  const { execution, observation } = pass;
  const written = await Promise.all(steps.map((step) => writeOne(pass, step)));
  const records = written.filter((each) => each.claim !== undefined);
  try {
    await recordClaims(
      execution,
      observation,
      records.map(({ step, claim }) => ({
        person: step.person,
        claim: claim!,
      })),
    );
  } catch (failure) {
    // The intents stand: the next run finds out what became of them.
    const reason = asFailure(failure, "recording").message;
    stop(observation, "the records of what was written", reason);
  }
  for (const { step, result, wait } of written) {
    if (result) outcome.results.push(result);
    else outcome.again.push(again(step.person, wait, "Slack's rate limit"));
  }
}

interface Written<N extends PartName> {
  step: Step<N>;
  /** The record to keep; `undefined`: the intent stands. */
  claim: Claim | null | undefined;
  /** `null`: nothing was written, and it is tried again after `wait`. */
  result: Result | null;
  wait: number;
}

async function writeOne<N extends PartName>(
  pass: Pass<N>,
  step: Step<N>,
): Promise<Written<N>> {
  const { execution, access } = pass;
  const { decision, planned, reading, previous, context } = step;
  if (!isFresh(pass, reading!)) {
    return { step, claim: previous, result: null, wait: 0 };
  }
  try {
    const value = decision.write!.value;
    const returned = await access.write(execution, reading!.token, value);
    const part = afterWrite(decision.part!, returned);
    const claim = withPart(context, planned!, access.plan.name, part);
    return {
      step,
      claim,
      result: resultOfStep(pass, step, "done", null),
      wait: 0,
    };
  } catch (thrown) {
    const failure = asFailure(thrown, "writing");
    const wait = waitOf(failure);
    if (wait !== null) return { step, claim: previous, result: null, wait };
    const unknown = failure.kind === "unknown";
    const outcome = unknown ? "unknown" : "failed";
    const result = resultOfStep(pass, step, outcome, failure);
    const stranded = strandedClaim(context, failure, nowOf(execution));
    const claim = unknown
      ? undefined
      : stranded === undefined
      ? previous
      : stranded;
    return { step, claim, result, wait: 0 };
  }
}

function resultOfStep<N extends PartName>(
  pass: Pass<N>,
  step: Step<N>,
  outcome: Outcome,
  failure: Failure | null,
): Result {
  const token = step.reading?.token ?? null;
  return resultOf(
    step.context,
    pass.access.plan,
    step.decision,
    outcome,
    failure,
    token,
  );
}
