import { assertEquals, assertStringIncludes } from "@std/assert";
import { at, EMPTY, person, scenario, schedule, shift } from "./day.ts";
import { inSession, type Session } from "./session.ts";

const LUNCH = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };

/** Two shifts of Ann's, and one of Bob's. */
function day() {
  const people = [
    person("ann", { status: LUNCH, consent: { on_own_status: "replace" } }),
    person("bob"),
    person("ops", { consent: null }),
  ];
  const onCall = schedule(
    "on_call",
    shift("ann", at("09:00"), at("12:00")),
    shift("ann", at("13:00"), at("15:00")),
    shift("bob", at("09:00"), at("17:00")),
  );
  return scenario(people, [onCall], { operators: ["UOPS"] });
}

async function restoreOne(
  session: Session,
  user: string,
  person: string,
): Promise<string> {
  return await session.click("Restore one person", user, { person });
}

Deno.test("one person is restored until their shift ends; the next shift shows again", async () => {
  await inSession(day(), async (session) => {
    await session.to(at("09:05"));
    const told = await restoreOne(session, "UOPS", "UANN");
    assertStringIncludes(
      told,
      "Restored for <@UANN>: status: :sandwich: Lunch",
    );
    assertEquals(await session.status("UANN"), LUNCH);
    assertEquals(await session.messages("UANN"), [
      "An operator (<@UOPS>) had Shiftlight restore what was there before your shift. Your current shift does not show again until it ends.",
    ]);
    assertEquals((await session.status("UBOB")).emoji, ":pager:");
    await session.to(at("12:30"));
    assertEquals(await session.status("UANN"), LUNCH);
    await session.to(at("13:05"));
    assertEquals((await session.status("UANN")).emoji, ":pager:");
    await session.to(at("15:10"));
    assertEquals(await session.status("UANN"), LUNCH);
    await session.to(at("17:10"));
    assertEquals(await session.status("UBOB"), EMPTY);
    assertEquals(await session.items("claims"), []);
  });
});

Deno.test("an operation that is cut short anywhere is finished by the next polls", async () => {
  for (let calls = 1; calls <= 24; calls++) {
    await inSession(day(), async (session) => {
      await session.to(at("09:05"));
      await session.kill(calls);
      const form = { person: "UANN" };
      await session.trip("Restore one person", { user: "UOPS", form });
      await session.kill(1_000_000);
      const [claim] = (await session.items("claims"))
        .filter((item) => item.person === "UANN");
      const { suppressed } = JSON.parse(String(claim?.body));
      await session.to(at("09:50"));
      // Once on record, it is carried through without another click.
      const status = await session.status("UANN");
      const expected = suppressed.length > 0 ? ":sandwich:" : ":pager:";
      assertEquals(status.emoji, expected, `cut after ${calls}`);
      await session.to(at("12:10"));
      assertEquals(await session.status("UANN"), LUNCH, `cut after ${calls}`);
    });
  }
});

Deno.test("a person who is no operator restores no one, not even themselves", async () => {
  await inSession(day(), async (session) => {
    await session.to(at("09:05"));
    for (const person of ["UANN", "UBOB"]) {
      const told = await restoreOne(session, "UBOB", person);
      assertStringIncludes(told, "Only operators may do this");
      assertEquals((await session.status(person)).emoji, ":pager:");
    }
    assertEquals(await session.messages("UANN"), []);
  });
});

Deno.test("a click that is killed once it is on record restores the person within three minutes", async () => {
  let calls = 0;
  await inSession(day(), async (session) => {
    await session.to(at("09:05"));
    await session.countAnew();
    await restoreOne(session, "UOPS", "UANN");
    calls = (await session.requests()).total;
  });
  for (let after = 1; after <= calls; after++) {
    await inSession(day(), async (session) => {
      await session.to(at("09:05"));
      await session.kill(after);
      const form = { person: "UANN" };
      await session.trip("Restore one person", { user: "UOPS", form });
      const claims = await session.items("claims");
      const own = claims.find(({ person }) => person === "UANN");
      const body = JSON.parse(String(own?.body ?? "{}"));
      const isRecorded = own === undefined || body.suppressed.length > 0;
      await session.to(at("09:08:30"));
      const told = `killed at call ${after} of ${calls}`;
      const { text } = await session.status("UANN");
      const still = "On call for The on_call until 12:00";
      assertEquals(text, isRecorded ? LUNCH.text : still, told);
    });
  }
});
