import { plainText } from "../../plain_text.ts";
import { listUserGroups } from "../../slack/user_groups.ts";
import type { Execution } from "../execution.ts";
import {
  type Answer,
  authorize,
  type Interaction,
  unchanged,
} from "../interaction.ts";
import { patiently } from "../lock/click_run.ts";
import { groupsAreForManagers, noSuchGroup } from "../messages/declared.ts";

/** Who clicked, and for which user group, if for any. */
interface GroupInteraction extends Interaction {
  /** Handle, name or id of a Slack user group, as the person typed it. */
  group?: string | undefined;
}

/** An id of a user group. Handles have no capitals. */
const GROUP_ID = /^S[A-Z0-9]+$/;

/**
 * Does `work` for the person who clicked. If they name a user group, they must be
 * a freeze manager or an operator. Else the answer names those who are, and nothing
 * happens. Nothing happens either if Slack has no such group.
 *
 * @param gone Whether an id is taken as it is if Slack has no such group any more.
 */
export async function forSelfOrGroup(
  execution: Execution,
  { interactivity, group = "" }: GroupInteraction,
  work: (person: string, group?: string) => Promise<Answer>,
  gone: "refused" | "taken" = "refused",
): Promise<Answer & { person: string }> {
  const person = interactivity.interactor.id;
  const typed = plainText(group);
  // An empty field of a form may arrive as an empty text.
  if (typed === "") return { person, ...await work(person) };
  const { freeze_managers, operators } = execution.config;
  const allowed = [...new Set([...freeze_managers, ...operators])];
  const manage = async () => {
    const { id, handles } = await findGroup(execution, typed);
    if (id !== null) return await work(person, id);
    if (gone === "taken" && GROUP_ID.test(typed)) {
      return await work(person, typed);
    }
    return unchanged(noSuchGroup(typed, handles));
  };
  return await authorize(
    allowed,
    { interactivity },
    groupsAreForManagers,
    manage,
  );
}

/**
 * The user group that a person typed: an id, else a handle with or without its
 * `@`, else a name.
 *
 * @returns its id, `null` if there is none; and the handles of all groups.
 * @throws {SlackFailure} if Slack does not list the groups.
 */
async function findGroup(
  execution: Execution,
  typed: string,
): Promise<{ id: string | null; handles: string[] }> {
  const groups = await patiently(
    execution,
    () => listUserGroups(execution.client),
  );
  const word = typed.replace(/^@/, "").toLowerCase();
  const found = groups.find(({ id }) => id === typed) ??
    groups.find(({ handle }) => handle.toLowerCase() === word) ??
    groups.find(({ name }) => name.toLowerCase() === word);
  return {
    id: found?.id ?? null,
    handles: groups.map(({ handle }) => handle).sort(),
  };
}
