import { type Answer, authorize, type Interaction } from "../interaction.ts";
import type { Execution } from "../execution.ts";

/** Who clicked, and for which user group, if for any. */
interface ForSomebody extends Interaction {
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
  // A field of a form that was left empty.
  if (!group) return { person, ...await work(person) };
  const may = [...new Set([...freeze_managers, ...operators])];
  const manage = () => work(person, group);
  return await authorize(may, { interactivity }, refusal, manage);
}

function refusal(those: string): string {
  const who = those === ""
    ? "nobody may yet: name them under `freeze_managers` in shiftlight.config.ts"
    : `ask ${those}`;
  return `Only some people may do this for a whole user group, and nothing was recorded; ${who}. For yourself leave the group empty.`;
}
