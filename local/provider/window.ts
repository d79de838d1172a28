import { parseInstant } from "../instant.ts";
import { ProviderRefusal } from "./answer.ts";
import type { ProviderShift } from "./roster.ts";

/** A stretch of time, in Unix milliseconds, both ends included. */
export interface Window {
  since: number;
  until: number;
}

const DAY_MS = 86_400_000;
const MAX_DAYS_AHEAD = 90;

function instantOf(query: URLSearchParams, name: string, absent: number) {
  const text = query.get(name);
  if (text === null) return absent;
  const ms = parseInstant(text);
  if (ms === null) {
    throw new ProviderRefusal(400, [`${name} must be an ISO 8601 date.`]);
  }
  return ms;
}

/** The window that `since` and `until` ask for; both are now by default. */
export function windowOf(query: URLSearchParams, nowMs: number): Window {
  const since = instantOf(query, "since", nowMs);
  const until = instantOf(query, "until", Math.max(nowMs, since));
  if (until < since) {
    throw new ProviderRefusal(400, ["until must not be before since."]);
  }
  if (until > nowMs + MAX_DAYS_AHEAD * DAY_MS) {
    throw new ProviderRefusal(400, [
      `until must be at most ${MAX_DAYS_AHEAD} days ahead.`,
    ]);
  }
  return { since, until };
}

/** Whether a shift has time within the window. */
export function overlaps(shift: ProviderShift, window: Window): boolean {
  const start = shift.start ?? -Infinity;
  const end = shift.end ?? Infinity;
  // A shift that ends before it starts is served all the same, as bad data is.
  const [first, last] = start <= end ? [start, end] : [end, start];
  return first <= window.until && last > window.since;
}
