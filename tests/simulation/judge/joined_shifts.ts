import type { RosterShift } from "../recording.ts";
import { scheduleOf, type State, type Template } from "../setting.ts";

/** Shifts of one person and state that are shown as one. */
export interface JoinedShift
  extends Pick<RosterShift, "person" | "state" | "start" | "end"> {
  /** The template that shows it. */
  text: string;
  /** The text that a workflow of somebody's own may have set instead. */
  ownText?: string;
  parts: RosterShift[];
}

export type Templates = Readonly<Record<State, Template>>;

/** A gap between shifts that counts as none, at most (milliseconds). */
const GAP_MS = 60_000;

/** Shifts of which those that another of the person and state follows so soon last until then. */
function withoutGaps(shifts: readonly RosterShift[]): RosterShift[] {
  return shifts.map((shift) => {
    const { person, state, end } = shift;
    if (end === null) return shift;
    const next = shifts.filter((other) =>
      other.person === person && other.state === state &&
      other.start >= end && other.start <= end + GAP_MS
    ).map(({ start }) => start);
    return next.length === 0 ? shift : { ...shift, end: Math.min(...next) };
  });
}

/**
 * Shifts as people see them: those of one person and state that touch or
 * overlap are one where they show the same text.
 *
 * @param ownTexts The texts that workflows have set for states.
 */
export function joinedShifts(
  given: readonly RosterShift[],
  templates: Templates,
  ownTexts: Partial<Record<State, string>> = {},
): JoinedShift[] {
  const shifts = withoutGaps(given);
  const joined: JoinedShift[] = [];
  for (const shift of shifts.toSorted((a, b) => a.start - b.start)) {
    if (shifts.some((other) => isAlsoFirst(other, shift))) continue;
    const { person, state, start, end } = shift;
    const text = textOf(shift, templates);
    const before = joined.findLast((each) =>
      each.person === person && each.state === state && each.text === text
    );
    if (before && endOf(before) >= start) {
      const last = Math.max(endOf(before), endOf(shift));
      before.end = last === Infinity ? null : last;
      before.parts.push(shift);
    } else {
      const ownText = ownTexts[state];
      const own = ownText === undefined ? {} : { ownText };
      joined.push({ person, state, start, end, text, ...own, parts: [shift] });
    }
  }
  return joined;
}

/** Whether a person is called earlier by the very same shift: who is called first and second is called first. */
function isAlsoFirst(other: RosterShift, shift: RosterShift): boolean {
  return other.place !== null && other.place === shift.place &&
    other.person === shift.person && other.state === shift.state &&
    other.start === shift.start && other.end === shift.end &&
    other.level < shift.level;
}

function textOf(
  { state, level }: RosterShift,
  templates: Templates,
): string {
  const { text, level_texts } = templates[state];
  return level > 1 && level_texts ? level_texts["2"] : text;
}

/** The schedules of those under way at an instant, as the status names them. */
export function labelAt({ parts }: JoinedShift, at: number): string {
  const names = parts
    .filter(({ start, end }) => start <= at && (end ?? Infinity) > at)
    .map(({ state, place, level }) => ({
      level,
      name: place === null ? "" : scheduleOf(state, place).name,
    }))
    .sort((a, b) => a.level - b.level || (a.name < b.name ? -1 : 1))
    .map(({ name }) => name)
    .filter((name) => name !== "");
  return [...new Set(names)].join(", ");
}

/** Who of them is called first, of those under way at an instant. */
export function levelAt({ parts }: JoinedShift, at: number): number {
  const levels = parts
    .filter(({ start, end }) => start <= at && (end ?? Infinity) > at)
    .map(({ level }) => level);
  return Math.min(...levels);
}

export function endOf({ end }: { end: number | null }): number {
  return end ?? Infinity;
}
