import {
  partNeedsRead,
  planPart,
  statusPlan,
} from "../../reconciler/plan_part.ts";
import { type Execution, nowOf } from "../execution.ts";
import type { Observation } from "../state/observation.ts";
import { contextOf } from "../state/person_context.ts";
import { statusAccess } from "./part_access.ts";

/**
 * Of people whose status is waited for, those of whom a look shows that there
 * is anything to do now. So a poll that finds them as they were takes no lease
 * and writes nothing.
 */
export async function filterDue(
  execution: Execution,
  observation: Observation,
  people: string[],
): Promise<string[]> {
  const due = await Promise.all(
    people.map((person) => isDue(execution, observation, person)),
  );
  return people.filter((_, index) => due[index]);
}

async function isDue(
  execution: Execution,
  observation: Observation,
  person: string,
): Promise<boolean> {
  const context = contextOf(execution, observation, person, null);
  if (!partNeedsRead(statusPlan, context)) return true;
  try {
    const value = await statusAccess.read(execution, person, null);
    const at = nowOf(execution);
    return planPart(statusPlan, context, { value, at }).record;
  } catch {
    // Whatever it is, the batch comes upon it too, and tells.
    return true;
  }
}
