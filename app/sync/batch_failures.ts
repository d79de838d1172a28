import type { WantContext } from "../../reconciler/part_wants.ts";
import type { PartName } from "../../reconciler/plan_part.ts";
import {
  isBeyondPath,
  type SlackFailure,
  waitOf,
} from "../../slack/failure.ts";
import { nowOf } from "../execution.ts";
import { leaving, resultOf } from "../state/step_result.ts";
import { recordClaims } from "./batch_records.ts";
import { again, type BatchOutcome, type Pass } from "./part_sync.ts";
import { strandedClaim } from "./orphaned.ts";

/** What kept people from being read, or no token served: again after a 429, else their failure. */
export async function noteFailures<N extends PartName>(
  pass: Pass<N>,
  contexts: WantContext[],
  failures: SlackFailure[],
  outcome: BatchOutcome,
): Promise<void> {
  const { execution, observation, access } = pass;
  const stranded = [];
  for (const [index, context] of contexts.entries()) {
    const failure = failures[index]!;
    const wait = waitOf(failure);
    if (wait !== null) {
      outcome.again.push(again(context.person.id, wait, failure.message));
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
    const action = want.kind === "on" ? "start" : "restore";
    const decision = { ...leaving(want.reason), action } as const;
    outcome.results.push(
      resultOf(context, access.plan, decision, "failed", failure, null),
    );
    const claim = strandedClaim(context, failure, nowOf(execution));
    if (claim === undefined) continue;
    stranded.push({ person: context.person.id, claim });
  }
  if (stranded.length > 0 && execution.lease !== null) {
    await recordClaims(execution, observation, stranded);
  }
}
