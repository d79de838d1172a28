import type { Result } from "../../reconciler/change.ts";
import { isShowing } from "../../reconciler/claim.ts";
import { encodeEntities } from "../../slack/messages.ts";
import type { Execution } from "../execution.ts";
import type { Answer, Interaction } from "../interaction.ts";
import type { Lease } from "../lock/lease.ts";
import { withWriteLock } from "../lock/write_lock.ts";
import type { People } from "../state/people.ts";
import { readWithoutRoster } from "../state/read_people.ts";
import { countPeople, peopleText } from "../state/results.ts";
import { StepLog } from "../state/step_log.ts";
import { restorePresence } from "../sync/restore.ts";
import { forOperator } from "./operators.ts";
import { setMode } from "./switch_mode.ts";

/** Failures named in the answer; the others are counted. */
const MOST_NAMED = 10;

/** Slack: the most bytes of a string that is handed from step to step. */
const LONGEST_ANSWER = 4000;

const NOTHING_MORE =
  "The mode is now *preview*: nothing is set until an operator switches to enforce.";

/** What a look at all claims restored, and whom it left. */
interface Restored {
  results: Result[];
  people: People;
  log: StepLog;
}

/**
 * Restores everyone, whatever the rosters say. First it records that nothing
 * more is set, so that no other run sets it again and later runs go on with what
 * did not fit.
 *
 * @throws {Error} when that was not stored; nothing was restored then.
 */
export async function putEverybodyBack(
  execution: Execution,
  clicked: Interaction,
): Promise<Answer & { person: string }> {
  return await forOperator(execution, clicked, async (operator) => {
    await setMode(execution, { mode: "preview", put_back: true }, operator);
    const restored = await withWriteLock(
      execution,
      (lease) => restoreAll(execution, lease),
    );
    const lines = restored === null
      ? [
        "Another run was at work all this time: later runs give everything back by themselves.",
      ]
      : linesOf(restored);
    return { message: fitting([NOTHING_MORE, ...lines]), changed: true };
  });
}

async function restoreAll(
  execution: Execution,
  lease: Lease,
): Promise<Restored> {
  const log = new StepLog();
  const putBack = "an operator put everybody back";
  const people = await readWithoutRoster(execution, "everybody", putBack, log);
  const sync = { execution, people, log, lease };
  const results = await restorePresence(sync, people.all());
  return { results, people, log };
}

function linesOf({ results, people, log }: Restored): string[] {
  const failures = failuresOf(results);
  const left =
    [...people.claims.values()].filter((claim) =>
      isShowing(claim) && !failures.has(claim.person)
    ).length;
  const named = [...failures.values()].map(({ name, error }) =>
    `• ${encodeEntities(name)}: ${encodeEntities(error ?? "")}`
  );
  const troubles = log.problems.map(({ about, reason }) =>
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

/** The people who failed, each with the first reason. */
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
