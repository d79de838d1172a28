import type { Config } from "../../config/schema.ts";
import { consentToAll, forecast } from "../../forecast/forecast.ts";
import type { ListedShift } from "../../forecast/shifts_seen.ts";
import { closeGaps } from "../../intervals.ts";
import { graceSecondsFor } from "../../reconciler/expiry.ts";
import { lookupKeysBy } from "../../rosters/lookup_key.ts";
import { mapPeople } from "../../rosters/map_people.ts";
import type { RosterReading, RosterShift } from "../../rosters/port.ts";
import { withoutPlaceholders } from "../../rosters/read_rosters.ts";
import { SECONDS_PER_HOUR } from "../../time.ts";
import {
  type Foreseen,
  personEntry,
  type PreviewDocument,
  sourceEntries,
  type UnknownEntry,
} from "./document.ts";
import { type Identified, identify } from "./identities.ts";
import { findingsOf, type Setting } from "./look_twice.ts";
import { notKnown } from "./not_known.ts";
import type { KnownPerson } from "./people_file.ts";
import { coverageGaps, crowdedMinutes } from "./rosters_at_large.ts";
import { isoTime, zonedText } from "./when.ts";

/** What a preview looks at. Instants are Unix seconds. */
export interface Question {
  config: Config;
  known: readonly KnownPerson[];
  timeZone: string;
  from: number;
  to: number;
  /** A part of a name, an address or an id; `null`: everybody. */
  only: string | null;
}

/** How far the rosters are read: as far as the app will have read on the last day. */
export function readingWindow(
  { limits }: Pick<Config, "limits">,
  { from, to }: { from: number; to: number },
): { since: number; until: number } {
  const ahead = limits.roster_hours * SECONDS_PER_HOUR;
  return { since: from, until: to + ahead };
}

/** Makes the whole document of what was read. */
export function foresee(
  question: Question,
  reading: RosterReading,
): PreviewDocument {
  const { config, known, timeZone, from, to, only } = question;
  const read = withoutPlaceholders(reading.shifts, config.placeholders);
  const groups = read.filter(({ identity }) => identity.group !== undefined);
  const own = read.filter(({ identity }) => identity.group === undefined);
  const identified = identify(own, config, known, timeZone);
  const { shifts, unknown } = mapped(question, own, identified);
  const all = foreseenPeople(question, shifts, identified);
  const people = all.filter(({ person }) => isMeant(person, only));
  const setting: Setting = {
    rules: config.states,
    text: zonedText(timeZone),
    from,
    to,
  };
  return {
    from: isoTime(from),
    to: isoTime(to),
    now: isoTime(from),
    time_zone: timeZone,
    total: all.length,
    sources: sourceEntries(config, reading, question),
    people: people.map((each) => personEntry(each, to)),
    unknown,
    left_out: reading.rejected,
    look_twice: [
      ...people.flatMap((each) => findingsOf(each, setting)),
      ...(only === null
        ? [...coverageGaps(read, setting), ...crowdedMinutes(all, setting)]
        : []),
    ],
    not_known: notKnown(all, identified, groups, timeZone),
  };
}

/** Whether `--only` means this person. */
function isMeant(
  { id, name }: { id: string; name: string },
  only: string | null,
): boolean {
  if (only === null) return true;
  const part = only.toLowerCase();
  return [id, name].some((text) => text.toLowerCase().includes(part));
}

/** The shifts in Slack's terms, and the people of whom nothing is known. */
function mapped(
  { config, timeZone, to }: Question,
  read: readonly RosterShift[],
  { lookUps }: Identified,
): { shifts: ListedShift[]; unknown: UnknownEntry[] } {
  const keyOf = lookupKeysBy(config);
  const listed = read.map((shift) =>
    shift.days === undefined
      ? shift
      : { ...shift, listed: { start: shift.start, end: shift.end } }
  );
  const { shifts, unmapped } = mapPeople(listed, keyOf, lookUps, timeZone);
  const soon = new Set(
    read.filter(({ start }) => start < to).map(({ identity }) => identity.key),
  );
  const byIdentity = Map.groupBy(unmapped, ({ identity }) => identity);
  const unknown = [...byIdentity].filter(([key]) => soon.has(key))
    .map(([identity, each]) => {
      const { name, reason } = each[0]!;
      const sources = each.map(({ source }) => source);
      return { name, identity, sources, reason, paste: lineToPaste(name) };
    });
  const closed = closeGaps(
    shifts as ListedShift[],
    ({ person, state }) => `${person} ${state}`,
  );
  return { shifts: closed, unknown };
}

function lineToPaste(name: string): string {
  const pattern = JSON.stringify(name);
  return `aliases: [{ pattern: ${pattern}, person: "their address or Slack id" }]`;
}

/** Everyone who has a shift or shows something in this time, in order. */
function foreseenPeople(
  { config, timeZone, from, to }: Question,
  shifts: readonly ListedShift[],
  { people }: Identified,
): Foreseen[] {
  const byPerson = Map.groupBy(shifts, ({ person }) => person);
  const foreseen = [...byPerson].map(([id, own]) => {
    const person = people.get(id) ?? { id, name: id, time_zone: timeZone };
    return {
      person,
      shifts: own,
      forecast: forecast({
        person,
        shifts: own,
        consent: consentToAll(id, config.states),
        claim: null,
        rules: config.states,
        graceSeconds: graceSecondsFor(config.poll_minutes),
        aheadSeconds: config.limits.roster_hours * SECONDS_PER_HOUR,
        from,
        until: to,
      }),
    };
  });
  const firstOf = ({ forecast }: Foreseen) => forecast.shown[0]?.from ?? to;
  return foreseen
    .filter(({ shifts }) => shifts.some(({ start }) => start < to))
    .sort((a, b) =>
      firstOf(a) - firstOf(b) ||
      (a.person.name < b.person.name
        ? -1
        : a.person.name > b.person.name
        ? 1
        : 0)
    );
}
