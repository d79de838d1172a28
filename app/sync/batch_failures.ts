import type { WantContext } from "../../reconciler/part_wants.ts";
import type { PartName } from "../../reconciler/claim.ts";
import {
  isBeyondPath,
  retryAfterMs,
  type SlackFailure,
} from "../../slack/failure.ts";
import { nowOf } from "../execution.ts";
import { leaving, resultOf } from "../state/step_result.ts";
import { recordClaims } from "./batch_records.ts";
import { type BatchOutcome, type PartSync, retryOnce } from "./part_sync.ts";
import { orphanedClaim } from "./orphaned.ts";

/** What kept people from being read, or no token served: again after a 429, else their failure. */
export async function noteFailures<N extends PartName>(
  pass: PartSync<N>,
  contexts: WantContext[],
  failures: SlackFailure[],
  outcome: BatchOutcome,
): Promise<void> {
  const { execution, observation, access } = pass;
  const stranded = [];
  for (const [index, context] of contexts.entries()) {
    const failure = failures[index]!;
    const wait = retryAfterMs(failure);
    if (wait !== null) {
      outcome.again.push(retryOnce(context.person.id, wait, failure.message));
      continue;
    }
    const want = access.plan.want(context);
    if (isBeyondPath(failure)) {
      const decision = leaving(failure.message);
      outcome.results.push(
        resultOf(context, access.plan, decision, "noted", null, null),
      );
      continue;
    }
    const action = want.kind === "present" ? "start" : "restore";
    const decision = { ...leaving(want.reason), action } as const;
    outcome.results.push(
      resultOf(context, access.plan, decision, "failed", failure, null),
    );
    const claim = orphanedClaim(context, failure, nowOf(execution));
    if (claim === undefined) continue;
    stranded.push({ person: context.person.id, claim });
  }
  if (stranded.length > 0 && execution.lease !== null) {
    await recordClaims(execution, observation, stranded);
  }
}
