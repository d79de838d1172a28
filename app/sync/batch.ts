import {
  type Claim,
  mayBeWrittenElsewhere,
  type PartName,
  partOf,
  writerDeadAt,
} from "../../reconciler/claim.ts";
import { afterWrite } from "../../reconciler/decide.ts";
import {
  claimWith,
  partNeedsRead,
  planPart,
  withPart,
} from "../../reconciler/plan_part.ts";
import { asFailure } from "../../slack/failure.ts";
import { fitsItem } from "../../slack/record_store.ts";
import { claims } from "../../slack/records/claims.ts";
import { entryOfFoundOutcome, logFoundOutcomes } from "../audit/audit.ts";
import { nowOf } from "../execution.ts";
import { RECORD_TOO_LARGE, WAITS_FOR } from "../messages/report.ts";
import { isPreviewOnly } from "../state/person_context.ts";
import { notNow, postponed } from "../state/results.ts";
import type { WantContext } from "../../reconciler/part_wants.ts";
import {
  type BatchOutcome,
  isInState,
  type PartSync,
  type PlannedWrite,
  type Reading,
  requeue,
  resultOfWrite,
  retryOnce,
} from "./part_sync.ts";
import {
  isFresh,
  type PersonFailure,
  readAll,
  recordFailures,
  tokenFor,
} from "./read.ts";
import { refusalOf, tellOfSubstitute } from "./refused.ts";
import { writeAll } from "./write.ts";

/**
 * Syncs one part of a batch of people, each step for all of them at once: read;
 * read the consents again; decide; find tokens; record the intents; write; log;
 * record what Slack returned.
 *
 * @returns the results, and the people to try again.
 * @throws {SlackFailure} if the app's own records fail before anything is written.
 */
export async function runBatch<N extends PartName>(
  sync: PartSync<N>,
  contexts: WantContext[],
): Promise<BatchOutcome> {
  const { people, log, lease } = sync;
  const outcome: BatchOutcome = { results: [], again: [], stop: null };
  const [read, mayWrite] = await Promise.all([
    readAll(sync, contexts, outcome),
    lease?.isHeld() ?? false,
  ]);
  await people.refreshConsents(contexts.map(({ person }) => person.id), log);
  const planned = read.flatMap(({ context, reading }) => {
    const latest = people.latest(context);
    const plan = () => planWrite(sync, latest, reading, outcome);
    return people.plan(latest, null, plan) ?? [];
  });
  const { previewed, real } = splitPreview(sync, planned);
  for (const write of previewed) preview(sync, write, outcome);
  if (real.length > 0 && !mayWrite) {
    const reason = WAITS_FOR.otherRun;
    for (const { context } of real) {
      outcome.again.push(retryOnce(context, 0, reason));
    }
    return { ...outcome, stop: { reason } };
  }
  const logged = await logFoundOutcomesOf(sync, real, outcome);
  const able = admit(sync, await findTokens(sync, logged, outcome), outcome);
  const recorded = await recordIntents(sync, able, outcome);
  for (const write of recorded) {
    if (write.decision.write) continue;
    outcome.results.push(resultOfWrite(sync, write, "noted", null));
    await tellOfSubstitute(sync, write);
  }
  const writing = recorded.filter(({ decision }) => decision.write !== null);
  if (writing.length > 0) await writeAll(sync, writing, outcome);
  return outcome;
}

function planWrite<N extends PartName>(
  sync: PartSync<N>,
  context: WantContext,
  reading: Reading<N> | null,
  outcome: BatchOutcome,
): PlannedWrite<N> | null {
  const { execution, people, log, access: { plan }, allowed } = sync;
  if (people.unusable.has(context.person.id)) return null;
  // By the consent that was just read, another state may be wanted.
  if (!isInState(context, sync.state)) return null;
  const { claim } = context;
  // Not the step's `now`, which may be old: a dead writer would seem alive for longer.
  const now = nowOf(execution);
  if (claim && mayBeWrittenElsewhere(claim, execution.id, now)) {
    log.leaveMore(writerDeadAt(claim));
    outcome.results.push(postponed(context, plan, WAITS_FOR.otherWriter));
    return null;
  }
  const outdated = reading === null
    ? partNeedsRead(plan, context)
    : !isFresh(sync, reading);
  if (outdated) {
    outcome.again.push(retryOnce(context, 0, WAITS_FOR.newDecision));
    return null;
  }
  const refusal = refusalOf(sync, context.person.id);
  const decision = planPart(plan, context, reading, refusal);
  if (!decision.record || !allowed.has(decision.action)) return null;
  const planned = claimWith(context, plan.name, decision, execution.id, now);
  const token = reading?.token ?? null;
  return { context, decision, reading, token, planned };
}

function splitPreview<N extends PartName>(
  { people }: PartSync<N>,
  writes: PlannedWrite<N>[],
): { previewed: PlannedWrite<N>[]; real: PlannedWrite<N>[] } {
  const isPreviewed = ({ context }: PlannedWrite<N>) =>
    isPreviewOnly(people.desired, context);
  return {
    previewed: writes.filter(isPreviewed),
    real: writes.filter((write) => !isPreviewed(write)),
  };
}

/** In preview: reports the write, and plans the following parts as if it had been done. */
function preview<N extends PartName>(
  sync: PartSync<N>,
  write: PlannedWrite<N>,
  outcome: BatchOutcome,
): void {
  outcome.results.push(resultOfWrite(sync, write, "planned", null));
  const claim = claimIfWritten(sync.access.plan.name, write);
  sync.people.planClaim({ person: write.context.person.id, claim });
}

/** The claim as it would be after the write. Preview continues from it. */
export function claimIfWritten<N extends PartName>(
  name: N,
  { context, decision, planned }: Pick<
    PlannedWrite<N>,
    "context" | "decision" | "planned"
  >,
): Claim | null {
  const part = partOf(planned, name);
  if (!planned || !part || !decision.write) return planned;
  const after = afterWrite(part, decision.write.value);
  return withPart(context, planned, name, after);
}

/** @returns the writes that have a token, and those that need none. */
async function findTokens<N extends PartName>(
  sync: PartSync<N>,
  writes: PlannedWrite<N>[],
  outcome: BatchOutcome,
): Promise<PlannedWrite<N>[]> {
  const failures: PersonFailure[] = [];
  const found = await Promise.all(writes.map(async (write) => {
    if (write.decision.write === null || write.token !== null) return write;
    const { context } = write;
    try {
      return { ...write, token: await tokenFor(sync, context) };
    } catch (thrown) {
      const failure = asFailure(thrown, "finding a token");
      failures.push({ context, failure });
      return null;
    }
  }));
  await recordFailures(sync, failures, outcome);
  return found.filter((write) => write !== null);
}

/** @returns the writes that Slack's rates allow now. The others go into a later batch. */
function admit<N extends PartName>(
  { execution, access }: PartSync<N>,
  writes: PlannedWrite<N>[],
  outcome: BatchOutcome,
): PlannedWrite<N>[] {
  const admitted = new Map<string, number>();
  return writes.filter(({ context, decision, token }) => {
    if (decision.write === null) return true;
    const limits = access.limits(decision.write.value, token!);
    const waits = limits.map((limit) =>
      execution.rateLimiter.waitMs(limit, (admitted.get(limit) ?? 0) + 1)
    );
    const waitMs = Math.max(0, ...waits);
    if (waitMs > 0) {
      outcome.again.push(requeue(context, waitMs));
      return false;
    }
    for (const limit of limits) {
      admitted.set(limit, (admitted.get(limit) ?? 0) + 1);
    }
    return true;
  });
}

/**
 * Logs the outcomes of earlier writes that were in doubt. This comes before their
 * claims change, so that the next run does it again if this one is cut short.
 *
 * @returns the writes that may go on: nothing of them is missing on the log.
 */
async function logFoundOutcomesOf<N extends PartName>(
  sync: PartSync<N>,
  writes: PlannedWrite<N>[],
  outcome: BatchOutcome,
): Promise<PlannedWrite<N>[]> {
  const { execution, access: { plan } } = sync;
  const entries = writes.flatMap(({ context: { claim }, decision }) =>
    claim && decision.lastWrite
      ? entryOfFoundOutcome(execution, plan, claim, decision.lastWrite) ?? []
      : []
  );
  const lost = await logFoundOutcomes(execution, entries);
  return withoutLost(sync, writes, lost, outcome);
}

/** @returns the writes whose intent is on record now. */
async function recordIntents<N extends PartName>(
  sync: PartSync<N>,
  writes: PlannedWrite<N>[],
  outcome: BatchOutcome,
): Promise<PlannedWrite<N>[]> {
  const fitting = writes.filter(({ planned }) =>
    planned === null || fitsItem(claims, planned)
  );
  for (const write of writes.filter((each) => !fitting.includes(each))) {
    const failure = { message: RECORD_TOO_LARGE, kind: "person" as const };
    outcome.results.push(resultOfWrite(sync, write, "failed", failure));
  }
  const changes = fitting.map(({ context, planned }) => ({
    person: context.person.id,
    claim: planned,
  }));
  const lost = await sync.people.recordClaims(changes);
  return withoutLost(sync, fitting, lost, outcome);
}

function withoutLost<N extends PartName>(
  sync: PartSync<N>,
  writes: PlannedWrite<N>[],
  lost: ReadonlySet<string>,
  outcome: BatchOutcome,
): PlannedWrite<N>[] {
  const isLost = ({ context }: PlannedWrite<N>) => lost.has(context.person.id);
  for (const write of writes.filter(isLost)) {
    const failure = notNow(WAITS_FOR.record);
    outcome.results.push(resultOfWrite(sync, write, "postponed", failure));
  }
  return writes.filter((write) => !isLost(write));
}
