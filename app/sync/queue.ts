import type { PartName } from "../../reconciler/claim.ts";
import { byToken } from "../../slack/rate_limiter.ts";
import { contextOf, externalTokenOf } from "../state/person_context.ts";
import type { PartSync, Retry } from "./part_sync.ts";

interface Waiting {
  person: string;
  /** Unix milliseconds. */
  not_before: number;
  /** The limits of Slack's that serving this person counts under. */
  limits: string[];
}

/** The people of a pass who are still to be served, in the order of service. */
export class Queue<N extends PartName> {
  readonly #pass: PartSync<N>;
  #waiting: Waiting[];
  readonly #tried = new Set<string>();

  constructor(pass: PartSync<N>, candidates: string[]) {
    this.#pass = pass;
    this.#waiting = candidates.map((person) => this.#entry(person, 0));
  }

  get length(): number {
    return this.#waiting.length;
  }

  get people(): string[] {
    return this.#waiting.map(({ person }) => person);
  }

  /** @returns whether there will be another try for them. */
  put({ person, wait_ms, tried }: Retry): boolean {
    if (tried && this.#tried.has(person)) return false;
    if (tried) this.#tried.add(person);
    const { clock } = this.#pass.execution;
    this.#waiting.push(this.#entry(person, clock.now() + wait_ms));
    return true;
  }

  /** Milliseconds until anybody can be served; 0: now. */
  waitForNext(): number {
    const { clock, rateLimiter: rateLimiter } = this.#pass.execution;
    const now = clock.now();
    let least = Infinity;
    for (const { not_before, limits } of this.#waiting) {
      const waits = limits.map((limit) => rateLimiter.waitMs(limit));
      least = Math.min(least, Math.max(0, not_before - now, ...waits));
      if (least === 0) break;
    }
    return least;
  }

  /** Takes the first `most` people whom Slack's rates let serve at once. */
  take(most: number): string[] {
    const { clock, rateLimiter: rateLimiter } = this.#pass.execution;
    const now = clock.now();
    const planned = new Map<string, number>();
    const taken: string[] = [];
    const fits = ({ not_before, limits }: Waiting) =>
      not_before <= now &&
      limits.every((limit) =>
        rateLimiter.waitMs(limit, (planned.get(limit) ?? 0) + 1) === 0
      );
    const left: Waiting[] = [];
    for (const each of this.#waiting) {
      if (taken.length >= most || !fits(each)) {
        left.push(each);
        continue;
      }
      taken.push(each.person);
      for (const limit of each.limits) {
        planned.set(limit, (planned.get(limit) ?? 0) + 1);
      }
    }
    this.#waiting = left;
    return taken;
  }

  #entry(person: string, not_before: number): Waiting {
    const { execution, observation, access, desired, override } = this.#pass;
    const context = contextOf(execution, observation, person, override);
    const external = externalTokenOf(context);
    const limits = [access.reads, access.writes(desired)];
    if (execution.tokens.asksSlack(person, external)) {
      limits.push("apps.auth.external.get");
    }
    const admin = access.ownToken
      ? null
      : execution.tokens.adminNumber(person, external);
    if (admin !== null) limits.push(byToken(admin));
    return { person, not_before, limits };
  }
}
