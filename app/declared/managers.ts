import type { Execution } from "../execution.ts";
import { type Answer, authorize, type Interaction } from "../interaction.ts";
import { groupsAreForManagers } from "../messages/declared.ts";

/** Who clicked, and for which user group, if for any. */
interface GroupInteraction extends Interaction {
  /** Slack user group id. */
  group?: string | undefined;
}

/**
 * Does `work` for the person who clicked. If they name a user group, they must be
 * a freeze manager or an operator. Else the answer names those who are, and nothing
 * happens.
 */
export async function forSelfOrGroup(
  { config: { freeze_managers, operators } }: Execution,
  { interactivity, group }: GroupInteraction,
  work: (person: string, group?: string) => Promise<Answer>,
): Promise<Answer & { person: string }> {
  const person = interactivity.interactor.id;
  // An empty field of a form may arrive as an empty text.
  if (!group) return { person, ...await work(person) };
  const allowed = [...new Set([...freeze_managers, ...operators])];
  const manage = () => work(person, group);
  return await authorize(
    allowed,
    { interactivity },
    groupsAreForManagers,
    manage,
  );
}
