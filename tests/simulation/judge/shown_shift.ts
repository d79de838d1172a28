import type { Status } from "../recording.ts";
import { type JoinedShift, labelAt } from "./joined_shifts.ts";

/** How long a status outlasts its shift, at least and at most, so that Slack clears what the app did not end (seconds). */
const LEAST_GRACE = 1200;
export const MOST_GRACE = 1320;

/** What has no end that is known is set for a day. */
const LEASE = 86_400;

/**
 * Whether a status is the one that shows a shift to a writer that looked between
 * two instants: its words, its schedules, its end.
 */
export function shows(
  status: Status,
  shift: JoinedShift,
  from: number,
  to: number,
): boolean {
  return endsWith(status, shift.end, from, to) &&
    instants(shift, from, to).some((at) => names(status, shift, at));
}

/** Whether it ends as a shift with that end does, written or renewed until `to`. */
export function endsWith(
  { expiration }: Status,
  end: number | null,
  from: number,
  to: number,
): boolean {
  if (end !== null) {
    const past = expiration - end / 1000;
    return past >= LEAST_GRACE && past <= MOST_GRACE;
  }
  const left = expiration - from / 1000;
  return left <= LEASE + (to - from) / 1000 && left > LEASE / 2;
}

/** Whether the words are those of the shift or of a workflow, with the schedules under way then. */
export function names(
  { text }: Status,
  shift: JoinedShift,
  at: number,
): boolean {
  const label = labelAt(shift, at);
  return [shift.text, shift.ownText ?? shift.text].some((template) => {
    const [opening] = template.split("{until}");
    return text.startsWith(opening!.replace("{label}", label));
  });
}

/** When what is under way may have been looked at: once before and after each change. */
function instants({ parts }: JoinedShift, from: number, to: number): number[] {
  const edges = parts.flatMap(({ start, end }) =>
    end === null ? [start] : [start, end]
  );
  return [from, to, ...edges.filter((at) => at > from && at < to)];
}
