import { createHash } from "node:crypto";
import {
  lastingKey,
  type Problem,
  type Result,
  type StepReport,
} from "../../reconciler/change.ts";

/**
 * What of a report is told: what lasts only if it was not told before, what is
 * listed daily only if it is time for that.
 *
 * @param told Keys of what was told and still lasts.
 */
export function withoutReported(
  { results, problems }: StepReport,
  told: ReadonlySet<string>,
  listsDaily: boolean,
): StepReport {
  // Two steps of a run may find the same problem.
  const byKey = new Map<string, Problem>();
  for (const problem of problems) {
    const key = problemKey(problem);
    if (!byKey.has(key)) byKey.set(key, problem);
  }
  return {
    results: results.filter((result) => {
      const key = resultKey(result);
      return key === null || !told.has(key);
    }),
    problems: [...byKey].filter(([key, { daily }]) =>
      daily ? listsDaily : !told.has(key)
    ).map(([, problem]) => problem),
  };
}

/** The keys of what is told once for as long as it lasts; what is listed daily has none. */
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
