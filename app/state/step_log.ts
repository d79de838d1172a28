import type { Problem } from "../../reconciler/change.ts";
import type { Broken } from "../../slack/record_store.ts";

/** What a step found wrong, and what it left undone. */
export class StepLog {
  readonly #problems: Problem[] = [];
  #unfinished = false;
  #stopped = false;
  #moreAt: number | null = null;

  get problems(): readonly Problem[] {
    return this.#problems;
  }

  /** Whether something was left undone: the next poll goes on. */
  get isUnfinished(): boolean {
    return this.#unfinished;
  }

  /** Whether nothing more can be done for anybody. */
  get isStopped(): boolean {
    return this.#stopped;
  }

  /**
   * When a run can go on with what is left (Unix seconds; `0`: as soon as
   * possible); `null`: nothing is left for lack of time or certainty.
   */
  get moreAt(): number | null {
    return this.#moreAt;
  }

  report(...problems: Problem[]): void {
    this.#problems.push(...problems);
  }

  /** Reports a record that cannot be used; one that may be readable later is work left. */
  reportBroken(broken: Broken): void {
    this.report(recordProblem(broken));
    if (broken.transient) this.leaveUnfinished();
  }

  leaveUnfinished(): void {
    this.#unfinished = true;
  }

  /** Something is left undone, and a run can go on with it from `at` (Unix seconds). */
  leaveMore(at: number): void {
    this.#moreAt = Math.min(this.#moreAt ?? Infinity, at);
  }

  /** Something that concerns everybody keeps the step from going on. */
  stop(about: string, reason: string): void {
    this.report({ about, reason });
    this.#stopped = true;
    this.#unfinished = true;
  }
}

/** A record that cannot be used, as the report describes it. */
export function recordProblem(
  { store, id, reason, transient }: Broken,
): Problem {
  const what = transient ? "is left alone" : "does not parse and is left alone";
  return { about: `record ${id} of ${store}`, reason: `${what}: ${reason}` };
}
