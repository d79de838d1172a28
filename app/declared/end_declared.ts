import { type Answer, type Interaction, unchanged } from "../interaction.ts";
import { type Execution, nowOf } from "../execution.ts";
import { recordProblem } from "../state/step_log.ts";
import { readLastRun } from "../state/run_state.ts";
import { forOneselfOrManager } from "./managers.ts";
import { putDeclared, standing, type Whose } from "./records.ts";
import { GIVEN_BACK } from "./messages.ts";

interface EndInputs extends Interaction {
  /** Slack user group id; left out, what they declared for themselves is meant. */
  group?: string | undefined;
}

/**
 * Ends, now, whatever the person who clicked declared for themselves, or what
 * was declared for a user group: what is under way and what is to come. The end
 * is recorded, nothing is deleted.
 *
 * @throws {Error} when it could not be recorded.
 */
export async function endDeclared(
  execution: Execution,
  inputs: EndInputs,
): Promise<Answer & { person: string }> {
  return await forOneselfOrManager(execution, inputs, async (person, group) => {
    const whose: Whose = group === undefined
      ? { kind: "person", id: person }
      : { kind: "group", id: group };
    const { shifts, broken } = await standing(execution, whose);
    const problems = broken.map(recordProblem)
      .map(({ about, reason }) => `The ${about} ${reason}.`);
    const say = (words: string) => [words, ...problems].join(" ");
    if (shifts.length === 0) return unchanged(say(nothing(group)));
    const end = nowOf(execution);
    await putDeclared(
      execution,
      shifts.map((shift) => ({ ...shift, end, days: null })),
    );
    const states = [...new Set(shifts.map(({ state }) => state))].sort();
    const { mode } = await readLastRun(execution);
    const words = `${ended(states, group)} ${GIVEN_BACK[mode]}`;
    return { message: say(words), changed: true };
  });
}

function nothing(group: string | undefined): string {
  return group === undefined
    ? "There is nothing to end: you have declared nothing that is under way or to come. What a roster says ends there."
    : `There is nothing to end: nothing that is under way or to come was declared for <!subteam^${group}>.`;
}

function ended(states: string[], group: string | undefined): string {
  const whose = group === undefined
    ? "what you declared"
    : `what was declared for <!subteam^${group}>`;
  return `Ended: ${whose} (${states.join(", ")}).`;
}
