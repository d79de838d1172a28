import { DAY_MS, parseInstant } from "../../time.ts";
import type { Window } from "../roster.ts";
import { type VendorAnswer, VendorRefusal } from "../stand_in.ts";

/** PagerDuty's codes for what goes wrong, by HTTP status. */
const ERRORS: Record<number, { message: string; code: number }> = {
  400: { message: "Invalid Input Provided", code: 2001 },
  401: { message: "Unauthorized: invalid credentials", code: 2006 },
  403: { message: "Access Denied", code: 2010 },
  404: { message: "Not Found", code: 2100 },
  429: { message: "Rate Limit Exceeded", code: 2020 },
  500: { message: "Internal Server Error", code: 2000 },
};

/** Thrown to end a request with a refusal. */
export class PagerDutyRefusal extends VendorRefusal {
  constructor(status: number, details: string[] = []) {
    super(refusal(status, details));
  }
}

export function refusal(
  status: number,
  details: string[] = [],
): VendorAnswer {
  const error = ERRORS[status] ??
    { message: `HTTP status ${status}`, code: 2000 };
  const errors = details.length > 0 ? { errors: details } : {};
  return { status, headers: {}, body: { error: { ...error, ...errors } } };
}

const DEFAULT_LIMIT = 25;
const MAX_LIMIT = 100;
/** PagerDuty does not page further than this many entries. */
const MAX_DEPTH = 10_000;

interface Page {
  limit: number;
  offset: number;
  more: boolean;
  total: number | null;
}

function wholeNumber(query: URLSearchParams, name: string, absent: number) {
  const text = query.get(name);
  if (text === null) return absent;
  if (!/^\d+$/.test(text)) {
    throw new PagerDutyRefusal(400, [`${name} must be a whole number.`]);
  }
  return Number(text);
}

/** The entries of the page that a query asks for, and its position. */
export function pageOf<T>(
  entries: T[],
  query: URLSearchParams,
  limits = { absent: DEFAULT_LIMIT, most: MAX_LIMIT },
): { entries: T[]; page: Page } {
  const limit = wholeNumber(query, "limit", limits.absent);
  const offset = wholeNumber(query, "offset", 0);
  if (limit < 1 || limit > limits.most) {
    throw new PagerDutyRefusal(400, [
      `Limit must be between 1 and ${limits.most}.`,
    ]);
  }
  if (offset + limit > MAX_DEPTH) {
    throw new PagerDutyRefusal(400, [
      `Offset plus limit must not exceed ${MAX_DEPTH}.`,
    ]);
  }
  return {
    entries: entries.slice(offset, offset + limit),
    page: {
      limit,
      offset,
      more: offset + limit < entries.length,
      total: query.get("total") === "true" ? entries.length : null,
    },
  };
}

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

/** The window that `since` and `until` ask for; both default to now. */
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
  return { sinceMs: since, untilMs: until };
}
