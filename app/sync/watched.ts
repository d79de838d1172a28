import type { WantContext } from "../../reconciler/part_wants.ts";
import {
  partNeedsRead,
  planPart,
  statusPlan,
} from "../../reconciler/plan_part.ts";
import { peopleWithoutStatus } from "../../slack/people.ts";
import { type Execution, nowOf } from "../execution.ts";
import { statusAccess } from "./part_access.ts";

/** More watched people than this are looked up in the list of everybody. */
const LIST_ABOVE = 20;

/**
 * Which people to look at, of those whose own status is waited for. Where they
 * are many, only people who have no status now.
 */
export async function narrowWatched(
  { client }: Execution,
  watch: string[],
): Promise<string[]> {
  if (watch.length <= LIST_ABOVE) return watch;
  return await peopleWithoutStatus(client, new Set(watch));
}

/**
 * Reads the status of watched people, and keeps those for whom there is
 * something to do now. So a poll that finds them as they were takes no lease
 * and writes nothing.
 */
export async function filterDue(
  execution: Execution,
  contexts: WantContext[],
): Promise<WantContext[]> {
  const due = await Promise.all(
    contexts.map((context) => isDue(execution, context)),
  );
  return contexts.filter((_, index) => due[index]);
}

async function isDue(
  execution: Execution,
  context: WantContext,
): Promise<boolean> {
  if (!partNeedsRead(statusPlan, context)) return true;
  try {
    const value = await statusAccess.read(execution, context.person.id, null);
    const at = nowOf(execution);
    return planPart(statusPlan, context, { value, at }).record;
  } catch {
    // The batch meets the same failure and reports it.
    return true;
  }
}
