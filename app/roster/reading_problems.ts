import type { Problem } from "../../reconciler/change.ts";
import type { RosterSnapshot, Unreadable } from "../../reconciler/shift.ts";
import { isGroupKey } from "../../rosters/members.ts";

/** What of a reading somebody should know: what failed, makes no sense, is nobody. */
export function readingProblems(
  { unreadable, rejected, unmapped }: Pick<
    RosterSnapshot,
    "unreadable" | "rejected" | "unmapped"
  >,
): Problem[] {
  return [
    ...unreadable.map(unreadableProblem),
    ...rejected.map(({ source, reason }) => ({ about: source, reason })),
    ...unmapped.map(({ name, identity, reason, passing }) => ({
      about: `${name} (${identity})`,
      ...(passing
        ? { reason: `${unasked(identity)} as they are: ${reason}` }
        : { reason: `not found in Slack: ${reason}`, daily: true as const }),
    })),
  ];
}

function unreadableProblem(
  { source, schedule, identity, reason }: Unreadable,
): Problem {
  const why = reason.replace(/\.$/, "");
  if (identity !== undefined) {
    return {
      about: `${source}, ${identity}`,
      reason:
        `${why}. Whoever that is stays as they are until their shift ends.`,
    };
  }
  return {
    about: schedule === null ? source : `${source}, schedule ${schedule}`,
    reason: `${why}. Everybody on it stays as they are.`,
  };
}

function unasked(identity: string): string {
  return isGroupKey(identity)
    ? "its members could not be read, all of them stay"
    : "could not be looked up in Slack, stays";
}
