import type { Outcome, Result } from "../../reconciler/change.ts";

/** How many people have at least one result with this outcome. */
export function countPeople(results: Result[], outcome: Outcome): number {
  const people = results
    .filter((result) => result.outcome === outcome)
    .map((result) => result.person);
  return new Set(people).size;
}

/** `1 person`, `12 people`. */
export function peopleText(count: number): string {
  return count === 1 ? "1 person" : `${count} people`;
}
