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
export function withoutTold(
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
export function keysOf({ results, problems }: StepReport): string[] {
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
 * A text in at most eleven characters, so that thousands fit into one record.
 * 53 bits make it unlikely that two texts get the same key (cyrb53, public
 * domain).
 */
export function shortKey(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  const mixed = mix(high, low);
  const other = mix(low, high);
  return (2 ** 32 * (2 ** 21 - 1 & other) + (mixed >>> 0)).toString(36);
}

function mix(one: number, other: number): number {
  return Math.imul(one ^ one >>> 16, 2246822507) ^
    Math.imul(other ^ other >>> 13, 3266489909);
}
