import { allows, type Consent } from "../../reconciler/consent.ts";
import { maySilence, ON_CALL } from "../../reconciler/on_call.ts";
import type { Problem } from "../../reconciler/change.ts";
import type { RosterSnapshot, Shift } from "../../reconciler/shift.ts";
import { asFailure } from "../../slack/failure.ts";
import { getRecords } from "../../slack/record_store.ts";
import { consents } from "../../slack/records/consents.ts";
import { SECONDS_PER_HOUR } from "../../time.ts";
import type { Execution } from "../execution.ts";
import type { LastRun } from "../state/run_state.ts";
import { handoffsText, instantsOf } from "./booked.ts";

/**
 * Finds the instants that need a trigger: within the horizon, a shift starts or
 * ends whose person allows its state, or an on-call shift of a person who may be
 * silenced. While a source cannot be read or a person
 * cannot be looked up, the instants of the last run stay: unreadable is not
 * empty.
 *
 * @param before The instants that the last run wanted.
 * @returns The nearest ones, as text for the step that books them.
 */
export async function wantedHandoffs(
  execution: Execution,
  snapshot: RosterSnapshot,
  horizonSeconds: number,
  before: string,
): Promise<{ handoffs: string; problems: Problem[] }> {
  const { config: { handoffs: { at_most } } } = execution;
  const { read_at } = snapshot;
  const isAhead = (at: number) =>
    at > read_at && at <= read_at + horizonSeconds;
  try {
    const allowed = await allowedHandoffs(execution, snapshot, isAhead);
    const kept = isComplete(snapshot) ? [] : instantsOf(before).filter(isAhead);
    const all = [...new Set([...allowed, ...kept])].sort((a, b) => a - b);
    return { handoffs: handoffsText(all.slice(0, at_most)), problems: [] };
  } catch (thrown) {
    const reason = asFailure(thrown, "reading who has a handoff").message;
    const problems = [{ about: "booking handoffs", reason }];
    return { handoffs: before, problems };
  }
}

/** Whether every source was read and every person looked up. */
function isComplete(
  { unreadable, unmapped }: Pick<RosterSnapshot, "unreadable" | "unmapped">,
): boolean {
  return unreadable.length === 0 &&
    !unmapped.some(({ transient }) => transient);
}

async function allowedHandoffs(
  { client, config: { states } }: Pick<Execution, "client" | "config">,
  { shifts, remembered }: Pick<RosterSnapshot, "shifts" | "remembered">,
  isAhead: (at: number) => boolean,
): Promise<number[]> {
  const ahead = [...shifts, ...remembered].flatMap((shift) =>
    boundsOf(shift).filter(isAhead).map((at) => ({ at, shift }))
  );
  const people = new Set(ahead.map(({ shift }) => shift.person));
  const { records } = await getRecords(client, consents, people);
  const concerns = (consent: Consent | null, { state }: Shift) =>
    allows(consent, state) || state === ON_CALL && maySilence(consent, states);
  const wanted = ahead.filter(({ shift }) =>
    concerns(records.get(shift.person) ?? null, shift)
  );
  return wanted.map(({ at }) => at);
}

/** How far ahead handoffs are booked; 0 while no status would be written. */
export function horizonSecondsOf(
  { config }: Pick<Execution, "config">,
  { mode, restoreReason }: Pick<LastRun, "mode" | "restoreReason">,
): number {
  if (mode === "preview" || restoreReason !== null) return 0;
  return config.handoffs.hours * SECONDS_PER_HOUR;
}

/**
 * When handoffs must be booked again: half a horizon before the first one that
 * lies beyond the horizon now.
 *
 * @returns Unix seconds; `null` if there is none.
 */
export function bookAgainAt(
  { shifts, remembered, read_at }: Pick<
    RosterSnapshot,
    "shifts" | "remembered" | "read_at"
  >,
  horizonSeconds: number,
): number | null {
  if (horizonSeconds === 0) return null;
  let first = Infinity;
  for (const shift of [...shifts, ...remembered]) {
    for (const at of boundsOf(shift)) {
      if (at > read_at + horizonSeconds) first = Math.min(first, at);
    }
  }
  return first === Infinity ? null : first - horizonSeconds / 2;
}

function boundsOf({ start, end }: Shift): number[] {
  return end === null ? [start] : [start, end];
}
