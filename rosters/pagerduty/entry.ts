import { SECOND } from "@std/datetime";
import type { Rejected } from "../../reconciler/shift.ts";
import type { ReadingWindow } from "../port.ts";
import type { UserFields } from "./schema.ts";

/** One person's stretch on one schedule, as PagerDuty gave it. Unix seconds. */
export interface Entry {
  user: UserFields;
  schedule: string;
  label: string;
  level: number;
  /** `null`: it has always been so. */
  start: number | null;
  /** `null`: it never ends. */
  end: number | null;
}

/** What a person is called, as far as PagerDuty says. */
export function nameOf(user: UserFields): string {
  return user.summary || user.name || user.id;
}

/**
 * The entries that reach into the window, those that end before they start
 * apart, with each problem said once however often it is listed.
 */
export function sortOut(
  entries: readonly Entry[],
  window: ReadingWindow,
  source: string,
): { kept: Entry[]; rejected: Rejected[] } {
  const kept: Entry[] = [];
  const reasons = new Set<string>();
  for (const entry of entries) {
    const start = entry.start ?? -Infinity;
    const end = entry.end ?? Infinity;
    const last = Math.max(start, end);
    if (last <= window.since || Math.min(start, end) >= window.until) continue;
    if (end > start) kept.push(entry);
    else reasons.add(senseless(entry, start, end));
  }
  const rejected = [...reasons].sort().map((reason) => ({ source, reason }));
  return { kept, rejected };
}

function senseless(entry: Entry, start: number, end: number): string {
  return `${nameOf(entry.user)} on ${entry.label} (${entry.schedule}) ` +
    `from ${isoOf(start)} to ${isoOf(end)}: ` +
    `it ends ${end === start ? "when" : "before"} it starts`;
}

/** Unix seconds as `2015-03-06T20:28:51Z`. */
export function isoOf(seconds: number): string {
  const at = new Date(Math.floor(seconds) * SECOND);
  return at.toISOString().replace(".000Z", "Z");
}
