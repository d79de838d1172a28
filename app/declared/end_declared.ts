import {
  asBefore,
  type DeclaredShift,
} from "../../slack/records/declared_shifts.ts";
import { SECONDS_PER_MINUTE } from "../../time.ts";
import { UNDO } from "../../triggers/link_triggers.ts";
import { type Execution, nowOf } from "../execution.ts";
import { storeForRun } from "../lock/click_run.ts";
import { type Answer, type Interaction, unchanged } from "../interaction.ts";
import {
  chooseWhatToEnd,
  ended,
  endedMomentsAgo,
  nothingToEnd,
} from "../messages/ended.ts";
import { stateLabel } from "../messages/phrases.ts";
import { recordProblem } from "../state/step_log.ts";
import { linkIfFree, periodOf, readerOf } from "./answer_facts.ts";
import { forSelfOrGroup } from "./managers.ts";
import { ownerOf, putDeclared, readOwned } from "./records.ts";
import { UNDO_SECONDS } from "./undo_end.ts";

/** The choice that ends everything. The others are states. */
export const EVERYTHING = "all";

interface EndInputs extends Interaction {
  /** A state, or `all`; left out, what is under way if that is of one state. */
  what?: string | undefined;
  /** User group, as typed; left out, it ends what they declared for themselves. */
  group?: string | undefined;
}

/**
 * Ends now what the person who clicked declared for themselves, or what was
 * declared for a user group: of the chosen state what is under way, else what comes
 * next. Records the end and what was there before, for *Undo*; deletes nothing. The
 * booked run restores what was there before.
 *
 * @throws {Error} if it could not be recorded.
 */
export async function endDeclared(
  execution: Execution,
  inputs: EndInputs,
): Promise<Answer & { person: string }> {
  return await forSelfOrGroup(execution, inputs, async (person, group) => {
    const { open, all, broken } = await readOwned(
      execution,
      ownerOf(person, group),
    );
    const problems = broken.map(recordProblem)
      .map(({ about, reason }) => `The ${about} ${reason}.`);
    const withProblems = (text: string) => [text, ...problems].join("\n");
    const reader = await readerOf(execution, person);
    const now = nowOf(execution);
    const told = (shifts: readonly DeclaredShift[]) =>
      shifts.map((shift) => periodOf(execution, shift));
    const { what = "" } = inputs;
    const chosen = chooseToEnd(open, what, now);
    if (chosen === "ask") {
      return unchanged(withProblems(chooseWhatToEnd(told(open), reader)));
    }
    const justEnded = all.filter((each) =>
      isJustEnded(each, person, what, now)
    );
    if (justEnded.length > 0 && !chosen.some(({ start }) => start <= now)) {
      const periods = told(justEnded.map(asBefore));
      return unchanged(withProblems(endedMomentsAgo(periods, reader)));
    }
    if (chosen.length === 0) {
      const label = what === "" || what === EVERYTHING
        ? null
        : stateLabel(execution.config.states, what);
      const text = nothingToEnd({ label, group, others: told(open) }, reader);
      return unchanged(withProblems(text));
    }
    const rest = open.filter((each) => !chosen.includes(each));
    const undoLink = await linkIfFree(execution, UNDO);
    const answer = (runInSeconds: number) =>
      withProblems(ended({
        periods: told(chosen),
        group,
        toCome: told(rest),
        runInSeconds,
        undoLink,
        undoUntil: now + UNDO_SECONDS,
      }, reader));
    // Nothing is stored whose answer cannot be worded.
    answer(0);
    const over = chosen.map((shift) => endedNow(shift, person, now));
    const runAt = await storeForRun(
      execution,
      () => putDeclared(execution, over),
    );
    return { message: answer(runAt - nowOf(execution)), changed: true };
  }, "taken");
}

/**
 * What a choice ends: of one state what is under way, else what begins next.
 *
 * @param what A state, `all`, or empty for the only state that is under way, else
 * the only one that is to come.
 * @returns `ask` if it is not clear.
 */
function chooseToEnd(
  open: readonly DeclaredShift[],
  what: string,
  now: number,
): readonly DeclaredShift[] | "ask" {
  if (what === EVERYTHING) return open;
  const ofState = open.filter(({ state }) => what === "" || state === what);
  const underWay = ofState.filter(({ start }) => start <= now);
  const candidates = underWay.length > 0 ? underWay : ofState;
  if (new Set(candidates.map(({ state }) => state)).size > 1) return "ask";
  if (underWay.length > 0) return underWay;
  return [...ofState].sort((a, b) => a.start - b.start).slice(0, 1);
}

/** A second click within this time is a double click: it does not end what comes next. */
const DOUBLE_CLICK_SECONDS = SECONDS_PER_MINUTE;

function isJustEnded(
  { state, ended }: DeclaredShift,
  person: string,
  what: string,
  now: number,
): boolean {
  return what !== EVERYTHING && (what === "" || state === what) &&
    ended !== null && ended.by === person && ended.undone_at === null &&
    now - ended.at < DOUBLE_CLICK_SECONDS;
}

function endedNow(
  { end, days, ...shift }: DeclaredShift,
  by: string,
  now: number,
): DeclaredShift {
  const ended = { at: now, by, end, days, undone_at: null };
  return { ...shift, end: now, days: null, ended };
}
