import { assertEquals, assertStringIncludes } from "@std/assert";
import { claims } from "../../slack/records/claims.ts";
import {
  asVersion0,
  migratingVersion0,
} from "../slack/records/made_up_version.ts";
import { at, onCall, person, scenario } from "./day.ts";
import { inSession, type Session } from "./session.ts";

const LUNCH = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };

/** A day on which Ann's claim is stored in an old version once it is held. */
async function withOldClaim(
  work: (session: Session) => Promise<void>,
): Promise<void> {
  const ann = person("ann", {
    status: LUNCH,
    consent: { on_own_status: "replace" },
  });
  await inSession(scenario([ann], [onCall("ann")]), async (session) => {
    await session.to(at("09:05"));
    assertStringIncludes((await session.status("UANN")).text, "On call");
    const { items } = session.workspace.state.datastores.get("claims")!;
    const item = items.get("UANN")!;
    assertEquals(item.phase, "held");
    items.set("UANN", asVersion0(item, "status"));
    await work(session);
  });
}

Deno.test("a status held by a claim of an older version comes back exactly at the shift's end", async () => {
  await withOldClaim(async (session) => {
    await migratingVersion0(claims, "status", async () => {
      await session.to(at("16:55"));
      const [claim] = await session.items("claims");
      assertEquals(claim!.schema_version, 0);
      assertStringIncludes((await session.status("UANN")).text, "On call");
      await session.to(at("17:05"));
    });
    assertEquals(await session.status("UANN"), LUNCH);
    assertEquals(await session.items("claims"), []);
    assertEquals((await session.reports()).includes("does not parse"), false);
  });
});

Deno.test("without a migration such a claim is left alone, and reported", async () => {
  await withOldClaim(async (session) => {
    await session.to(at("17:05"));
    assertStringIncludes((await session.status("UANN")).text, "On call");
    assertEquals((await session.items("claims")).length, 1);
    assertStringIncludes(
      await session.reports(),
      "schema_version: expected 1, found 0",
    );
  });
});
