import { shortText, withoutCredentials } from "../plain_text.ts";
import type { Rejected, Unreadable } from "../reconciler/shift.ts";
import { isInstant } from "../time.ts";
import type { NamedSchedule, RosterReading, RosterShift } from "./port.ts";
import type { ValidatedSource } from "./sources.ts";

/** Longest id, and longest e-mail address (UTF-16 units). */
const LONGEST_ID = 500;

/** Slack's own ids have some eleven characters. */
const LONGEST_SLACK_ID = 50;

const LONGEST_REASON = 1000;

/** Levels above this are one level: the configuration has texts for levels up to it. */
const HIGHEST_LEVEL = 99;

/**
 * Limit for the ids and names of all schedules that one person is on: they are kept
 * together, in one record.
 */
const LARGEST_PERSON_BYTES = 100_000;

/** The most entries of a source that are told, and that are left out one by one. */
const MOST_ENTRIES = 100;

/** The most schedules of a source whose names are kept. */
const MOST_SCHEDULES = 1000;

/**
 * Keeps what a source gives within what the app stores and tells. Every text
 * becomes one line; names are cut. An entry that is absurd otherwise is unreadable
 * for its person alone.
 */
export function withinBounds(
  { shifts, unreadable, rejected, schedules }: RosterReading,
  source: ValidatedSource,
): RosterReading {
  const clean = cleaning();
  const bounded = boundShifts(shifts, clean);
  const told = tellingOf(source, clean);
  return {
    shifts: bounded.shifts,
    unreadable: fewUnreadable([
      ...unreadable.map((each) => told(cleanUnreadable(each, clean))),
      ...bounded.unreadable,
    ], source.id),
    rejected: fewRejected(rejected.map(told), source.id),
    schedules: schedules.slice(0, MOST_SCHEDULES)
      .map((each) => cleanSchedule(each, clean)),
  };
}

/** Cleans a text, and cuts it at a length; 200 characters unless given. */
type Clean = (text: string, length?: number) => string;

/** Shifts repeat their texts, and cleaning takes longer than remembering. */
function cleaning(): Clean {
  const known = new Map<string, string>();
  return (text, length) => {
    const key = `${length} ${text}`;
    let cleaned = known.get(key);
    if (cleaned === undefined) {
      cleaned = shortText(text, length);
      known.set(key, cleaned);
    }
    return cleaned;
  };
}

function boundShifts(
  shifts: readonly RosterShift[],
  clean: Clean,
): { shifts: RosterShift[]; unreadable: Unreadable[] } {
  const kept: RosterShift[] = [];
  const unreadable: Unreadable[] = [];
  const tooLarge = peopleTooLarge(shifts);
  for (const shift of shifts) {
    const { source, schedule, identity, label, level } = shift;
    if (tooLarge.has(identity.key)) continue;
    const scheduleId = clean(schedule, LONGEST_ID);
    const key = clean(identity.key, LONGEST_ID);
    const reason = absurdityOf(shift);
    if (reason !== null) {
      const where = { source, schedule: scheduleId, identity: key };
      unreadable.push({ ...where, reason });
      continue;
    }
    kept.push({
      ...shift,
      start: Math.max(0, shift.start),
      schedule: scheduleId,
      label: clean(label) || clean(schedule),
      level: Math.min(level, HIGHEST_LEVEL),
      identity: { ...identity, key, name: clean(identity.name) || clean(key) },
    });
  }
  for (const [identity, source] of tooLarge) {
    unreadable.push({
      source,
      schedule: null,
      identity: clean(identity, LONGEST_ID),
      reason: "the schedules of this person are too many to be recorded",
    });
  }
  return { shifts: kept, unreadable };
}

/** The keys of people whose schedules exceed the limit, each with the source. */
function peopleTooLarge(shifts: readonly RosterShift[]): Map<string, string> {
  const seen = new Set<string>();
  const bytes = new Map<string, number>();
  const tooLarge = new Map<string, string>();
  for (const { source, schedule, label, identity: { key } } of shifts) {
    // Others are left out one by one.
    if (schedule.length > LONGEST_ID || key.length > LONGEST_ID) continue;
    const one = JSON.stringify([key, schedule, label.slice(0, LONGEST_ID)]);
    if (seen.has(one)) continue;
    seen.add(one);
    const size = (bytes.get(key) ?? 0) + encoder.encode(one).length;
    bytes.set(key, size);
    if (size > LARGEST_PERSON_BYTES) tooLarge.set(key, source);
  }
  return tooLarge;
}

const encoder = new TextEncoder();

/** @returns `null` for a shift that can be stored and told. */
function absurdityOf(shift: RosterShift): string | null {
  const { start, end, level, schedule, identity } = shift;
  if (!isInstant(Math.max(0, start))) return `its start is no time: ${start}`;
  if (end !== null && !isInstant(end)) return `its end is no time: ${end}`;
  if (!Number.isInteger(level) || level < 0) return `its level is ${level}`;
  const { key, email, slackId, group } = identity;
  if ([schedule, key, email].some((id) => isLonger(id, LONGEST_ID))) {
    return `an id or an address has more than ${LONGEST_ID} characters`;
  }
  return [slackId, group].some((id) => isLonger(id, LONGEST_SLACK_ID))
    ? `a Slack id has more than ${LONGEST_SLACK_ID} characters`
    : null;
}

function isLonger(id: string | null | undefined, length: number): boolean {
  return (id ?? "").length > length;
}

function cleanUnreadable(each: Unreadable, clean: Clean): Unreadable {
  const { schedule, identity } = each;
  return {
    ...each,
    schedule: schedule === null ? null : clean(schedule, LONGEST_ID),
    ...(identity === undefined
      ? {}
      : { identity: clean(identity, LONGEST_ID) }),
  };
}

function cleanSchedule(
  { source, schedule, name }: NamedSchedule,
  clean: Clean,
): NamedSchedule {
  return { source, schedule: clean(schedule, LONGEST_ID), name: clean(name) };
}

/** Shortens a reason and takes out what of the source's settings may be a credential. */
function tellingOf({ id: _, ...settings }: ValidatedSource, clean: Clean) {
  const masks = textsOf(settings)
    .flatMap((text) => [text, encodeURIComponent(text)])
    .map((text) => [text, withoutCredentials(text)] as const)
    .filter(([text, masked]) => text !== masked);
  return <T extends { reason: string }>(each: T): T => {
    const reason = masks.reduce(
      (left, [text, masked]) => left.replaceAll(text, masked),
      each.reason,
    );
    return { ...each, reason: clean(reason, LONGEST_REASON) };
  };
}

function textsOf(settings: unknown): string[] {
  if (typeof settings === "string") return [settings];
  if (typeof settings !== "object" || settings === null) return [];
  return Object.values(settings).flatMap(textsOf);
}

/**
 * If too many schedules or people of a source cannot be read, the whole source
 * counts as unreadable: everyone on it stays as they are.
 */
function fewUnreadable(unreadable: Unreadable[], source: string): Unreadable[] {
  if (unreadable.length <= MOST_ENTRIES) return unreadable;
  const reason = `more than ${MOST_ENTRIES} of its entries cannot be used, ` +
    `one of them: ${unreadable[0]!.reason}`;
  return [{ source, schedule: null, reason }];
}

function fewRejected(rejected: Rejected[], source: string): Rejected[] {
  if (rejected.length <= MOST_ENTRIES) return rejected;
  // Without a number, because each new number would be reported again.
  const reason = "more entries are not valid";
  return [...rejected.slice(0, MOST_ENTRIES), { source, reason }];
}
