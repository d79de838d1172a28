import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { at, onCall, person, scenario, unix } from "./day.ts";
import { inSession, type Session } from "./session.ts";

const LUNCH = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };

function day() {
  const people = [
    person("ann", { status: LUNCH, consent: { on_own_status: "replace" } }),
    person("bob"),
  ];
  return scenario(people, [onCall("ann", "bob")]);
}

async function history(session: Session, user: string): Promise<string> {
  return await session.click("My history", user);
}

Deno.test("a person reads their own history, newest first, and no one else's", async () => {
  await inSession(day(), async (session) => {
    assertEquals(
      await history(session, "UANN"),
      "The audit log has nothing about you.",
    );
    await session.to(at("17:20"));
    const told = await history(session, "UANN");
    const ours = ":pager: On call for The on_call until 17:00";
    const [title, newest, oldest, ...rest] = told.split("\n");
    assertStringIncludes(title!, "newest first");
    assertStringIncludes(newest!, `status: ${ours} → :sandwich: Lunch`);
    assertStringIncludes(newest!, "your shift is over");
    assertStringIncludes(oldest!, `status: :sandwich: Lunch → ${ours}`);
    assertStringIncludes(oldest!, "on call: The on_call");
    assertStringIncludes(oldest!, "through the account you connected");
    assertEquals(rest, []);
    const instant = Number(/<!date\^(\d+)\^/.exec(oldest!)?.[1]);
    assert(instant >= unix("09:00") && instant < unix("09:05"), oldest);
    const bobs = await history(session, "UBOB");
    assert(!bobs.includes("Lunch"), bobs);
    assertStringIncludes(bobs, "no status → :pager:");
  });
});

Deno.test("what a person ended themselves says so, to them and in the report", async () => {
  const bob = person("bob", { consent: { states: ["focus"] } });
  await inSession(scenario([bob], []), async (session) => {
    await session.trip("Start focus time", {
      user: "UBOB",
      form: { until: unix("12:00") },
    });
    await session.to(at("08:30"));
    await session.trip("End it now", { user: "UBOB", form: {} });
    await session.to(at("09:00"));
    const told = await history(session, "UBOB");
    assertStringIncludes(told, "you ended it");
    assert(!told.includes("no longer on the roster"), told);
    const reports = await session.reports();
    assertStringIncludes(reports, "they ended it");
    assert(!/\d\d:\d\d UTC(?!>)/.test(reports), reports);
  });
});

Deno.test("no one can ask for another person's history", async () => {
  await inSession(day(), async (session) => {
    await session.to(at("09:05"));
    const path = `/control/triggers/${await session.trigger(
      "My history",
    )}/trip`;
    const form = { person: "UANN" };
    const answer = await session.ask("POST", path, { user: "UBOB", form });
    assertEquals(answer.status, 400);
    await answer.body?.cancel();
    await history(session, "UBOB");
    assertEquals(await session.messages("UANN"), []);
  });
});
