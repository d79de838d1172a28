import { isInDoubt, isOursOrInDoubt, type Part } from "./part.ts";
import { SECONDS_PER_DAY } from "../time.ts";
import type { Dnd } from "./dnd.ts";
import type { Person, Shift } from "./shift.ts";
import type { Status } from "./status.ts";

/** What a workflow set in place of a state's template. */
export interface Override {
  text: string | null;
  emoji: string | null;
}

/**
 * A shift that was left to the person while another state came over it, or
 * `put_back` by an operator.
 */
export interface SuppressedShift {
  shift: Shift;
  phase: "yielded" | "skipped" | "put_back";
}

/** The three parts of a person's presence, and the type of each one's value. */
export interface PartValues {
  status: Status;
  dnd: Dnd;
  presence: boolean;
}

export type PartName = keyof PartValues;

/** The record that a person's presence is ours now. */
export interface Claim {
  /** Slack user id. */
  person: string;
  name: string;
  /** IANA name. */
  time_zone: string;
  shift: Shift;
  /** The instant whose "today" the text was written for (Unix seconds). */
  rendered_at: number;
  override: Override | null;
  status: Part<Status> | null;
  dnd: Part<Dnd> | null;
  presence: Part<boolean> | null;
  /** Not to be started again when what came over them ends. */
  suppressed: SuppressedShift[];
  /** So that a claim can end although the consent's record is gone. */
  external_token_id: string | null;
  /** Set when nobody's token can give it back and our expiry has passed (Unix seconds). */
  orphaned_at: number | null;
  /** The function execution that wrote this record, and when (Unix seconds). */
  written_by: string;
  written_at: number;
}

/** One part of a claim, with the type of its value. */
export function partOf<N extends PartName>(
  claim: Claim | null,
  name: N,
): Part<PartValues[N]> | null {
  return (claim?.[name] ?? null) as Part<PartValues[N]> | null;
}

/** A claim of nothing yet, on this shift, as of `at` (Unix seconds). */
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

/** A claim that another execution wrote within this time may be in its hands (seconds). */
export const WRITER_MAY_LIVE_SECONDS = 90;

/** How long the prior status of an unreachable person is kept (seconds): 30 days. */
export const ORPHANED_KEPT_SECONDS = 30 * SECONDS_PER_DAY;

/** Whether any part of the claim is in doubt. */
export function hasDoubt(claim: Claim): boolean {
  return isInDoubt(claim.status) || isInDoubt(claim.dnd) ||
    isInDoubt(claim.presence);
}

/** From when on whoever wrote the claim is known to be at work on it no more (Unix seconds). */
export function writerDeadAt({ written_at }: Claim): number {
  return written_at + WRITER_MAY_LIVE_SECONDS;
}

/** Whether another execution may be at work on the claim at `at` (Unix seconds). */
export function mayBeWrittenElsewhere(
  claim: Claim,
  execution: string,
  at: number,
): boolean {
  return hasDoubt(claim) && claim.written_by !== execution &&
    at < writerDeadAt(claim);
}

/** Whether nothing of the person's presence is ours, or left to them, by this claim. */
export function holdsNothing(claim: Claim): boolean {
  return claim.status === null && claim.dnd === null && claim.presence === null;
}

/** Whether nothing of the claim is left to keep. */
export function isSpent(claim: Claim): boolean {
  return holdsNothing(claim) && claim.suppressed.length === 0;
}

/** Whether something of ours is on the person now, or may be. */
export function isShowing(claim: Claim): boolean {
  const { status, dnd, presence, orphaned_at: orphaned_at } = claim;
  // Slack has cleared a stranded status: only its prior is kept.
  return orphaned_at === null &&
    (isOursOrInDoubt(status) || isOursOrInDoubt(dnd) ||
      isOursOrInDoubt(presence));
}
