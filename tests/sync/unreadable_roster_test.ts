import { assertEquals, assertStringIncludes } from "@std/assert";
import { at, EMPTY, onCall, person, scenario, schedule, shift } from "./day.ts";
import { type Fault, inSession } from "./session.ts";

const ON_CALL = "On call for The on_call until 17:00";

const FAILURES: Omit<Fault, "method">[] = [
  { status: 500 },
  { status: 401 },
  { status: 403 },
  { status: 404 },
  { status: 429, retry_after: 600 },
  { status: 502 },
  // An answer of 200 whose body is not a roster.
  { status: 200 },
  { cut: "before" },
  { cut: "after" },
];

Deno.test("while the roster cannot be read everyone stays as they are, and it is reported once", async () => {
  for (const failure of FAILURES) {
    const people = [person("ann"), person("bob")];
    const early = schedule(
      "on_call",
      shift("ann", at("09:00"), at("17:00")),
      shift("bob", at("10:00"), at("17:00")),
    );
    await inSession(scenario(people, [early]), async (session) => {
      await session.to(at("09:05"));
      await session.fault({ method: "pagerduty", times: 10_000, ...failure });
      await session.to(at("12:05"));
      const told = JSON.stringify(failure);
      assertEquals((await session.status("UANN")).text, ON_CALL, told);
      assertEquals(await session.status("UBOB"), EMPTY, told);
      const said = (await session.reports()).split("stays as they are");
      assertEquals(said.length, 2, told);
      await session.clearFaults();
      await session.to(at("12:20"));
      assertEquals((await session.status("UANN")).text, ON_CALL, told);
      assertEquals((await session.status("UBOB")).text, ON_CALL, told);
      await session.to(at("17:05"));
      assertEquals(await session.status("UANN"), EMPTY, told);
    });
  }
});

Deno.test("an unreadable roster is named with what failed and whose credential it was", async () => {
  const words: [Omit<Fault, "method">, string][] = [
    [{ status: 401 }, "PAGERDUTY_TOKEN"],
    [{ status: 404 }, "P_on_call"],
    [{ status: 500 }, "500"],
  ];
  for (const [failure, word] of words) {
    await inSession(
      scenario([person("ann")], [onCall("ann")]),
      async (session) => {
        await session.fault({ method: "pagerduty", times: 10_000, ...failure });
        await session.to(at("09:05"));
        assertStringIncludes(await session.reports(), word);
      },
    );
  }
});

/** Which of the two sources a failed reading hits depends on nothing but the order of their calls. */
Deno.test("one roster that cannot be read holds back no other", async () => {
  const people = [person("ann"), person("bob")];
  const schedules = (end: string) => [
    schedule("on_call", shift("ann", at("09:00"), at(end))),
    schedule("pto", shift("bob", at("09:00"), at(end))),
  ];
  await inSession(scenario(people, schedules("17:00")), async (session) => {
    await session.to(at("09:05"));
    await session.roster(schedules("10:00"));
    await session.fault({ method: "pagerduty", status: 500, times: 1 });
    await session.to(at("10:05"));
    // One reading failed at 09:15; at 10:00 both could be read again.
    assertEquals(await session.status("UANN"), EMPTY);
    assertEquals(await session.status("UBOB"), EMPTY);
    const said = (await session.reports()).split("stays as they are");
    assertEquals(said.length, 2);
  });
});

Deno.test("a shift that ends before it starts is left out and reported, the others count", async () => {
  const people = [person("ann"), person("bob")];
  const odd = schedule(
    "on_call",
    shift("ann", at("17:00"), at("09:00")),
    shift("bob", at("09:00"), at("17:00")),
  );
  await inSession(scenario(people, [odd]), async (session) => {
    await session.to(at("10:05"));
    assertEquals(await session.status("UANN"), EMPTY);
    assertEquals((await session.status("UBOB")).text, ON_CALL);
    const told = (await session.reports()).split("ends before it starts");
    assertEquals(told.length, 2);
  });
});
