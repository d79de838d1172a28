/**
 * When, by these shifts, somebody starts or ends for the first time after `at`;
 * `null`: never. All in Unix seconds.
 */
export function nextChange(
  shifts: readonly { start: number; end: number | null }[],
  at: number,
): number | null {
  let next = Infinity;
  for (const { start, end } of shifts) {
    if (start > at) next = Math.min(next, start);
    if (end !== null && end > at) next = Math.min(next, end);
  }
  return next === Infinity ? null : next;
}
