import type { Performance } from "./performance.ts";
import type { RosterShift } from "./recording.ts";
import { edited } from "./roster_edits.ts";
import type { RosterAction } from "./script.ts";

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

function shiftText({ person, state, start, end }: RosterShift): string {
  const to = end === null ? "" : clock(end);
  return `${person} ${state} ${clock(start)}-${to}`;
}

function clock(at: number): string {
  return new Date(at).toISOString().slice(11, 16);
}
