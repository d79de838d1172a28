import type { Result, StepReport } from "../../reconciler/change.ts";
import type { Action } from "../../reconciler/part.ts";
import { asFailure } from "../../slack/failure.ts";
import { postMessage } from "../../slack/messages.ts";
import type { Execution } from "../execution.ts";
import { type RunCounts, syncAnswer } from "../messages/sync.ts";

interface Click {
  /** Who clicked *Sync now*; left out, nobody did. */
  answer_to?: string | undefined;
  unreadable?: number | undefined;
}

/**
 * Tells the person who started a run by a click what it did, as a DM. A run that
 * nobody clicked for tells no one, and a failure here stops no report.
 *
 * @param report `null`: there was nothing to do.
 */
export async function answerClick(
  { client }: Execution,
  { answer_to, unreadable = 0 }: Click,
  report: StepReport | null,
): Promise<void> {
  if (!answer_to) return;
  try {
    const counts = report && countsOf(report.results);
    await postMessage(client, answer_to, syncAnswer(counts, unreadable));
  } catch (thrown) {
    const { message } = asFailure(thrown, "answering a click");
    console.warn(`the answer to ${answer_to}: ${message}`);
  }
}

const SETS: ReadonlySet<Action> = new Set(["start", "switch"]);
const RESTORES: ReadonlySet<Action> = new Set(["restore", "close"]);
const KEEPS: ReadonlySet<Action> = new Set(["yield", "skip", "defer"]);

/** Counts people, not parts of their presence. */
function countsOf(results: readonly Result[]): RunCounts {
  const people = (counts: (result: Result) => boolean) =>
    new Set(results.filter(counts).map(({ person }) => person)).size;
  const did = (actions: ReadonlySet<Action>) =>
    people(({ action, outcome }) =>
      actions.has(action) && (outcome === "done" || outcome === "noted")
    );
  const ended = (...outcomes: Result["outcome"][]) =>
    people(({ outcome }) => outcomes.includes(outcome));
  return {
    set: did(SETS),
    restored: did(RESTORES),
    kept: did(KEEPS),
    failed: ended("failed"),
    open: ended("unknown", "postponed"),
    planned: ended("planned"),
  };
}
