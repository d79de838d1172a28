import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { at, onCall, person, scenario, schedule, shift } from "./day.ts";
import { inSession, type Session } from "./session.ts";

const LUNCH = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };

async function home(session: Session, user: string): Promise<string> {
  return await session.click("My Shiftlight", user);
}

function lines(text: string): string[] {
  return text.split("\n");
}

Deno.test("My Shiftlight tells what is set now and why, what was there before, and when it comes back", async () => {
  const ann = person("ann", {
    tz: "Europe/Berlin",
    status: LUNCH,
    consent: { on_own_status: "replace", states: ["on_call"] },
  });
  const people = [ann, person("bob", { status: { text: "Secret" } })];
  const week = schedule(
    "on_call",
    shift("ann", at("09:00"), at("17:00")),
    ...[1, 2, 3, 4, 5, 6].map((day) =>
      shift("ann", at("09:00", day), at("17:00", day))
    ),
    shift("bob", at("09:00"), at("17:00")),
  );
  const leave = schedule("pto", shift("ann", at("23:00", 7), at("23:00", 9)));
  await inSession(scenario(people, [week, leave]), async (session) => {
    await session.to(at("09:05"));
    const told = await home(session, "UANN");
    assertStringIncludes(told, "times in your zone (Europe/Berlin)");
    assertStringIncludes(told, "• On call for The on_call, until 18:00");
    assertStringIncludes(
      told,
      "• Your status: :pager: On call for The on_call until 18:00, set by Shiftlight. Before that: :sandwich: Lunch. That comes back when the shift ends (18:00)",
    );
    const next = lines(told).filter((line) => line.includes(", from "));
    assertEquals(next.map((line) => line.replace(/.*, from /, "")), [
      "Tue 10:00 until Tue 18:00",
      "Wed 10:00 until Wed 18:00",
      "Thu 10:00 until Thu 18:00",
      "Fri 10:00 until Fri 18:00",
      "Sat 10:00 until Sat 18:00",
    ]);
    assertStringIncludes(told, "• Shifts that show: on call");
    assertStringIncludes(told, "Connected: Shiftlight sets your status");
    assertEquals(
      lines(told)[0],
      "*You are on call for The on_call, until 18:00.*",
    );
    assert(!told.includes("Restore everyone"), told);
    assert(!/Secret|bob|preview/.test(told), told);
  });
});

Deno.test("My Shiftlight tells why a shift does not show: it waits, is yielded, skipped, or was restored", async () => {
  const own = (on_own_status: string) => ({
    status: LUNCH,
    consent: { on_own_status },
  });
  const people = [
    person("ann", own("defer")),
    person("bob", own("skip")),
    person("cy"),
    person("dee"),
    person("ops", { consent: null }),
  ];
  const day = scenario(people, [onCall("ann", "bob", "cy", "dee")], {
    operators: ["UOPS"],
  });
  await inSession(day, async (session) => {
    await session.to(at("09:05"));
    await session.edit("UCY", "Mine", ":cat:");
    await session.trip("Restore one person", {
      user: "UOPS",
      form: { person: "UDEE" },
    });
    await session.to(at("09:35"));
    assertStringIncludes(
      await home(session, "UANN"),
      "• Your status: yours (:sandwich: Lunch). Shiftlight waits until it is gone, and then sets :pager: On call",
    );
    assertStringIncludes(
      await home(session, "UBOB"),
      "• Your status: yours (:sandwich: Lunch). You had it when the shift began",
    );
    // No run has looked at the status since Cy changed it.
    assertStringIncludes(
      await home(session, "UCY"),
      "• Your status: yours. You changed it during this shift",
    );
    assertStringIncludes(
      await home(session, "UDEE"),
      "An operator restored what you had before, so this shift does not show again until it ends",
    );
  });
});

Deno.test("My Shiftlight tells somebody who has not opted in what it does, and how to opt in", async () => {
  const people = [person("ann", { consent: null }), person("bob")];
  await inSession(scenario(people, [onCall("ann", "bob")]), async (session) => {
    await session.to(at("09:05"));
    const told = await home(session, "UANN");
    assertStringIncludes(told, "You have not opted in");
    assert(/open <https:\/\/[^|>]+\|Opt in>/.test(told), told);
    assert(!told.includes("17:00"), told);
  });
});

Deno.test("My Shiftlight says that nothing is set in preview, or while everyone is restored", async () => {
  const day = scenario([person("ann"), person("ops", { consent: null })], [
    onCall("ann"),
  ], { operators: ["UOPS"] });
  await inSession(day, async (session) => {
    await session.trip("Switch mode", {
      user: "UOPS",
      form: { mode: "preview" },
    });
    await session.to(at("09:05"));
    const told = await home(session, "UANN");
    assertStringIncludes(told, "Shiftlight is in preview");
    assertStringIncludes(told, "Shiftlight has set nothing of your presence");
    await session.trip("Restore everyone at once", { user: "UOPS" });
    assertStringIncludes(
      await home(session, "UANN"),
      "An operator restored everyone.",
    );
  });
});

Deno.test("My Shiftlight tests the connection, and says which token serves in its place", async () => {
  const people = [person("ann"), person("bob")];
  await inSession(scenario(people, [onCall("ann")]), async (session) => {
    await session.to(at("09:05"));
    await session.fault({
      method: "auth.test",
      user: "UANN",
      error: "token_revoked",
      times: 5,
    });
    const told = await home(session, "UANN");
    assertStringIncludes(
      told,
      "Slack rejects the connection to your account (token_revoked)",
    );
    assertStringIncludes(told, "Until then, your shifts do not show.");
    assertStringIncludes(await home(session, "UBOB"), "• Connected:");
  });
});

Deno.test("My Shiftlight lists what a person declared, and says since when the rosters are as they are", async () => {
  const people = [person("ann", { tz: "Europe/Berlin" })];
  await inSession(scenario(people, [onCall("ann")]), async (session) => {
    await session.to(at("09:05"));
    await session.trip("Take time off", {
      user: "UANN",
      form: { first_day: "2026-03-10", last_day: "2026-03-12" },
    });
    await session.bookedRun();
    let told = await home(session, "UANN");
    assertStringIncludes(told, "• Time off, Tue 10 to Thu 12 Mar");
    assertEquals(told.split("Time off, ").length, 2, told);
    assert(!told.includes("As the rosters were stored"), told);
    await session.to(at("12:00", 4));
    told = await home(session, "UANN");
    assert(/As the rosters were stored <!date\^\d+\^/.test(told), told);
    assertStringIncludes(told, "You have no shift now.");
    assertStringIncludes(told, "Tue 10 to Thu 12 Mar, back Friday");
  });
});

Deno.test("My Shiftlight says when a roster cannot be read, or was never read", async () => {
  const people = [person("ann")];
  await inSession(scenario(people, [onCall("ann")]), async (session) => {
    assertStringIncludes(
      await home(session, "UANN"),
      "Shiftlight has not read the rosters yet.",
    );
    await session.fault({ method: "pagerduty", status: 500, times: 99 });
    await session.to(at("09:05"));
    assertStringIncludes(
      await home(session, "UANN"),
      "Not every roster could be read, so shifts may be missing here.",
    );
  });
});
