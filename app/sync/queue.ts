import type { WantContext } from "../../reconciler/part_wants.ts";
import type { PartName } from "../../reconciler/claim.ts";
import { adminTokenLimit } from "../../slack/rate_limiter.ts";
import { externalTokenOf } from "../state/person_context.ts";
import type { PartSync, Retry } from "./part_sync.ts";

interface Waiting {
  context: WantContext;
  /** Unix milliseconds. */
  notBeforeMs: number;
  /** The rate limits that apply to serving this person. */
  limits: string[];
}

/** The people who wait to be served, in the order of service. */
export class Queue<N extends PartName> {
  readonly #sync: PartSync<N>;
  #waiting: Waiting[];
  readonly #tried = new Set<string>();

  constructor(sync: PartSync<N>, candidates: WantContext[]) {
    this.#sync = sync;
    this.#waiting = candidates.map((context) => this.#entry(context, 0));
  }

  get length(): number {
    return this.#waiting.length;
  }

  get contexts(): WantContext[] {
    return this.#waiting.map(({ context }) => context);
  }

  /** @returns whether the person will be tried again. */
  put({ context, waitMs, tried }: Retry): boolean {
    const { person: { id } } = context;
    if (tried && this.#tried.has(id)) return false;
    if (tried) this.#tried.add(id);
    const { execution: { clock }, people } = this.#sync;
    const entry = this.#entry(people.latest(context), clock.now() + waitMs);
    this.#waiting.push(entry);
    return true;
  }

  /** @returns milliseconds until the next person can be served; 0 if that is now. */
  waitForNext(): number {
    const { clock, rateLimiter } = this.#sync.execution;
    const now = clock.now();
    let least = Infinity;
    for (const { notBeforeMs, limits } of this.#waiting) {
      const waits = limits.map((limit) => rateLimiter.waitMs(limit));
      least = Math.min(least, Math.max(0, notBeforeMs - now, ...waits));
      if (least === 0) break;
    }
    return least;
  }

  /** Takes up to `most` people, the first ones that Slack's rates have room for. */
  take(most: number): WantContext[] {
    const { clock, rateLimiter } = this.#sync.execution;
    const now = clock.now();
    const planned = new Map<string, number>();
    const taken: WantContext[] = [];
    const fits = ({ notBeforeMs, limits }: Waiting) =>
      notBeforeMs <= now &&
      limits.every((limit) =>
        rateLimiter.waitMs(limit, (planned.get(limit) ?? 0) + 1) === 0
      );
    const left: Waiting[] = [];
    for (const each of this.#waiting) {
      if (taken.length >= most || !fits(each)) {
        left.push(each);
        continue;
      }
      taken.push(each.context);
      for (const limit of each.limits) {
        planned.set(limit, (planned.get(limit) ?? 0) + 1);
      }
    }
    this.#waiting = left;
    return taken;
  }

  #entry(context: WantContext, notBeforeMs: number): Waiting {
    const { tokens, access, desired } = this.#sync;
    const { person: { id } } = context;
    const external = externalTokenOf(context);
    const limits = [access.reads, access.writes(desired)];
    if (tokens.asksSlack(id, external)) limits.push("apps.auth.external.get");
    const admin = access.ownToken ? null : tokens.adminNumber(id, external);
    if (admin !== null) limits.push(adminTokenLimit(admin));
    return { context, notBeforeMs, limits };
  }
}
