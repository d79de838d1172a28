import { assertEquals } from "@std/assert";
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
