import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  at,
  EMPTY,
  onCall,
  person,
  scenario,
  schedule,
  shift,
  unix,
} from "./day.ts";
import { inSession, type Item, type Session } from "./session.ts";

const FOCUS = "Start focus time";

/** The datastore calls of what `act` does, by method. */
async function datastoreCalls(
  session: Session,
  act: () => Promise<unknown>,
): Promise<Record<string, number>> {
  await session.countAnew();
  await act();
  const { by_method } = await session.requests();
  const calls = Object.entries(by_method)
    .filter(([method]) => method.startsWith("apps.datastore."));
  return Object.fromEntries(calls);
}

/** A click takes few calls, none of them bulk, and starts no run of its own. */
async function assertCheap(
  session: Session,
  name: string,
  user: string,
  form: Item = {},
): Promise<void> {
  const calls = await datastoreCalls(session, async () => {
    const run = await session.trip(name, { user, form });
    assertEquals(run.status, "completed", JSON.stringify(run.steps.at(-1)));
    const steps = run.steps.map((step) => step.function);
    assert(!steps.includes("fetch_roster"), steps.join(", "));
  });
  const count = Object.values(calls).reduce((sum, each) => sum + each, 0);
  const text = `${name}: ${JSON.stringify(calls)}`;
  assert(count > 0 && count <= 6, text);
  assert(!Object.keys(calls).some((each) => each.includes("bulk")), text);
}

/** Declares by clicks that come while the clock moves on. */
async function clickAt(
  session: Session,
  user: string,
  instant: string,
  name = FOCUS,
): Promise<void> {
  const path = `/control/triggers/${await session.trigger(name)}/trip`;
  const scheduled = await session.send("POST", path, { user, at: instant });
  assertEquals(scheduled, { scheduled: instant });
}

async function inFocus(session: Session): Promise<string[]> {
  return (await session.people())
    .filter(({ status }) => status.emoji === ":headphones:")
    .map(({ id }) => id);
}

/** `p10`, `p11` and so on. */
function names(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `p${index + 10}`);
}

function idOf(name: string): string {
  return `U${name.toUpperCase()}`;
}

function secondsAfter(instant: string, seconds: number): string {
  return new Date(Date.parse(instant) + seconds * 1000).toISOString()
    .replace(".000Z", "Z");
}

Deno.test("a click takes at most six datastore calls, none of them bulk, and no run of its own", async () => {
  const people = [
    person("ann"),
    person("bob"),
    person("cid", { consent: null }),
    person("mo"),
  ];
  const user_groups = [{ id: "SREL1", name: "release", members: ["UANN"] }];
  const day = scenario(people, [], { user_groups });
  await inSession(day, async (session) => {
    await session.to(at("09:05"));
    await assertCheap(session, FOCUS, "UANN", { until: unix("12:00") });
    await assertCheap(session, FOCUS, "UBOB");
    await assertCheap(session, FOCUS, "UCID");
    await session.to(at("09:10"));
    // Replaces the first one, and books a run again.
    await assertCheap(session, FOCUS, "UANN", { until: unix("11:00") });
    await assertCheap(session, "Take time off", "UANN");
    const form = { from: unix("15:00"), until: unix("16:00") };
    await assertCheap(session, "Declare a deploy freeze", "UANN", form);
    const group = { group: "SREL1" };
    await assertCheap(session, "Declare a deploy freeze", "UMO", group);
    await session.to(at("09:20"));
    await assertCheap(session, "End it now", "UANN", { what: "all" });
    await assertCheap(session, "End it now", "UMO", group);
    await session.to(at("09:25"));
    await assertCheap(session, "Undo", "UANN");
    await assertCheap(session, "Undo", "UANN");
    await assertCheap(session, "Undo", "UMO");
    await session.to(at("09:28"));
    await assertCheap(session, "End it now", "UANN", { what: "all" });
    await assertCheap(session, "End it now", "UMO", group);
    await assertCheap(session, "End it now", "UCID");
    await assertCheap(session, "End it now", "UCID");
    const open = (await session.items("declared_shifts"))
      .filter(({ end }) => end === undefined || Number(end) > unix("09:29"));
    assertEquals(open.map(({ person }) => person), ["UBOB"]);
  }, { extraConfig: () => ({ freeze_managers: ["UMO"] }) });
});

Deno.test("sixty clicks in a minute around a handoff: all are recorded and shown, and the handoff is on time", async () => {
  const all = names(60);
  const people = [person("ann"), ...all.map((name) => person(name))];
  await inSession(scenario(people, [onCall("ann")]), async (session) => {
    await session.to(at("08:50"));
    for (const [index, name] of all.entries()) {
      await clickAt(session, idOf(name), secondsAfter(at("08:59:30"), index));
    }
    await session.to(at("09:01"));
    assertEquals((await session.status("UANN")).emoji, ":pager:");
    await session.to(at("09:02"));
    const recorded = await session.items("declared_shifts");
    assertEquals(recorded.length, 60);
    await session.to(at("09:10"));
    assertEquals(await inFocus(session), all.map(idOf));
  });
});

Deno.test("sixty clicks a minute for five minutes show as fast as Slack allows, and delay no handoff", async () => {
  const all = names(300);
  const people = [
    person("ann"),
    ...all.map((name) => person(name, { consent: { dnd: false } })),
  ];
  await inSession(scenario(people, [onCall("ann")]), async (session) => {
    await session.to(at("08:50"));
    for (const [index, name] of all.entries()) {
      await clickAt(session, idOf(name), secondsAfter(at("08:59:00"), index));
    }
    await session.to(at("09:01"));
    assertEquals((await session.status("UANN")).emoji, ":pager:");
    // Slack allows 50 statuses a minute.
    for (const [minute, least] of [[2, 80], [4, 180], [8, 270]] as const) {
      await session.to(secondsAfter(at("09:00"), minute * 60));
      const shown = (await inFocus(session)).length;
      assert(shown >= least, `${shown} at minute ${minute}`);
    }
    const recorded = await session.items("declared_shifts");
    assertEquals((await inFocus(session)).length, recorded.length);
  });
});

Deno.test("sixty clicks in three seconds: all are recorded and shown, and the handoff is on time", async () => {
  const all = names(60);
  const people = [person("ann"), ...all.map((name) => person(name))];
  await inSession(scenario(people, [onCall("ann")]), async (session) => {
    await session.to(at("08:50"));
    for (const [index, name] of all.entries()) {
      const instant = secondsAfter(at("08:59:58"), index / 20);
      await clickAt(session, idOf(name), instant);
    }
    await session.to(at("09:01"));
    assertEquals((await session.status("UANN")).emoji, ":pager:");
    await session.to(at("09:10"));
    assertEquals(await inFocus(session), all.map(idOf));
  });
});

Deno.test("twelve clicks in the second of a handoff delay it by less than a minute, and book one run", async () => {
  const all = names(12);
  const people = [person("ann"), ...all.map((name) => person(name))];
  await inSession(scenario(people, [onCall("ann")]), async (session) => {
    await session.to(at("08:50"));
    for (const name of all) {
      await clickAt(session, idOf(name), at("08:59:59"));
    }
    await session.to(at("09:01"));
    assertEquals((await session.status("UANN")).emoji, ":pager:");
    const runs = await session.to(at("09:02"));
    assertEquals(await inFocus(session), all.map(idOf));
    assert(runs.length <= 2, JSON.stringify(runs));
  });
});

Deno.test("clicks of a person who has not opted in delay no handoff, and each is answered", async () => {
  const people = [person("ann"), person("bob", { consent: null })];
  await inSession(scenario(people, [onCall("ann")]), async (session) => {
    await session.to(at("08:50"));
    for (const seconds of [0, 0, 0, 0, 1, 1]) {
      const instant = secondsAfter(at("08:59:59"), seconds);
      await clickAt(session, "UBOB", instant);
    }
    await session.to(at("09:00:30"));
    assertEquals((await session.status("UANN")).emoji, ":pager:");
    const said = await session.messages("UBOB");
    assertEquals(said.length, 6);
    for (const text of said) {
      assertStringIncludes(text, "you have not opted in for focus");
    }
  });
});

Deno.test("a click shows within two minutes, whenever it comes before, while or after a booked run begins", async () => {
  const all = names(30);
  for (const lag of [0, 1000]) {
    const options = { datastoreLagMs: () => lag, triggerListLagMs: () => lag };
    const people = all.map((name) => person(name, { consent: { dnd: false } }));
    await inSession(scenario(people, []), async (session) => {
      await session.to(at("09:04"));
      const begin = Date.parse(at("09:05:03"));
      for (const [index, name] of all.entries()) {
        const instant = new Date(begin + index * 700).toISOString()
          .replace(".000Z", "Z");
        await clickAt(session, idOf(name), instant);
      }
      await session.to(at("09:07:30"));
      assertEquals(await inFocus(session), all.map(idOf), `lag ${lag}`);
    }, options);
  }
});

Deno.test("what a click recorded shows, wherever its execution is killed", async () => {
  let killed = 0;
  for (let calls = 1; killed === calls - 1; calls++) {
    await inSession(scenario([person("ann")], []), async (session) => {
      await session.to(at("09:05"));
      await session.kill(calls);
      const run = await session.trip(FOCUS, { user: "UANN" });
      if (run.status === "completed") return;
      killed++;
      const recorded = (await session.items("declared_shifts")).length;
      await session.to(at("09:08"));
      assertEquals((await inFocus(session)).length, recorded, `call ${calls}`);
    });
  }
  assert(killed >= 6, `killed ${killed} times`);
});

Deno.test("a click waits for Slack's rates: what it asks for is recorded and shows", async () => {
  for (const method of ["get", "put", "query"]) {
    await inSession(scenario([person("ann")], []), async (session) => {
      await session.to(at("09:05"));
      await session.fault({
        method: `apps.datastore.${method}`,
        status: 429,
        retry_after: 30,
      });
      const run = await session.trip(FOCUS, { user: "UANN" });
      assertEquals(run.status, "completed", JSON.stringify(run.steps));
      await session.to(at("09:08"));
      assertEquals(await inFocus(session), ["UANN"], method);
    });
  }
});

Deno.test("a click for which Slack has no calls left says so, and records nothing", async () => {
  await inSession(scenario([person("ann")], []), async (session) => {
    await session.to(at("09:05"));
    await session.fault({
      method: "apps.datastore.put",
      status: 429,
      retry_after: 59,
    });
    const run = await session.trip(FOCUS, { user: "UANN" });
    assertEquals(run.status, "failed");
    assertStringIncludes(run.steps.at(-1)!.error!, "try again in a minute");
    assertEquals(await session.items("declared_shifts"), []);
  });
});

Deno.test("a booked run that Slack refuses is tried again a minute later", async () => {
  for (const method of ["bulkGet", "bulkPut", "query"]) {
    await inSession(scenario([person("ann")], []), async (session) => {
      await session.to(at("09:05"));
      await session.trip(FOCUS, { user: "UANN" });
      await session.fault({
        method: `apps.datastore.${method}`,
        times: 2,
        status: 429,
        retry_after: 59,
      });
      await session.to(at("09:08"));
      assertEquals(await inFocus(session), ["UANN"], method);
    });
  }
});

Deno.test("ended while the run of its start is booked, it never shows", async () => {
  await inSession(scenario([person("ann")], []), async (session) => {
    await session.to(at("09:05"));
    await clickAt(session, "UANN", at("09:05:05"));
    await clickAt(session, "UANN", at("09:05:08"), "End it now");
    await session.to(at("09:10"));
    assertEquals(await session.status("UANN"), EMPTY);
    assertEquals(await session.items("claims"), []);
    assertEquals(await session.items("audit_log"), []);
  });
});

Deno.test("a freeze that is declared far ahead begins by itself, and ends by itself", async () => {
  const ann = person("ann", { consent: { dnd: false } });
  // Beyond the horizon of handoffs, and beyond what a reading covers.
  for (const days of [1, 3, 20]) {
    await inSession(scenario([ann], []), async (session) => {
      await session.to(at("09:05"));
      const form = { from: unix("10:07", days), until: unix("11:08", days) };
      await session.trip("Declare a deploy freeze", { user: "UANN", form });
      await session.to(at("10:06:50", days));
      assertEquals(await session.status("UANN"), EMPTY, `${days} days`);
      await session.to(at("10:08", days));
      assertEquals(
        (await session.status("UANN")).text,
        "Deploy freeze until 11:08",
        `${days} days`,
      );
      await session.to(at("11:09", days));
      assertEquals(await session.status("UANN"), EMPTY);
    });
  }
});

Deno.test("a run for clicks makes no handoff late that comes while it is at work", async () => {
  const all = names(40);
  const people = [person("ann"), ...all.map((name) => person(name))];
  const shifts = schedule("on_call", shift("ann", at("09:06"), at("10:00")));
  await inSession(scenario(people, [shifts]), async (session) => {
    await session.to(at("09:05"));
    for (const name of all) {
      await clickAt(session, idOf(name), at("09:05:28"));
    }
    await session.to(at("09:07"));
    assertEquals((await session.status("UANN")).emoji, ":pager:");
    await session.to(at("09:10"));
    assertEquals(await inFocus(session), all.map(idOf));
  });
});

Deno.test("in preview a click is planned by the booked run, and nothing is written", async () => {
  const day = scenario([person("ann")], [], { operators: ["UOPS"] });
  await inSession(
    { ...day, people: [...day.people, person("ops", { consent: null })] },
    async (session) => {
      await session.to(at("09:05"));
      await session.trip("Switch mode", {
        user: "UOPS",
        form: { mode: "preview" },
      });
      await session.trip(FOCUS, { user: "UANN" });
      await session.to(at("09:07"));
      assertEquals(await session.status("UANN"), EMPTY);
      assertStringIncludes(await session.reports(), "Focus time");
    },
  );
});
