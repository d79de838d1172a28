import { assertEquals } from "@std/assert";
import { at, onCall, person, scenario, schedule, shift, unix } from "./day.ts";
import { inSession, type Session } from "./session.ts";

interface StoredShifts {
  shifts: { person: string; start: number }[];
  unmapped_shifts: { name: string; state: string; start: number }[];
}

/** All shifts of the snapshot that the last run left. */
async function stored(session: Session): Promise<StoredShifts> {
  const runs = await session.items("runs");
  const body = runs.find(({ id }) => id === "checkpoint")!.body as string;
  const { snapshot } = JSON.parse(body) as { snapshot: string };
  const items = await session.items("roster_snapshots");
  const chunks = items
    .filter(({ id }) => new RegExp(`^${snapshot}:\\d+$`).test(String(id)))
    .map(({ body }) => JSON.parse(body as string) as StoredShifts);
  return {
    shifts: chunks.flatMap(({ shifts }) => shifts),
    unmapped_shifts: chunks.flatMap((chunk) => chunk.unmapped_shifts),
  };
}

async function putCount(session: Session): Promise<number> {
  const { by_method } = await session.get<
    { by_method: Record<string, number> }
  >("/control/requests");
  return by_method["apps.datastore.bulkPut"] ?? 0;
}

/** Ten days after the scenario's day. */
const FAR = { start: at("10:00", 10), end: at("12:00", 10) };

Deno.test("a change anywhere in the reading window is stored by the next poll, and the one after is quiet", async () => {
  const people = [person("ann"), person("bob")];
  for (const state of ["on_call", "pto"]) {
    const usual = [onCall("ann"), schedule("pto")];
    await inSession(scenario(people, usual), async (session) => {
      await session.to(at("09:31"));
      const far = shift("bob", FAR.start, FAR.end);
      for (
        const end of [FAR.end, at("13:00", 10)] // added, then moved
      ) {
        await session.roster(
          usual.map((each) =>
            each.state === state
              ? { ...each, shifts: [...each.shifts, { ...far, end }] }
              : each
          ),
        );
        await session.to(
          end === FAR.end ? at("09:46") : at("10:16"),
        );
        const { shifts } = await stored(session);
        const found = shifts.filter(({ person }) => person === "UBOB");
        assertEquals(
          found.map(({ start }) => start),
          [unix("10:00", 10)],
          state,
        );
      }
      await session.send("DELETE", "/control/requests");
      await session.to(at("10:31"));
      assertEquals(await putCount(session), 0, state);
    });
  }
});

Deno.test("the shifts of somebody who is not in Slack are kept, but not their leave", async () => {
  const guest = (state: string) =>
    schedule(state, shift("guest", at("10:00", 3), at("12:00", 3)));
  const day = scenario(
    [person("ann")],
    [guest("on_call"), guest("pto"), guest("deploy_freeze")],
  );
  await inSession(day, async (session) => {
    await session.to(at("09:01"));
    const { shifts, unmapped_shifts } = await stored(session);
    assertEquals(shifts, []);
    assertEquals(
      unmapped_shifts.map(({ state, start }) => [state, start]).sort(),
      [
        ["deploy_freeze", unix("10:00", 3)],
        ["on_call", unix("10:00", 3)],
      ],
    );
  });
});
