import type { Problem } from "../../reconciler/change.ts";
import { isTokenRefused, type SlackFailure } from "../../slack/failure.ts";
import type { Broken } from "../../slack/record_store.ts";

/** Why a step cannot continue for all people. */
export type Stop = Pick<Problem, "reason" | "outage">;

/** Slack fails for all people. If it refuses the app's token, a person must act. */
export function stoppedBy(failure: SlackFailure): Stop {
  const needs = isTokenRefused(failure) ? "operator" : "time";
  return { reason: failure.message, outage: { needs } };
}

/** The problems that a step found, and the work that it left undone. */
export class StepLog {
  readonly #problems: Problem[] = [];
  #unfinished = false;
  #stopped = false;
  #moreAt: number | null = null;

  get problems(): readonly Problem[] {
    return this.#problems;
  }

  /** Whether the next poll must continue. */
  get isUnfinished(): boolean {
    return this.#unfinished;
  }

  /** Whether the step had to stop for all people. */
  get isStopped(): boolean {
    return this.#stopped;
  }

  /**
   * When a run can continue (Unix seconds; 0 for as soon as possible); `null` if
   * nothing is left that a later run could do.
   */
  get moreAt(): number | null {
    return this.#moreAt;
  }

  report(...problems: Problem[]): void {
    this.#problems.push(...problems);
  }

  /** Reports a record that cannot be used. If a later read may succeed, the next poll continues. */
  reportBroken(broken: Broken): void {
    this.report(recordProblem(broken));
    if (broken.transient) this.leaveUnfinished();
  }

  leaveUnfinished(): void {
    this.#unfinished = true;
  }

  /** Notes that work is left, which a run can continue from `at` on (Unix seconds). */
  leaveMore(at: number): void {
    this.#moreAt = Math.min(this.#moreAt ?? Infinity, at);
  }

  /** Notes a failure that concerns all people, so that the step cannot continue. */
  stop(about: string, { reason, outage }: Stop): void {
    this.report({ about, reason, ...(outage ? { outage } : {}) });
    this.#stopped = true;
    this.#unfinished = true;
  }
}

/** The problem that the report names for a record that cannot be used. */
export function recordProblem(
  { store, id, reason, transient }: Broken,
): Problem {
  const what = transient ? "is left alone" : "does not parse and is left alone";
  return { about: `record ${id} of ${store}`, reason: `${what}: ${reason}` };
}
