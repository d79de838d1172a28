import type { VendorShift } from "./roster.ts";

/** A stretch of time, in Unix milliseconds, both ends included. */
export interface Window {
  since: number;
  until: number;
}

/** Whether a shift has time within the window. */
export function overlaps(shift: VendorShift, window: Window): boolean {
  const start = shift.start ?? -Infinity;
  const end = shift.end ?? Infinity;
  // A shift that ends before it starts is served all the same, as bad data is.
  const [first, last] = start <= end ? [start, end] : [end, start];
  return first <= window.until && last > window.since;
}
