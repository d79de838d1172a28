import type { Execution } from "../execution.ts";
import { type Answer, authorize, type Interaction } from "../interaction.ts";
import { groupsAreForManagers } from "../messages/declared.ts";

/** Who clicked, and for which user group, if for any. */
interface GroupInteraction extends Interaction {
  /** Slack user group id. */
  group?: string | undefined;
}

/**
 * Does `work` for the person who clicked. If they name a user group, the
 * configuration must let them; else they are told who may, and nothing happens.
 */
export async function forSelfOrGroup(
  { config: { freeze_managers, operators } }: Execution,
  { interactivity, group }: GroupInteraction,
  work: (person: string, group?: string) => Promise<Answer>,
): Promise<Answer & { person: string }> {
  const person = interactivity.interactor.id;
  // A field of a form that was left empty.
  if (!group) return { person, ...await work(person) };
  const may = [...new Set([...freeze_managers, ...operators])];
  const manage = () => work(person, group);
  return await authorize(may, { interactivity }, groupsAreForManagers, manage);
}
