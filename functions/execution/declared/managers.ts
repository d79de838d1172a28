import type { Execution } from "../execution.ts";
import { type Answer, type Clicked, unchanged } from "../operators.ts";

/** Who clicked, and for which user group, if for any. */
interface ForSomebody extends Clicked {
  /** Slack user group id. */
  group?: string | undefined;
}

/**
 * Does `work` for whoever clicked; where a user group is named, only if the
 * configuration lets them. Anybody else is told who may, and nothing happens.
 */
export async function forOneselfOrManager(
  { config: { freeze_managers, operators } }: Execution,
  { interactivity, group }: ForSomebody,
  work: (person: string, group?: string) => Promise<Answer>,
): Promise<Answer & { person: string }> {
  const person = interactivity.interactor.id;
  const meant = group === "" ? undefined : group;
  const may = [...new Set([...freeze_managers, ...operators])];
  const answer = meant === undefined || may.includes(person)
    ? await work(person, meant)
    : unchanged(refusal(may));
  return { person, ...answer };
}

function refusal(may: string[]): string {
  const who = may.length === 0
    ? "nobody may yet: name them under `freeze_managers` in shiftlight.config.ts"
    : `ask ${may.map((id) => `<@${id}>`).join(", ")}`;
  return `Only some people may do this for a whole user group, and nothing was recorded; ${who}. For yourself leave the group empty.`;
}
