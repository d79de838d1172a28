import { rosterShift } from "./stage.ts";
import type { RosterShift } from "./recording.ts";
import { idOf, type RosterAction } from "./script.ts";

const MINUTE_MS = 60_000;

/** No shift is shorter. */
const SHORTEST_MS = 5 * MINUTE_MS;

/** The roster after an edit; the same one when the edit makes no sense any more. */
export function edited(
  shifts: RosterShift[],
  action: RosterAction,
): RosterShift[] {
  if (action.kind === "adds a shift") {
    return [...shifts, rosterShift(action.added)];
  }
  const place = action.shift;
  const shift = shifts[place];
  if (!shift) return shifts;
  switch (action.kind) {
    case "cancels a shift":
      return shifts.toSpliced(place, 1);
    case "moves a shift":
      return shifts.with(place, {
        ...shift,
        start: shift.start + action.minutes * MINUTE_MS,
        end: later(shift.end, action.minutes),
      });
    case "moves the end of a shift":
      return shifts.with(place, {
        ...shift,
        end: Math.max(
          shift.start + SHORTEST_MS,
          later(shift.end, action.minutes) ??
            shift.start + Math.abs(action.minutes) * MINUTE_MS,
        ),
      });
    case "swaps a shift": {
      const { who } = action;
      return shifts.with(place, { ...shift, who, person: idOf(who) });
    }
    case "moves a shift to the other schedule":
      return shifts.with(place, { ...shift, place: 1 - (shift.place ?? 0) });
    case "adds a shift after a shift":
      return shift.end === null ? shifts : [...shifts, {
        ...shift,
        place: action.minutes % 2 === 0 ? shift.place : 1 - (shift.place ?? 0),
        start: shift.end,
        end: later(shift.end, Math.max(5, action.minutes)),
      }];
    case "changes the state of a shift":
      return shifts.with(place, { ...shift, state: action.state });
  }
}

function later(at: number | null, minutes: number): number | null {
  return at === null ? null : at + minutes * MINUTE_MS;
}
