import { HOUR, SECOND } from "@std/datetime";
import { allows } from "../../../reconciler/consent.ts";
import type { RosterSnapshot, Shift } from "../../../reconciler/shift.ts";
import { asFailure } from "../../../slack/failure.ts";
import { allRecords, getRecords } from "../../../slack/record_store.ts";
import { consents } from "../../../slack/records/consents.ts";
import { handoffs } from "../../../slack/records/handoffs.ts";
import type { Problem } from "../../../reconciler/result.ts";
import { type Execution, nowOf } from "../execution.ts";
import type { LastRun } from "../run_records.ts";

/** What the step that books is told to do: leave them as they are. */
export const AS_BOOKED = "as booked";

/** None is to be booked, and those that are go. */
export const NONE = "none";

/** What is to be booked, and whether that is anything. */
export interface WantedHandoffs {
  /** For the step that books: Unix seconds, or one of the words above. */
  handoffs: string;
  booking: boolean;
  problems: Problem[];
}

/**
 * The instants for which triggers are wanted: those of the next `horizon`
 * seconds after the reading at which a shift starts or ends that its person
 * allows, the nearest first.
 *
 * @param before Whether any were to be booked the last time.
 */
export async function wantedHandoffs(
  execution: Execution,
  snapshot: Pick<RosterSnapshot, "shifts" | "read_at">,
  horizon: number,
  before: boolean,
): Promise<WantedHandoffs> {
  const { client, config: { handoffs: { at_most } } } = execution;
  try {
    const own = await ownHandoffs(client, snapshot, horizon);
    const instants = own.slice(0, at_most);
    const booking = instants.length > 0;
    const text = booking ? instants.join(" ") : NONE;
    const same = !booking && !before ||
      await areBooked(client, instants, nowOf(execution));
    return { handoffs: same ? AS_BOOKED : text, booking, problems: [] };
  } catch (thrown) {
    const reason = asFailure(thrown, "reading who has a handoff").message;
    const problems = [{ about: "booking handoffs", reason }];
    return { handoffs: AS_BOOKED, booking: true, problems };
  }
}

/** Whether these are booked, and no others, and all of them lie ahead. */
async function areBooked(
  client: Execution["client"],
  instants: readonly number[],
  now: number,
): Promise<boolean> {
  const { records, broken } = await allRecords(client, handoffs);
  const booked = [...records.values()].map(({ at }) => at);
  return broken.length === 0 && isSameSet(instants, booked) &&
    instants.every((at) => at > now);
}

/** The instants ahead, each once, in order, of people who allow what they are about. */
async function ownHandoffs(
  client: Execution["client"],
  { shifts, read_at }: Pick<RosterSnapshot, "shifts" | "read_at">,
  horizon: number,
): Promise<number[]> {
  const until = read_at + horizon;
  const ahead = shifts.flatMap((shift) =>
    instantsOf(shift)
      .filter((at) => at > read_at && at <= until)
      .map((at) => ({ at, shift }))
  );
  const people = new Set(ahead.map(({ shift }) => shift.person));
  const { records } = await getRecords(client, consents, people);
  const own = ahead.filter(({ shift }) =>
    allows(records.get(shift.person) ?? null, shift.state)
  );
  return [...new Set(own.map(({ at }) => at))].sort((a, b) => a - b);
}

/** How far ahead handoffs are booked, in seconds; 0 while nothing is written anyway. */
export function horizonOf(
  { config }: Pick<Execution, "config">,
  { mode, put_back }: Pick<LastRun, "mode" | "put_back">,
): number {
  if (mode === "preview" || put_back !== null) return 0;
  return config.handoffs.hours * HOUR / SECOND;
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
    for (const at of instantsOf(shift)) {
      if (at > read_at + horizon) first = Math.min(first, at);
    }
  }
  return first === Infinity ? null : first - horizon / 2;
}

function instantsOf({ start, end }: Shift): number[] {
  return end === null ? [start] : [start, end];
}

function isSameSet(a: readonly number[], b: readonly number[]): boolean {
  const known = new Set(b);
  return a.length === b.length && a.every((each) => known.has(each));
}
