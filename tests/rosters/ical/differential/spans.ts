import type { ReadingWindow } from "../../../../rosters/port.ts";

/** What a reader says of a calendar: who is on when. Unix seconds. */
export interface Told {
  who: string;
  /** Whole days; `start` and `end` are then those of the days in UTC. */
  days: boolean;
  start: number;
  end: number;
}

/** A time that only one of two readers has. */
export interface Difference extends Told {
  side: "ours alone" | "theirs alone";
}

/** A shorter break between two times of one person is none. */
export const SHORTEST_BREAK_SECONDS = 60;

/** All times that only one of two readers has, within the window. */
export function differences(
  ours: readonly Told[],
  theirs: readonly Told[],
  window: ReadingWindow,
): Difference[] {
  const keys = new Set([...ours, ...theirs].map(keyOf));
  return [...keys].sort().flatMap((key) => {
    const of = (told: readonly Told[]) =>
      joined(told.filter((one) => keyOf(one) === key), window);
    const [mine, others] = [of(ours), of(theirs)];
    return [
      ...without(mine, others).map((one) => ({ ...one, side: OURS })),
      ...without(others, mine).map((one) => ({ ...one, side: THEIRS })),
    ];
  });
}

const OURS = "ours alone" as const;
const THEIRS = "theirs alone" as const;

function keyOf({ who, days }: Told): string {
  return `${who} ${days}`;
}

/** Cut off at the window, in order, without overlaps. */
function joined(told: readonly Told[], window: ReadingWindow): Told[] {
  const within = told
    .map((one) => ({
      ...one,
      start: Math.max(one.start, window.since),
      end: Math.min(one.end, window.until),
    }))
    .filter(({ start, end }) => start < end)
    .sort((a, b) => a.start - b.start);
  const found: Told[] = [];
  for (const one of within) {
    const before = found.at(-1);
    if (before && one.start <= before.end + SHORTEST_BREAK_SECONDS) {
      before.end = Math.max(before.end, one.end);
    } else found.push(one);
  }
  return found;
}

/** What is left of some times if others are taken away. */
export function without<T extends Told>(
  told: readonly T[],
  others: readonly Pick<Told, "start" | "end">[],
): T[] {
  return others.reduce<T[]>(
    (rest, { start, end }) =>
      rest.flatMap((one) => [
        { ...one, end: Math.min(one.end, start) },
        { ...one, start: Math.max(one.start, end) },
      ]).filter((one) => one.start < one.end),
    [...told],
  );
}

/** `ann 2026-03-02T09:00Z/2026-03-02T17:00Z` */
export function shown({ who, days, start, end }: Told): string {
  const iso = (at: number) => {
    const text = new Date(at * 1000).toISOString();
    return days ? text.slice(0, 10) : text.replace(":00.000Z", "Z");
  };
  return `${who} ${iso(start)}/${iso(end)}`;
}
