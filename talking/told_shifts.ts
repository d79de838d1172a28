import type { RosterSnapshot, Shift } from "../reconciler/shift.ts";

/** A shift as it is told, also of a person who is not in Slack. */
export interface ToldShift extends
  Pick<
    Shift,
    "state" | "source" | "schedule" | "identity" | "level" | "start" | "end"
  > {
  /** The person's name. */
  name: string;
  /** Slack user id; `null` if they are not in Slack. */
  person: string | null;
}

/**
 * All shifts of a snapshot that can be told: those of people in Slack, those last
 * known where the roster could not be read, and those of people who were not found.
 */
export function toldShifts(
  { shifts, remembered, unmapped_shifts, people }: Pick<
    RosterSnapshot,
    "shifts" | "remembered" | "unmapped_shifts" | "people"
  >,
): ToldShift[] {
  const names = new Map(people.map(({ id, name }) => [id, name]));
  // Who could not be looked up this time may be remembered from an earlier one.
  const known = new Set(remembered.map(originKey));
  return [
    ...[...shifts, ...remembered].map((shift): ToldShift => ({
      ...told(shift),
      name: names.get(shift.person) ?? shift.identity,
      person: shift.person,
    })),
    ...unmapped_shifts.filter((shift) => !known.has(originKey(shift)))
      .map((shift): ToldShift => ({
        ...told(shift),
        name: shift.name,
        person: null,
      })),
  ];
}

function told(
  { state, source, schedule, identity, level, start, end }: Omit<
    Shift,
    "person"
  >,
) {
  return { state, source, schedule, identity, level, start, end };
}

function originKey(
  { source, schedule, identity }: Pick<
    Shift,
    "source" | "schedule" | "identity"
  >,
): string {
  return JSON.stringify([source, schedule, identity]);
}
