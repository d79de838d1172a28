import { assert, assertEquals } from "@std/assert";
import { at, onCall, person, scenario, schedule, shift } from "./day.ts";
import { type Fault, inSession } from "./session.ts";

const ON_CALL = "On call for The on_call until 17:00";

Deno.test("a look-up that failed is made again at the next poll", async () => {
  const failures: Omit<Fault, "method">[] = [
    { error: "internal_error" },
    { error: "ratelimited", retry_after: 100 },
    { status: 429, retry_after: 100 },
    { cut: "before" },
    { cut: "after" },
  ];
  for (const failure of failures) {
    const people = [person("ann"), person("bob")];
    await inSession(scenario(people, [onCall("ann")]), async (session) => {
      await session.to(at("08:50"));
      session.workspace.state.datastores.get("people")!.items.clear();
      await session.fault({ method: "users.lookupByEmail", ...failure });
      await session.to(at("09:31"));
      const told = JSON.stringify(failure);
      assertEquals((await session.status("UANN")).text, ON_CALL, told);
      assert(!(await session.reports()).includes("nobody in Slack"), told);
    });
  }
});

Deno.test("a person who cannot be mapped for a while stays as they are", async () => {
  await inSession(
    scenario([person("ann")], [onCall("ann")]),
    async (session) => {
      await session.to(at("09:05"));
      const { items } = session.workspace.state.datastores.get("people")!;
      items.clear();
      await session.fault({
        method: "users.lookupByEmail",
        error: "internal_error",
        times: 10_000,
      });
      await session.roster([
        schedule("on_call", shift("ann", at("09:00"), at("16:00"))),
      ]);
      await session.to(at("10:05"));
      assertEquals((await session.status("UANN")).text, ON_CALL);
      await session.clearFaults();
      await session.to(at("10:20"));
      assertEquals(
        (await session.status("UANN")).text,
        "On call for The on_call until 16:00",
      );
    },
  );
});
