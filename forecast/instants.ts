import { endOf, touchingRuns } from "../intervals.ts";
import type { Claim } from "../reconciler/claim.ts";
import { statusRenewalDue } from "../reconciler/expiry.ts";
import { type ListedShift, listedTime } from "./shifts_seen.ts";

/** The instants at which a person's status may change, in order, each once. */
export class Instants {
  readonly #until: number;
  /** In descending order. */
  readonly #left: number[];

  /** All in Unix seconds; `until` is exclusive. */
  constructor(
    shifts: readonly ListedShift[],
    aheadSeconds: number,
    from: number,
    until: number,
  ) {
    const changes = shifts.flatMap((shift) => [shift.start, endOf(shift)]);
    const sightings = lateSightings(shifts, aheadSeconds);
    const all = new Set([from, ...changes, ...sightings]);
    this.#until = until;
    this.#left = [...all].filter((at) => from <= at && at < until)
      .sort((a, b) => b - a);
  }

  next(): number | null {
    return this.#left.pop() ?? null;
  }

  /** Adds when a claim is due although no shift starts or ends. */
  addDue(claim: Claim | null): void {
    const at = dueAt(claim);
    if (at === null || at >= this.#until) return;
    const place = this.#left.findLastIndex((each) => each >= at);
    if (this.#left[place] !== at) this.#left.splice(place + 1, 0, at);
  }
}

/** When a leased status is renewed, or a status of the person's own runs out. */
function dueAt(claim: Claim | null): number | null {
  const status = claim?.status;
  if (status?.phase === "deferred") return status.prior.expiration || null;
  if (status?.phase !== "held" || !status.applied) return null;
  return statusRenewalDue(claim!.shift, status.applied.expiration);
}

/**
 * When shifts and ends come within what the app reads, of shifts that last longer
 * than that: "until further notice" gets an end then.
 */
function lateSightings(
  shifts: readonly ListedShift[],
  aheadSeconds: number,
): number[] {
  // Of most people all shifts together are shorter, and no run can be as long.
  const whole = shifts.map(listedTime)
    .reduce((sum, time) => sum + endOf(time) - time.start, 0);
  if (whole < aheadSeconds) return [];
  const byState = Map.groupBy(shifts, ({ state }) => state);
  return [...byState.values()].flatMap((own) => touchingRuns(own))
    .filter((run) => {
      const end = Math.max(...run.map(endOf));
      return end - run[0]!.start >= aheadSeconds;
    })
    .flat()
    .map(listedTime)
    .flatMap((time) => [time.start, endOf(time)])
    // What is read ends before `at + ahead`.
    .map((at) => at - aheadSeconds + 1);
}
