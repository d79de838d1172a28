import type { Problem } from "../../../reconciler/result.ts";
import type { RosterSnapshot } from "../../../reconciler/shift.ts";
import { isGroupKey } from "../../../rosters/members.ts";

/** What of a reading somebody should know: what failed, makes no sense, is nobody. */
export function readingProblems(
  { unreadable, rejected, unmapped }: Pick<
    RosterSnapshot,
    "unreadable" | "rejected" | "unmapped"
  >,
): Problem[] {
  return [
    ...unreadable.map(({ source, schedule, reason }) => ({
      about: schedule === null ? source : `${source}, schedule ${schedule}`,
      reason: `${
        reason.replace(/\.$/, "")
      }. Everybody on it stays as they are.`,
    })),
    ...rejected.map(({ source, reason }) => ({ about: source, reason })),
    ...unmapped.map(({ name, identity, reason, passing }) => ({
      about: `${name} (${identity})`,
      ...(passing
        ? { reason: `${unasked(identity)} as they are: ${reason}` }
        : { reason: `not found in Slack: ${reason}`, daily: true as const }),
    })),
  ];
}

function unasked(identity: string): string {
  return isGroupKey(identity)
    ? "its members could not be read, all of them stay"
    : "could not be looked up in Slack, stays";
}
