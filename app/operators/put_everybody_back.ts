import type { Result } from "../../reconciler/change.ts";
import { isShowing } from "../../reconciler/claim.ts";
import { encodeEntities } from "../../slack/messages.ts";
import type { Answer, Interaction } from "../interaction.ts";
import { countPeople, peopleText } from "../state/counts.ts";
import type { Execution } from "../execution.ts";
import { type Observation, observeClaims } from "../state/observation.ts";
import { withWriteLock } from "../lock/write_lock.ts";
import { restorePresence } from "../sync/restore.ts";
import { forOperator } from "./operators.ts";
import { setMode } from "./set_mode.ts";

/** Failures named in the answer; the others are counted. */
const MOST_NAMED = 10;

/** Slack: a string handed from step to step has at most so many bytes. */
const LONGEST_ANSWER = 4000;

const NOTHING_MORE =
  "The mode is now *preview*: nothing is set until an operator switches to enforce.";

/** What a look at all claims gave back, and whom it left. */
interface GivenBack {
  results: Result[];
  observation: Observation;
}

/**
 * Gives everybody back what was there before, whatever the rosters say. First
 * it is on record that nothing more is set, so that no other run sets it again
 * and later runs go on with what did not fit.
 *
 * @throws {Error} when that was not stored; nothing was given back then.
 */
export async function putEverybodyBack(
  execution: Execution,
  clicked: Interaction,
): Promise<Answer & { person: string }> {
  return await forOperator(execution, clicked, async (operator) => {
    await setMode(execution, { mode: "preview", put_back: true }, operator);
    const given = await withWriteLock(execution, () => giveBack(execution));
    const lines = given === null
      ? [
        "Another run was at work all this time: later runs give everything back by themselves.",
      ]
      : linesOf(given);
    return { message: fitting([NOTHING_MORE, ...lines]), changed: true };
  });
}

async function giveBack(execution: Execution): Promise<GivenBack> {
  const observation = await observeClaims(execution);
  observation.put_back = "an operator put everybody back";
  const results = await restorePresence(execution, observation);
  return { results, observation };
}

function linesOf({ results, observation }: GivenBack): string[] {
  const failures = failuresOf(results);
  const left =
    [...observation.claims.values()].filter((claim) =>
      isShowing(claim) && !failures.has(claim.person)
    ).length;
  const named = [...failures.values()].map(({ name, error }) =>
    `• ${encodeEntities(name)}: ${encodeEntities(error ?? "")}`
  );
  const troubles = observation.problems.map(({ about, reason }) =>
    `• ${encodeEntities(about)}: ${encodeEntities(reason)}`
  );
  return [
    `Given back: ${peopleText(countPeople(results, "done"))}.`,
    left === 0
      ? "Nobody is left for later."
      : `Left for later runs, which go on by themselves: ${peopleText(left)}.`,
    ...failures.size === 0 ? [] : [
      `Failed, and tried again by later runs: ${peopleText(failures.size)}.`,
    ],
    ...firstOf([...named, ...troubles]),
  ];
}

/** Whoever failed, by person, with the first reason. */
function failuresOf(results: Result[]): Map<string, Result> {
  const failures = new Map<string, Result>();
  for (const result of results) {
    const known = failures.has(result.person);
    if (result.outcome === "failed" && !known) {
      failures.set(result.person, result);
    }
  }
  return failures;
}

function firstOf(lines: string[]): string[] {
  const more = lines.length - MOST_NAMED;
  return more <= 0
    ? lines
    : [...lines.slice(0, MOST_NAMED), `… and ${more} more`];
}

/** The lines that fit into one answer; names and reasons come last. */
function fitting(lines: string[]): string {
  const kept = [...lines];
  const bytes = () => new TextEncoder().encode(kept.join("\n")).length;
  while (bytes() > LONGEST_ANSWER) kept.pop();
  return kept.join("\n");
}
