import { type Claim, type PartName, partOf } from "../../reconciler/claim.ts";
import { afterWrite } from "../../reconciler/decide.ts";
import { withPart } from "../../reconciler/plan_part.ts";
import type { PlannedWrite } from "./planned_write.ts";

/** The claim as it would stand had the write been done: what preview goes on from. */
export function plannedClaim<N extends PartName>(
  name: N,
  { context, decision, planned }: PlannedWrite<N>,
): Claim | null {
  const part = partOf(planned, name);
  if (!planned || !part || !decision.write) return planned;
  const after = afterWrite(part, decision.write.value);
  return withPart(context, planned, name, after);
}
