import { createHash } from "node:crypto";
import {
  lastingKey,
  type Problem,
  type Result,
  type StepReport,
} from "../../reconciler/change.ts";

/**
 * The part of a report to post: lasting results and problems only if they are not
 * reported yet, daily problems only once a day.
 *
 * @param reported The keys that were reported and still last.
 * @param listsDaily Whether the daily problems are due.
 */
export function withoutReported(
  { results, problems }: StepReport,
  reported: ReadonlySet<string>,
  listsDaily: boolean,
): StepReport {
  return {
    results: results.filter((result) => {
      const key = resultKey(result);
      return key === null || !reported.has(key);
    }),
    problems: distinctProblems(problems).filter((problem) =>
      problem.daily ? listsDaily : !reported.has(problemKey(problem))
    ),
  };
}

/** Each problem once: two steps of a run may find the same. */
export function distinctProblems(problems: readonly Problem[]): Problem[] {
  const byKey = new Map<string, Problem>();
  for (const problem of problems) {
    const key = problemKey(problem);
    if (!byKey.has(key)) byKey.set(key, problem);
  }
  return [...byKey.values()];
}

/** The keys of the results and problems that are reported once. Daily problems have none. */
export function lastingKeys({ results, problems }: StepReport): string[] {
  const once = problems.filter(({ daily }) => !daily);
  const lasting = results.flatMap((result) => resultKey(result) ?? []);
  return [...once.map(problemKey), ...lasting];
}

function problemKey({ about, reason }: Problem): string {
  return shortKey(`${about}: ${reason}`);
}

function resultKey(result: Result): string | null {
  const key = lastingKey(result);
  return key === null ? null : shortKey(key);
}

/**
 * A text as a key of eleven characters, so that thousands of them fit into one
 * record: 66 bits of SHA-256, so two texts are unlikely to share a key.
 */
export function shortKey(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 11);
}
