import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { at, person, shift } from "../day.ts";
import { named, plain, type Talk, talking } from "./talking.ts";

/** Slack calls of one answer: the bid 3, the check of who asks 1 (ARCHITECTURE.md). */
const MOST_CALLS = 11;
const MOST_BULK = 2;

/** The Slack calls that something makes, by method. */
async function costOf(
  talk: Talk,
  act: () => Promise<unknown>,
): Promise<Record<string, number>> {
  await talk.session.countAnew();
  await act();
  const { by_method } = await talk.session.requests();
  return Object.fromEntries(
    Object.entries(by_method).filter(([method]) =>
      !method.startsWith("functions.")
    ),
  );
}

function assertCheap(cost: Record<string, number>, what: string): void {
  const told = `${what}: ${JSON.stringify(cost)}`;
  const all = Object.values(cost).reduce((sum, each) => sum + each, 0);
  const bulk = Object.entries(cost)
    .filter(([method]) => /datastore\.bulk/.test(method))
    .reduce((sum, [, count]) => sum + count, 0);
  assert(all <= MOST_CALLS, `${all} calls for ${told}`);
  assert(bulk <= MOST_BULK, `${bulk} bulk calls for ${told}`);
}

/** So many people, each with a week of shifts on one of 300 schedules. */
function crowd(count: number) {
  const names = Array.from({ length: count }, (_, index) => `p${index}`);
  const schedules = Array.from({ length: 300 }, (_, index) =>
    named(
      `P${index}`,
      index === 0 ? "Payments" : `Team ${index}`,
      names.filter((_, at) => at % 300 === index).map((name, turn) =>
        shift(
          name,
          at("09:00", turn % 14),
          at("09:00", (turn % 14) + 1),
        )
      ),
    ));
  return {
    people: names.map((name) => person(name, { consent: null })).concat([
      person("alice"),
      person("carol", { consent: null }),
    ]),
    schedules,
  };
}

for (const count of [1, 10_000]) {
  Deno.test(`an answer costs few calls with ${count} people and 300 schedules, also the first in its channel`, async () => {
    await talking(async (talk) => {
      const commands = [
        "who payments",
        "who",
        "link schedule payments",
        "list schedules",
        "list all schedules",
        "notification disable Handoff",
        "notification config",
        "unlink schedule payments",
        "help",
        "my shifts",
        "lnk",
      ];
      for (const [index, command] of commands.entries()) {
        const { now } = await talk.session.get<{ now: string }>(
          "/control/clock",
        );
        await talk.session.to(
          new Date(Date.parse(now) + 20_000).toISOString(),
        );
        const before = Date.parse(now) + 20_000;
        const cost = await costOf(
          talk,
          () => talk.write("UALICE", `@Shiftlight ${command}`),
        );
        assertCheap(cost, command);
        const after = await talk.session.get<{ now: string }>("/control/clock");
        assert(Date.parse(after.now) - before <= 5000, command);
        const answers = await talk.answers();
        assert(answers.length > 0, command);
        if (index === 0) {
          assertStringIncludes(plain(answers[0]!), "Payments: p0 until 09:00");
        }
      }
    }, crowd(count));
  });
}

Deno.test("home costs twelve calls by its button, and four more as a command, for the bid", async () => {
  await talking(async (talk) => {
    const sum = (cost: Record<string, number>) =>
      Object.values(cost).reduce((all, each) => all + each, 0);
    const asked = await costOf(talk, () => talk.write("UALICE", "home", {}));
    const [home] = await talk.answers();
    const pressed = await costOf(
      talk,
      () => talk.press("UALICE", home!.ts, "home_refresh"),
    );
    assert(sum(pressed) <= 12, JSON.stringify(pressed));
    assert(sum(asked) <= 16, JSON.stringify(asked));
  });
});

Deno.test("a quiet poll costs the same with 200 linked channels", async () => {
  await talking(async (talk) => {
    const quiet = async (time: string) =>
      await costOf(talk, () => talk.session.to(at(time)));
    await talk.session.to(at("10:20"));
    const before = await quiet("10:35");
    await talk.say("UALICE", "@Shiftlight link schedule payments");
    const { items } = talk.session.workspace.state.datastores.get("talk")!;
    const [id, item] = [...items].find(([id]) => id.startsWith("link:"))!;
    for (let channel = 0; channel < 200; channel++) {
      const other = id.replace("CPAY", `CX${channel}`);
      const body = JSON.parse(String(item.body));
      const changed = { ...body, id: other, channel: `CX${channel}` };
      items.set(other, {
        ...item,
        id: other,
        channel: `CX${channel}`,
        body: JSON.stringify(changed),
      });
    }
    assertEquals(await quiet("10:50"), before);
    assertEquals(Object.keys(before).sort(), [
      "apps.datastore.bulkGet",
      "apps.datastore.put",
      "pagerduty",
    ]);
  }, {
    schedules: [
      named("PPAY", "Payments", [shift("alice", at("09:00"), at("17:00"))]),
    ],
  });
});

Deno.test("60 mentions in a minute around a handoff: it comes within 60 s, and all are answered in time", async () => {
  const people = Array.from(
    { length: 12 },
    (_, index) => person(`q${index}`, { consent: null }),
  );
  await talking(
    async (talk) => {
      const { session } = talk;
      await session.to(at("16:59:30"));
      for (let sent = 0; sent < 60; sent++) {
        const second = 30 + sent;
        const time = `${second < 60 ? "16:59" : "17:00"}:${
          String(second % 60).padStart(2, "0")
        }`;
        await session.to(at(time));
        await talk.write(`UQ${sent % 12}`, "@Shiftlight who payments");
      }
      await session.to(at("17:01"));
      assertEquals((await session.status("UALICE")).text, "");
      assertStringIncludes((await session.status("UBOB")).text, "On call");
      const answers = (await talk.answers()).filter(({ thread_ts }) =>
        thread_ts
      );
      assertEquals(answers.length, 60);
    },
    { people: [person("alice"), person("bob"), ...people] },
    {
      rates: "documented",
    },
  );
});
