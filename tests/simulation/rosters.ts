import type { Performance } from "./performance.ts";
import type { RosterShift } from "./recording.ts";
import { type EmptyingAction, idOf, type RosterAction } from "./script.ts";
import { GROUP, scheduleOf } from "./setting.ts";
import { rosterShift } from "./stage.ts";

/** Edits the rosters. */
export class Rosters {
  constructor(private readonly performance: Performance) {}

  async edit(action: RosterAction): Promise<void> {
    const { shifts } = this.performance.recording.rosters.at(-1)!;
    const after = edited(shifts, action);
    if (after !== shifts) await this.#put(after, action.kind);
  }

  /** Takes a schedule's shifts away, and brings them back. */
  async emptyFor({ state, place, lasts }: EmptyingAction): Promise<void> {
    const on = (shift: RosterShift) =>
      shift.state === state && shift.place === place;
    const { recording: { rosters, calm_at }, now } = this.performance;
    const { shifts } = rosters.at(-1)!;
    const lost = shifts.filter(on);
    if (lost.length === 0) return;
    const why = `loses the shifts of ${scheduleOf(state, place).name}`;
    await this.#put(shifts.filter((shift) => !on(shift)), why);
    const back = now + lasts;
    if (back >= calm_at) return;
    this.performance.at(back, async () => {
      await this.#put([...rosters.at(-1)!.shifts, ...lost], "finds them again");
    });
  }

  async empty(): Promise<void> {
    await this.#put([], "empties the rosters");
  }

  /** Lets somebody into the user group, or out of it. */
  changeGroup(who: number): void {
    const { now, recording, stage } = this.performance;
    const group = stage.workspace.state.userGroups!.get(GROUP)!;
    const { members } = recording.groups.at(-1)!;
    const after = members.includes(who)
      ? members.filter((each) => each !== who)
      : [...members, who];
    group.members = after.map(idOf);
    recording.groups.push({ at: now, members: after });
    this.performance.tell(
      `the group is now ${group.members.join() || "empty"}`,
    );
  }

  async #put(shifts: RosterShift[], why: string): Promise<void> {
    const { now, recording, stage } = this.performance;
    recording.rosters.push({ at: now, shifts });
    const told = shifts.map(shiftText).join(", ");
    this.performance.tell(`somebody ${why}: ${told}`);
    await stage.putRoster(shifts);
  }
}

function shiftText(shift: RosterShift): string {
  const { person, state, place, level, start, end } = shift;
  const to = end === null ? "" : clock(end);
  const second = level > 1 ? " second" : "";
  const { name } = scheduleOf(state, place!);
  return `${person} ${state}/${name}${second} ${clock(start)}-${to}`;
}

function clock(at: number): string {
  return new Date(at).toISOString().slice(11, 16);
}

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
