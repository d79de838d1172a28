import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { at, EMPTY, onCall, person, scenario } from "./day.ts";
import { inSession, type Session } from "./session.ts";

/** Names of triggers that are made while the app runs. */
const GO_ON = "Go on with a run";

function crowd(count: number) {
  const names = Array.from({ length: count }, (_, index) => `p${index}`);
  return { names, people: names.map((name) => person(name)) };
}

async function oneOffs(session: Session): Promise<string[]> {
  const triggers = await session.get<{ name: string }[]>("/control/triggers");
  return triggers.map(({ name }) => name).filter((name) => name === GO_ON);
}

async function shown(session: Session): Promise<number> {
  const people = await session.people();
  return people.filter(({ status }) => status.emoji === ":pager:").length;
}

async function assertNoneRefused(session: Session): Promise<void> {
  const { log } = await session.requests();
  const refused = log.filter(({ error }) => error === "ratelimited");
  assertEquals(refused, []);
}

async function assertNothingLeft(session: Session): Promise<void> {
  assertEquals(await oneOffs(session), []);
  const records = await session.items("runs");
  const left = records.filter(({ id }) => id === "continuation");
  assertEquals(left, []);
}

Deno.test("more than a minute allows is gone on with by the minute, and never too fast", async () => {
  const { names, people } = crowd(120);
  const day = scenario(people, [onCall(...names)]);
  await inSession(day, async (session) => {
    await session.to(at("09:00:59"));
    const first = await shown(session);
    assert(first > 0 && first <= 50, `${first} in the first minute`);
    await session.to(at("09:03:30"));
    assertEquals(await shown(session), 120);
    await assertNoneRefused(session);
    const { by_method } = await session.requests();
    assertEquals(by_method["users.profile.set"], 120);
    assertEquals(by_method["apps.auth.external.get"], 120);
    await session.to(at("09:10"));
    await assertNothingLeft(session);
  });
});

Deno.test("so are the ends of as many, restores before starts", async () => {
  const { names, people } = crowd(120);
  const day = scenario(people, [onCall(...names)]);
  await inSession(day, async (session) => {
    await session.to(at("16:59"));
    await session.countAnew();
    await session.to(at("17:03:30"));
    for (const { status } of await session.people()) {
      assertEquals(status, EMPTY);
    }
    await assertNoneRefused(session);
    await session.to(at("17:10"));
    await assertNothingLeft(session);
    assertEquals(await session.items("claims"), []);
  });
});

Deno.test("an execution that starts seconds after another does not run into its limit", async () => {
  const { names, people } = crowd(60);
  const day = scenario(people, [onCall(...names.slice(0, 40))]);
  await inSession(day, async (session) => {
    await session.to(at("09:00:20"));
    assertEquals(await shown(session), 40);
    // Twenty more: ten too many for this minute.
    await session.roster([onCall(...names)]);
    await session.trip("Sync now", { user: "UP0" });
    await session.to(at("09:03"));
    assertEquals(await shown(session), 60);
    await assertNoneRefused(session);
    await session.to(at("09:10"));
    await assertNothingLeft(session);
  });
});

/** The triggers of handoffs are none of what is looked at here. */
const NO_HANDOFFS = { extraConfig: () => ({ handoffs: { hours: 0 } }) };

Deno.test("a few who are served at once leave no trigger behind", async () => {
  const { names, people } = crowd(5);
  await inSession(scenario(people, [onCall(...names)]), async (session) => {
    await session.to(at("09:05"));
    assertEquals(await shown(session), 5);
    await assertNothingLeft(session);
  }, NO_HANDOFFS);
});

Deno.test("more than a few who are served all the same leave no trigger behind", async () => {
  const { names, people } = crowd(60);
  const day = scenario(people, [onCall(...names)]);
  await inSession(day, async (session) => {
    await session.to(at("08:59"));
    await session.countAnew();
    await session.to(at("09:00:59"));
    assertEquals(await shown(session), 60);
    const { by_method } = await session.requests();
    assertEquals(by_method["workflows.triggers.create"], 1);
    await assertNothingLeft(session);
    const runs = await session.to(at("09:14"));
    assertEquals(runs, []);
  }, { ...NO_HANDOFFS, rates: "none" });
});

Deno.test("a write without an answer is found out within minutes, not at the next poll", async () => {
  const day = scenario([person("ann")], [onCall("ann")]);
  await inSession(day, async (session) => {
    const fault = { method: "users.profile.set", cut: "after" } as const;
    await session.fault(fault);
    await session.to(at("09:00:30"));
    const [doubtful] = await session.items("claims");
    assertEquals(doubtful!.phase, "intent");
    await session.to(at("09:04"));
    const [claim] = await session.items("claims");
    assertEquals(claim!.phase, "held");
    await assertNothingLeft(session);
  });
});

/** The lease, held by an execution that writes for as long as it may. */
function holdLease(session: Session): void {
  const until = session.workspace.clock.now() + 75_000;
  const lease = { id: "lease", holder: "FxOther", until, history: {} };
  const { items } = session.workspace.state.datastores.get("runs")!;
  const body = JSON.stringify(lease);
  items.set("lease", { id: "lease", schema_version: 1, body });
}

Deno.test("an opt-out while another run is at work is done within two minutes", async () => {
  const day = scenario([person("ann"), person("bob")], [onCall("ann", "bob")]);
  await inSession(day, async (session) => {
    await session.to(at("09:05"));
    holdLease(session);
    const run = await session.trip("Opt out", { user: "UANN" });
    assertEquals(run.status, "completed");
    const said = JSON.stringify(run.steps);
    assertStringIncludes(
      said,
      "restores what was there before within two minutes",
    );
    assert((await session.status("UANN")).emoji === ":pager:");
    await session.to(at("09:07"));
    assertEquals(await session.status("UANN"), EMPTY);
    const kept = (await session.items("consents")).map((item) => item.person);
    assertEquals(kept, ["UBOB"]);
    await session.to(at("09:10"));
    await assertNothingLeft(session);
  });
});

Deno.test("so is one whose write got no answer", async () => {
  const day = scenario([person("ann")], [onCall("ann")]);
  await inSession(day, async (session) => {
    await session.to(at("09:05"));
    await session.fault({ method: "users.profile.set", cut: "before" });
    const run = await session.trip("Opt out", { user: "UANN" });
    assertStringIncludes(JSON.stringify(run.steps), "within two minutes");
    await session.to(at("09:07"));
    assertEquals(await session.status("UANN"), EMPTY);
    assertEquals(await session.items("consents"), []);
  });
});

Deno.test("a run that finds another at work goes on a minute later, not at the next poll", async () => {
  await inSession(
    scenario([person("ann")], [onCall("ann")]),
    async (session) => {
      await session.to(at("08:59:50"));
      holdLease(session);
      await session.to(at("09:00:59"));
      assertEquals(await session.status("UANN"), EMPTY);
      await session.to(at("09:03"));
      assertEquals((await session.status("UANN")).emoji, ":pager:");
      await session.to(at("09:10"));
      await assertNothingLeft(session);
    },
  );
});

Deno.test("where Slack is too slow for any run to write, one continuation at a time is booked", async () => {
  const { names, people } = crowd(30);
  const day = scenario(people, [onCall(...names)]);
  await inSession(day, async (session) => {
    await session.to(at("08:58"));
    const runs = await session.to(at("09:50"));
    // One poll and one continuation a minute, however many polls came by.
    const late = runs.filter((run) => run.at >= at("09:46"));
    assert(late.length <= 5, `${late.length} runs in four minutes`);
    const triggers = await session.get<{ name: string }[]>("/control/triggers");
    const booked = triggers.filter(({ name }) => name.startsWith("Go on"));
    assert(booked.length <= 2, `${booked.length} triggers`);
    assertEquals(await shown(session), 0);
  }, { latencyMs: 760 });
});
