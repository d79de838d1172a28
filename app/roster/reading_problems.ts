import type { Problem } from "../../reconciler/change.ts";
import type { RosterSnapshot } from "../../reconciler/shift.ts";
import { isGroupKey } from "../../rosters/members.ts";
import {
  entryUnreadable,
  notFound,
  notLookedUp,
  sourceUnreadable,
} from "../messages/report.ts";

/** What somebody should know of a reading: what failed, makes no sense, or was not found. */
export function readingProblems(
  { unreadable, rejected, unmapped }: Pick<
    RosterSnapshot,
    "unreadable" | "rejected" | "unmapped"
  >,
): Problem[] {
  return [
    ...unreadable.map(({ identity, ...each }) =>
      identity === undefined
        ? sourceUnreadable(each)
        : entryUnreadable({ ...each, identity })
    ),
    ...rejected.map(({ source, reason }) => ({ about: source, reason })),
    ...unmapped.map((each) =>
      each.passing
        ? notLookedUp({ ...each, isGroup: isGroupKey(each.identity) })
        : notFound(each)
    ),
  ];
}
