import { type Claim, restoredBy } from "../../reconciler/claim.ts";
import { allows } from "../../reconciler/consent.ts";
import type { WantContext } from "../../reconciler/part_wants.ts";
import {
  isActive,
  originsOf,
  overlapsSameState,
  type RosterSnapshot,
  type Shift,
} from "../../reconciler/shift.ts";
import { deleteRecords, putRecords } from "../../slack/record_store.ts";
import { type EarlyEnds, earlyEnds } from "../../slack/records/runs.ts";
import { SECONDS_PER_HOUR } from "../../time.ts";
import { DECLARED } from "../declared/records.ts";
import { type Execution, nowOf } from "../execution.ts";
import { earlyEndsHeldBack } from "../messages/outages.ts";
import type { People } from "../state/people.ts";
import type { StepLog } from "../state/step_log.ts";

/** Minimum number of active claims before the share check applies. */
const LEAST_ACTIVE = 10;

/** How long a confirmation is valid. */
const CONFIRMED_FOR_SECONDS = SECONDS_PER_HOUR;

/**
 * Protects against a broken roster. If more than the configured share of the
 * active claims would end before their recorded end, all these ends wait until an
 * operator confirms exactly them. Ends on time and withdrawals never wait.
 *
 * @returns the people whose ends wait.
 */
export async function holdBackEarlyEnds(
  execution: Execution,
  people: People,
  log: StepLog,
  known: EarlyEnds | null,
): Promise<ReadonlySet<string>> {
  // Operators who restore everyone have decided already.
  if (people.desired.restoreReason !== null) return NOBODY;
  const now = nowOf(execution);
  const { active, early, isMany } = findEarlyEnds(execution, people);
  if (!isMany) {
    if (known) await deleteRecords(execution.client, earlyEnds, [known.id]);
    return NOBODY;
  }
  if (isConfirmed(known, early, now)) return NOBODY;
  const held_at = isWaiting(known, early) ? known!.held_at : now;
  const claims = early.map((person) => people.claims.get(person)!);
  log.report(
    earlyEndsHeldBack({ ...originsOfAll(claims), active, grew_at: held_at }),
  );
  if (!isRecorded(known, early)) {
    await putRecords(execution.client, earlyEnds, [{
      id: "early_ends",
      people: early,
      active,
      held_at,
      confirmed_by: null,
      confirmed_at: null,
    }]);
  }
  return new Set(early);
}

const NOBODY: ReadonlySet<string> = new Set();

/**
 * Whether operators must be asked although no end is due: sources list no shifts all
 * at once, and if the next reading agrees, too many shifts end.
 */
export function mustAskBeforehand(
  execution: Execution,
  people: People,
): boolean {
  const { snapshot, mode, restoreReason } = people.desired;
  return mode === "enforce" && restoreReason === null &&
    emptiedSources(snapshot).size > 0 &&
    findEarlyEnds(execution, people).isMany;
}

/** Ends that the rosters call for, or would if they still list no shifts at the next reading. */
function findEarlyEnds(
  { config: { limits } }: Execution,
  people: People,
): { active: number; early: string[]; isMany: boolean } {
  const emptied = emptiedSources(people.desired.snapshot);
  const claims = [...people.claims.values()].filter(hasHeldPart);
  const active = claims.length;
  const early = claims
    .filter((claim) =>
      endsEarly(people.of(claim.person), claim) ||
      endsIfEmptied(people, claim, emptied)
    )
    .map(({ person }) => person)
    .sort();
  const isMany = active >= LEAST_ACTIVE &&
    early.length > limits.early_end_share * active;
  return { active, early, isMany };
}

function emptiedSources(
  { unreadable }: Pick<RosterSnapshot, "unreadable">,
): ReadonlySet<string> {
  return new Set(
    unreadable.filter(({ emptied }) => emptied).map(({ source }) => source),
  );
}

/** The people whose ends wait for an operator, as recorded by the restore step. */
export function heldBackBy(known: EarlyEnds | null): ReadonlySet<string> {
  return known?.confirmed_at === null ? new Set(known.people) : NOBODY;
}

/** Whether the person shows a part that is certainly ours. */
function hasHeldPart(claim: Claim): boolean {
  return [claim.status, claim.dnd, claim.presence]
    .some((part) => part?.phase === "held");
}

function endsEarly(
  { consent, wanted, now }: WantContext,
  claim: Claim,
): boolean {
  const { shift } = claim;
  if (restoredBy(claim) !== null) return false;
  if (!allows(consent, shift.state)) return false;
  if (shift.end !== null && shift.end <= now) return false;
  // Someone ended it by a click, so a broken roster is not the cause.
  if (originsOf(shift).every(({ source }) => source === DECLARED)) return false;
  return wanted.kind === "nothing" || wanted.kind === "unconsented";
}

/** Whether a claim is kept only because its source is not believed yet. */
function endsIfEmptied(
  people: People,
  { person, shift }: Claim,
  emptied: ReadonlySet<string>,
): boolean {
  const { wanted, now } = people.of(person);
  const isShared = (other: Shift) =>
    isActive(other, now) && overlapsSameState(other, shift);
  return wanted.kind === "unknown" &&
    originsOf(shift).some(({ source }) => emptied.has(source)) &&
    !people.desired.shifts.get(person)?.some(isShared);
}

function isConfirmed(
  known: EarlyEnds | null,
  early: string[],
  now: number,
): boolean {
  if (known === null || known.confirmed_at === null) return false;
  return known.confirmed_at + CONFIRMED_FOR_SECONDS > now &&
    early.every((person) => known.people.includes(person));
}

/** Whether all these people wait for an operator already. */
function isWaiting(known: EarlyEnds | null, early: string[]): boolean {
  return known !== null && known.confirmed_at === null &&
    early.every((person) => known.people.includes(person));
}

/** Whose claims they are, and which sources and schedules these come from. */
function originsOfAll(claims: readonly Claim[]) {
  const sources = claims.flatMap(({ shift }) =>
    originsOf(shift).map(({ source }) => source)
  );
  const schedules = claims.flatMap(({ shift: { labels, label } }) =>
    labels ?? label
  );
  return {
    names: claims.map(({ name }) => name).sort(),
    sources: sortedSet(sources).filter((source) => source !== DECLARED),
    schedules: sortedSet(schedules).filter((label) => label !== ""),
  };
}

function sortedSet(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}

function isRecorded(known: EarlyEnds | null, early: string[]): boolean {
  return known !== null && known.confirmed_at === null &&
    known.people.join() === early.join();
}
