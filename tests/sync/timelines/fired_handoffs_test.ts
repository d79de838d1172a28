/** No trigger or record of a handoff outlives the poll after it. */
import { assertEquals } from "@std/assert";
import { at, person, scenario, unix } from "../day.ts";
import { inSession, type Session } from "../session.ts";

async function left(session: Session): Promise<string[]> {
  const triggers = await session.get<{ name: string }[]>("/control/triggers");
  const names = triggers.map(({ name }) => name)
    .filter((name) => name.startsWith("Handoff "));
  const records = await session.items("handoffs");
  return [...names, ...records.map(({ id }) => String(id))];
}

Deno.test("the trigger of a declared shift that was ended seconds before its handoff goes", async () => {
  // The run that the click starts may book while the trigger is about to fire.
  for (let ms = 0; ms < 8000; ms += 500) {
    await inSession(scenario([person("ann")], []), async (session) => {
      await session.to(at("09:05"));
      const form = { until: unix("09:51:08") };
      await session.trip("Start focus time", { user: "UANN", form });
      await session.to(at(`09:51:${ms / 1000}`));
      await session.trip("End it now", { user: "UANN", form: {} });
      await session.to(at("10:16"));
      assertEquals(await left(session), [], `ended after ${ms} ms`);
    });
  }
});

Deno.test("the trigger of a person who opted out just before their handoff goes", async () => {
  await inSession(scenario([person("ann")], []), async (session) => {
    await session.to(at("09:05"));
    const form = { until: unix("09:30:01") };
    await session.trip("Start focus time", { user: "UANN", form });
    await session.to(at("09:20"));
    await session.trip("Opt out", { user: "UANN", form: {} });
    await session.to(at("09:46"));
    assertEquals(await left(session), []);
  });
});
