import type { ReadingWindow, RosterIdentity } from "../port.ts";
import { type OncallPeriod, reaches } from "./oncall_periods.ts";
import { type Outcome, success } from "./outcome.ts";

/** A person as a vendor describes them. An empty text counts as missing. */
interface VendorPerson {
  /** The vendor's id, which also serves as the name if nothing else does. */
  id: string;
  email?: string | null | undefined;
  name?: string | null | undefined;
  slackId?: string | null | undefined;
}

/**
 * The identity of a vendor's person.
 *
 * @param type The type of source, which prefixes the key: `pagerduty:PXPGF42`.
 */
export function identityFrom(
  type: string,
  { id, email, name, slackId }: VendorPerson,
): RosterIdentity {
  const address = email?.trim().toLowerCase() || null;
  return {
    key: `${type}:${id}`,
    email: address,
    name: name || address || id,
    ...(slackId ? { slackId } : {}),
  };
}

/** Reads details of people, by key. People without details stay as they are. */
export type ReadPeople = (
  people: readonly RosterIdentity[],
) => Promise<Outcome<ReadonlyMap<string, RosterIdentity>>>;

/** Details of the person with that key. */
type Details = Pick<RosterIdentity, "key"> & Partial<RosterIdentity>;

/** The people by key, with the details that were found. Details of others are dropped. */
export function mergeDetails(
  people: readonly RosterIdentity[],
  details: readonly Details[],
): Map<string, RosterIdentity> {
  const known = new Map(people.map((each) => [each.key, each]));
  for (const each of details) {
    const identity = known.get(each.key);
    if (identity) known.set(each.key, { ...identity, ...each });
  }
  return known;
}

/**
 * Adds details from another endpoint of the vendor to the people of some periods.
 * It reads only people within the window, and nothing if there are none.
 */
export async function identifyPeople(
  periods: readonly OncallPeriod[],
  window: ReadingWindow,
  readPeople: ReadPeople,
): Promise<Outcome<OncallPeriod[]>> {
  const within = periods.filter((period) => reaches(period, window));
  if (within.length === 0) return success([...periods]);
  const people = await readPeople(within.map(({ identity }) => identity));
  if (!people.ok) return people;
  return success(periods.map((period) => ({
    ...period,
    identity: people.value.get(period.identity.key) ?? period.identity,
  })));
}
