import type { Item } from "../recording.ts";
import { type State, TEMPLATES } from "../setting.ts";
import { endOf, type JoinedShift, levelAt } from "./joined_shifts.ts";
import { allows, type Truth, WINDOW_MS } from "./truth.ts";

/** What may be wanted of a person: a shift to show, or nothing. */
export type Wish = JoinedShift | null;

/**
 * What the app may have found wanted of a person at any look between two
 * instants: one wish unless a shift began, ended or was edited meanwhile.
 */
export function wishesOf(
  truth: Truth,
  person: string,
  consent: Item | null,
  from: number,
  to: number,
): Wish[] {
  if (consent === null) return [null];
  const read = truth.spans()
    .filter((span) => span.from <= to && span.to > from - WINDOW_MS);
  const wishes = read.flatMap((span) => {
    const own = span.shifts.filter((shift) =>
      shift.person === person && allows(consent, shift.state)
    );
    const first = Math.max(from, span.from);
    const last = Math.max(first, Math.min(to, span.to - 1));
    const edges = own.flatMap(({ parts }) =>
      parts.flatMap(({ start, end }) => end === null ? [start] : [start, end])
    ).filter((at) => at > first && at < last);
    return [first, ...edges, last].map((at) => winning(own, at));
  });
  const known = new Map(wishes.map((wish) => [JSON.stringify(wish), wish]));
  return [...known.values()];
}

/** The shift that is to be shown: the one of the highest priority. */
function winning(shifts: JoinedShift[], at: number): Wish {
  const active = shifts
    .filter((shift) => shift.start <= at && endOf(shift) > at)
    .sort((a, b) =>
      priority(b.state) - priority(a.state) || levelAt(a, at) - levelAt(b, at)
    );
  return active[0] ?? null;
}

function priority(state: State): number {
  return TEMPLATES[0]![state].priority;
}
