import type { Config } from "../../config/schema.ts";
import { shortText } from "../../plain_text.ts";
import type { RosterSnapshot } from "../../reconciler/shift.ts";
import {
  entryLeftOut,
  everyoneFound,
  type Finding,
  moreLeftOut,
  moreProblems,
  NO_SOURCE,
  peopleNotFound,
  sourceProblem,
  sourceRead,
} from "../messages/set_up.ts";

/** Most people, or entries of a source, that are named. */
const MOST_NAMED = 15;

/** What reading the rosters showed: credentials, schedules by name, and people. */
export function checkRosters(
  { sources }: Pick<Config, "sources">,
  snapshot: RosterSnapshot,
): Finding[] {
  if (sources.length === 0) return [NO_SOURCE];
  return [
    ...sources.flatMap((source) => checkSource(source, snapshot)),
    ...checkPeople(snapshot),
  ];
}

function checkSource(
  { id, type, token }: Config["sources"][number],
  snapshot: RosterSnapshot,
): Finding[] {
  const own = snapshot.unreadable.filter(({ source }) => source === id);
  const whole = own.find(({ schedule }) => schedule === null);
  if (whole) return [sourceProblem(id, whole.reason)];
  const schedules = snapshot.schedules.filter(({ source }) => source === id)
    .map(({ schedule, name }) => ({ id: shortText(schedule), name }));
  const shifts = snapshot.shifts.filter(({ source }) => source === id).length;
  const isRead = schedules.length > 0 || own.length === 0;
  // One broken event may give several people the same reason.
  const reasons = new Set(own.map(({ reason }) => reason));
  return [
    ...isRead ? [sourceRead({ id, type, token, schedules, shifts })] : [],
    ...firstProblems(id, [...reasons]),
    ...leftOut(id, snapshot),
  ];
}

function firstProblems(id: string, reasons: string[]): Finding[] {
  const named = reasons.slice(0, MOST_NAMED);
  const more = reasons.length - named.length;
  return [
    ...named.map((reason) => sourceProblem(id, reason)),
    ...more > 0 ? [moreProblems(id, more)] : [],
  ];
}

function leftOut(id: string, { rejected }: RosterSnapshot): Finding[] {
  const own = rejected.filter(({ source }) => source === id);
  const more = own.length - MOST_NAMED;
  return [
    ...own.slice(0, MOST_NAMED).map(({ reason }) => entryLeftOut(id, reason)),
    ...more > 0 ? [moreLeftOut(id, more)] : [],
  ];
}

function checkPeople(
  { unmapped, people, unreadable }: RosterSnapshot,
): Finding[] {
  if (unmapped.length > 0) {
    return [peopleNotFound(unmapped.length, unmapped.slice(0, MOST_NAMED))];
  }
  // People on a roster that was not read may not be in Slack.
  return people.length === 0 ? [] : [everyoneFound(unreadable.length === 0)];
}
