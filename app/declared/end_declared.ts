import { type Execution, nowOf } from "../execution.ts";
import { storeForRun } from "../lock/click_run.ts";
import { type Answer, type Interaction, unchanged } from "../interaction.ts";
import { ended, nothingToEnd } from "../messages/declared.ts";
import { recordProblem } from "../state/step_log.ts";
import { forSelfOrGroup } from "./managers.ts";
import { ownerOf, putDeclared, readOpen } from "./records.ts";

interface EndInputs extends Interaction {
  /** User group, as typed; left out, it ends what they declared for themselves. */
  group?: string | undefined;
}

/**
 * Ends now what the person who clicked declared for themselves, or what was
 * declared for a user group, including what has not started. Records the end;
 * deletes nothing. The booked run restores what was there before.
 *
 * @throws {Error} if it could not be recorded.
 */
export async function endDeclared(
  execution: Execution,
  inputs: EndInputs,
): Promise<Answer & { person: string }> {
  return await forSelfOrGroup(execution, inputs, async (person, group) => {
    const owner = ownerOf(person, group);
    const { shifts, broken } = await readOpen(execution, owner);
    const problems = broken.map(recordProblem)
      .map(({ about, reason }) => `The ${about} ${reason}.`);
    const withProblems = (text: string) => [text, ...problems].join(" ");
    if (shifts.length === 0) {
      return unchanged(withProblems(nothingToEnd(group)));
    }
    const end = nowOf(execution);
    const over = shifts.map((shift) => ({ ...shift, end, days: null }));
    const states = [...new Set(shifts.map(({ state }) => state))].sort();
    const answer = (runInSeconds: number) =>
      withProblems(ended(states, group, runInSeconds));
    // Nothing is stored whose answer cannot be worded.
    answer(0);
    const runAt = await storeForRun(
      execution,
      () => putDeclared(execution, over),
    );
    return { message: answer(runAt - nowOf(execution)), changed: true };
  }, "taken");
}
