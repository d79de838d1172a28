import type { Override } from "../../reconciler/claim.ts";
import type { Action } from "../../reconciler/part_kind.ts";
import type { PartName } from "../../reconciler/plan_part.ts";
import type { Result } from "../../reconciler/result.ts";
import type { Execution } from "./execution.ts";
import type { Observation } from "./observation.ts";
import type { PartAccess } from "./part_access.ts";

/** One part of many people's presence, planned and written in batches. */
export interface Pass<N extends PartName> {
  execution: Execution;
  observation: Observation;
  access: PartAccess<N>;
  /** What this step may do; anything else is left to another. */
  allowed: ReadonlySet<Action>;
  override: Override | null;
}

/** Whoever goes into a later batch: a 429, or a read that grew old. */
export interface Again {
  person: string;
  wait_ms: number;
  reason: string;
}

/** What became of one batch. */
export interface BatchOutcome {
  results: Result[];
  again: Again[];
  /** Why nothing more can be done for anybody. */
  stop: string | null;
}

export function again(person: string, wait_ms: number, reason: string): Again {
  return { person, wait_ms, reason };
}
