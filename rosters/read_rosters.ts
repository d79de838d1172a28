import type { SourceType, ValidatedSource } from "./sources.ts";
import * as adapters from "./vendors/adapters.ts";
import { withKnownStates } from "./known_states.ts";
import { compareKeys, inOrder } from "./order.ts";
import type {
  ReadingWindow,
  ReadRoster,
  RosterContext,
  RosterReading,
} from "./port.ts";
import { unreadableSource } from "./http/roster_from.ts";

/** Each kind of source with the adapter that reads it. */
const ADAPTERS: {
  [T in SourceType]: (source: ValidatedSource<T>) => ReadRoster;
} = adapters;

/** The adapter of a source. */
export function rosterOf(source: ValidatedSource): ReadRoster {
  const adapter = ADAPTERS[source.type] as (
    source: ValidatedSource,
  ) => ReadRoster;
  return adapter(source);
}

/**
 * Reads all sources at once. What fails in one of them, even its adapter,
 * leaves that one unreadable and the others as they are. Sorted, so that it
 * depends neither on the order of the sources nor on their speed.
 *
 * @param states Those of the configuration; a schedule with shifts in another is
 * unreadable.
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
  const { shifts, unreadable } = withKnownStates(
    readings.flatMap(({ shifts }) => shifts),
    states,
  );
  return {
    shifts: inOrder(shifts),
    unreadable: readings.flatMap((reading) => reading.unreadable)
      .concat(unreadable).sort((a, b) =>
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
  // Whoever threw may have put a secret into the message. Short values are
  // no secrets, and blanking them would garble the text.
  for (const value of Object.values(env)) {
    if (value.length >= 8) text = text.replaceAll(value, "…");
  }
  const reason = `reading it failed unexpectedly: ${text}`;
  return unreadableSource(source, reason);
}
