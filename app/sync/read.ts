import type { WantContext } from "../../reconciler/part_wants.ts";
import { partNeedsRead } from "../../reconciler/plan_part.ts";
import type { PartName } from "../../reconciler/claim.ts";
import type { PersonToken } from "../../slack/call.ts";
import {
  asFailure,
  isBeyondPath,
  retryAfterMs,
  type SlackFailure,
} from "../../slack/failure.ts";
import { nowOf } from "../execution.ts";
import type { ClaimChange } from "../state/people.ts";
import { externalTokenOf } from "../state/person_context.ts";
import { noop, resultOf } from "../state/results.ts";
import { stoppedBy } from "../state/step_log.ts";
import { orphanedClaim } from "./orphaned.ts";
import {
  type BatchOutcome,
  type PartSync,
  type Reading,
  retryOnce,
} from "./part_sync.ts";

/** Before a write, an older read is repeated. */
const READ_STAYS_FRESH_MS = 5_000;

/** A person and their current value; `null` if no read was needed. */
interface ReadPerson<N extends PartName> {
  context: WantContext;
  reading: Reading<N> | null;
}

/** Why a person could not be read or written. */
export interface PersonFailure {
  context: WantContext;
  failure: SlackFailure;
}

export function isFresh<N extends PartName>(
  { execution }: PartSync<N>,
  { atMs }: Reading<N>,
): boolean {
  return execution.clock.now() - atMs <= READ_STAYS_FRESH_MS;
}

/**
 * Reads the people who must be read to decide.
 *
 * @returns the people in the given order, without those whose read failed and
 * those with an unusable record.
 */
export async function readAll<N extends PartName>(
  sync: PartSync<N>,
  contexts: WantContext[],
  outcome: BatchOutcome,
): Promise<ReadPerson<N>[]> {
  const { tokens, people, access } = sync;
  const failures: PersonFailure[] = [];
  const usable = contexts.filter(({ person }) =>
    !people.unusable.has(person.id)
  );
  const answers = await Promise.all(usable.map(async (context) => {
    const needsRead = people.plan(
      context,
      false,
      () => partNeedsRead(access.plan, context),
    );
    if (!needsRead) return { context, reading: null };
    try {
      return { context, reading: await readOne(sync, context) };
    } catch (thrown) {
      const reason = asFailure(thrown, "reading");
      const failure = await tokens.noteGone(context.person.id, reason);
      if (failure) failures.push({ context, failure });
      else outcome.again.push(retryOnce(context, 0, reason.message));
      return null;
    }
  }));
  const read = answers.filter((answer) => answer !== null);
  // One failure may concern one person. If every read fails, the app itself has a problem.
  const all = failures.length > 1 &&
    read.every(({ reading }) => reading === null) &&
    failures.every(({ failure }) => failure.kind === "everybody");
  if (all) outcome.stop = stoppedBy(failures[0]!.failure);
  await recordFailures(sync, failures, outcome);
  return read;
}

async function readOne<N extends PartName>(
  sync: PartSync<N>,
  context: WantContext,
): Promise<Reading<N>> {
  const { execution, access } = sync;
  const token = access.ownToken ? await tokenFor(sync, context) : null;
  const value = await access.read(execution, context.person.id, token);
  const atMs = execution.clock.now();
  return { value, at: Math.floor(atMs / 1000), atMs, token };
}

/** @throws {SlackFailure} of kind `person` if no token can serve this part. */
export function tokenFor<N extends PartName>(
  { tokens, access }: PartSync<N>,
  context: WantContext,
): Promise<PersonToken> {
  const external = externalTokenOf(context);
  return tokens.of(context.person.id, external, access.plan.name);
}

/** Puts people into `outcome` after a failure: to be retried after a 429, else with a result. */
export async function recordFailures<N extends PartName>(
  { execution, people, lease, access }: PartSync<N>,
  failures: PersonFailure[],
  outcome: BatchOutcome,
): Promise<void> {
  const orphaned: ClaimChange[] = [];
  for (const { context, failure } of failures) {
    const waitMs = retryAfterMs(failure);
    if (waitMs !== null) {
      outcome.again.push(retryOnce(context, waitMs, failure.message));
      continue;
    }
    if (isBeyondPath(failure)) {
      const decision = noop(failure.message);
      outcome.results.push(
        resultOf(context, access.plan, decision, "noted", null, null),
      );
      continue;
    }
    const want = access.plan.want(context);
    const action = want.kind === "present" ? "start" : "restore";
    const decision = { ...noop(want.reason), action } as const;
    outcome.results.push(
      resultOf(context, access.plan, decision, "failed", failure, null),
    );
    const claim = orphanedClaim(context, failure, nowOf(execution));
    if (claim === undefined) continue;
    orphaned.push({ person: context.person.id, claim });
  }
  if (orphaned.length > 0 && lease !== null) {
    await people.recordClaims(orphaned);
  }
}
