/** Answers to "who". */
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
import {
  type Coverage,
  isWhole,
  type OnCallTime,
  type Overview,
  type Unread,
} from "../overview.ts";
import { outOfDate } from "./out_of_date.ts";

/** How to see fewer schedules at once. */
const NARROW: readonly Piece[] = [
  "Ask for one schedule: ",
  typing("who <schedule>"),
];

/** Who is on call on some schedules, and who is next. */
export function whoIsOnCall({ schedules, oldSince }: Overview): Answer {
  const old = oldSince === null ? [] : outOfDate(oldSince);
  if (schedules.length === 0) {
    return [...old, { lines: [line`There is no schedule to ask for.`] }];
  }
  return [...old, { lines: schedules.map(coverageLine), narrow: NARROW }];
}

/** Said where only the schedules of a channel are told. */
export function othersByName(): Answer {
  return answer(
    line`These are the schedules that are linked here. Others can be asked for by name: ${
      typing("who <schedule>")
    }.`,
  );
}

function coverageLine({ schedule, now, next, gap, unread }: Coverage): Line {
  const isLastKnown = unread !== null && isWhole(unread);
  const sentences = [
    unread === null ? [] : unreadSentence(unread),
    nowSentence(now, isLastKnown),
    gap === null ? [] : [
      ...[" No one is on call from ", { at: gap.start }],
      ...[" until ", { at: gap.end }, "."],
    ],
    nextSentence(next, isLastKnown),
  ];
  return line`${title(schedule.name)}:${sentences.flat()}`;
}

function unreadSentence(unread: Unread): Piece[] {
  const { since, emptied, reason } = unread;
  const from: Piece[] = since === null ? [] : [" since ", { at: since }];
  if (emptied) {
    return [" it lists no shifts all at once", ...from, ", which is strange."];
  }
  const what = isWhole(unread) ? " it" : " a person's shifts";
  return [`${what} could not be read`, ...from, " (", name(reason), ")."];
}

/** @param isLastKnown Whether nothing of the schedule could be read this time. */
function nowSentence(
  now: readonly OnCallTime[],
  isLastKnown: boolean,
): Piece[] {
  if (now.length === 0) {
    return isLastKnown
      ? [" Who is on call is not known."]
      : [" No one is on call."];
  }
  const withLevels = new Set(now.map(({ level }) => level)).size > 1;
  const people = listed(now.map((each) => personPieces(each, withLevels)));
  return isLastKnown
    ? [" As last known: ", ...people, "."]
    : [" ", ...people, "."];
}

function personPieces(
  { name: who, level, end }: OnCallTime,
  withLevel: boolean,
): Piece[] {
  return [
    name(who),
    ...(withLevel ? [` (level ${level})`] : []),
    ...(end === null ? [" with no known end"] : [" until ", { at: end }]),
  ];
}

function nextSentence(
  next: readonly OnCallTime[],
  isLastKnown: boolean,
): Piece[] {
  const [first] = next;
  if (!first) return isLastKnown ? [] : [" No one is known to be next."];
  const people = listed(next.map((each) => [name(each.name)]));
  return [" Next: ", ...people, " from ", { at: first.start }, "."];
}
