/** The answer to "my shifts". */
import {
  type Answer,
  answer,
  type Line,
  line,
  name,
  title,
} from "../answer.ts";
import { outOfDate } from "./out_of_date.ts";

/** A shift of the person's own. Unix seconds; `end: null` is open. */
export interface ToldOwnShift {
  /** The label of its state, such as "on call". */
  label: string;
  /** The schedule's name; `""` if there is none. */
  schedule: string;
  start: number;
  end: number | null;
}

/** How many are told. */
const MOST = 20;

/**
 * A person's shifts, those under way and those to come.
 *
 * @param shifts In the order of their starts.
 * @param isWhole Whether every roster could be read.
 * @param oldSince Set if the rosters were not read lately: when they were read last.
 * @param now Unix seconds.
 */
export function myShifts(
  { shifts, isWhole, oldSince }: {
    shifts: readonly ToldOwnShift[];
    isWhole: boolean;
    oldSince: number | null;
  },
  now: number,
): Answer {
  const doubts: Answer = [
    ...(oldSince === null ? [] : outOfDate(oldSince)),
    ...(isWhole ? [] : answer(
      line`Not every roster could be read, so shifts may be missing here.`,
    )),
  ];
  if (shifts.length === 0) {
    return [
      ...answer(line`You have no shift now, and none to come is known.`),
      ...doubts,
    ];
  }
  const left = shifts.length - MOST;
  const more = left > 0 ? [line`… and ${String(left)} more.`] : [];
  const told = shifts.slice(0, MOST).map((each) => shiftLine(each, now));
  return [
    { lines: [line`Your shifts:`, ...told, ...more] },
    ...doubts,
  ];
}

function shiftLine(
  { label, schedule, start, end }: ToldOwnShift,
  now: number,
): Line {
  const what = label.charAt(0).toUpperCase() + label.slice(1);
  const whose = schedule === "" ? [] : [" for ", name(schedule)];
  const from = start <= now ? [" now"] : [" from ", { at: start }];
  const until = end === null
    ? [" until further notice"]
    : [" until ", { at: end }];
  return line`• ${title(what)}${whose},${from}${until}`;
}
