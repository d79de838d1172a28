import type { RosterShift } from "../../rosters/port.ts";
import type { Foreseen } from "./document.ts";
import type { Identified } from "./identities.ts";

/** Addresses that are named; the others are counted. */
const NAMED = 2;

/** What only Slack knows. */
export function notKnown(
  people: readonly Foreseen[],
  { withoutZone }: Identified,
  groups: readonly RosterShift[],
  timeZone: string,
): string[] {
  const ids = people.map(({ person }) => person.id);
  const addresses = ids.filter((id) => id.includes("@"));
  const unzoned = ids.filter((id) => withoutZone.has(id));
  return [
    ...(addresses.length === 0 ? [] : [whoseAddresses(addresses)]),
    ...(unzoned.length === 0 ? [] : [
      `the time zones of ${countOf(unzoned.length, "person", "people")}: ` +
      `${timeZone} is taken (--people FILE tells them)`,
    ]),
    ...membersOf(groups),
    "who opts in, for what, and what they show then",
  ];
}

function whoseAddresses(addresses: readonly string[]): string {
  const named = addresses.slice(0, NAMED).join(", ");
  const more = addresses.length > NAMED ? ", …" : "";
  const these = addresses.length === 1
    ? "this address is"
    : `these ${addresses.length} addresses are`;
  return `whether ${these} somebody's in Slack: ${named}${more} (--people FILE tells)`;
}

function membersOf(groups: readonly RosterShift[]): string[] {
  const byGroup = Map.groupBy(groups, ({ identity }) => identity.group!);
  return [...byGroup].map(([group, shifts]) => {
    const sources = [...new Set(shifts.map(({ source }) => source))].join(", ");
    return `who is in the user group ${group}, for which ${sources} has ` +
      `${countOf(shifts.length, "shift", "shifts")}: they are not shown above`;
  });
}

function countOf(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
