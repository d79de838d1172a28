import { MINUTE } from "@std/datetime";
import type { Clock } from "../clock.ts";

/**
 * Calls a minute of each method that is counted, across all of the app's tokens
 * (Slack, "Rate limits": tier 2 is 20, 3 is 50, 4 is 100).
 */
const METHOD_CALLS_PER_MINUTE: Readonly<Record<string, number>> = {
  "apps.datastore.bulkDelete": 50,
  "apps.datastore.bulkGet": 50,
  "apps.datastore.bulkPut": 50,
  "apps.auth.external.get": 50,
  "dnd.endSnooze": 20,
  "dnd.info": 50,
  "dnd.setSnooze": 20,
  "users.getPresence": 50,
  "users.profile.get": 100,
  "users.profile.set": 50,
  "users.setPresence": 20,
};

/** Methods that read or write many of the app's own records. */
const BULK_METHODS = new Set([
  "apps.datastore.bulkDelete",
  "apps.datastore.bulkGet",
  "apps.datastore.bulkPut",
]);

/** Whether the calls of a method are counted here. */
export function isCounted(method: string): boolean {
  return METHOD_CALLS_PER_MINUTE[method] !== undefined;
}

/** Whether a method reads or writes many of the app's own records. */
export function isBulk(method: string): boolean {
  return BULK_METHODS.has(method);
}

/** Slack, users.profile.set: different people a minute with one token. */
const TOKEN_PEOPLE_PER_MINUTE = 30;

/** Slack, users.profile.set: writes a minute to one person. */
const PERSON_WRITES_PER_MINUTE = 10;

const TOKEN_PREFIX = "users.profile.set by admin ";
const PERSON_PREFIX = "users.profile.set of ";

/** The limit on the people whose status one token of the secret ADMIN_TOKENS sets. */
export function adminTokenLimit(number: number): string {
  return TOKEN_PREFIX + number;
}

/** The limit on the writes of one person's status. */
export function personLimit(person: string): string {
  return PERSON_PREFIX + person;
}

/** The calls that a limit allows in a minute; `Infinity` for other methods. */
export function allowance(limit: string): number {
  if (limit.startsWith(TOKEN_PREFIX)) return TOKEN_PEOPLE_PER_MINUTE;
  if (limit.startsWith(PERSON_PREFIX)) return PERSON_WRITES_PER_MINUTE;
  return METHOD_CALLS_PER_MINUTE[limit] ?? Infinity;
}

/** When calls were made (Unix milliseconds), by limit. Executions pass it on. */
export type CallHistory = Record<string, number[]>;

/**
 * Says how long to wait before the next call, so that no sliding minute has more
 * calls than Slack allows. A call counts from its answer on. Slack counts it when
 * it arrives, which is earlier, so Slack never counts more.
 */
export class RateLimiter {
  readonly #clock: Clock;
  readonly #rates: "documented" | "none";
  #calls = new Map<string, number[]>();
  readonly #blockedUntilMs = new Map<string, number>();

  /** @param rates With `none` only a 429 makes a call wait. */
  constructor(clock: Clock, rates: "documented" | "none" = "documented") {
    this.#clock = clock;
    this.#rates = rates;
  }

  /** Adds the calls of the execution before this one. */
  load(history: CallHistory): void {
    for (const [limit, times] of Object.entries(history)) {
      const all = [...times, ...this.#calls.get(limit) ?? []];
      this.#calls.set(limit, all.sort((a, b) => a - b));
    }
  }

  /** Counts a call that has just been answered. */
  count(limit: string): void {
    const times = this.#calls.get(limit);
    if (times) times.push(this.#clock.now());
    else this.#calls.set(limit, [this.#clock.now()]);
  }

  /** Blocks a limit for some time, after Slack answered 429. */
  block(limit: string, waitMs: number): void {
    const untilMs = this.#clock.now() + waitMs;
    const beforeMs = this.#blockedUntilMs.get(limit) ?? 0;
    this.#blockedUntilMs.set(limit, Math.max(untilMs, beforeMs));
  }

  /** Milliseconds until this many more calls are allowed; 0: now. */
  waitMs(limit: string, calls = 1): number {
    const nowMs = this.#clock.now();
    const blockedMs = (this.#blockedUntilMs.get(limit) ?? 0) - nowMs;
    if (this.#rates === "none") return Math.max(0, blockedMs);
    const times = this.#recent(limit, nowMs);
    const over = times.length + calls - allowance(limit);
    if (over <= 0) return Math.max(0, blockedMs);
    // More calls than a minute allows never fit at once.
    const oldestMs = times[over - 1] ?? nowMs;
    return Math.max(0, blockedMs, oldestMs + MINUTE - nowMs);
  }

  /** The calls of the last minute, for the next execution, without the limits of single people. */
  history(): CallHistory {
    const nowMs = this.#clock.now();
    const kept = [...this.#calls.keys()]
      .filter((limit) => !limit.startsWith(PERSON_PREFIX))
      .map((limit) => [limit, this.#recent(limit, nowMs)] as const)
      .filter(([, times]) => times.length > 0);
    return Object.fromEntries(kept);
  }

  #recent(limit: string, nowMs: number): number[] {
    const times = this.#calls.get(limit) ?? [];
    const first = times.findIndex((at) => at > nowMs - MINUTE);
    if (first === 0) return times;
    const recent = first === -1 ? [] : times.slice(first);
    this.#calls.set(limit, recent);
    return recent;
  }
}
