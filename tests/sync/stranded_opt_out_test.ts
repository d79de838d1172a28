import { assert, assertEquals } from "@std/assert";
import { at, onCall, person, scenario } from "./day.ts";
import { inSession } from "./session.ts";

const LUNCH = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };

Deno.test("opting out after the token was revoked at the end deletes every record", async () => {
  for (const works_again of [false, true]) {
    const ann = person("ann", {
      status: LUNCH,
      consent: { on_own_status: "replace" },
    });
    await inSession(
      scenario([ann], [onCall("ann")]),
      async (session) => {
        await session.to(at("16:55"));
        await session.fault({
          method: "users.profile.set",
          user: "UANN",
          error: "token_revoked",
          times: 10_000,
        });
        await session.to(at("18:05"));
        if (works_again) await session.clearFaults();
        await session.trip("Opt out", { user: "UANN" });
        await session.to(at("18:50"));
        // With a token that works, opting out gives back what is kept.
        if (works_again) assertEquals(await session.status("UANN"), LUNCH);
        assertEquals((await session.person("UANN")).opted_in, false);
        assertEquals(await session.items("consents"), []);
        assertEquals(await session.items("claims"), []);
      },
    );
  }
});

Deno.test("while the claim of a person who left does not parse, polls stay quiet, and they are restored within an hour after it does", async () => {
  const ann = person("ann", {
    status: LUNCH,
    consent: { on_own_status: "replace" },
  });
  const day = scenario([ann, person("bob")], [onCall("ann", "bob")]);
  await inSession(day, async (session) => {
    await session.to(at("09:05"));
    const { items } = session.workspace.state.datastores.get("claims")!;
    const sound = items.get("UANN")!;
    items.set("UANN", { ...sound, schema_version: 99 });
    await session.trip("Opt out", { user: "UANN" });
    await session.to(at("09:31"));
    const counts: number[] = [];
    for (const time of ["09:46", "10:01", "10:16", "10:31", "10:46"]) {
      await session.countAnew();
      await session.to(at(time));
      const { by_method } = await session.requests();
      const { pagerduty = 0, ...calls } = by_method;
      assert(pagerduty > 0, time);
      counts.push(Object.values(calls).reduce((sum, each) => sum + each, 0));
    }
    // Once an hour it is tried again.
    const noisy = counts.filter((count) => count > 5);
    assert(noisy.length <= 1, JSON.stringify(counts));
    assertEquals((await session.items("consents")).length, 2);
    items.set("UANN", sound);
    await session.to(at("12:01"));
    assertEquals(await session.status("UANN"), LUNCH);
    const left = await session.items("consents");
    assertEquals(left.map(({ person }) => person), ["UBOB"]);
  });
});
