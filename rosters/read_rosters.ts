import type { Unreadable } from "../reconciler/shift.ts";
import { withinBounds } from "./bounds.ts";
import { unreadableSource } from "./http/account.ts";
import { compareKeys, inOrder, withoutGaps } from "./merge_shifts.ts";
import { nameMatcher } from "./name_pattern.ts";
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
      const reading = await adapterOf(source)(window, context);
      const { shifts, unreadable } = withKnownStates(reading.shifts, states);
      const all = [...reading.unreadable, ...unreadable];
      return withinBounds({ ...reading, shifts, unreadable: all }, source);
    } catch (error) {
      return withinBounds(failed(source.id, error, context.env), source);
    }
  }));
  return {
    shifts: withoutGaps(inOrder(readings.flatMap(({ shifts }) => shifts))),
    unreadable: readings.flatMap(({ unreadable }) => unreadable).sort((a, b) =>
      compareKeys(
        [a.source, a.schedule ?? "", a.reason],
        [b.source, b.schedule ?? "", b.reason],
      )
    ),
    rejected: readings.flatMap(({ rejected }) => rejected).sort((a, b) =>
      compareKeys([a.source, a.reason], [b.source, b.reason])
    ),
    schedules: readings.flatMap(({ schedules }) => schedules).sort((a, b) =>
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
 * @param placeholders Patterns for their names and e-mails.
 */
export function withoutPlaceholders(
  shifts: readonly RosterShift[],
  placeholders: readonly string[],
): RosterShift[] {
  const isPlaceholder = nameMatcher(placeholders);
  return shifts.filter(({ identity: { name, email } }) =>
    !isPlaceholder(name) && !(email !== null && isPlaceholder(email))
  );
}
