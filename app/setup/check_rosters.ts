import type { Config } from "../../config/schema.ts";
import type { RosterSnapshot } from "../../reconciler/shift.ts";
import { type Finding, missing, note, right } from "./finding.ts";

/** People, or entries of a source, that are named at once. */
const MOST_NAMED = 15;

/** What reading the rosters showed: credentials, schedules by name, and people. */
export function checkRosters(
  { sources }: Pick<Config, "sources">,
  snapshot: RosterSnapshot,
): Finding[] {
  if (sources.length === 0) {
    return [missing(
      "Rosters: there is no source; name one under `sources` in shiftlight.config.ts and deploy again.",
    )];
  }
  return [
    ...sources.flatMap((source) => checkSource(source, snapshot)),
    ...checkPeople(snapshot),
  ];
}

function checkSource(
  { id, type, token }: Config["sources"][number],
  snapshot: RosterSnapshot,
): Finding[] {
  const own = snapshot.unreadable.filter(({ source }) => source === id);
  const whole = own.find(({ schedule }) => schedule === null);
  if (whole) return [missing(`Source ${id}: ${whole.reason}.`)];
  const schedules = snapshot.schedules.filter(({ source }) => source === id);
  const names = schedules.map(({ schedule, name }) =>
    schedule === name || schedule === id
      ? `"${name}"`
      : `"${name}" (${schedule})`
  );
  const accepted = token === null ? "read" : `${token} was accepted`;
  const found = names.length === 0
    ? "no schedule was found"
    : `found ${names.join(", ")}`;
  const shifts = snapshot.shifts.filter(({ source }) => source === id).length;
  const ahead = shifts === 1 ? "1 shift" : `${shifts} shifts`;
  const verdict = names.length === 0 && own.length === 0 ? note : right;
  return [
    ...(names.length > 0 || own.length === 0
      ? [verdict(`Source ${id} (${type}): ${accepted}, ${found}; ${ahead}.`)]
      : []),
    // Of an event that makes no sense everybody's says the same.
    ...[...new Set(own.map(({ reason }) => reason))]
      .map((reason) => missing(`Source ${id}: ${reason}.`)),
    ...leftOut(id, snapshot),
  ];
}

function leftOut(id: string, { rejected }: RosterSnapshot): Finding[] {
  const own = rejected.filter(({ source }) => source === id);
  const more = own.length - MOST_NAMED;
  return [
    ...own.slice(0, MOST_NAMED)
      .map(({ reason }) => note(`Source ${id} leaves out ${reason}.`)),
    ...(more > 0
      ? [note(`Source ${id} leaves out ${more} more entries.`)]
      : []),
  ];
}

function checkPeople(
  { unmapped, people, unreadable }: RosterSnapshot,
): Finding[] {
  if (unmapped.length === 0) {
    if (people.length === 0) return [];
    // Whoever is on a roster that was not read may be nobody in Slack.
    const text = unreadable.length === 0
      ? "People: everybody on the rosters was found in Slack."
      : "People: everybody on the rosters that could be read was found in Slack.";
    return [right(text)];
  }
  const named = unmapped.slice(0, MOST_NAMED).map((
    { name, identity, reason },
  ) => `${name} (${identity}): ${reason}`);
  const more = unmapped.length - named.length;
  if (more > 0) named.push(`and ${more} more`);
  return [note(
    `People: ${unmapped.length} on the rosters not found in Slack; name them under \`people\` or \`aliases\` in shiftlight.config.ts:\n    ${
      named.join("\n    ")
    }`,
  )];
}
