import type { Unreadable } from "../reconciler/shift.ts";
import { isInstant } from "../time.ts";
import { unreadableSource } from "./http/account.ts";
import { compareKeys, inOrder, withoutGaps } from "./merge_shifts.ts";
import type {
  ReadingWindow,
  ReadRoster,
  RosterContext,
  RosterReading,
  RosterShift,
} from "./port.ts";
import type { SourceType, ValidatedSource } from "./sources.ts";
import * as adapters from "./vendors/adapters.ts";

/** Each type of source with the adapter that reads it. */
const ADAPTERS: {
  [T in SourceType]: (source: ValidatedSource<T>) => ReadRoster;
} = adapters;

/**
 * The adapter of a source, by its type.
 *
 * @param source A source of the configuration.
 * @returns the function that reads that source.
 */
export function rosterOf(source: ValidatedSource): ReadRoster {
  const adapter = ADAPTERS[source.type] as (
    source: ValidatedSource,
  ) => ReadRoster;
  return adapter(source);
}

/**
 * Reads all sources at once. If one fails, even by a bug in its adapter, that
 * source is unreadable and the others count. Never rejects.
 *
 * @param sources The sources of the configuration.
 * @param states The states of the configuration. A schedule with a shift in
 * another state is unreadable.
 * @param window The time to read.
 * @param context What the sources need from the execution.
 * @param adapterOf The adapter of a source; by its type unless given.
 * @returns all readings as one. It is sorted, so that it depends neither on the
 * order of the sources nor on their speed.
 *
 * @example
 * const { shifts, unreadable } = await readRosters(
 *   config.sources,
 *   Object.keys(config.states),
 *   { since: now, until: now + SECONDS_PER_DAY },
 *   context,
 * );
 */
export async function readRosters(
  sources: readonly ValidatedSource[],
  states: readonly string[],
  window: ReadingWindow,
  context: RosterContext,
  adapterOf: (source: ValidatedSource) => ReadRoster = rosterOf,
): Promise<RosterReading> {
  const readings = await Promise.all(sources.map(async (source) => {
    try {
      return await adapterOf(source)(window, context);
    } catch (error) {
      return failed(source.id, error, context.env);
    }
  }));
  const bounded = withinBounds(readings.flatMap(({ shifts }) => shifts));
  const known = withKnownStates(bounded.shifts, states);
  const unreadable = [...bounded.unreadable, ...known.unreadable];
  return {
    shifts: withoutGaps(inOrder(known.shifts)),
    unreadable: readings.flatMap((reading) => reading.unreadable)
      .concat(unreadable).map(withShortReason).sort((a, b) =>
        compareKeys(
          [a.source, a.schedule ?? "", a.reason],
          [b.source, b.schedule ?? "", b.reason],
        )
      ),
    rejected: readings.flatMap(({ rejected }) => rejected)
      .map(withShortReason).sort((a, b) =>
        compareKeys([a.source, a.reason], [b.source, b.reason])
      ),
    schedules: readings.flatMap(({ schedules }) => schedules)
      .map(({ source, schedule, name }) => ({
        source,
        schedule: cut(schedule, LONGEST_ID),
        name: cut(name, LONGEST_NAME),
      }))
      .sort((a, b) =>
        compareKeys([a.source, a.schedule], [b.source, b.schedule])
      ),
  };
}

function failed(
  source: string,
  error: unknown,
  env: Readonly<Record<string, string>>,
): RosterReading {
  let text = String(error);
  // The message may hold a secret. Short values are no secrets, and removing
  // them would garble the text.
  for (const value of Object.values(env)) {
    if (value.length >= 8) text = text.replaceAll(value, "…");
  }
  const reason = `reading it failed unexpectedly: ${text}`;
  return unreadableSource(source, reason);
}

/** Longest name of a schedule or a person that is kept: a status text holds 100. */
const LONGEST_NAME = 200;

/** Longest id, and longest e-mail address. */
const LONGEST_ID = 500;

const LONGEST_REASON = 1000;

/** Levels above this are one level: the configuration has texts for levels up to it. */
const HIGHEST_LEVEL = 99;

/**
 * Keeps what a source gives within what the app stores and tells. Long names are
 * cut, and a shift that began before 1970 has no start. A shift that is absurd
 * otherwise is unreadable for its person alone.
 */
export function withinBounds(
  shifts: readonly RosterShift[],
): { shifts: RosterShift[]; unreadable: Unreadable[] } {
  const kept: RosterShift[] = [];
  const unreadable: Unreadable[] = [];
  for (const shift of shifts) {
    const { source, schedule, identity, label, level } = shift;
    const reason = absurdityOf(shift);
    if (reason !== null) {
      unreadable.push({
        source,
        schedule: cut(schedule, LONGEST_ID),
        identity: cut(identity.key, LONGEST_ID),
        reason,
      });
      continue;
    }
    kept.push({
      ...shift,
      start: Math.max(0, shift.start),
      label: cut(label, LONGEST_NAME),
      level: Math.min(level, HIGHEST_LEVEL),
      identity: { ...identity, name: cut(identity.name, LONGEST_NAME) },
    });
  }
  return { shifts: kept, unreadable };
}

/** @returns `null` for a shift that can be stored and told. */
function absurdityOf(shift: RosterShift): string | null {
  const { start, end, level, schedule, identity: { key, email } } = shift;
  if (!isInstant(Math.max(0, start))) return `its start is no time: ${start}`;
  if (end !== null && !isInstant(end)) return `its end is no time: ${end}`;
  if (!Number.isInteger(level) || level < 0) return `its level is ${level}`;
  return [schedule, key, email ?? ""].some(({ length }) => length > LONGEST_ID)
    ? `an id or an address has more than ${LONGEST_ID} characters`
    : null;
}

function withShortReason<T extends { reason: string }>(each: T): T {
  return { ...each, reason: cut(each.reason, LONGEST_REASON) };
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

/**
 * Leaves out shifts whose state the configuration lacks. Their schedules count as
 * unreadable, so the people on them stay as they are.
 *
 * @param shifts What the sources gave; a source may give states of its own.
 * @param states The states of the configuration.
 * @returns the shifts in known states, and each schedule and unknown state once.
 */
export function withKnownStates(
  shifts: readonly RosterShift[],
  states: readonly string[],
): { shifts: RosterShift[]; unreadable: Unreadable[] } {
  const known = new Set(states);
  const unreadable = new Map<string, Unreadable>();
  for (const { source, schedule, state } of shifts) {
    if (known.has(state)) continue;
    const reason =
      `it gives the state "${state}", which is not among those of ` +
      `shiftlight.config.ts (${states.join(", ")})`;
    const key = JSON.stringify([source, schedule, state]);
    unreadable.set(key, { source, schedule, reason });
  }
  return {
    shifts: shifts.filter(({ state }) => known.has(state)),
    unreadable: [...unreadable.values()],
  };
}

/**
 * Leaves out shifts of people who do not exist, such as "Nobody".
 *
 * @param placeholders Their names and e-mails. Case and surrounding spaces do not
 * matter.
 */
export function withoutPlaceholders(
  shifts: readonly RosterShift[],
  placeholders: readonly string[],
): RosterShift[] {
  const ignored = new Set(placeholders.map(plain));
  return shifts.filter(({ identity: { name, email } }) =>
    !ignored.has(plain(name)) && !(email !== null && ignored.has(plain(email)))
  );
}

function plain(name: string): string {
  return name.trim().toLowerCase();
}
