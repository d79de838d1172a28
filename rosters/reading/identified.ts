import type { ReadingWindow, RosterIdentity } from "../port.ts";
import { type Outcome, success } from "./outcome.ts";
import { reaches, type Stretch } from "./stretch.ts";

/** Who people are, by their keys; those it says nothing of stay as they are. */
export type ReadPeople = (
  people: readonly RosterIdentity[],
) => Promise<Outcome<ReadonlyMap<string, RosterIdentity>>>;

/**
 * The stretches with what the vendor tells of people elsewhere. Asked about is
 * who is on within the window; for nobody, nothing is.
 */
export async function identified(
  stretches: readonly Stretch[],
  window: ReadingWindow,
  readPeople: ReadPeople,
): Promise<Outcome<Stretch[]>> {
  const within = stretches.filter((stretch) => reaches(stretch, window));
  if (within.length === 0) return success([...stretches]);
  const people = await readPeople(within.map(({ identity }) => identity));
  if (!people.ok) return people;
  return success(stretches.map((stretch) => ({
    ...stretch,
    identity: people.value.get(stretch.identity.key) ?? stretch.identity,
  })));
}
