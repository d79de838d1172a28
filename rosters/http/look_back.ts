import type { ReadingWindow } from "../port.ts";
import { SECONDS_PER_DAY } from "../../time.ts";

/** Longer than the month for which people commonly stay on. */
const LOOK_BACK_S = 35 * SECONDS_PER_DAY;

/**
 * What to ask of a vendor that cuts entries off at the ends of what is asked
 * for: from far enough back to see where a shift under way began, lest its
 * start move with every poll, and to the window's end. In whole `unit`s
 * (seconds), lest the cut be rounded to something else.
 */
export function lookingBack(
  { since, until }: ReadingWindow,
  unit: number,
): ReadingWindow {
  return {
    since: Math.floor((since - LOOK_BACK_S) / unit) * unit,
    until: Math.ceil(until / unit) * unit,
  };
}

/** An entry's start: `null`, it has always been so, where it may be the cut. */
export function startWithin(asked: ReadingWindow, start: number) {
  return start <= asked.since ? null : start;
}
