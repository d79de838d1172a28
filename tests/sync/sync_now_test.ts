import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { at, onCall, person, scenario } from "./day.ts";
import { inSession, type Session } from "./session.ts";

async function syncNow(session: Session, user: string): Promise<string[]> {
  const before = (await session.messages(user)).length;
  const run = await session.trip("Sync now", { user });
  assertEquals(run.status, "completed", JSON.stringify(run));
  return (await session.messages(user)).slice(before);
}

const LUNCH = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };

Deno.test("Sync now tells the person who clicked what it did, and no one else", async () => {
  const people = [
    person("ann"),
    person("bob"),
    person("cy", { status: LUNCH }),
    person("dee", { consent: null }),
  ];
  await inSession(scenario(people, [onCall("ann")]), async (session) => {
    await session.to(at("09:05"));
    const [quiet] = await syncNow(session, "UDEE");
    assertStringIncludes(quiet!, "Nothing to do");
    await session.roster([onCall("bob", "cy", "dee")]);
    const told = await syncNow(session, "UDEE");
    assertEquals(told, [
      [
        "*Sync now is done.*",
        "• Set by Shiftlight: 1 person",
        "• Restored: 1 person",
        "• Left alone, with a status of their own: 1 person",
      ].join("\n"),
    ]);
    assertEquals(await session.messages("UANN"), []);
    assertEquals(await session.messages("UBOB"), []);
  });
});

Deno.test("Sync now tells what failed and what could not be read, and polls answer no one", async () => {
  const people = [person("ann"), person("bob")];
  await inSession(scenario(people, [onCall("ann")]), async (session) => {
    await session.to(at("08:50"));
    await session.fault({
      method: "users.profile.set",
      user: "UANN",
      error: "too_long",
      times: 9,
    });
    await session.roster([
      {
        ...onCall("ann"),
        shifts: [{
          email: "ann@example.com",
          start: at("08:30"),
          end: at("17:00"),
        }],
      },
    ]);
    const [failed] = await syncNow(session, "UBOB");
    assertStringIncludes(
      failed!,
      "• Failed, as the report channel explains: 1 person",
    );
    await session.fault({ method: "pagerduty", status: 500, times: 99 });
    const [unread] = await syncNow(session, "UBOB");
    assertStringIncludes(
      unread!,
      "Rosters, schedules or entries that could not be read: 1.",
    );
    const count = (await session.messages("UBOB")).length;
    await session.to(at("12:00"));
    assertEquals((await session.messages("UBOB")).length, count);
  });
});

Deno.test("in preview Sync now says that nothing was changed", async () => {
  const people = [person("ann"), person("ops", { consent: null })];
  const day = scenario(people, [onCall("ann")], { operators: ["UOPS"] });
  await inSession(day, async (session) => {
    await session.trip("Switch mode", {
      user: "UOPS",
      form: { mode: "preview" },
    });
    await session.roster([onCall("ann")].map((each) => ({
      ...each,
      shifts: each.shifts.map((shift) => ({ ...shift, start: at("07:00") })),
    })));
    const [told] = await syncNow(session, "UOPS");
    assertStringIncludes(told!, "In preview, so nothing was changed");
    assert(!told!.includes("Set by Shiftlight"), told);
  });
});
