import { folded } from "./fold.ts";

/** A schedule that can be asked for. */
export interface Schedule {
  source: string;
  /** The source's own id of it. */
  schedule: string;
  /** Its name, unique among all: see `withDistinctNames`. */
  name: string;
}

/**
 * Gives schedules names that differ from each other, so that people can type them and
 * a button can carry them. Where two have the same name, their source follows it, and
 * their id if the source is the same.
 *
 * @example
 * withDistinctNames([{ name: "Mail", source: "pd", … }, { name: "mail", source: "og", … }])
 * // the names are "Mail (pd)" and "mail (og)"
 */
export function withDistinctNames(
  schedules: readonly Schedule[],
): Schedule[] {
  const bySource = distinguished(schedules, ({ source }) => source);
  return distinguished(bySource, ({ schedule }) => schedule);
}

/** Adds a word to each name that several have. */
function distinguished(
  schedules: readonly Schedule[],
  wordOf: (schedule: Schedule) => string,
): Schedule[] {
  const counts = new Map<string, number>();
  for (const { name } of schedules) {
    counts.set(folded(name), (counts.get(folded(name)) ?? 0) + 1);
  }
  return schedules.map((each) =>
    counts.get(folded(each.name))! > 1
      ? { ...each, name: `${each.name} (${wordOf(each)})` }
      : each
  );
}
