import { matchName } from "../../talking/match_name.ts";
import { overviewAt } from "../../talking/overview.ts";
import type { Schedule } from "../../talking/schedule.ts";
import { myShifts } from "../../talking/texts/my_shifts.ts";
import { notReadYet } from "../../talking/texts/schedules.ts";
import { othersByName, whoIsOnCall } from "../../talking/texts/who.ts";
import { stateLabel } from "../../reconciler/state_rule.ts";
import { nowOf } from "../execution.ts";
import { ownShifts } from "../home/my_shifts.ts";
import { type Handler, type Outcome, type Place, toAsker } from "./asked.ts";
import { isLinked } from "./linked.ts";
import { readRosters } from "./rosters.ts";
import { notOneSchedule } from "./which_schedule.ts";

export const whoHandler: Handler<"who"> = {
  needsPlace: false,
  asksShared: true,
  async answer(execution, { command: { fragment }, place, isShared }) {
    const to: Outcome["to"] = isShared ? "person" : "all";
    const read = await readRosters(execution);
    if (read === null) return toAsker(notReadYet());
    const { schedules, rosters } = read;
    const tell = (asked: readonly Schedule[]) =>
      whoIsOnCall(overviewAt(asked, rosters, nowOf(execution)));
    if (fragment === "") {
      const linked = linkedOf(place, schedules);
      const isPart = linked.length > 0 && linked.length < schedules.length;
      return isPart
        ? { answer: [...tell(linked), ...othersByName()], to }
        : { answer: tell(schedules), to };
    }
    const match = matchName(fragment, schedules, ({ name }) => name);
    return match.kind === "one"
      ? { answer: tell([match.found]), to }
      : toAsker(notOneSchedule(match, ({ name }) => name, fragment, "who"));
  },
};

/** The schedules that are linked where it was asked. */
function linkedOf(
  place: Place | null,
  schedules: readonly Schedule[],
): readonly Schedule[] {
  if (place === null) return [];
  return schedules.filter((each) => isLinked(place, each));
}

/** How many polls may be missed before an answer says so. */
const POLLS_MISSED = 2;

export const myShiftsHandler: Handler<"myShifts"> = {
  needsPlace: false,
  asksShared: false,
  async answer(execution, { by }) {
    const read = await readRosters(execution);
    if (read === null) return { answer: notReadYet(), to: "person" };
    const { snapshot, rosters: { readAt, pollSeconds } } = read;
    const now = nowOf(execution);
    const { states } = execution.config;
    const shifts = ownShifts(snapshot.shifts, by.id, now).map((shift) => ({
      label: stateLabel(states, shift.state),
      schedule: shift.label,
      start: shift.start,
      end: shift.end,
    }));
    const isWhole = snapshot.unreadable.length === 0;
    const isOld = now - readAt > POLLS_MISSED * pollSeconds;
    const oldSince = isOld ? readAt : null;
    return {
      answer: myShifts({ shifts, isWhole, oldSince }, now),
      to: "person",
    };
  },
};
