import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { at, EMPTY, onCall, person, scenario, schedule, shift } from "./day.ts";
import { History } from "./history.ts";
import { inSession, type Item, type Session } from "./session.ts";

const LUNCH = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };
const REPLACE = { on_own_status: "replace" };
const SET = "users.profile.set";

async function logOf(session: Session, id = "UANN"): Promise<Item[]> {
  const entries = (await session.items("audit_log"))
    .filter((entry) => entry.person === id);
  return entries.sort((a, b) => Number(a.at) - Number(b.at));
}

/** Part, action, before and after of each entry, as they are kept. */
function toldBy(entries: Item[]): unknown[][] {
  return entries.map(({ part, action, before, after }) => [
    part,
    action,
    JSON.parse(String(before)),
    JSON.parse(String(after)),
  ]);
}

function annOnCall() {
  const ann = person("ann", { status: LUNCH, consent: REPLACE });
  return scenario([ann], [onCall("ann")]);
}

Deno.test("each write is one entry, with exactly what was there and what came", async () => {
  await inSession(annOnCall(), async (session) => {
    const history = new History(session);
    await session.to(at("17:10"));
    const writes = history.of("UANN").status;
    assertEquals(writes.length, 2);
    const entries = await logOf(session);
    assertEquals(
      toldBy(entries),
      writes.map(({ before, after }, index) => [
        "status",
        ["start", "restore"][index],
        before,
        after,
      ]),
    );
    for (const entry of entries) {
      assertEquals(
        [entry.state, entry.outcome, entry.path],
        ["on_call", "done", "own"],
      );
    }
  });
});

Deno.test("DND and presence are logged as the status is", async () => {
  const leave = schedule("pto", shift("ann", at("09:00"), at("10:00")));
  await inSession(scenario([person("ann")], [leave]), async (session) => {
    const history = new History(session);
    await session.to(at("10:10"));
    const { snooze, away } = history.of("UANN");
    const entries = await logOf(session);
    const of = (part: string) => toldBy(entries.filter((e) => e.part === part));
    assertEquals(
      of("presence").map(([, , before, after]) => [before, after]),
      away.map(({ before, after }) => [before, after]),
    );
    const untilOf = (value: unknown) =>
      (value as { until_seconds: number }).until_seconds;
    assertEquals(
      of("dnd").map(([, , before, after]) => [untilOf(before), untilOf(after)]),
      snooze.map(({ before, after }) => [before, after]),
    );
    assertEquals(of("status").length, 2);
  });
});

Deno.test("a switch of states is logged with what it replaced, not with what is restored", async () => {
  const people = [person("ann", { status: LUNCH, consent: REPLACE })];
  const leave = schedule("pto", shift("ann", at("09:00"), at("17:00")));
  const call = schedule("on_call", shift("ann", at("11:00"), at("13:00")));
  await inSession(scenario(people, [leave, call]), async (session) => {
    const history = new History(session);
    await session.to(at("17:10"));
    const writes = history.of("UANN").status;
    const entries = (await logOf(session))
      .filter(({ part }) => part === "status");
    assertEquals(writes.length, 4);
    assertEquals(
      toldBy(entries).map(([, , before, after]) => [before, after]),
      writes.map(({ before, after }) => [before, after]),
    );
    assertEquals(
      entries.map(({ action }) => action),
      ["start", "switch", "switch", "restore"],
    );
  });
});

Deno.test("a poll that writes nothing logs nothing", async () => {
  await inSession(annOnCall(), async (session) => {
    await session.to(at("09:05"));
    const { length } = await session.items("audit_log");
    await session.to(at("16:50"));
    assertEquals((await session.items("audit_log")).length, length);
  });
});

Deno.test("a write whose answer was lost is on the log once it is found out, once", async () => {
  for (const cut of ["before", "after"] as const) {
    await inSession(annOnCall(), async (session) => {
      await session.fault({ method: SET, cut });
      const history = new History(session);
      await session.to(at("09:00:30"));
      assertEquals(await logOf(session), []);
      await session.to(at("09:30"));
      const writes = history.of("UANN").status;
      assertEquals(writes.length, 1, cut);
      const entries = await logOf(session);
      assertEquals(
        toldBy(entries),
        writes.map(({ before, after }) => ["status", "start", before, after]),
        cut,
      );
      assertEquals(entries[0]!.outcome, "done");
    });
  }
});

Deno.test("one whose outcome a human hid is on it too, as not known", async () => {
  await inSession(annOnCall(), async (session) => {
    await session.fault({ method: SET, cut: "after" });
    await session.to(at("09:00:30"));
    await session.edit("UANN", "In a meeting", ":calendar:");
    await session.to(at("09:30"));
    const entries = await logOf(session);
    assertEquals(entries.length, 1);
    assertEquals(entries[0]!.outcome, "unknown");
    assertEquals(JSON.parse(String(entries[0]!.before)), LUNCH);
    assertEquals((await session.status("UANN")).text, "In a meeting");
  });
});

/** The run that sets Ann's status dies after its n-th call, for every n until none dies. */
async function afterEveryCall(
  check: (session: Session, history: History, calls: number) => Promise<void>,
): Promise<number> {
  for (let calls = 1;; calls++) {
    let died = true;
    await inSession(annOnCall(), async (session) => {
      const history = new History(session);
      await session.to(at("08:59:30"));
      await session.kill(calls);
      const runs = await session.to(at("09:00:40"));
      died = runs.some(({ status }) => status === "failed");
      await check(session, history, calls);
    });
    if (!died) return calls - 1;
  }
}

Deno.test("wherever a run is cut short, each write is on the log exactly once in the end", async () => {
  const deaths = await afterEveryCall(async (session, history, calls) => {
    await session.to(at("10:00"));
    const writes = history.of("UANN").status;
    const entries = await logOf(session);
    assertEquals(
      toldBy(entries),
      writes.map(({ before, after }) => ["status", "start", before, after]),
      `killed after ${calls} calls`,
    );
    assert(entries.every(({ outcome }) => outcome === "done"));
  });
  assert(deaths > 20, `only ${deaths} calls`);
});

Deno.test("no status of a person who opts out stays on the log", async () => {
  await inSession(annOnCall(), async (session) => {
    await session.to(at("09:05"));
    await session.trip("Opt out", { user: "UANN" });
    assertEquals(await session.status("UANN"), LUNCH);
    const entries = await logOf(session);
    assertEquals(entries.length, 2);
    for (const { before, after } of entries) {
      assertEquals([before, after], ["", ""]);
    }
    const all = JSON.stringify(await session.items("audit_log"));
    assert(!all.includes("Lunch"), all);
  });
});

Deno.test("entries go by themselves after the days that are configured", async () => {
  await inSession(annOnCall(), async (session) => {
    await session.to(at("09:05"));
    const [entry] = await logOf(session);
    const kept = Number(entry!.expires_at) - Number(entry!.at);
    assertEquals(kept, 7 * 86_400);
    assertNotEquals(await session.status("UANN"), EMPTY);
  }, { extraConfig: () => ({ audit_days: 7 }) });
});

Deno.test("no datastore holds a status of a person who opted out, whichever run restores it", async () => {
  const stores = ["audit_log", "claims", "consents", "people", "runs"];
  for (const busy of [false, true]) {
    const ann = person("ann", { status: LUNCH, consent: REPLACE });
    await inSession(scenario([ann], [onCall("ann")]), async (session) => {
      await session.to(at("09:05"));
      const method = "users.profile.set";
      // Refused by its own click, it is given back by a later run.
      if (busy) await session.fault({ method, cut: "before" });
      await session.trip("Opt out", { user: "UANN" });
      await session.to(at("09:20"));
      assertEquals(await session.status("UANN"), LUNCH);
      for (const store of stores) {
        const told = JSON.stringify(await session.items(store));
        assert(!told.includes(LUNCH.text), `${store}: ${told}`);
      }
    });
  }
});
