/** Builds the scenarios of this folder: one working day, people and shifts. */

/** `09:00` of the day on which every scenario begins, or some days later. */
export function at(time: string, days = 0): string {
  const [hours = "0", minutes = "0", seconds = "0"] = time.split(":");
  const day = Date.UTC(2026, 2, 2 + days);
  const ms = day + Number(hours) * 3_600_000 + Number(minutes) * 60_000 +
    Number(seconds) * 1000;
  return new Date(ms).toISOString().replace(".000Z", "Z");
}

/** The same in Unix seconds. */
export function unix(time: string, days = 0): number {
  return Date.parse(at(time, days)) / 1000;
}

export interface PersonOptions {
  status?: { text?: string; emoji?: string; expiration?: number };
  snooze_until?: number;
  manual_away?: boolean;
  tz?: string;
  consent?: Record<string, unknown> | null;
}

/** `ann` becomes UANN, opted in for everything unless told otherwise. */
export function person(name: string, options: PersonOptions = {}) {
  const { consent = {}, ...rest } = options;
  const everything = {
    states: ["on_call", "pto", "deploy_freeze", "focus"],
    dnd: true,
    presence: true,
  };
  return {
    id: `U${name.toUpperCase()}`,
    name,
    email: `${name}@example.com`,
    ...rest,
    ...(consent === null ? {} : { consent: { ...everything, ...consent } }),
  };
}

export function shift(
  name: string,
  start: string | null,
  end: string | null,
) {
  return { email: `${name}@example.com`, start, end };
}

export type ShiftOf = ReturnType<typeof shift>;

/** A schedule of one state; its id and name tell the state. */
export function schedule(state: string, ...shifts: ShiftOf[]) {
  return { id: `P_${state}`, name: `The ${state}`, state, shifts };
}

export function scenario(
  people: ReturnType<typeof person>[],
  schedules: ReturnType<typeof schedule>[],
  more: Record<string, unknown> = {},
) {
  return { now: at("08:00"), people, schedules, ...more };
}

/** The usual one: on call from nine to five. */
export function onCall(...names: string[]) {
  return schedule(
    "on_call",
    ...names.map((name) => shift(name, at("09:00"), at("17:00"))),
  );
}

export const EMPTY = { text: "", emoji: "", expiration: 0 };
