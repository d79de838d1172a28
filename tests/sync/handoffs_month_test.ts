import { assertEquals } from "@std/assert";
import {
  beginningOf,
  isoOf,
  MINUTE,
  movesIn,
  type Planned,
  playMonth,
  SEED,
  someMonth,
  truthOf,
} from "./month_of_moves.ts";
import { inSession, type Session } from "./session.ts";

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
  const stories = someMonth();
  const truth = truthOf(stories);
  const looks = truth.flatMap(({ start, end }) => [start, end])
    .flatMap((at) => [at - 1, at + MINUTE]);
  await inSession(beginningOf(stories), async (session) => {
    await playMonth(session, stories, looks, async (at) => {
      const { atSome, throughout } = onCallIn(truth, at - MINUTE, at);
      const now = new Set(await shown(session));
      const late = [...throughout].filter((name) => !now.has(name));
      const over = [...now].filter((name) => !atSome.has(name));
      assertEquals({ late, over }, { late: [], over: [] }, isoOf(at));
    });
    assertEquals(await shown(session), []);
    const triggers = await session.get<{ name: string; type: string }[]>(
      "/control/triggers",
    );
    const left = triggers.filter(({ name, type }) =>
      type === "scheduled" && !name.startsWith("Sync every hour")
    );
    assertEquals(left, []);
    assertEquals(await session.items("handoffs"), []);
    const moved = movesIn(stories);
    console.log(
      `${truth.length} shifts, ${moved} moved or cancelled, seed ${SEED}`,
    );
  });
});
