import type { Config } from "../../../config/types.ts";
import type { RosterSnapshot } from "../../../reconciler/shift.ts";
import { type Finding, missing, note, right } from "./finding.ts";

/** People named at once. */
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
    ...own.map(({ reason }) => missing(`Source ${id}: ${reason}.`)),
    ...snapshot.rejected.filter(({ source }) => source === id)
      .map(({ reason }) => note(`Source ${id} leaves out ${reason}.`)),
  ];
}

function checkPeople({ unmapped, people }: RosterSnapshot): Finding[] {
  if (unmapped.length === 0) {
    return people.length === 0
      ? []
      : [right(`People: everybody on the rosters was found in Slack.`)];
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
