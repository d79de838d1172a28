import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { at, person, scenario, schedule, shift } from "./day.ts";
import { inSession, type Session } from "./session.ts";

/** A text that nothing but Ann's own status has. */
const SECRET = { text: "Dentist, tooth 36", emoji: ":tooth:", expiration: 0 };

const STORES = [
  ...["consents", "claims", "roster_snapshots", "people", "declared_shifts"],
  ...["handoffs", "audit_log", "runs"],
];

const ann = person("ann", {
  status: SECRET,
  consent: { on_own_status: "replace", dnd: false, presence: false },
});

/** Ann on leave from nine to noon, Bob beside her. */
const onLeave = scenario([ann, person("bob")], [
  schedule(
    "pto",
    shift("ann", at("09:00"), at("12:00")),
    shift("bob", at("09:00"), at("12:00")),
  ),
]);

/** The datastores that still hold her text. */
async function holding(session: Session): Promise<string[]> {
  const found: string[] = [];
  for (const store of STORES) {
    const items = JSON.stringify(await session.items(store));
    if (items.includes("tooth")) found.push(store);
  }
  return found;
}

Deno.test("no record holds the status text of a leaver, whenever they click during a run", async () => {
  for (let ms = 0; ms <= 12_000; ms += 500) {
    await inSession(onLeave, async (session) => {
      const clicked = new Date(Date.parse(at("09:00")) + ms).toISOString();
      await session.to(at("08:59"));
      await session.trip("Opt out", { user: "UANN", at: clicked });
      await session.to(at("09:20"));
      assertEquals(await session.status("UANN"), SECRET, clicked);
      assertEquals((await session.person("UANN")).opted_in, false, clicked);
      assertEquals(await holding(session), [], clicked);
      assert((await session.status("UBOB")).text.startsWith("On leave"));
    });
  }
});

Deno.test("a leaver's look-up goes with the opt-out", async () => {
  await inSession(onLeave, async (session) => {
    await session.to(at("09:05"));
    const before = await session.items("people");
    assertEquals(before.map(({ slack_id }) => slack_id).sort(), [
      "UANN",
      "UBOB",
    ]);
    await session.trip("Opt out", { user: "UANN" });
    const after = await session.items("people");
    assertEquals(after.map(({ slack_id }) => slack_id), ["UBOB"]);
  });
});

Deno.test("what stays of a leaver is told, and is what was told", async () => {
  await inSession(onLeave, async (session) => {
    await session.to(at("09:05"));
    await session.trip("Opt out", { user: "UANN" });
    const [said] = await session.messages("UANN");
    assertStringIncludes(said!, "stays on its log for 90 days");
    const entries = (await session.items("audit_log"))
      .filter((entry) => entry.person === "UANN");
    assertEquals(entries.length, 2);
    for (const { before, after, action } of entries) {
      assertEquals([before, after], ["", ""]);
      assert(action === "start" || action === "restore");
    }
  });
});

Deno.test("a killed opt-out is finished by a run, killed at any call", async () => {
  for (let calls = 2; calls <= 24; calls++) {
    await inSession(onLeave, async (session) => {
      await session.to(at("09:05"));
      await session.kill(calls);
      await session.trip("Opt out", { user: "UANN" });
      const [consent] = (await session.items("consents"))
        .filter((each) => each.person === "UANN");
      // The first two calls read the consent and mark the change.
      const isRecorded = consent === undefined ||
        typeof consent.withdrawn_at === "number";
      assertEquals(isRecorded, calls > 2, `${calls}`);
      if (!isRecorded) return;
      await session.to(at("09:35"));
      assertEquals(await session.status("UANN"), SECRET, `${calls}`);
      assertEquals(await session.items("claims").then(owners), ["UBOB"]);
      assertEquals(await session.items("consents").then(owners), ["UBOB"]);
      assertEquals(await holding(session), [], `${calls}`);
    });
  }
});

function owners(items: Record<string, unknown>[]): unknown[] {
  return items.map(({ person }) => person);
}

Deno.test("no record holds the status text of a leaver, whichever of a run's calls Slack makes wait", async () => {
  for (let skip = 0; skip <= 14; skip++) {
    for (const seconds of ["05", "07", "09"]) {
      await inSession(onLeave, async (session) => {
        await session.to(at("08:59:50"));
        await session.fault({
          method: "apps.datastore.bulkPut",
          status: 429,
          retry_after: 12,
          times: 1,
          skip,
        });
        const clicked = at(`09:00:${seconds}`);
        await session.trip("Opt out", { user: "UANN", at: clicked });
        await session.to(at("09:20"));
        const told = `clicked at ${clicked}, after ${skip} calls`;
        assertEquals(await session.status("UANN"), SECRET, told);
        assertEquals(await holding(session), [], told);
      });
    }
  }
});
