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
import { entryOfAnsweredWrite, logWrites } from "../audit/audit.ts";
import { nowOf } from "../execution.ts";
import { ABOUT, WAITS_FOR } from "../messages/report.ts";
import type { ClaimChange } from "../state/people.ts";
import { stoppedBy } from "../state/step_log.ts";
import { orphanedClaim } from "./orphaned.ts";
import {
  type BatchOutcome,
  type PartSync,
  type PlannedWrite,
  requeue,
  resultOfWrite,
  type Retry,
  retryOnce,
} from "./part_sync.ts";
import { isFresh } from "./read.ts";
import { noteRefusal, tellOfSubstitute, withSetting } from "./refused.ts";

/** The outcome of one write. */
interface Written {
  person: string;
  /** The claim to record; `undefined` if the intent stays on record. */
  claim: Claim | null | undefined;
  /** `null` if nothing was written and the person is tried again. */
  result: Result | null;
  again: Retry | null;
  /** For the audit log, if something was written. */
  entry: AuditEntry | null;
}

/** Does all writes at once, logs them, then records their outcomes in one call. */
export async function writeAll<N extends PartName>(
  sync: PartSync<N>,
  writes: PlannedWrite<N>[],
  outcome: BatchOutcome,
): Promise<void> {
  const written = await Promise.all(
    writes.map((write) => writeOne(sync, write)),
  );
  for (const { result, again } of written) {
    if (result) outcome.results.push(result);
    if (again) outcome.again.push(again);
  }
  await recordWritten(sync, written);
  for (const [index, { entry }] of written.entries()) {
    if (entry) await tellOfSubstitute(sync, writes[index]!);
  }
}

async function recordWritten<N extends PartName>(
  { execution, people, log }: PartSync<N>,
  written: Written[],
): Promise<void> {
  try {
    const entries = written.flatMap(({ entry }) => entry ?? []);
    const unlogged = await logWrites(execution, entries);
    // A write that could not be logged stays an intent. The next run logs it.
    const changes = written.flatMap(({ person, claim }): ClaimChange[] =>
      claim === undefined || unlogged.has(person) ? [] : [{ person, claim }]
    );
    await people.recordClaims(changes);
    if (unlogged.size > 0) log.leaveUnfinished();
  } catch (failure) {
    // The intents stay on record. The next run finds their outcomes.
    log.stop(ABOUT.writes, stoppedBy(asFailure(failure, "recording")));
  }
}

async function writeOne<N extends PartName>(
  sync: PartSync<N>,
  write: PlannedWrite<N>,
): Promise<Written> {
  const { execution, access } = sync;
  const { decision, planned, reading, context } = write;
  if (!isFresh(sync, reading!)) {
    return unwritten(write, retryOnce(context, 0, WAITS_FOR.newRead));
  }
  try {
    const { value } = decision.write!;
    const returned = await access.write(execution, write.token!, value);
    const part = afterWrite(decision.part!, returned);
    return {
      person: context.person.id,
      claim: withPart(context, planned!, access.plan.name, part),
      result: resultOfWrite(sync, write, "done", null),
      again: null,
      entry: entryOf(sync, write, returned),
    };
  } catch (thrown) {
    const reason = asFailure(thrown, "writing");
    const failure = await sync.tokens.noteGone(context.person.id, reason);
    if (failure) return notWritten(sync, write, failure);
    return unwritten(write, retryOnce(context, 0, reason.message));
  }
}

function entryOf<N extends PartName>(
  { execution, access }: PartSync<N>,
  { context, decision, planned, token }: PlannedWrite<N>,
  returned: PartValues[N],
): AuditEntry {
  const claim = planned!;
  const { wanted } = context;
  const { state } = wanted.kind === "shift" ? wanted.shift : claim.shift;
  const { name } = access.plan;
  const { path } = token!.credential;
  const write = { claim, name, state, decision, returned, path };
  return entryOfAnsweredWrite(execution, write);
}

/** A write that Slack refused or did not answer. */
function notWritten<N extends PartName>(
  sync: PartSync<N>,
  write: PlannedWrite<N>,
  failure: SlackFailure,
): Written {
  const { execution, tokens, log } = sync;
  const { context, planned } = write;
  const { person: { id } } = context;
  const waitMs = retryAfterMs(failure);
  if (waitMs !== null) {
    return unwritten(write, retryOnce(context, waitMs, failure.message));
  }
  if (noteRefusal(sync, write, failure)) {
    return unwritten(write, requeue(context, 0, failure.message));
  }
  if (failure.kind === "unknown") {
    log.leaveMore(writerDeadAt(planned!));
    const result = resultOfWrite(sync, write, "unknown", failure);
    return { person: id, claim: undefined, result, again: null, entry: null };
  }
  const another = isTokenRefused(failure) &&
    tokens.refuse(write.token!, id);
  if (another) {
    const secret = write.token!.credential.path !== "own";
    // Another token may serve, but the operators must replace this one.
    if (secret && !isBeyondPath(failure)) {
      log.report({ about: ABOUT.secret, reason: failure.message });
    }
    return unwritten(write, retryOnce(context, 0, failure.message));
  }
  const orphaned = orphanedClaim(context, failure, nowOf(execution));
  return {
    ...unwritten(write, null),
    ...(orphaned === undefined ? {} : { claim: orphaned }),
    result: isBeyondPath(failure)
      ? beyondPath(sync, write, failure)
      : resultOfWrite(sync, write, "failed", withSetting(write, failure)),
  };
}

function unwritten<N extends PartName>(
  { context: { person, claim } }: PlannedWrite<N>,
  again: Retry | null,
): Written {
  return { person: person.id, claim, result: null, again, entry: null };
}

/** Reports what a token path cannot do; this is no failure. */
function beyondPath<N extends PartName>(
  sync: PartSync<N>,
  write: PlannedWrite<N>,
  failure: SlackFailure,
): Result {
  const noted = resultOfWrite(sync, write, "noted", null);
  return { ...noted, action: "noop", reason: failure.message, after: null };
}
