import { allRecords } from "../../slack/record_store.ts";
import {
  asBefore,
  type DeclaredShift,
  declaredShifts,
  endedOrDeclaredBy,
} from "../../slack/records/declared_shifts.ts";
import { SECONDS_PER_MINUTE } from "../../time.ts";
import { type Execution, nowOf } from "../execution.ts";
import { type Answer, type Interaction, unchanged } from "../interaction.ts";
import { storeForRun } from "../lock/click_run.ts";
import { nothingToUndo, undone, type WhyNotUndone } from "../messages/ended.ts";
import { periodOf, readerOf } from "./answer_facts.ts";
import { overlap } from "./merge_declaration.ts";
import { isOpen, putDeclared } from "./records.ts";

/** What was ended can be brought back for so long. */
export const UNDO_SECONDS = 10 * SECONDS_PER_MINUTE;

/**
 * Brings back what the person who clicked ended in the last ten minutes, each
 * exactly as it was. What was declared meanwhile stays, too: where both overlap
 * they are one shift. What is over by now stays ended.
 *
 * @throws {Error} if it could not be recorded.
 */
export async function undoEnd(
  execution: Execution,
  { interactivity }: Interaction,
): Promise<Answer & { person: string }> {
  const person = interactivity.interactor.id;
  const { records } = await allRecords(
    execution.client,
    declaredShifts,
    endedOrDeclaredBy(person),
  );
  const now = nowOf(execution);
  const all = [...records.values()];
  const own = all.filter((shift) => isOwn(execution, shift, person));
  const back = own.filter(({ ended }) => isUndoable(ended, now))
    .map((shift) => broughtBack(shift, now))
    .filter((shift) => isOpen(shift, now));
  const reader = await readerOf(execution, person);
  if (back.length === 0) {
    const { why, shifts } = whyNothing(own, now);
    const periods = shifts.map((each) => periodOf(execution, each));
    return { person, ...unchanged(nothingToUndo(why, periods, reader)) };
  }
  const meanwhile = all.filter((each) =>
    isOpen(each, now) &&
    back.some((one) => isSameOwner(one, each) && overlap(one, each))
  );
  const answer = (runInSeconds: number) =>
    undone({
      periods: back.map((each) => periodOf(execution, each)),
      meanwhile: meanwhile.map((each) => periodOf(execution, each)),
      runInSeconds,
    }, reader);
  // Nothing is stored whose answer cannot be worded.
  answer(0);
  const runAt = await storeForRun(
    execution,
    () => putDeclared(execution, back),
  );
  const message = answer(runAt - nowOf(execution));
  return { person, message, changed: true };
}

/** Whether this person ended it, and still may: for a user group, as a manager. */
function isOwn(
  { config: { freeze_managers, operators } }: Execution,
  { group, ended }: DeclaredShift,
  person: string,
): boolean {
  const may = group === null || freeze_managers.includes(person) ||
    operators.includes(person);
  return may && ended?.by === person;
}

type Ended = DeclaredShift["ended"];

function isUndoable(ended: Ended, now: number): boolean {
  return isRecent(ended, now) && ended?.undone_at === null;
}

function isRecent(ended: Ended, now: number): boolean {
  return ended !== null && now - ended.at <= UNDO_SECONDS;
}

function broughtBack(shift: DeclaredShift, now: number): DeclaredShift {
  return { ...asBefore(shift), ended: { ...shift.ended!, undone_at: now } };
}

/** Why nothing is brought back, and of what that is true. */
function whyNothing(
  own: readonly DeclaredShift[],
  now: number,
): { why: WhyNotUndone; shifts: DeclaredShift[] } {
  const recent = own.filter(({ ended }) => isRecent(ended, now));
  const isBack = recent.filter((each) =>
    each.ended?.undone_at !== null && isOpen(each, now)
  );
  if (isBack.length > 0) return { why: "back already", shifts: isBack };
  const over = recent.filter(({ ended }) => ended?.undone_at === null);
  if (over.length > 0) return { why: "over", shifts: over.map(asBefore) };
  const late = own.filter(({ ended }) => ended?.undone_at === null)
    .map(asBefore).filter((each) => isOpen(each, now));
  if (late.length > 0) return { why: "too late", shifts: late };
  return { why: "nothing ended", shifts: [] };
}

function isSameOwner(one: DeclaredShift, other: DeclaredShift): boolean {
  return one.id !== other.id && one.state === other.state &&
    one.person === other.person && one.group === other.group;
}
