import { assert, assertEquals } from "@std/assert";
import { at, onCall, person, scenario } from "./day.ts";
import {
  type Fault,
  inSession,
  type RunAnswer,
  type Session,
} from "./session.ts";

const LUNCH = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };

const OUTAGES: Fault[] = [
  { method: "apps.datastore.bulkGet", status: 500 },
  { method: "apps.datastore.bulkPut", error: "internal_error" },
  { method: "apps.datastore.query", cut: "before" },
  { method: "apps.datastore.get", cut: "after" },
];

/** @returns the runs of an outage that begins at `from` and lasts over three polls. */
async function during(
  session: Session,
  outage: Fault,
  from: string,
  until: string,
): Promise<RunAnswer[]> {
  await session.to(at(from));
  await session.fault({ ...outage, times: 10_000 });
  const runs = await session.to(at(until));
  await session.clearFaults();
  return runs;
}

Deno.test("runs that fail one after another are made up for by the first that can work", async () => {
  for (const outage of OUTAGES) {
    const told = JSON.stringify(outage);
    const people = ["ann", "bob"].map((name) =>
      person(name, { status: LUNCH, consent: { on_own_status: "replace" } })
    );
    const day = scenario(people, [onCall("ann", "bob")]);
    await inSession(day, async (session) => {
      const before = await session.people();
      const failed = await during(session, outage, "08:55", "09:35");
      assert(failed.filter(({ status }) => status === "failed").length >= 3);
      await session.to(at("09:50"));
      for (const { status } of await session.people()) {
        assertEquals(status.text.startsWith("On call"), true, told);
      }
      await during(session, outage, "16:55", "17:35");
      await session.to(at("17:50"));
      assertEquals(await session.people(), before, told);
      assertEquals(await session.items("claims"), [], told);
    });
  }
});
