import { assert, assertEquals } from "@std/assert";
import { at, person, scenario, schedule, shift, unix } from "./day.ts";
import { inSession, type Session } from "./session.ts";

/** On call for four days, with people who are not in Slack. */
function rota(...names: string[]) {
  const all = names.map((name) => shift(name, at("08:30"), at("20:00", 4)));
  return schedule("on_call", shift("ann", at("08:30"), at("20:00", 4)), ...all);
}

/** When each of the people who are not in Slack was told of. */
async function told(session: Session): Promise<[at: string, who: string][]> {
  const messages = await session.get<
    { at: string; channel: string; text: string }[]
  >("/control/messages");
  return messages.filter(({ channel }) => channel === "CREPORTS")
    .flatMap(({ at, text }) =>
      text.split("\n").filter((line) => line.includes("not found in Slack"))
        .map((line): [string, string] => [at, line.match(/\b(x|y)@/)![1]!])
    );
}

async function lookUps(session: Session): Promise<number> {
  const { by_method } = await session.requests();
  return by_method["users.lookupByEmail"] ?? 0;
}

Deno.test("a person who is not found is listed at once, and then once a day", async () => {
  await inSession(
    scenario([person("ann")], [rota("x")]),
    async (session) => {
      await session.to(at("08:50"));
      assertEquals((await told(session)).map(([, who]) => who), ["x"]);
      await session.countAnew();
      await session.to(at("07:20", 1));
      // Looked for again by the hour, and not listed again. Ann's own look-up
      // expires after 18 to 24 hours.
      assertEquals(await lookUps(session), 23 + 1);
      assertEquals((await told(session)).length, 1);
      // A run in between, and somebody new who is not found.
      await session.roster([rota("x", "y")]);
      await session.to(at("07:35", 1));
      assertEquals((await told(session)).length, 1);
      await session.to(at("20:00", 3));
      const all = await told(session);
      const times = all.map(([when]) => Date.parse(when));
      const lists = [...new Set(times)];
      const named = lists.map((time) =>
        all.filter(([when]) => Date.parse(when) === time)
          .map(([, who]) => who).sort().join("")
      );
      assertEquals(named, ["x", "xy", "xy", "xy"]);
      for (const [index, time] of lists.entries()) {
        const before = lists[index - 1];
        assert(before === undefined || time - before >= 86_400_000);
      }
    },
  );
});

Deno.test("a failed look-up is reported at once, as a failure is", async () => {
  await inSession(
    scenario([person("ann")], [rota("x")]),
    async (session) => {
      await session.fault({
        method: "users.lookupByEmail",
        times: 10_000,
        status: 500,
      });
      await session.to(at("08:50"));
      const said = await session.reports();
      assert(said.includes("could not be looked up in Slack"), said);
      await session.to(at("10:50"));
      assertEquals(await session.reports(), said);
      await session.clearFaults();
      await session.to(at("11:05"));
      assertEquals((await told(session)).map(([, who]) => who), ["x"]);
    },
  );
});

Deno.test("a person who joins Slack later is found within the hour", async () => {
  const scene = scenario([person("ann"), person("x")], [rota("x")]);
  await inSession(scene, async (session) => {
    const { people } = session.workspace.state;
    const joining = people.get("UX")!;
    people.delete("UX");
    await session.to(at("08:50"));
    assertEquals((await told(session)).map(([, who]) => who), ["x"]);
    people.set("UX", joining);
    await session.to(at("09:46"));
    assertEquals((await session.status("UX")).emoji, ":pager:");
  });
});

Deno.test("a person who opts in is found at the next poll, found before or not", async () => {
  const ann = person("ann");
  const x = person("x", { consent: null });
  await inSession(scenario([ann, x], [rota("x", "y")]), async (session) => {
    const account = session.workspace.state.people.get("UX")!;
    account.deleted = true;
    await session.to(at("08:50"));
    const names = (await told(session)).map(([, who]) => who).sort();
    assertEquals(names, ["x", "y"]);
    account.deleted = false;
    await session.trip("Opt in", { user: "UX" });
    await session.to(at("09:01"));
    assertEquals((await session.status("UX")).emoji, ":pager:");
    // A changed roster brings nobody to Slack: the other one waits for the hour.
    await session.countAnew();
    await session.roster([rota("y")]);
    await session.to(at("09:44"));
    assertEquals((await session.status("UX")).emoji, "");
    assertEquals(await lookUps(session), 0);
  });
});

Deno.test("what a person declares shows by the next booked run, found before or not", async () => {
  const user_groups = [{ id: "SREL1", name: "release", members: ["UX"] }];
  const people = [person("ops"), person("x")];
  const day = scenario(people, [], { operators: ["UOPS"], user_groups });
  await inSession(day, async (session) => {
    const account = session.workspace.state.people.get("UX")!;
    account.deleted = true;
    const group = { group: "SREL1", until: unix("09:00") };
    await session.trip("Declare a deploy freeze", {
      user: "UOPS",
      form: group,
    });
    await session.to(at("08:05"));
    account.deleted = false;
    const form = { until: unix("17:00") };
    await session.trip("Start focus time", { user: "UX", form });
    await session.bookedRun();
    assertEquals((await session.status("UX")).emoji, ":snowflake:");
    await session.to(at("09:05"));
    assertEquals((await session.status("UX")).emoji, ":headphones:");
  });
});
