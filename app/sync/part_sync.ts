import type { Override, PartName } from "../../reconciler/claim.ts";
import type { Action } from "../../reconciler/part.ts";
import type { Result } from "../../reconciler/change.ts";
import type { Execution } from "../execution.ts";
import type { Observation } from "../state/observation.ts";
import type { PartAccess } from "./part_access.ts";

/** One part of many people's presence, planned and written in batches. */
export interface PartSync<N extends PartName> {
  execution: Execution;
  observation: Observation;
  access: PartAccess<N>;
  /** Whether it deals with what is wanted or with what is not any more. */
  desired: "absent" | "present";
  /** What this step may do; anything else is left to another. */
  allowed: ReadonlySet<Action>;
  override: Override | null;
}

/** Whoever goes into a later batch: a 429, or a read that grew old. */
export interface Retry {
  person: string;
  wait_ms: number;
  reason: string;
  /** Whether Slack was asked in vain: then once more, and no oftener. */
  tried: boolean;
}

/** What became of one batch. */
export interface BatchOutcome {
  results: Result[];
  again: Retry[];
  /** Why nothing more can be done for anybody. */
  stop: string | null;
}

/** Slack, or a person, was in the way: once more. */
export function retryOnce(
  person: string,
  wait_ms: number,
  reason: string,
): Retry {
  return { person, wait_ms, reason, tried: true };
}

/** It was not its turn yet: as often as it takes. */
export function requeue(person: string, wait_ms: number): Retry {
  return { person, wait_ms, reason: "Slack's rate limit", tried: false };
}
