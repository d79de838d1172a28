import type { Engine } from "../engine/engine.ts";
import type { RunReport } from "../engine/run.ts";
import type { WorkspaceState } from "../state.ts";
import type { Faults } from "../traffic/faults.ts";
import type { KillSwitch } from "../traffic/kill_switch.ts";
import type { RequestLog } from "../traffic/request_log.ts";
import type { Roster } from "../vendors/roster.ts";
import type { VendorMakers } from "../vendors/vendors.ts";
import type { VirtualClock } from "../virtual_clock.ts";

/** What the control addresses show and move. */
export interface ControlParts {
  state: WorkspaceState;
  clock: VirtualClock;
  engine: Engine;
  roster: Roster;
  /** The vendors that take their schedules from the roster. */
  vendors: VendorMakers;
  faults: Faults;
  killSwitch: KillSwitch;
  log: RequestLog;
  /** Names of the app's states. */
  states: readonly string[];
  /** Moves to `to` (Unix milliseconds); answers the runs started meanwhile. */
  advance(to: number): Promise<RunReport[]>;
}
