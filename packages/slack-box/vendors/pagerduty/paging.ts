import { PagerDutyRefusal } from "./answer.ts";

const DEFAULT_LIMIT = 25;
const MAX_LIMIT = 100;
/** PagerDuty pages no further than this many entries. */
const MAX_DEPTH = 10_000;

export interface Page {
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

/** The entries of the page that a query asks for, and where it stands. */
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
