import { assertEquals } from "@std/assert";
import { at, person, scenario, schedule, shift } from "./day.ts";
import { inSession } from "./session.ts";

const whole = shift("ann", at("09:00"), at("17:00"));
const middle = shift("ann", at("12:00"), at("14:00"));

const OVERRIDES = {
  "in pieces": [
    schedule(
      "on_call",
      shift("ann", at("09:00"), at("12:00")),
      middle,
      shift("ann", at("14:00"), at("17:00")),
    ),
  ],
  "on top": [schedule("on_call", whole, middle)],
  "under the same name": [
    schedule("on_call", whole),
    { ...schedule("on_call", middle), id: "P_core" },
  ],
};

for (const [how, schedules] of Object.entries(OVERRIDES)) {
  Deno.test(`an override by the same person, ${how}, changes nothing and tells nobody`, async () => {
    const day = scenario([person("ann")], [schedule("on_call", whole)]);
    await inSession(day, async (session) => {
      await session.to(at("09:05"));
      const status = await session.status("UANN");
      const reports = await session.reports();
      await session.countAnew();
      await session.roster(schedules);
      for (const time of ["09:20", "12:20", "14:20", "16:50"]) {
        await session.to(at(time));
        assertEquals(await session.status("UANN"), status, time);
      }
      const { by_method } = await session.requests();
      assertEquals(by_method["users.profile.set"], undefined);
      assertEquals(await session.reports(), reports);
    });
  });
}
