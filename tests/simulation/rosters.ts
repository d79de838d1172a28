import type { Performance } from "./performance.ts";
import type { RosterShift } from "./recording.ts";
import { edited } from "./roster_edits.ts";
import { type RosterAction, scheduleOf } from "./script.ts";

/** Edits the rosters. */
export class Rosters {
  constructor(private readonly performance: Performance) {}

  async edit(action: RosterAction): Promise<void> {
    const { shifts } = this.performance.recording.rosters.at(-1)!;
    const after = edited(shifts, action);
    if (after !== shifts) await this.#put(after, action.kind);
  }

  async empty(): Promise<void> {
    await this.#put([], "empties the rosters");
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
