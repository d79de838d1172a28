import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { person, scenario } from "./day.ts";
import { inSession, type Session } from "./session.ts";

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;
const FIRST = Date.parse("2026-03-02T08:00:00Z") / 1000;
const DAYS = 30;
const NAMES = ["ann", "bob", "cy"];

/** A poll must have seen a move before the shift it is about (seconds). */
const SEEN_BEFORE = 31 * MINUTE;

/** One person's shift of one day; Unix seconds. */
interface Planned {
  name: string;
  start: number;
  end: number;
}

/** A shift, and what becomes of it shortly before: `null`, it is cancelled. */
interface Story {
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

const isoOf = (at: number) =>
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
function truthOf(stories: readonly Story[]): Planned[] {
  return stories.flatMap(({ shift, moved }) =>
    moved === undefined ? [shift] : moved === null ? [] : [moved]
  );
}

/** Who shows that they are on call. */
async function shown(session: Session): Promise<string[]> {
  return (await session.people())
    .filter(({ status }) => status.text.startsWith("On call"))
    .map(({ name }) => name).sort();
}

/** Who is on call throughout the time given, and who at some moment of it. */
function onCallIn(truth: readonly Planned[], from: number, to: number) {
  const within = truth.filter(({ start, end }) => start <= to && end > from);
  const names = within.map(({ name }) => name);
  const throughout = within
    .filter(({ start, end }) => start <= from && end > to)
    .map(({ name }) => name);
  return { atSome: new Set(names), throughout: new Set(throughout) };
}

Deno.test("over a month of moved shifts everyone starts and ends within a minute, and no trigger is left", async () => {
  const seed = 20_260_302;
  const [stories] = fc.sample(month, { seed, numRuns: 1 });
  const truth = truthOf(stories!);
  const told = new Set<Story>();
  const moves = stories!.filter(({ moved }) => moved !== undefined)
    .map((story) => ({ at: toldAt(story), story }));
  const looks = truth.flatMap(({ start, end }) => [start, end])
    .flatMap((at) => [{ at: at - 1 }, { at: at + MINUTE }]);
  const events: { at: number; story?: Story }[] = [...moves, ...looks];
  events.sort((a, b) => a.at - b.at);
  const day = scenario(
    NAMES.map((name) => person(name)),
    rosterOf(stories!, told),
  );
  await inSession(day, async (session) => {
    for (const { at, story } of events) {
      await session.to(isoOf(at));
      if (story) {
        told.add(story);
        await session.roster(rosterOf(stories!, told));
        continue;
      }
      const { atSome, throughout } = onCallIn(truth, at - MINUTE, at);
      const now = new Set(await shown(session));
      const late = [...throughout].filter((name) => !now.has(name));
      const over = [...now].filter((name) => !atSome.has(name));
      assertEquals({ late, over }, { late: [], over: [] }, isoOf(at));
    }
    // Two hours after the last of them.
    await session.to(isoOf(FIRST + (DAYS + 1) * DAY));
    assertEquals(await shown(session), []);
    const triggers = await session.get<{ name: string; type: string }[]>(
      "/control/triggers",
    );
    const left = triggers.filter(({ name, type }) =>
      type === "scheduled" && !name.startsWith("Sync every hour")
    );
    assertEquals(left, []);
    assertEquals(await session.items("handoffs"), []);
    console.log(
      `${truth.length} shifts, ${moves.length} moved or cancelled, seed ${seed}`,
    );
  });
});
