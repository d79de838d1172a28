/** A person who declares something that will not show now is told why, in the answer to their click. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  at,
  EMPTY,
  onCall,
  person,
  scenario,
  schedule,
  shift,
  unix,
} from "../day.ts";
import { inSession, type Session } from "../session.ts";

const leave = schedule("pto", shift("ann", at("09:00"), at("17:00")));
const moved = schedule("pto", shift("ann", at("09:00"), at("16:00")));
const BUSY = { text: "Busy", emoji: ":bee:", expiration: 0 };

/** Declares, and returns the answer that the person read. */
async function declare(
  session: Session,
  link: string,
  form: Record<string, unknown> = {},
): Promise<string> {
  await session.trip(link, { user: "UANN", form });
  return (await session.messages("UANN")).at(-1)!;
}

Deno.test("time off within leave that they cleared: they are told that it stays theirs", async () => {
  // A run has seen that they cleared it, or none has.
  for (const seen of [true, false]) {
    await inSession(scenario([person("ann")], [leave]), async (session) => {
      await session.to(at("09:20"));
      await session.edit("UANN", "", "");
      if (seen) await session.roster([moved]);
      await session.to(at("09:50"));
      const said = await declare(session, "Take time off");
      assertStringIncludes(said, "Time off is recorded");
      assertStringIncludes(said, "does not show now: you changed or cleared");
      await session.to(at("10:20"));
      assertEquals(await session.status("UANN"), EMPTY);
    });
  }
});

Deno.test("time off within leave that they skipped, or that an operator ended", async () => {
  const consent = { on_own_status: "skip" };
  const ann = person("ann", { status: BUSY, consent });
  await inSession(scenario([ann], [leave]), async (session) => {
    await session.to(at("09:20"));
    await session.edit("UANN", "", "");
    const said = await declare(session, "Take time off");
    assertStringIncludes(said, "does not show now: you had a status");
    await session.to(at("09:50"));
    assertEquals(await session.status("UANN"), EMPTY);
  });
  const operators = { operators: ["UOPS"] };
  const people = [person("ann"), person("ops", { consent: null })];
  const world = scenario(people, [leave], operators);
  await inSession(world, async (session) => {
    await session.to(at("09:20"));
    const form = { person: "UANN" };
    await session.trip("Restore one person", { user: "UOPS", form });
    const said = await declare(session, "Take time off");
    assertStringIncludes(said, "does not show now: an operator restored");
    await session.to(at("09:50"));
    assertEquals(await session.status("UANN"), EMPTY);
  });
});

Deno.test("focus time while on call: on call counts more", async () => {
  const people = [person("ann")];
  await inSession(scenario(people, [onCall("ann")]), async (session) => {
    await session.to(at("09:20"));
    const said = await declare(session, "Start focus time");
    assertStringIncludes(said, "does not show now: on call counts more");
    await session.to(at("09:50"));
    assertEquals((await session.status("UANN")).emoji, ":pager:");
  });
});

Deno.test("what will show says nothing of the kind", async () => {
  const free = person("ann", { consent: { after_manual_change: "resume" } });
  await inSession(scenario([free], [leave]), async (session) => {
    const answers = [await declare(session, "Start focus time")];
    await session.to(at("09:20"));
    await session.edit("UANN", "", "");
    answers.push(await declare(session, "Take time off"));
    await session.to(at("09:50"));
    assertEquals((await session.status("UANN")).emoji, ":palm_tree:");
    const form = { from: unix("18:00") };
    answers.push(await declare(session, "Declare a deploy freeze", form));
    const told = answers.filter((said) => said.includes("does not show"));
    assertEquals(told, []);
  });
});
