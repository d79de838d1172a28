import type { WantContext } from "../../reconciler/part_wants.ts";
import {
  partNeedsRead,
  planPart,
  statusPlan,
} from "../../reconciler/plan_part.ts";
import { peopleWithoutStatus } from "../../slack/people.ts";
import { type Execution, nowOf } from "../execution.ts";
import { statusAccess } from "./part_access.ts";
import type { Sync } from "./part_sync.ts";

/** If more people are watched, one list of all people is read instead of their profiles. */
const LIST_ABOVE = 20;

/**
 * Narrows the watched people to those worth reading. If they are many, only people
 * who have no status now.
 */
export async function narrowWatched(
  { client }: Execution,
  watch: string[],
): Promise<string[]> {
  if (watch.length <= LIST_ABOVE) return watch;
  return await peopleWithoutStatus(client, new Set(watch));
}

/**
 * Reads the status of watched people, and keeps those with something to do now.
 * A poll that finds them unchanged takes no lease and writes nothing.
 */
export async function filterDue(
  sync: Pick<Sync, "execution" | "people">,
  contexts: WantContext[],
): Promise<WantContext[]> {
  const due = await Promise.all(
    contexts.map((context) => isDue(sync, context)),
  );
  return contexts.filter((_, index) => due[index]);
}

async function isDue(
  { execution, people }: Pick<Sync, "execution" | "people">,
  context: WantContext,
): Promise<boolean> {
  const needsRead = people.plan(
    context,
    false,
    () => partNeedsRead(statusPlan, context),
  );
  if (!needsRead) return true;
  try {
    const value = await statusAccess.read(execution, context.person.id, null);
    const at = nowOf(execution);
    return planPart(statusPlan, context, { value, at }).record;
  } catch {
    // The batch will fail in the same way, and reports it.
    return true;
  }
}
