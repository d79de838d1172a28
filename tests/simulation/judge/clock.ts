/** An instant as the timeline shows it; `-` for never. */
export function clock(at: number): string {
  return Number.isFinite(at) ? new Date(at).toISOString().slice(11, 23) : "-";
}
