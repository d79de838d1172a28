/** What *Sync now* answers to the person who clicked. It names no one. */
import { peopleText } from "./phrases.ts";

/** How many people a run did what for, by outcome. */
export interface RunCounts {
  set: number;
  restored: number;
  /** Their own status stays. */
  kept: number;
  failed: number;
  /** Slack did not answer, or a later run goes on. */
  open: number;
  /** In preview: what would change. */
  planned: number;
}

/**
 * @param counts `null`: there was nothing to do.
 * @param unreadable How many rosters, schedules and entries could not be read.
 */
export function syncAnswer(
  counts: RunCounts | null,
  unreadable: number,
): string {
  const lines = counts === null ? [] : countLines(counts);
  const nothing =
    "Nothing to do: what is shown is as it should be, or another run is at work on it.";
  return [
    "*Sync now is done.*",
    ...(lines.length === 0 ? [nothing] : lines),
    unreadable > 0
      ? `Rosters, schedules or entries that could not be read: ${unreadable}. Everyone on them stays as they are.`
      : "",
  ].filter(Boolean).join("\n");
}

function countLines(
  { set, restored, kept, failed, open, planned }: RunCounts,
): string[] {
  const lines: [count: number, what: string][] = [
    [planned, "In preview, so nothing was changed. It would change"],
    [set, "Set by Shiftlight"],
    [restored, "Restored"],
    [kept, "Left alone, with a status of their own"],
    [failed, "Failed, as the report channel explains"],
    [open, "Left for the next run"],
  ];
  return lines.filter(([count]) => count > 0)
    .map(([count, what]) => `• ${what}: ${peopleText(count)}`);
}
