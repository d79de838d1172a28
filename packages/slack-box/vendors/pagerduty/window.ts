import { parseInstant } from "../../instant.ts";
import { PagerDutyRefusal } from "./answer.ts";
import type { Window } from "../window.ts";

const DAY_MS = 86_400_000;
const MAX_DAYS_AHEAD = 90;

function instantOf(query: URLSearchParams, name: string, absent: number) {
  const text = query.get(name);
  if (text === null) return absent;
  const ms = parseInstant(text);
  if (ms === null) {
    throw new PagerDutyRefusal(400, [`${name} must be an ISO 8601 date.`]);
  }
  return ms;
}

/** The window that `since` and `until` ask for; both are now by default. */
export function windowOf(query: URLSearchParams, nowMs: number): Window {
  const since = instantOf(query, "since", nowMs);
  const until = instantOf(query, "until", Math.max(nowMs, since));
  if (until < since) {
    throw new PagerDutyRefusal(400, ["until must not be before since."]);
  }
  if (until > nowMs + MAX_DAYS_AHEAD * DAY_MS) {
    throw new PagerDutyRefusal(400, [
      `until must be at most ${MAX_DAYS_AHEAD} days ahead.`,
    ]);
  }
  return { since, until };
}
