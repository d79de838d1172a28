/** With *resume*, a shift that is joined from others now is looked at like the same shift. */
import { assertEquals } from "@std/assert";
import { at, EMPTY, person, scenario, schedule, shift } from "../day.ts";
import { inSession } from "../session.ts";

const people = [
  person("ann", {
    consent: { after_manual_change: "resume", on_own_status: "replace" },
  }),
];

function team(name: string, start: string, end: string) {
  const own = shift("ann", at(start), at(end));
  return { ...schedule("focus", own), id: `P_${name}`, name };
}

Deno.test("a cleared status comes back after the shift moved to another schedule", async () => {
  const mornings = team("mornings", "09:00", "11:20");
  const evenings = team("evenings", "09:00", "11:20");
  const none = {
    ...mornings,
    shifts: [shift("zed", at("08:00"), at("23:00"))],
  };
  const before = [mornings, { ...evenings, shifts: [] }];
  await inSession(scenario(people, before), async (session) => {
    await session.to(at("10:20"));
    await session.edit("UANN", "", "");
    await session.roster([none, evenings]);
    await session.to(at("10:50"));
    assertEquals((await session.status("UANN")).emoji, ":headphones:");
    await session.to(at("11:25"));
    assertEquals(await session.status("UANN"), EMPTY);
  });
});

Deno.test("a cleared status comes back after another schedule's shift joined", async () => {
  const long = team("mornings", "09:00", "12:00");
  const within = team("evenings", "09:45", "11:15");
  await inSession(scenario(people, [long, within]), async (session) => {
    await session.to(at("09:33"));
    await session.edit("UANN", "", "");
    await session.to(at("10:08"));
    assertEquals((await session.status("UANN")).emoji, ":headphones:");
  });
});

Deno.test("a status that nobody touched costs no write when its shift is joined from others", async () => {
  const long = team("mornings", "09:00", "12:00");
  const within = team("evenings", "09:45", "11:15");
  await inSession(scenario(people, [long, within]), async (session) => {
    await session.to(at("11:50"));
    const { by_method } = await session.requests();
    assertEquals(by_method["users.profile.set"], 1);
  });
});
