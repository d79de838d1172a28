import { assertEquals, assertStringIncludes } from "@std/assert";
import { at, onCall, person, scenario } from "./day.ts";
import { type Fault, inSession } from "./session.ts";

const LUNCH = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };

const FAILURES: Omit<Fault, "method">[] = [
  { status: 500 },
  { error: "fatal_error" },
  { error: "user_not_found" },
  { cut: "before" },
  { cut: "after" },
];

Deno.test("a status that cannot be read is never taken for an empty one, at the start or at the end", async () => {
  for (const failure of FAILURES) {
    const told = JSON.stringify(failure);
    const fault = { method: "users.profile.get", times: 10_000, ...failure };
    const ann = person("ann", {
      status: LUNCH,
      consent: { on_own_status: "replace" },
    });
    await inSession(scenario([ann], [onCall("ann")]), async (session) => {
      const before = await session.person("UANN");
      await session.to(at("08:55"));
      await session.fault(fault);
      await session.to(at("10:05"));
      assertEquals(await session.status("UANN"), LUNCH, told);
      assertEquals(await session.items("audit_log"), [], told);
      await session.clearFaults();
      await session.to(at("11:35"));
      assertStringIncludes((await session.status("UANN")).text, "On call");
      await session.to(at("16:55"));
      await session.fault(fault);
      await session.to(at("17:50"));
      assertEquals((await session.items("claims")).length, 1, told);
      await session.clearFaults();
      await session.to(at("19:20"));
      assertEquals(await session.person("UANN"), before, told);
      assertEquals(await session.items("claims"), [], told);
    });
  }
});
