import { parseScenario } from "../../scenario.ts";
import type { ValidatedSource } from "../../../../rosters/sources.ts";
import {
  type Changes,
  type Handler,
  readerOf,
  type Subject,
} from "../../../../tests/rosters/fake_vendor.ts";
import {
  type Rig,
  SCENARIO,
  START_MS,
  withWorkspace,
} from "../fixture/workspace.ts";

/** Where the workspace of a rig answers. */
export const ROOT = "http://local";
const HOUR_MS = 3_600_000;

/** A shift as a scenario gives it. */
export interface GivenShift {
  email: string;
  /** ISO. */
  start: string | null;
  end: string | null;
}

/** A workspace with those schedules of a vendor. */
export function withSchedules(
  vendor: string,
  schedules: { id: string; name: string; shifts: GivenShift[] }[],
  test: (rig: Rig) => Promise<void>,
  rates: "none" | "documented" = "none",
): Promise<void> {
  const given = schedules.map((one) => ({ ...one, vendor }));
  const scenario = parseScenario({ ...SCENARIO, schedules: given });
  return withWorkspace({ functions: {} }, { scenario, rates }, test);
}

/** What an adapter makes of the workspace, asked by its addresses. */
export function readFrom<S extends ValidatedSource>(
  { workspace }: Rig,
  subject: Subject<S>,
  changes: Changes<S> = {},
) {
  const answer: Handler = ({ method, path, query, headers }) =>
    workspace.handle(
      new Request(`${ROOT}${path}?${query}`, { method, headers }),
    );
  return readerOf(subject)(answer, { ...changes, host: ROOT });
}

/** ISO, so many hours after the workspace begins. */
export function hours(count: number): string {
  return new Date(START_MS + count * HOUR_MS).toISOString()
    .replace(".000Z", "Z");
}

/** Unix seconds of an ISO time, as shifts have it. */
export function unix(iso: string): number {
  return Date.parse(iso) / 1000;
}
