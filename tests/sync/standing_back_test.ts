import { assert, assertEquals } from "@std/assert";
import {
  at,
  onCall,
  person,
  scenario,
  schedule,
  shift,
  type ShiftOf,
} from "./day.ts";
import { inSession, type RunAnswer, type Session } from "./session.ts";

/** On a roster, and not in Slack. */
const STRANGER: ShiftOf = {
  email: "who@elsewhere.example",
  start: at("08:00"),
  end: at("17:00"),
};

/** Does `action` some seconds after `time`, in the middle of what runs then. */
function later(
  session: Session,
  time: string,
  seconds: number,
  action: () => unknown,
): void {
  const ms = Date.parse(at(time)) + seconds * 1000;
  session.workspace.at(ms, () => void action());
}

/** The runs that looked at everyone. */
function atWork(runs: RunAnswer[]): RunAnswer[] {
  return runs.filter(({ steps }) =>
    steps[0]?.function === "fetch_roster" &&
    steps[0].outputs?.scope === "everybody"
  );
}

Deno.test("set-up opened by anyone in the seconds after a handoff delays no start", async () => {
  const people = [
    person("ann"),
    person("bob"),
    person("eve", { consent: null }),
    person("ops", { consent: null }),
  ];
  const rosters = [schedule(
    "on_call",
    shift("bob", at("08:00"), at("09:07")),
    shift("ann", at("09:07"), at("17:00")),
    STRANGER,
  )];
  for (const user of ["UEVE", "UOPS"]) {
    for (let seconds = 1; seconds <= 4.25; seconds += 0.25) {
      const day = scenario(people, rosters, { operators: ["UOPS"] });
      await inSession(day, async (session) => {
        await session.to(at("09:06"));
        const setUp = () => session.trip("Set up Shiftlight", { user });
        later(session, "09:07", seconds, setUp);
        await session.to(at("09:07:59"));
        const { emoji } = await session.status("UANN");
        assertEquals(emoji, ":pager:", `${user} after ${seconds} s`);
      });
    }
  }
});

Deno.test("set-up checks who clicked before it reads or writes anything", async () => {
  const people = [person("ann"), person("eve", { consent: null })];
  const rosters = [schedule(
    "on_call",
    shift("ann", at("09:00"), at("17:00")),
    STRANGER,
  )];
  const day = scenario(people, rosters, { operators: ["UANN"] });
  await inSession(day, async (session) => {
    await session.to(at("09:05"));
    const stored = async () =>
      await Promise.all(
        ["runs", "roster_snapshots", "people", "claims", "handoffs"]
          .map((datastore) => session.items(datastore)),
      );
    const before = await stored();
    await session.countAnew();
    await session.trip("Set up Shiftlight", { user: "UEVE" });
    const { by_method } = await session.requests();
    assertEquals(by_method.pagerduty, undefined);
    assertEquals(by_method["users.lookupByEmail"], undefined);
    assertEquals(await stored(), before);
    const [told] = await session.messages("UEVE");
    assert(told!.startsWith("Only <@UANN> may set up Shiftlight"), told);
    // An operator's own reading is no run either.
    await session.trip("Set up Shiftlight", { user: "UANN" });
    const ids = (await session.items("runs")).map(({ id, body }) =>
      id === "checkpoint" || id === "latest" ? body : id
    );
    const known = before[0]!.map(({ id, body }) =>
      id === "checkpoint" || id === "latest" ? body : id
    );
    assertEquals(ids.filter((id) => !known.includes(id)), ["set_up"]);
  });
});

Deno.test("of a poll and a handoff's own run at the same instant one does everything", async () => {
  const cases = [[20, 80], [20, 200], [20, 400], [1_000, 80]] as const;
  for (const [count, latencyMs] of cases) {
    const names = Array.from({ length: count }, (_, index) => `p${index}`);
    const people = names.map((name) => person(name));
    // Half of them end when the other half start.
    const half = count / 2;
    const rosters = [schedule(
      "on_call",
      ...names.map((name, index) =>
        index < half
          ? shift(name, at("08:00"), at("09:00"))
          : shift(name, at("09:00"), at("17:00"))
      ),
    )];
    await inSession(scenario(people, rosters), async (session) => {
      await session.to(at("08:59"));
      const runs = await session.to(at("09:00:55"));
      assertEquals(runs.length, 2, `${count} people, ${latencyMs} ms`);
      const told = JSON.stringify(runs.map(({ steps }) => steps[0]?.outputs));
      assertEquals(
        atWork(runs).length,
        1,
        `${count} people, ${latencyMs} ms: ${told}`,
      );
      const shown = (await session.people())
        .filter(({ status }) => status.emoji === ":pager:");
      assert(shown.length >= half, `${shown.length}`);
    }, { latencyMs, rates: "none" });
  }
});

Deno.test("the run that stands back leaves no one waiting if the other dies", async () => {
  const names = Array.from({ length: 6 }, (_, index) => `p${index}`);
  const people = names.map((name) => person(name));
  for (const latencyMs of [80, 200]) {
    for (let calls = 1; calls <= 30; calls++) {
      const day = scenario(people, [onCall(...names)]);
      await inSession(day, async (session) => {
        await session.to(at("08:59"));
        await session.kill(calls);
        await session.to(at("09:03"));
        for (const { id, status } of await session.people()) {
          const told = `${id}: killed at call ${calls}, ${latencyMs} ms`;
          assertEquals(status.emoji, ":pager:", told);
        }
      }, { latencyMs });
    }
  }
});
