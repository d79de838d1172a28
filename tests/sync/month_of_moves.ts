import fc from "fast-check";
import { person, scenario } from "./day.ts";
import type { Session } from "./session.ts";

/*
 * A month of shifts, many of which are moved or cancelled shortly before they
 * start. A test and the benchmark play the same one.
 */

export const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;
const FIRST = Date.parse("2026-03-02T08:00:00Z") / 1000;
const DAYS = 30;
export const SEED = 20_260_302;
const NAMES = ["ann", "bob", "cy"];

/** A poll must have seen a move before the shift it is about (seconds). */
const SEEN_BEFORE = 31 * MINUTE;

/** One person's shift of one day; Unix seconds. */
export interface Planned {
  name: string;
  start: number;
  end: number;
}

/** A shift, and what becomes of it shortly before: `null`, it is cancelled. */
export interface Story {
  shift: Planned;
  /** `undefined`: it stays as it is. */
  moved: Planned | null | undefined;
}

const minutes = (min: number, max: number) =>
  fc.integer({ min, max }).map((each) => each * MINUTE);

/** Somebody's shift of a day, from after 1:00 to before 23:00, so that no two touch. */
function shiftOf(name: string, day: number): fc.Arbitrary<Planned> {
  return fc.tuple(minutes(60, 900), minutes(5, 400)).map(([after, length]) => {
    const start = FIRST + day * DAY + after;
    return { name, start, end: start + length };
  });
}

function storyOf(name: string, day: number): fc.Arbitrary<Story> {
  return fc.record({
    shift: shiftOf(name, day),
    moved: fc.oneof(
      { weight: 4, arbitrary: fc.constant(undefined) },
      { weight: 3, arbitrary: shiftOf(name, day) },
      { weight: 1, arbitrary: fc.constant(null) },
    ),
  });
}

const month = fc.tuple(
  ...NAMES.flatMap((name) =>
    Array.from({ length: DAYS }, (_, day) => storyOf(name, day))
  ),
);

export const isoOf = (at: number) =>
  new Date(at * 1000).toISOString().replace(".000Z", "Z");

/** The provider's roster once these stories have been told. */
function rosterOf(stories: readonly Story[], told: ReadonlySet<Story>) {
  const shifts = stories.flatMap((story) => {
    const now = told.has(story) ? story.moved : story.shift;
    if (!now) return [];
    const { name, start, end } = now;
    const email = `${name}@example.com`;
    return [{ email, start: isoOf(start), end: isoOf(end) }];
  });
  return [{ id: "P_on_call", name: "The on_call", state: "on_call", shifts }];
}

/** When a move is made: the latest moment at which a poll still sees it. */
function toldAt({ shift, moved }: Story): number {
  const start = Math.min(shift.start, moved?.start ?? Infinity);
  return start - SEEN_BEFORE;
}

/** The shifts as they come about in the end. */
export function truthOf(stories: readonly Story[]): Planned[] {
  return stories.flatMap(({ shift, moved }) =>
    moved === undefined ? [shift] : moved === null ? [] : [moved]
  );
}

/** The stories of the month of `SEED`. */
export function someMonth(): Story[] {
  return fc.sample(month, { seed: SEED, numRuns: 1 })[0]!;
}

/** How many shifts are moved or cancelled. */
export function movesIn(stories: readonly Story[]): number {
  return stories.filter(({ moved }) => moved !== undefined).length;
}

/** The workspace at the beginning of the month. */
export function beginningOf(stories: readonly Story[]) {
  return scenario(
    NAMES.map((name) => person(name)),
    rosterOf(stories, new Set()),
  );
}

/**
 * Plays the month, and goes on until two hours after its last shift.
 *
 * @param looks Unix seconds at which `look` is called.
 */
export async function playMonth(
  session: Session,
  stories: readonly Story[],
  looks: readonly number[] = [],
  look: (at: number) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const told = new Set<Story>();
  const moves = stories.filter(({ moved }) => moved !== undefined)
    .map((story) => ({ at: toldAt(story), story }));
  const events: { at: number; story?: Story }[] = [
    ...moves,
    ...looks.map((at) => ({ at })),
  ];
  events.sort((a, b) => a.at - b.at);
  for (const { at, story } of events) {
    await session.to(isoOf(at));
    if (story === undefined) {
      await look(at);
      continue;
    }
    told.add(story);
    await session.roster(rosterOf(stories, told));
  }
  await session.to(isoOf(FIRST + (DAYS + 1) * DAY));
}
