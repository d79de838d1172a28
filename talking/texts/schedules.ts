/** Answers about the schedules of a channel: the list, linking and unlinking. */
import {
  type Answer,
  answer,
  type Line,
  line,
  listed,
  name,
  type Piece,
  title,
  typing,
} from "../answer.ts";
import type { NotificationName } from "../notifications.ts";
import type { Coverage } from "../overview.ts";
import type { Schedule } from "../schedule.ts";
import { outOfDate } from "./out_of_date.ts";

/** A schedule that is linked to a channel. */
export interface LinkedSchedule {
  coverage: Coverage;
  /** Whether the rosters have it. Another configuration, or the vendor, may have removed it. */
  isThere: boolean;
  /** Unix seconds. */
  linkedAt: number;
  /** The name of the person who linked it. */
  linkedBy: string;
}

/**
 * @param others The schedules that could be linked, if they were asked for.
 * @param oldSince Set if the rosters were not read lately: when they were read last.
 */
export function scheduleList(
  linked: readonly LinkedSchedule[],
  others: readonly Schedule[] | null,
  oldSince: number | null,
): Answer {
  const none = line`No schedule is linked here. To link one, write ${
    typing("link schedule <schedule>")
  }.`;
  const own = [
    ...(oldSince === null ? [] : outOfDate(oldSince)),
    {
      lines: linked.length === 0 ? [none] : linked.map(linkedLine),
      narrow: ["Ask about one: ", typing("who <schedule>")],
    },
  ];
  if (others === null) return own;
  if (others.length === 0) {
    return [...own, { lines: [line`There is no other schedule to link.`] }];
  }
  return [...own, { lines: [line`These can be linked, too:`] }, {
    lines: others.map(linkableLine),
    narrow: [
      "Link one by a part of its name: ",
      typing("link schedule <schedule>"),
    ],
  }];
}

function linkedLine(linked: LinkedSchedule): Line {
  const { coverage: { schedule }, linkedAt, linkedBy } = linked;
  return line`${title(schedule.name)} (${name(schedule.source)}): ${
    knownOf(linked)
  }. Linked ${{ at: linkedAt }} by ${name(linkedBy)}.`;
}

function knownOf({ coverage, isThere }: LinkedSchedule): readonly Piece[] {
  const { now, unread } = coverage;
  if (!isThere) return ["it is on no roster any more"];
  if (now.length === 0) {
    return [unread ? "who is on call is not known" : "no one is on call"];
  }
  const people = listed(now.map((each) => [name(each.name)]));
  return ["on call: ", ...people, unread ? " as last known" : ""];
}

function linkableLine({ name: schedule, source }: Schedule): Line {
  return {
    ...line`${title(schedule)} (${name(source)})`,
    button: {
      text: `Link ${schedule}`,
      workflow: "link_this_schedule",
      action: `link:${schedule}`,
      inputs: { schedule },
    },
  };
}

/** What was done to a schedule, by the name of the person who did it. */
interface Done {
  schedule: string;
  by: string;
}

/** @param notifications Those that are on from now on. */
export function scheduleLinked(
  { schedule, by }: Done,
  notifications: readonly NotificationName[],
): Answer {
  return answer(
    line`${name(by)} linked ${title(schedule)} here.`,
    line`These notifications come here from now on: ${
      listed(notifications.map((each) => [each]), notifications.length)
    }. To see all settings, write ${typing("notification config")}.`,
  );
}

export function scheduleUnlinked({ schedule, by }: Done): Answer {
  return answer(
    line`${name(by)} unlinked ${title(schedule)} here.`,
  );
}

export function alreadyLinked(
  { schedule, by }: Done,
  linkedAt: number,
): Answer {
  return answer(
    line`${title(schedule)} is linked here already: ${name(by)} did that ${{
      at: linkedAt,
    }}.`,
  );
}

export function notLinked(schedule: string): Answer {
  return answer(line`${title(schedule)} is not linked here.`);
}

/** For a command that needs a name. @param usage The command as people type it. */
export function scheduleMissing(usage: string): Answer {
  return answer(
    line`Which schedule? Write ${typing(usage)}, with a part of its name.`,
  );
}

/**
 * For a fragment that several names have.
 *
 * @param start The words of the command: `link schedule`.
 */
export function severalSchedules(
  typed: string,
  found: readonly string[],
  start: string,
): Answer {
  return [{
    lines: [
      line`${name(typed)} is part of ${
        String(found.length)
      } names, so nothing was done. Write more of the one that you mean:`,
    ],
  }, {
    lines: found.map((each) => line`• ${typing(`${start} ${each}`)}`),
    narrow: ["Write more of the name."],
  }];
}

/** For a fragment that no name has. @param nearest Names that are like it. */
export function noSchedule(
  typed: string,
  nearest: readonly string[],
  start: string,
): Answer {
  const first = line`No schedule has ${name(typed)} in its name.`;
  if (nearest.length === 0) {
    return answer(
      first,
      line`To see all names, write ${typing("list all schedules")}.`,
    );
  }
  return answer(
    first,
    line`Did you mean one of these?`,
    ...nearest.map((each) => line`• ${typing(`${start} ${each}`)}`),
  );
}

/** For a channel that is shared with another organization. */
export function sharedChannel(): Answer {
  return answer(
    line`This channel is shared with another organization, so no schedule can be linked to it.`,
  );
}

/** For the time between installation and the first run. */
export function notReadYet(): Answer {
  return answer(
    line`The rosters have not been read yet. Please ask again in a quarter of an hour.`,
  );
}
