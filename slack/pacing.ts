import type { Clock } from "../clock.ts";
import type { SlackClient } from "./call.ts";
import { retryAfterSeconds } from "./failure.ts";

/** Slack counts in minutes that slide. */
const MINUTE_MS = 60_000;

/**
 * Calls a minute of each method that serves one person at a time, across all
 * of the app's tokens (Slack, "Rate limits": tier 2 is 20, 3 is 50, 4 is 100).
 */
const METHODS: Readonly<Record<string, number>> = {
  "apps.auth.external.get": 50,
  "dnd.endSnooze": 20,
  "dnd.info": 50,
  "dnd.setSnooze": 20,
  "users.getPresence": 50,
  "users.profile.get": 100,
  "users.profile.set": 50,
  "users.setPresence": 20,
};

/** Whether a method serves one person at a time, so that its calls are paced. */
export function servesOne(method: string): boolean {
  return METHODS[method] !== undefined;
}

/** Slack, users.profile.set: different users a minute by one token. */
const PEOPLE_OF_A_TOKEN = 30;

/** Slack, users.profile.set: times a minute of one user. */
const WRITES_OF_A_PERSON = 10;

const OF_TOKEN = "users.profile.set by admin ";
const OF_PERSON = "users.profile.set of ";

/** The limit on the people whose status one token of the secret ADMIN_TOKENS sets. */
export function byToken(number: number): string {
  return OF_TOKEN + number;
}

/** The limit on the writes of one person's status. */
export function ofPerson(person: string): string {
  return OF_PERSON + person;
}

/** When calls were made (Unix milliseconds), by limit: what executions leave each other. */
export type CallHistory = Record<string, number[]>;

/**
 * How much of the minute's allowance is left. Calls are counted when they are
 * answered, so that Slack, which counts them when they arrive, never sees more
 * in a minute than is counted here.
 */
export class RateLimiter {
  readonly #clock: Clock;
  readonly #rates: "documented" | "none";
  #made = new Map<string, number[]>();
  readonly #blocked = new Map<string, number>();

  /** With `none` only what a 429 said is heeded. */
  constructor(clock: Clock, rates: "documented" | "none" = "documented") {
    this.#clock = clock;
    this.#rates = rates;
  }

  /** Takes over what the execution before this one left. */
  load(ledger: CallHistory): void {
    for (const [limit, times] of Object.entries(ledger)) {
      const all = [...times, ...this.#made.get(limit) ?? []];
      this.#made.set(limit, all.sort((a, b) => a - b));
    }
  }

  /** Counts a call that was answered just now. */
  count(limit: string): void {
    const times = this.#made.get(limit);
    if (times) times.push(this.#clock.now());
    else this.#made.set(limit, [this.#clock.now()]);
  }

  /** Slack refused a call of this limit and asks to wait so long (milliseconds). */
  block(limit: string, ms: number): void {
    const until = this.#clock.now() + ms;
    this.#blocked.set(limit, Math.max(until, this.#blocked.get(limit) ?? 0));
  }

  /** Milliseconds until `more` calls fit beside those of the last minute; 0: now. */
  waitFor(limit: string, more = 1): number {
    const now = this.#clock.now();
    const blocked = (this.#blocked.get(limit) ?? 0) - now;
    if (this.#rates === "none") return Math.max(0, blocked);
    const most = allowance(limit);
    const times = this.#recent(limit, now);
    const over = times.length + more - most;
    if (over <= 0) return Math.max(0, blocked);
    // More than a minute's allowance never fits at once.
    const room = times[over - 1] ?? now;
    return Math.max(0, blocked, room + MINUTE_MS - now);
  }

  /** What the next execution must know: the calls of the last minute. */
  history(): CallHistory {
    const now = this.#clock.now();
    const kept = [...this.#made.keys()]
      .filter((limit) => !limit.startsWith(OF_PERSON))
      .map((limit) => [limit, this.#recent(limit, now)] as const)
      .filter(([, times]) => times.length > 0);
    return Object.fromEntries(kept);
  }

  #recent(limit: string, now: number): number[] {
    const times = this.#made.get(limit) ?? [];
    const first = times.findIndex((at) => at > now - MINUTE_MS);
    if (first === 0) return times;
    const recent = first === -1 ? [] : times.slice(first);
    this.#made.set(limit, recent);
    return recent;
  }
}

/** Calls a minute under this limit. */
export function allowance(limit: string): number {
  if (limit.startsWith(OF_TOKEN)) return PEOPLE_OF_A_TOKEN;
  if (limit.startsWith(OF_PERSON)) return WRITES_OF_A_PERSON;
  return METHODS[limit] ?? Infinity;
}

/** A client that counts each answered call, and heeds what a 429 says. */
export function countingClient(
  client: SlackClient,
  rateLimiter: RateLimiter,
): SlackClient {
  return {
    async apiCall(method, data) {
      if (!servesOne(method)) return await client.apiCall(method, data);
      try {
        const answer = await client.apiCall(method, data);
        rateLimiter.count(method);
        return answer;
      } catch (thrown) {
        const seconds = retryAfterSeconds(thrown);
        if (seconds === null) rateLimiter.count(method);
        else rateLimiter.block(method, seconds * 1000);
        throw thrown;
      }
    },
  };
}
