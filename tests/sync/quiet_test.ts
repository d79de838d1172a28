import { assert, assertEquals } from "@std/assert";
import { at, onCall, person, scenario, schedule, shift, unix } from "./day.ts";
import { inSession, type Requests, type Session } from "./session.ts";

const MOST_CALLS = 5;

const TOUCHES = /^(users\.profile\.|dnd\.|users\.(get|set)Presence)/;

function slackCalls({ by_method }: Requests): number {
  return Object.entries(by_method)
    .filter(([method]) =>
      method !== "pagerduty" && !method.startsWith("functions.complete")
    )
    .reduce((sum, [, count]) => sum + count, 0);
}

/** What the poll at `time` costs, every kind of call counted. */
async function costOf(session: Session, time: string): Promise<Requests> {
  await session.countAnew();
  const runs = await session.to(at(time));
  assertEquals(runs.map((run) => run.status), ["completed"]);
  return await session.requests();
}

async function assertQuiet(session: Session, time: string): Promise<void> {
  const cost = await costOf(session, time);
  const touched = Object.keys(cost.by_method)
    .filter((method) => TOUCHES.test(method));
  assertEquals(touched, [], time);
  const calls = slackCalls(cost);
  assert(calls <= MOST_CALLS, `${time}: ${JSON.stringify(cost.by_method)}`);
}

Deno.test("a poll with nothing new touches no one, with three on call", async () => {
  const names = ["ann", "bob", "cat"];
  const people = names.map((name) => person(name));
  await inSession(scenario(people, [onCall(...names)]), async (session) => {
    await session.to(at("09:05"));
    await assertQuiet(session, "09:20");
    await assertQuiet(session, "09:35");
    await session.to(at("17:05"));
    await assertQuiet(session, "17:20");
    assertEquals((await session.messages("CREPORTS")).length, 2);
  });
});

Deno.test("a poll with nothing new touches no one, with a thousand on call", async () => {
  const names = Array.from({ length: 1000 }, (_, index) => `p${index}`);
  const people = names.map((name) => person(name));
  const day = scenario(people, [onCall(...names)]);
  await inSession(day, async (session) => {
    await session.to(at("09:10"));
    const shown = (await session.people())
      .filter(({ status }) => status.text.startsWith("On call"));
    assertEquals(shown.length, 1000);
    await assertQuiet(session, "09:20");
    await assertQuiet(session, "09:35");
    await session.to(at("17:10"));
    const left = (await session.people())
      .filter(({ status }) => status.text !== "");
    assertEquals(left, []);
    assertEquals(await session.items("claims"), []);
  }, { rates: "none" });
});

Deno.test("people who left, yielded or skipped cost a quiet poll nothing", async () => {
  const people = [
    person("ann"),
    person("bob", {
      status: { text: "Lunch", emoji: ":sandwich:" },
      consent: { on_own_status: "skip" },
    }),
    person("cat", { consent: null }),
  ];
  const pto = (end: string) =>
    schedule(
      "pto",
      ...["ann", "bob", "cat"].map((name) => shift(name, at("09:00"), at(end))),
    );
  await inSession(scenario(people, [pto("16:00")]), async (session) => {
    await session.to(at("09:05"));
    await session.edit("UANN", "Busy", ":bee:");
    await session.roster([pto("17:00")]);
    await session.to(at("09:35"));
    // The lease of her snooze has run out by then, and nobody renews it.
    await session.to(at("12:05"));
    await assertQuiet(session, "12:20");
    await assertQuiet(session, "12:35");
  });
});

Deno.test("a roster that stays unreadable costs no more than a quiet one", async () => {
  await inSession(
    scenario([person("ann")], [onCall("ann")]),
    async (session) => {
      await session.to(at("09:05"));
      await session.fault({ method: "pagerduty", status: 500, times: 10_000 });
      await session.to(at("09:35"));
      await assertQuiet(session, "09:50");
      await assertQuiet(session, "10:05");
    },
  );
});

/** A day on which this many people wait for their own status to go, among others. */
function waiting(count: number, others: number) {
  const names = Array.from({ length: count }, (_, index) => `p${index}`);
  const strangers = Array.from(
    { length: others },
    (_, index) => person(`s${index}`, { consent: null }),
  );
  const lunch = { text: "Lunch", emoji: ":sandwich:" };
  const people = [
    ...strangers,
    person("ann"),
    ...names.map((name) => person(name, { status: lunch })),
  ];
  return scenario(people, [onCall("ann", ...names)]);
}

Deno.test("people who wait for their own status to go cost one call, or one page of people, and nothing beside", async () => {
  const cases: [count: number, others: number, Record<string, number>][] = [
    [0, 0, {}],
    [1, 0, { "users.profile.get": 1 }],
    [5, 0, { "users.list": 1 }],
    [30, 0, { "users.list": 1 }],
    // Seven pages.
    [5, 5000, { "users.profile.get": 5 }],
    [30, 5000, { "users.list": 7 }],
  ];
  for (const [count, others, reads] of cases) {
    await inSession(waiting(count, others), async (session) => {
      // The first poll with people to wait for learns how long the list is.
      await session.to(at("09:50"));
      for (const time of ["10:05", "10:20"]) {
        const { by_method } = await costOf(session, time);
        const { pagerduty: _, ...calls } = by_method;
        const slack = Object.entries(calls)
          .filter(([method]) => !method.startsWith("functions.complete"));
        assertEquals(
          Object.fromEntries(slack),
          { "apps.datastore.bulkGet": 1, "apps.datastore.put": 1, ...reads },
          `${count} of ${others} at ${time}`,
        );
      }
    });
  }
});

Deno.test("snoozes are renewed as leases of two hours at most, at no needless poll", async () => {
  const pto = schedule("pto", shift("ann", at("09:00"), at("17:00")));
  await inSession(scenario([person("ann")], [pto]), async (session) => {
    await session.to(at("09:01"));
    await session.countAnew();
    for (let poll = 0; poll < 31; poll++) {
      const minutes = 9 * 60 + 2 + poll * 15;
      const time = `${Math.floor(minutes / 60)}:${minutes % 60}`;
      await session.to(at(time));
      const { dnd } = await session.person("UANN");
      assert(dnd.snooze_enabled, `not silenced at ${time}`);
      assert(dnd.snooze_until <= unix(time) + 7200);
      assert(dnd.snooze_until <= unix("17:00"));
    }
    const { by_method } = await session.requests();
    assert((by_method["dnd.setSnooze"] ?? 0) <= 8);
    assertEquals(by_method["users.profile.set"], undefined);
  });
});
