import type { Claim, PartName, PartValues } from "../../reconciler/claim.ts";
import type { Decision } from "../../reconciler/decide.ts";
import type { WantContext } from "../../reconciler/part_wants.ts";
import type { Outcome, Result } from "../../reconciler/change.ts";
import type { PersonToken } from "../../slack/call.ts";
import { type Failure, resultOf } from "../state/step_result.ts";
import type { Reading } from "./batch_reading.ts";
import type { PartSync } from "./part_sync.ts";

/** One person's way through a batch. */
export interface PlannedWrite<N extends PartName> {
  person: string;
  context: WantContext;
  decision: Decision<PartValues[N]>;
  reading: Reading<N> | null;
  /** With what it is written. */
  token: PersonToken | null;
  /** The record before the write, and while it is under way. */
  previous: Claim | null;
  planned: Claim | null;
}

export function resultOfWrite<N extends PartName>(
  pass: PartSync<N>,
  step: PlannedWrite<N>,
  outcome: Outcome,
  failure: Failure | null,
): Result {
  const { context, decision, token } = step;
  const { plan } = pass.access;
  return resultOf(context, plan, decision, outcome, failure, token);
}
