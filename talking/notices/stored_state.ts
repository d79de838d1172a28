/** The state that was told of a schedule, as it is stored. */
import { endOf } from "../../intervals.ts";
import type { AssignedTime, ScheduleState } from "./schedule_state.ts";

/** Another shape gets another number. */
const VERSION = 1;

/** A state as plain JSON. Each person is named once, and times are short numbers. */
export interface StoredState {
  v: typeof VERSION;
  revision: number;
  /** Unix seconds. */
  from: number;
  until: number;
  people: [identity: string, name: string][];
  /** The person by their place in `people`. Seconds from `from`, and how long; `null` is open. */
  times: [
    person: number,
    level: number,
    start: number,
    seconds: number | null,
  ][];
  /** As in the state; left out if there is no one. */
  behind?: Record<string, number>;
}

export function toStored(
  { revision, from, until, times, behind }: ScheduleState,
): StoredState {
  const places = new Map<string, number>();
  const people: StoredState["people"] = [];
  const rows = times.map((
    { identity, name, level, start, end },
  ): StoredState["times"][number] => {
    let place = places.get(identity);
    if (place === undefined) {
      places.set(identity, place = people.length);
      people.push([identity, name]);
    }
    return [place, level, start - from, end === null ? null : end - start];
  });
  const some = Object.keys(behind).length > 0 ? { behind: { ...behind } } : {};
  return { v: VERSION, revision, from, until, people, times: rows, ...some };
}

/**
 * @param stored What was read from a record.
 * @returns `null` if it is not a state, or one of another version.
 */
export function fromStored(stored: unknown): ScheduleState | null {
  if (!isStored(stored)) return null;
  const { revision, from, until, people, behind = {} } = stored;
  const times: AssignedTime[] = [];
  for (const row of stored.times) {
    if (!isRow(row)) return null;
    const [place, level, start, seconds] = row;
    const [identity, name] = people[place] ?? [];
    if (typeof identity !== "string" || typeof name !== "string") return null;
    const at = from + start;
    const end = seconds === null ? null : at + seconds;
    const time = { identity, name, level, start: at, end };
    if (endOf(time) <= at) return null;
    times.push(time);
  }
  return { revision, from, until, times, behind };
}

function isStored(stored: unknown): stored is StoredState {
  if (typeof stored !== "object" || stored === null) return false;
  const { v, revision, from, until, people, times, behind = {} } =
    stored as Partial<StoredState>;
  return v === VERSION && [revision, from, until].every(Number.isSafeInteger) &&
    Array.isArray(people) && people.every(Array.isArray) &&
    Array.isArray(times) && typeof behind === "object" && behind !== null &&
    Object.values(behind).every(Number.isSafeInteger);
}

function isRow(row: unknown): row is StoredState["times"][number] {
  if (!Array.isArray(row) || row.length !== 4) return false;
  const [place, level, start, seconds] = row;
  return [place, level, start].every(Number.isSafeInteger) &&
    (seconds === null || Number.isSafeInteger(seconds));
}
