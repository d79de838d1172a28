import { assert, assertEquals } from "@std/assert";
import { at, EMPTY, person, scenario, schedule, shift, unix } from "./day.ts";
import { inSession, type PersonState, Session } from "./session.ts";

const LEAVING = Array.from({ length: 10 }, (_, index) => `out${index}`);
const COMING = Array.from({ length: 10 }, (_, index) => `in${index}`);

/** No poll is near: only the handoff's own run, and what it books. */
const HANDOFF = "09:17";

/** Twenty people with something of their own; ten hand over to ten others. */
function handoff() {
  const people = [...LEAVING, ...COMING].map((name, index) =>
    person(name, {
      consent: { on_own_status: "replace" },
      status: index % 2 === 0
        ? { text: `Own ${index}`, emoji: ":bee:", expiration: 0 }
        : { text: "Lunch", emoji: ":sandwich:", expiration: unix("20:00") },
    })
  );
  return scenario(people, [
    schedule(
      "on_call",
      ...LEAVING.map((name) => shift(name, at("08:30"), at(HANDOFF))),
      ...COMING.map((name) => shift(name, at(HANDOFF), at("11:17"))),
    ),
  ]);
}

async function assertHandedOver(
  session: Session,
  before: PersonState[],
  told: string,
): Promise<void> {
  const own = new Map(before.map(({ id, status }) => [id, status]));
  for (const { id, name, status } of await session.people()) {
    if (COMING.includes(name)) {
      assertEquals(status.emoji, ":pager:", `${name}: ${told}`);
    } else assertEquals(status, own.get(id), `${name}: ${told}`);
  }
}

async function callsOfHandoff(): Promise<number> {
  const session = new Session(handoff());
  await session.to(at("09:16"));
  await session.countAnew();
  await session.to(at("09:18"));
  const { log } = await session.requests();
  session.close();
  return log.filter(({ method }) => !method.startsWith("functions.complete"))
    .length;
}

Deno.test("a handoff of twenty killed at any point is right within three minutes, priors exact", async () => {
  const calls = await callsOfHandoff();
  assert(calls > 80, String(calls));
  // The first call reads what is due. Until it is answered nothing is known.
  for (let after = 2; after <= calls; after += 4) {
    await inSession(handoff(), async (session) => {
      const before = await session.people();
      await session.to(at("09:16"));
      await session.kill(after);
      await session.to(at("09:19:59"));
      const told = `killed at call ${after} of ${calls}`;
      await assertHandedOver(session, before, told);
      await session.to(at("11:22"));
      const own = before.map(({ name, status }) => [name, status]);
      const now = (await session.people())
        .map(({ name, status }) => [name, status]);
      assertEquals(now, own, told);
    });
  }
});

Deno.test("the recovery run is booked before anything is written, and removed when nothing is left", async () => {
  await inSession(handoff(), async (session) => {
    await session.to(at("09:16"));
    await session.countAnew();
    const runs = await session.to(at("09:29"));
    assertEquals(runs.length, 1);
    const { log } = await session.requests();
    const first = (method: string) =>
      log.findIndex((each) => each.method === method);
    assert(first("workflows.triggers.create") >= 0);
    assert(
      first("workflows.triggers.create") < first("users.profile.set"),
    );
    const records = await session.items("runs");
    assertEquals(records.filter(({ id }) => id === "continuation"), []);
    const triggers = await session.get<{ name: string }[]>("/control/triggers");
    const left = triggers.filter(({ name }) => name === "Go on with a run");
    assertEquals(left, []);
  });
});

Deno.test("a recovery run that cannot be booked keeps no one waiting", async () => {
  for (const trouble of [{ status: 500 }, { error: "token_revoked" }]) {
    await inSession(handoff(), async (session) => {
      const before = await session.people();
      await session.to(at("09:16"));
      await session.fault({
        method: "workflows.triggers.create",
        times: 1_000,
        ...trouble,
      });
      await session.to(at("09:17:30"));
      await assertHandedOver(session, before, JSON.stringify(trouble));
    });
  }
});

/** Ann has a status of her own when her leave begins, and clears it at 09:20. */
async function withClearedStatus(
  play: (session: Session) => Promise<void>,
): Promise<void> {
  const status = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };
  const leave = schedule("pto", shift("ann", at("09:00"), at("11:17")));
  const day = scenario([person("ann", { status })], [leave]);
  await inSession(day, async (session) => {
    await session.to(at("09:20"));
    await session.edit("UANN", "", "");
    await session.to(at("09:29"));
    await session.countAnew();
    await play(session);
  });
}

Deno.test("a poll killed while it serves a person whom it waited for is finished within three minutes", async () => {
  let calls = 0;
  await withClearedStatus(async (session) => {
    await session.to(at("09:31"));
    calls = (await session.requests()).total;
  });
  assert(calls > 20, String(calls));
  for (let after = 1; after <= calls; after++) {
    await withClearedStatus(async (session) => {
      await session.kill(after);
      await session.to(at("09:33"));
      const told = `killed at call ${after} of ${calls}`;
      const { status, dnd, presence } = await session.person("UANN");
      const shown = {
        status: status.emoji,
        snoozed: dnd.snooze_enabled,
        away: presence.manual_away,
      };
      const { log } = await session.requests();
      const hasBegun = log.some(({ method, ok }) =>
        method === "workflows.triggers.create" && ok
      );
      const whole = { status: ":palm_tree:", snoozed: true, away: true };
      const none = { status: "", snoozed: false, away: false };
      assertEquals(shown, hasBegun ? whole : none, told);
      await session.to(at("11:22"));
      const restored = await session.person("UANN");
      assertEquals(restored.status, EMPTY, told);
      assertEquals(restored.dnd.snooze_enabled, false, told);
      assertEquals(restored.presence.manual_away, false, told);
      assertEquals(await session.items("claims"), [], told);
    });
  }
});

Deno.test("a run's outcome is on record before the run that would recover it is removed", async () => {
  await inSession(handoff(), async (session) => {
    await session.to(at("09:16"));
    await session.countAnew();
    await session.to(at("09:29"));
    const { log } = await session.requests();
    const calls = log.filter(({ method }) =>
      !method.startsWith("functions.complete")
    );
    const removal = calls.findIndex(({ method }) =>
      method === "workflows.triggers.delete"
    );
    await inSession(handoff(), async (other) => {
      await other.to(at("09:16"));
      await other.kill(removal + 1);
      await other.to(at("09:18:30"));
      const records = await other.items("runs");
      const checkpoint = records.find(({ id }) => id === "checkpoint")!;
      assertEquals(JSON.parse(String(checkpoint.body)).open, false);
    });
  });
});
