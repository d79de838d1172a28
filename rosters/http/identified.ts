import type { ReadingWindow, RosterIdentity } from "../port.ts";
import { type Outcome, success } from "./outcome.ts";
import { type OncallPeriod, reaches } from "./stretch.ts";

/** Who people are, by their keys; those it says nothing of stay as they are. */
export type ReadPeople = (
  people: readonly RosterIdentity[],
) => Promise<Outcome<ReadonlyMap<string, RosterIdentity>>>;

/** What a vendor tells elsewhere of the person of that key. */
type Told = Pick<RosterIdentity, "key"> & Partial<RosterIdentity>;

/** These people by key, with what is told of them; of others it does not count. */
export function told(
  people: readonly RosterIdentity[],
  found: readonly Told[],
): Map<string, RosterIdentity> {
  const known = new Map(people.map((each) => [each.key, each]));
  for (const each of found) {
    const identity = known.get(each.key);
    if (identity) known.set(each.key, { ...identity, ...each });
  }
  return known;
}

/**
 * The stretches with what the vendor tells of people elsewhere. Asked about is
 * who is on within the window; for nobody, nothing is.
 */
export async function identified(
  stretches: readonly OncallPeriod[],
  window: ReadingWindow,
  readPeople: ReadPeople,
): Promise<Outcome<OncallPeriod[]>> {
  const within = stretches.filter((stretch) => reaches(stretch, window));
  if (within.length === 0) return success([...stretches]);
  const people = await readPeople(within.map(({ identity }) => identity));
  if (!people.ok) return people;
  return success(stretches.map((stretch) => ({
    ...stretch,
    identity: people.value.get(stretch.identity.key) ?? stretch.identity,
  })));
}
