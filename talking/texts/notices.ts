/** What channels and people are told without asking. */
import {
  type Answer,
  type Line,
  line,
  listed,
  name,
  type Piece,
  title,
} from "../answer.ts";
import { channelNotices, type IsOwn, ownNotices } from "../notices/audience.ts";
import {
  type Assignment,
  MOST_TOLD,
  type Notice,
  type NoticeName,
} from "../notices/notice.ts";

/**
 * A message to a channel: a line for each notice, ten at most, and how to turn each
 * kind off. It mentions no one.
 *
 * @param notices In the order in which they are told.
 */
export function toldToChannel(notices: readonly Notice[]): Answer {
  const told = channelNotices(notices);
  const kinds = [...new Set(told.map(({ name }) => name))];
  return [
    { lines: told.map(channelLine), most: MOST_TOLD },
    { lines: kinds.map(kindLine) },
  ];
}

/** A direct message to a person: the notices about their own shifts. */
export function toldToPerson(
  notices: readonly Notice[],
  isOwn: IsOwn,
): Answer {
  const told = ownNotices(notices, isOwn);
  return [{
    lines: told.map((each) => ownLine(each, isOwn)),
    most: MOST_TOLD,
  }];
}

/** A kind of notification, with the button that turns it off. */
function kindLine(kind: NoticeName): Line {
  return {
    ...line`${kind}`,
    small: true,
    button: {
      text: `Turn off ${kind}`,
      workflow: "turn_off_notification",
      action: `turn_off:${kind}`,
      inputs: { notification: kind },
    },
  };
}

function channelLine(notice: Notice): Line {
  const { schedule, level } = notice;
  const onLevel = level === null || level === 1 ? "" : ` (level ${level})`;
  return line`• ${title(schedule.name)}${onLevel}: ${saidOf(notice)}.`;
}

function saidOf(notice: Notice): readonly Piece[] {
  const who = whoOf(notice);
  switch (notice.name) {
    case "AssignmentConfirmed":
      return [who, " has a new shift", ...during(notice)];
    case "AssignmentMoved":
      return [who, "'s shift ", ...moved(notice)];
    case "AssignmentCancelled":
      return [who, "'s shift", ...during(notice), " is cancelled"];
    case "AssignmentSwapped":
      return [
        ...[who, " takes over ", whoOf(notice.was!), "'s shift"],
        ...[...during(notice), ...before(notice)],
      ];
    case "CoverageLost":
      return ["no one is on call any more", ...during(notice)];
    case "Handoff":
      return [
        ...[who, " is on call", ...during(notice)],
        ...[", after ", whoOf(notice.was!)],
      ];
    case "ShiftStarting":
      return [who, "'s shift ", ...starting(notice)];
    case "WeeklySummary":
      return summary(notice);
    case "LeaveConflict":
      return [who, " is on call and on leave", ...during(notice)];
  }
}

function ownLine(notice: Notice, isOwn: IsOwn): Line {
  return line`• ${ownSaid(notice, isOwn)}.`;
}

function ownSaid(notice: Notice, isOwn: IsOwn): readonly Piece[] {
  const { schedule, level, was } = notice;
  const onLevel = level === null || level === 1 ? "" : ` (level ${level})`;
  const shift = ["shift for ", title(schedule.name), onLevel];
  switch (notice.name) {
    case "AssignmentConfirmed":
      return ["You have a new ", ...shift, ...during(notice)];
    case "AssignmentMoved":
      return ["Your ", ...shift, " ", ...moved(notice)];
    case "AssignmentCancelled":
      return ["Your ", ...shift, ...during(notice), " is cancelled"];
    case "AssignmentSwapped": {
      const told = [...during(notice), ...before(notice)];
      return isOwn(notice.who!)
        ? ["You take over ", whoOf(was!), "'s ", ...shift, ...told]
        : [whoOf(notice), " takes over your ", ...shift, ...told];
    }
    case "ShiftStarting":
      return ["Your ", ...shift, " ", ...starting(notice)];
    case "LeaveConflict":
      return [
        "You are on call for ",
        ...[title(schedule.name), " during your time off"],
        ...during(notice),
      ];
    default:
      return saidOf(notice);
  }
}

/** ` from … until …`. */
function during(
  { start, end }: Pick<Assignment, "start" | "end">,
): readonly Piece[] {
  const from: Piece[] = start > 0 ? [" from ", { at: start }] : [];
  const until: Piece[] = end === null
    ? [" with no known end"]
    : [" until ", { at: end }];
  return [...from, ...until];
}

/** What it was before, if that is another time. */
function before({ start, end, was }: Notice): readonly Piece[] {
  if (!was || (was.start === start && was.end === end)) return [];
  return [" (before:", ...during(was), ")"];
}

/** How a shift's time changed: its end, its start, or both. */
function moved(notice: Notice): readonly Piece[] {
  const { start, end, was, isCutShort } = notice;
  const endedBefore = [" (before: ", endOf(was!), ")"];
  if (isCutShort) return ["is over", ...endedBefore];
  if (was!.start === start) {
    const now: Piece[] = end === null ? ["has "] : ["ends "];
    return [...now, endOf(notice), ...endedBefore];
  }
  if (was!.end === end) {
    return ["starts ", { at: start }, " (before: ", { at: was!.start }, ")"];
  }
  return ["is now", ...during(notice), ...before(notice)];
}

function endOf({ end }: Pick<Assignment, "end">): Piece {
  return end === null ? "no known end" : { at: end };
}

function starting({ start, end }: Notice): readonly Piece[] {
  const and = end === null ? " and has " : " and ends ";
  return ["starts ", { at: start }, and, endOf({ end })];
}

function summary({ times = [] }: Notice): readonly Piece[] {
  if (times.length === 0) return ["no one is on call this week"];
  const people = times.map(({ name: who, start, end }) => [
    name(who),
    ...during({ start, end }),
  ]);
  return ["on call this week: ", ...listed(people)];
}

function whoOf({ who }: Pick<Assignment, "who">): Piece {
  return who === null ? "no one" : name(who.name);
}
