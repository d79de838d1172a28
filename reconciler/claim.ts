import { SECONDS_PER_DAY } from "../time.ts";
import type { Dnd } from "./dnd.ts";
import { isInDoubt, isOursOrInDoubt, type Part } from "./part.ts";
import { overlapsSameState, type Person, type Shift } from "./shift.ts";
import type { Status } from "./status.ts";

/** The text and emoji that a workflow set; `null` for the one of the state. */
export interface Override {
  text: string | null;
  emoji: string | null;
}

/**
 * A shift that must not start again: it was yielded or skipped before another
 * state replaced it, an operator restored the person (`put_back`), or the person
 * wants to be left alone until it ends (`dismissed`).
 */
export interface SuppressedShift {
  shift: Shift;
  phase: "yielded" | "skipped" | "put_back" | "dismissed";
}

/** The three parts of a person's presence, each with the type of its value. */
export interface PartValues {
  status: Status;
  dnd: Dnd;
  presence: boolean;
}

export type PartName = keyof PartValues;

/** The record that parts of a person's presence are ours now, and for which shift. */
export interface Claim {
  /** Slack user id. */
  person: string;
  name: string;
  /** IANA name. */
  time_zone: string;
  shift: Shift;
  /** When the text was rendered (Unix seconds). It says "17:00" for an end on that day. */
  rendered_at: number;
  override: Override | null;
  status: Part<Status> | null;
  dnd: Part<Dnd> | null;
  presence: Part<boolean> | null;
  /** Shifts that must not start again while they last. */
  suppressed: SuppressedShift[];
  /** A copy of the consent's, so that a claim can end when the consent is gone. */
  external_token_id: string | null;
  /** When it was found that no token can restore it and our expiry has passed (Unix seconds). */
  orphaned_at: number | null;
  /** The function execution that wrote this record, and when (Unix seconds). */
  written_by: string;
  written_at: number;
}

/** Returns one part of a claim, with the type of its value; `null` without a claim. */
export function partOf<N extends PartName>(
  claim: Claim | null,
  name: N,
): Part<PartValues[N]> | null {
  return (claim?.[name] ?? null) as Part<PartValues[N]> | null;
}

/**
 * Creates a claim on a shift that holds no part yet.
 *
 * @param at Unix seconds.
 */
export function newClaim(person: Person, shift: Shift, at: number): Claim {
  return {
    person: person.id,
    name: person.name,
    time_zone: person.time_zone,
    shift,
    rendered_at: at,
    override: null,
    status: null,
    dnd: null,
    presence: null,
    suppressed: [],
    external_token_id: null,
    orphaned_at: null,
    written_by: "",
    written_at: at,
  };
}

/** For this long after a write, the execution that did it may still be at work (seconds). */
export const WRITER_MAY_LIVE_SECONDS = 90;

/** How long the prior status of an orphaned claim is kept (seconds). */
export const ORPHANED_KEPT_SECONDS = 30 * SECONDS_PER_DAY;

/** Whether any part of the claim is in doubt. */
export function hasDoubt(claim: Claim): boolean {
  return isInDoubt(claim.status) || isInDoubt(claim.dnd) ||
    isInDoubt(claim.presence);
}

/**
 * When the execution that wrote the claim is known to be dead.
 *
 * @returns Unix seconds.
 */
export function writerDeadAt({ written_at }: Claim): number {
  return written_at + WRITER_MAY_LIVE_SECONDS;
}

/**
 * Whether another execution may be writing the claim.
 *
 * @param execution The id of this execution.
 * @param at Unix seconds.
 */
export function mayBeWrittenElsewhere(
  claim: Claim,
  execution: string,
  at: number,
): boolean {
  return hasDoubt(claim) && claim.written_by !== execution &&
    at < writerDeadAt(claim);
}

/** Whether the claim has no part. */
export function holdsNothing(claim: Claim): boolean {
  return claim.status === null && claim.dnd === null && claim.presence === null;
}

/** Whether the claim can be deleted: it has no part and suppresses no shift. */
export function isDeletable(claim: Claim): boolean {
  return holdsNothing(claim) && claim.suppressed.length === 0;
}

/** Whether a suppressed shift stays so until it ends, whatever the person chose. */
export function isForGood(
  { phase }: Pick<SuppressedShift, "phase">,
): boolean {
  return phase === "put_back" || phase === "dismissed";
}

/**
 * Who had the person restored for the rest of the claim's shift: an operator, or
 * the person.
 */
export function restoredBy(
  { shift, suppressed }: Claim,
): "operator" | "person" | null {
  const found = suppressed.find((each) =>
    isForGood(each) && overlapsSameState(each.shift, shift)
  );
  if (found === undefined) return null;
  return found.phase === "put_back" ? "operator" : "person";
}

/** Whether the person shows something of ours now, or may. */
export function isShowing(claim: Claim): boolean {
  const { status, dnd, presence, orphaned_at } = claim;
  // Slack has cleared an orphaned status: only its prior is kept.
  return orphaned_at === null &&
    (isOursOrInDoubt(status) || isOursOrInDoubt(dnd) ||
      isOursOrInDoubt(presence));
}
