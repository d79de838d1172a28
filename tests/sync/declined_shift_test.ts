import { assertEquals } from "@std/assert";
import { at, EMPTY, person, scenario, schedule, shift } from "./day.ts";
import { inSession } from "./session.ts";

Deno.test("what a person changed stays theirs, although it is noticed when another state comes over it", async () => {
  const schedules = [
    schedule("pto", shift("ann", at("09:00"), at("17:00"))),
    schedule("on_call", shift("ann", at("12:00"), at("13:00"))),
  ];
  for (const text of ["", "Busy"]) {
    const people = [person("ann", { consent: { on_own_status: "replace" } })];
    await inSession(scenario(people, schedules), async (session) => {
      await session.to(at("11:05"));
      await session.edit("UANN", text, text === "" ? "" : ":bee:");
      const theirs = await session.status("UANN");
      if (text === "") assertEquals(theirs, EMPTY);
      await session.to(at("12:05"));
      assertEquals((await session.status("UANN")).emoji, ":pager:");
      for (const time of ["13:05", "16:50", "17:05"]) {
        await session.to(at(time));
        assertEquals(await session.status("UANN"), theirs, time);
      }
      assertEquals(await session.items("claims"), []);
    });
  }
});
