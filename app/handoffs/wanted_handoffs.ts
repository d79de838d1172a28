import { allows } from "../../reconciler/consent.ts";
import type { Problem } from "../../reconciler/change.ts";
import type { RosterSnapshot, Shift } from "../../reconciler/shift.ts";
import { asFailure } from "../../slack/failure.ts";
import { getRecords } from "../../slack/record_store.ts";
import { consents } from "../../slack/records/consents.ts";
import type { Execution } from "../execution.ts";
import type { LastRun } from "../state/run_records.ts";
import { handoffsText, instantsOf } from "./booked.ts";
import { SECONDS_PER_HOUR } from "../../time.ts";

/**
 * The instants for which triggers are wanted: those of the next `horizon`
 * seconds after the reading at which a shift starts or ends that its person
 * allows, the nearest first. While not all is known, what was wanted before
 * stays so: what cannot be read is not gone.
 *
 * @param before What was wanted by the last run.
 * @returns `handoffs` for the step that books.
 */
export async function wantedHandoffs(
  execution: Execution,
  snapshot: RosterSnapshot,
  horizon: number,
  before: string,
): Promise<{ handoffs: string; problems: Problem[] }> {
  const { client, config: { handoffs: { at_most } } } = execution;
  const { read_at } = snapshot;
  const isAhead = (at: number) => at > read_at && at <= read_at + horizon;
  try {
    const own = await ownHandoffs(client, snapshot, isAhead);
    const kept = isKnown(snapshot) ? [] : instantsOf(before).filter(isAhead);
    const all = [...new Set([...own, ...kept])].sort((a, b) => a - b);
    return { handoffs: handoffsText(all.slice(0, at_most)), problems: [] };
  } catch (thrown) {
    const reason = asFailure(thrown, "reading who has a handoff").message;
    const problems = [{ about: "booking handoffs", reason }];
    return { handoffs: before, problems };
  }
}

/** Whether all sources could be read, and everybody looked up. */
function isKnown(
  { unreadable, unmapped }: Pick<RosterSnapshot, "unreadable" | "unmapped">,
): boolean {
  return unreadable.length === 0 && !unmapped.some(({ passing }) => passing);
}

/** The instants ahead of people who allow what they are about. */
async function ownHandoffs(
  client: Execution["client"],
  { shifts }: Pick<RosterSnapshot, "shifts">,
  isAhead: (at: number) => boolean,
): Promise<number[]> {
  const ahead = shifts.flatMap((shift) =>
    boundsOf(shift).filter(isAhead).map((at) => ({ at, shift }))
  );
  const people = new Set(ahead.map(({ shift }) => shift.person));
  const { records } = await getRecords(client, consents, people);
  const own = ahead.filter(({ shift }) =>
    allows(records.get(shift.person) ?? null, shift.state)
  );
  return own.map(({ at }) => at);
}

/** How far ahead handoffs are booked, in seconds; 0 while nothing is written anyway. */
export function horizonOf(
  { config }: Pick<Execution, "config">,
  { mode, put_back }: Pick<LastRun, "mode" | "put_back">,
): number {
  if (mode === "preview" || put_back !== null) return 0;
  return config.handoffs.hours * SECONDS_PER_HOUR;
}

/**
 * When the next are to be booked (Unix seconds): while half of the horizon lies
 * before the first that was too far ahead. `null`: there is none.
 */
export function bookAgainAt(
  { shifts, read_at }: Pick<RosterSnapshot, "shifts" | "read_at">,
  horizon: number,
): number | null {
  if (horizon === 0) return null;
  let first = Infinity;
  for (const shift of shifts) {
    for (const at of boundsOf(shift)) {
      if (at > read_at + horizon) first = Math.min(first, at);
    }
  }
  return first === Infinity ? null : first - horizon / 2;
}

function boundsOf({ start, end }: Shift): number[] {
  return end === null ? [start] : [start, end];
}
