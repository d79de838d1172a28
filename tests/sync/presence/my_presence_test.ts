import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { at, person, scenario, unix } from "../day.ts";
import { inSession, type Item, type Session } from "../session.ts";

const ann = person("ann");

async function change(session: Session, changes: Item): Promise<void> {
  await session.send("PUT", "/control/people/UANN", changes);
}

/** What the step gives beside who it is for. */
async function mine(session: Session, user = "UANN") {
  const run = await session.trip("My presence", { user });
  assertEquals(run.status, "completed");
  const outputs = run.steps[0]!.outputs!;
  const { person, message, ...fields } = outputs;
  assertEquals(person, user);
  assertEquals((await session.messages(user)).at(-1), message);
  return { fields, message: String(message) };
}

Deno.test("my presence goes with the clock: active, idle after eleven minutes, set away, and no client", async () => {
  await inSession(scenario([ann], []), async (session) => {
    const last_activity = unix("08:00");
    await change(session, { connections: 2, last_activity });
    const active = {
      presence: "active",
      online: true,
      auto_away: false,
      manual_away: false,
      connection_count: 2,
      last_activity,
    };
    const first = await mine(session);
    assertEquals(first.fields, active);
    assertStringIncludes(first.message, "Slack shows you as active.");
    assertStringIncludes(first.message, "clients that are connected: 2.");
    assertStringIncludes(first.message, `<!date^${last_activity}^`);

    await session.to(at("08:11"));
    const idle = await mine(session);
    assertEquals(idle.fields, { ...active, presence: "away", auto_away: true });
    assertStringIncludes(idle.message, "did nothing in Slack for ten minutes");

    await change(session, { last_activity: unix("08:11") });
    await session.click("Set me away", "UANN");
    const set = await mine(session);
    assertEquals(set.fields, {
      ...active,
      presence: "away",
      manual_away: true,
      last_activity: unix("08:11"),
    });
    assertStringIncludes(set.message, "You are set away.");

    await session.click("Stop being set away", "UANN");
    await change(session, { connections: 0 });
    const gone = await mine(session);
    assertEquals(gone.fields, {
      presence: "away",
      online: false,
      auto_away: false,
      manual_away: false,
      connection_count: 0,
    });
    assertStringIncludes(gone.message, "No Slack client of yours is connected");
    assert(!gone.message.includes("activity"), gone.message);
  });
});

Deno.test("without a token of their own, people get what everyone sees, and how to get more", async () => {
  const others = [
    person("bob", { consent: null }),
    person("cy", { consent: { path: "admin" } }),
    person("dee", { consent: { path: "env" } }),
    person("ops", { consent: null }),
  ];
  const day = scenario(others, [], { admin_tokens: ["UOPS"] });
  await inSession(day, async (session) => {
    for (const user of ["UBOB", "UCY"]) {
      const { fields, message } = await mine(session, user);
      assertEquals([user, fields], [user, { presence: "active" }]);
      assertStringIncludes(message, "Connect it with Opt in");
    }
    const { fields } = await mine(session, "UDEE");
    assertEquals(fields.connection_count, 1);
  });
});

Deno.test("a rejected connection is named, and Slack's failure is told", async () => {
  const method = "users.getPresence";
  await inSession(scenario([ann], []), async (session) => {
    await session.fault({ method, error: "token_revoked" });
    const { fields, message } = await mine(session);
    assertEquals(fields, { presence: "active" });
    assertStringIncludes(
      message,
      "rejects the connection to it (token_revoked)",
    );
    await session.fault({ method, error: "internal_error" });
    const failed = await mine(session);
    assertEquals(failed.fields, {});
    assertStringIncludes(failed.message, "could not read your presence");
  });
});

Deno.test("My Shiftlight has a line of it, for people with their own connection", async () => {
  const people = [ann, person("bob", { consent: { path: "env" } })];
  await inSession(scenario(people, []), async (session) => {
    await session.click("Set me away", "UANN");
    const told = await session.click("My Shiftlight", "UANN");
    assertStringIncludes(told, "• Slack shows you as away. You are set away.");
    await session.fault({ method: "users.getPresence", error: "fatal_error" });
    const without = await session.click("My Shiftlight", "UANN");
    assertStringIncludes(without, "• Connected: ");
    assert(!without.includes("Slack shows you"), without);
    const bob = await session.click("My Shiftlight", "UBOB");
    assert(!bob.includes("Slack shows you"), bob);
  });
});
