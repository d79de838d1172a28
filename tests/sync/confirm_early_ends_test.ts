import { assertEquals, assertStringIncludes } from "@std/assert";
import { at, EMPTY, onCall, person, scenario } from "./day.ts";
import { inSession, type Session } from "./session.ts";

const NAMES = Array.from({ length: 12 }, (_, index) => `p${index}`);

/** Twelve people on call; at ten the roster knows nobody any more. */
async function inStrangeSession(
  play: (session: Session) => Promise<void>,
): Promise<void> {
  const people = [
    ...NAMES.map((name) => person(name)),
    person("ops", { consent: null }),
  ];
  const day = scenario(people, [onCall(...NAMES)], { operators: ["UOPS"] });
  await inSession(day, async (session) => {
    await session.to(at("10:00"));
    await session.roster([onCall()]);
    await session.to(at("10:20"));
    await play(session);
  });
}

async function shown(session: Session): Promise<number> {
  const people = await session.people();
  return people.filter(({ status }) => status.emoji === ":pager:").length;
}

async function confirm(session: Session, user: string): Promise<string> {
  return await session.click("Confirm early ends at once", user);
}

Deno.test("too many early ends wait for an operator, whose word ends them at once", async () => {
  await inStrangeSession(async (session) => {
    assertEquals(await shown(session), 12);
    const told = await confirm(session, "UOPS");
    assertStringIncludes(
      told,
      "Confirmed for 12 people, of 12 who showed a shift then",
    );
    assertEquals(await shown(session), 0);
    assertEquals(await session.status("UP3"), EMPTY);
    assertStringIncludes(
      await confirm(session, "UOPS"),
      "Nothing is waiting for confirmation",
    );
  });
});

Deno.test("a person who is no operator confirms nothing", async () => {
  await inStrangeSession(async (session) => {
    const told = await confirm(session, "UP3");
    assertStringIncludes(told, "Only operators may do this");
    assertEquals(await shown(session), 12);
    await session.to(at("11:00"));
    assertEquals(await shown(session), 12);
  });
});
