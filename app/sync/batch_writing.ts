import type { AuditEntry, Result } from "../../reconciler/change.ts";
import {
  type Claim,
  type PartName,
  type PartValues,
  writerDeadAt,
} from "../../reconciler/claim.ts";
import { afterWrite } from "../../reconciler/decide.ts";
import { withPart } from "../../reconciler/plan_part.ts";
import {
  asFailure,
  isBeyondPath,
  isTokenRefused,
  retryAfterMs,
  type SlackFailure,
} from "../../slack/failure.ts";
import { entryOfWrite, log } from "../audit/audit.ts";
import { nowOf } from "../execution.ts";
import { leaveMore, stop } from "../state/observation.ts";
import { isFresh } from "./batch_reading.ts";
import { recordClaims } from "./batch_records.ts";
import { type PlannedWrite, resultOfWrite } from "./planned_write.ts";
import {
  type BatchOutcome,
  type PartSync,
  type Retry,
  retryOnce,
} from "./part_sync.ts";
import { orphanedClaim } from "./orphaned.ts";

/** What became of one write. */
interface Written {
  person: string;
  /** The record to keep; `undefined`: the intent stands. */
  claim: Claim | null | undefined;
  /** What there is to tell; `null`: nothing was written, and `again` says why. */
  result: Result | null;
  again: Retry | null;
  /** For the audit log, where something was written. */
  entry: AuditEntry | null;
}

/** Writes for everybody at once, logs it, then records what became of it in one go. */
export async function writeAll<N extends PartName>(
  pass: PartSync<N>,
  steps: PlannedWrite<N>[],
  outcome: BatchOutcome,
): Promise<void> {
  const { execution, observation } = pass;
  const written = await Promise.all(steps.map((step) => writeOne(pass, step)));
  for (const { result, again } of written) {
    if (result) outcome.results.push(result);
    if (again) outcome.again.push(again);
  }
  try {
    const unlogged = await log(
      execution,
      written.flatMap(({ entry }) => entry ?? []),
    );
    // What is not on the log stays an intent: the next run logs it.
    const records = written.filter(({ person, claim }) =>
      claim !== undefined && !unlogged.has(person)
    );
    await recordClaims(
      execution,
      observation,
      records.map(({ person, claim }) => ({ person, claim: claim! })),
    );
    if (unlogged.size > 0) observation.unfinished = true;
  } catch (failure) {
    // The intents stand: the next run finds out what became of them.
    const reason = asFailure(failure, "recording").message;
    stop(observation, "the records of what was written", reason);
  }
}

async function writeOne<N extends PartName>(
  pass: PartSync<N>,
  step: PlannedWrite<N>,
): Promise<Written> {
  const { execution, access } = pass;
  const { decision, planned, reading, person, context } = step;
  if (!isFresh(pass, reading!)) {
    return unwritten(step, retryOnce(person, 0, "it was read too long ago"));
  }
  try {
    const value = decision.write!.value;
    const returned = await access.write(execution, step.token!, value);
    const part = afterWrite(decision.part!, returned);
    return {
      person,
      claim: withPart(context, planned!, access.plan.name, part),
      result: resultOfWrite(pass, step, "done", null),
      again: null,
      entry: entryOfWrite(pass, step, returned as PartValues[N]),
    };
  } catch (thrown) {
    return notWritten(pass, step, asFailure(thrown, "writing"));
  }
}

/** A write that Slack refused or did not answer. */
function notWritten<N extends PartName>(
  pass: PartSync<N>,
  step: PlannedWrite<N>,
  failure: SlackFailure,
): Written {
  const { execution } = pass;
  const { person, context } = step;
  const wait = retryAfterMs(failure);
  if (wait !== null) {
    return unwritten(step, retryOnce(person, wait, failure.message));
  }
  if (failure.kind === "unknown") {
    leaveMore(pass.observation, writerDeadAt(step.planned!));
    const result = resultOfWrite(pass, step, "unknown", failure);
    return { person, claim: undefined, result, again: null, entry: null };
  }
  execution.tokens.noteGone(person, failure);
  const another = isTokenRefused(failure) &&
    execution.tokens.refuse(step.token!, person);
  if (another) {
    const secret = step.token!.credential.path !== "own";
    // Another token may serve, but the one that does not is to be mended.
    if (secret && !isBeyondPath(failure)) {
      const reason = failure.message;
      pass.observation.problems.push({ about: "a secret", reason });
    }
    return unwritten(step, retryOnce(person, 0, failure.message));
  }
  const stranded = orphanedClaim(context, failure, nowOf(execution));
  return {
    ...unwritten(step, null),
    ...(stranded === undefined ? {} : { claim: stranded }),
    result: isBeyondPath(failure)
      ? beyondPath(pass, step, failure)
      : resultOfWrite(pass, step, "failed", failure),
  };
}

function unwritten<N extends PartName>(
  { person, previous }: PlannedWrite<N>,
  again: Retry | null,
): Written {
  return { person, claim: previous, result: null, again, entry: null };
}

/** What a path cannot do is told as such, not as a failure. */
function beyondPath<N extends PartName>(
  pass: PartSync<N>,
  step: PlannedWrite<N>,
  failure: SlackFailure,
): Result {
  const told = resultOfWrite(pass, step, "noted", null);
  return { ...told, action: "noop", reason: failure.message, after: null };
}
