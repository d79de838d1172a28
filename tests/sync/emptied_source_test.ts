import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { at, EMPTY, onCall, person, scenario, schedule, shift } from "./day.ts";
import { inSession, type Session } from "./session.ts";

const OWN = { text: "Lunch", emoji: ":pizza:", expiration: 0 };
const SAID = "it listed shifts when it was last read, and now lists none";

const REPLACING = { consent: { on_own_status: "replace" } };

/** Ann, with a status of her own, on call from nine to five; it is ten past ten. */
async function annOnCall(
  play: (session: Session) => Promise<void>,
): Promise<void> {
  const ann = person("ann", { status: OWN, ...REPLACING });
  const people = [ann, person("bob"), person("ops", { consent: null })];
  const day = scenario(people, [onCall("ann")], { operators: ["UOPS"] });
  await inSession(day, async (session) => {
    await session.to(at("10:10"));
    assertEquals((await session.status("UANN")).emoji, ":pager:");
    await play(session);
  });
}

async function counts(session: Session) {
  return (await session.requests()).by_method["users.profile.set"] ?? 0;
}

Deno.test("a feed that is empty once ends nothing, and nothing flickers when it is back", async () => {
  await annOnCall(async (session) => {
    const before = await session.status("UANN");
    await session.countAnew();
    await session.roster([onCall()]);
    await session.to(at("10:20"));
    assertEquals(await session.status("UANN"), before);
    await session.roster([onCall("ann")]);
    await session.to(at("11:20"));
    assertEquals(await session.status("UANN"), before);
    assertEquals(await counts(session), 0);
    // A later one starts again: it is not the second.
    await session.roster([onCall()]);
    await session.to(at("11:40"));
    assertEquals(await session.status("UANN"), before);
    assertEquals(await counts(session), 0);
    const reports = await session.reports();
    assertStringIncludes(reports, SAID);
    assertStringIncludes(reports, "Everyone on it stays as they are.");
  });
});

Deno.test("once the next reading agrees, the person gets back what was there", async () => {
  await annOnCall(async (session) => {
    await session.roster([onCall()]);
    await session.to(at("10:20"));
    assertEquals((await session.status("UANN")).emoji, ":pager:");
    await session.to(at("10:31"));
    assertEquals(await session.status("UANN"), OWN);
    assertEquals(await session.items("claims"), []);
    const reports = await session.reports();
    assertEquals(reports.split(SAID).length, 2);
    // From then on polls are quiet.
    await session.to(at("10:50"));
    await session.countAnew();
    await session.to(at("12:05"));
    const { by_method } = await session.requests();
    // Each of the five notes that the rosters were read.
    assertEquals(by_method["apps.datastore.put"], 5);
    assertEquals(by_method["users.profile.get"], undefined);
  });
});

Deno.test("a reading that fails neither agrees nor disagrees", async () => {
  await annOnCall(async (session) => {
    const before = await session.status("UANN");
    const fault = { method: "pagerduty", status: 500, times: 10_000 };
    await session.fault(fault);
    await session.to(at("10:20"));
    await session.clearFaults();
    await session.roster([onCall()]);
    // The first one that succeeds.
    await session.to(at("10:40"));
    assertEquals(await session.status("UANN"), before);
    await session.fault(fault);
    await session.to(at("10:50"));
    assertEquals(await session.status("UANN"), before);
    await session.clearFaults();
    await session.to(at("11:01"));
    assertEquals(await session.status("UANN"), OWN);
  });
});

Deno.test("a shift that ends just then, or has ended, is not held", async () => {
  await annOnCall(async (session) => {
    await session.to(at("16:50"));
    await session.roster([onCall()]);
    // The poll at five finds the shift over and the feed empty.
    await session.to(at("17:01"));
    assertEquals(await session.status("UANN"), OWN);
    assert(!(await session.reports()).includes(SAID));
  });
});

Deno.test("a shift of an emptied source ends when it was to end", async () => {
  await inSession(
    scenario([person("ann", { status: OWN, ...REPLACING }), person("bob")], [
      schedule(
        "on_call",
        shift("ann", at("09:00"), at("10:20")),
        shift("bob", at("09:00"), at("17:00")),
      ),
    ]),
    async (session) => {
      await session.to(at("10:10"));
      await session.roster([onCall()]);
      await session.to(at("10:16"));
      const held = await session.status("UBOB");
      assertEquals((await session.status("UANN")).emoji, ":pager:");
      await session.to(at("10:21"));
      assertEquals(await session.status("UANN"), OWN);
      // The handoff's own reading is the second one: it agrees.
      assertEquals(await session.status("UBOB"), EMPTY);
      assertEquals(held.emoji, ":pager:");
    },
  );
});

Deno.test("a shift that ends as its source empties ends, and the others of it do not", async () => {
  const people = [
    person("ann", { status: OWN, ...REPLACING }),
    person("bob"),
  ];
  const day = scenario(people, [
    schedule(
      "on_call",
      shift("ann", at("09:00"), at("10:15")),
      shift("bob", at("09:00"), at("17:00")),
    ),
  ]);
  await inSession(day, async (session) => {
    await session.to(at("10:10"));
    await session.roster([onCall()]);
    await session.to(at("10:16"));
    assertEquals(await session.status("UANN"), OWN);
    assertEquals((await session.status("UBOB")).emoji, ":pager:");
  });
});

Deno.test("several readings at one time count as one", async () => {
  await annOnCall(async (session) => {
    const before = await session.status("UANN");
    await session.roster([onCall()]);
    await session.to(at("10:15:05"));
    await session.trip("Sync now", { user: "UBOB" });
    await session.trip("Sync now", { user: "UBOB" });
    assertEquals(await session.status("UANN"), before);
    await session.roster([onCall("ann")]);
    await session.to(at("10:40"));
    assertEquals(await session.status("UANN"), before);
  });
});

Deno.test("another state does not come over what is held, and goes on by its own source", async () => {
  const off = schedule("focus", shift("ann", at("09:30"), at("12:00")));
  const day = scenario([person("ann", { status: OWN, ...REPLACING })], [
    onCall("ann"),
    off,
  ]);
  await inSession(day, async (session) => {
    await session.to(at("10:10"));
    const before = await session.person("UANN");
    assertEquals(before.status.emoji, ":pager:");
    await session.roster([onCall(), off]);
    await session.to(at("10:20"));
    // On call never silences, and is not known to be over.
    const held = await session.person("UANN");
    assertEquals(held, before);
    await session.roster([onCall("ann"), off]);
    await session.to(at("10:40"));
    assertEquals(await session.person("UANN"), before);
  });
});

Deno.test("who is on call is not silenced while their source is empty once, even if they are to begin then", async () => {
  const off = schedule("focus", shift("ann", at("09:30"), at("12:00")));
  const ahead = schedule("on_call", shift("ann", at("10:20"), at("17:00")));
  const day = scenario([person("ann")], [ahead, off]);
  await inSession(day, async (session) => {
    await session.to(at("10:10"));
    assert((await session.person("UANN")).dnd.snooze_enabled);
    await session.roster([onCall(), off]);
    await session.to(at("10:16"));
    await session.roster([ahead, off]);
    await session.to(at("10:22"));
    assert(!(await session.person("UANN")).dnd.snooze_enabled);
    assertEquals((await session.status("UANN")).emoji, ":pager:");
  });
});

Deno.test("in preview the end is planned once the next reading agrees", async () => {
  await annOnCall(async (session) => {
    const before = await session.status("UANN");
    await session.trip("Switch mode", {
      user: "UOPS",
      form: { mode: "preview" },
    });
    await session.roster([onCall()]);
    await session.to(at("10:20"));
    assert(!(await session.reports()).includes("no longer on the roster"));
    await session.to(at("10:35"));
    assertStringIncludes(await session.reports(), "no longer on the roster");
    assertEquals(await session.status("UANN"), before);
  });
});

Deno.test("opting out and leaving are never held", async () => {
  await annOnCall(async (session) => {
    await session.roster([onCall()]);
    await session.to(at("10:20"));
    await session.trip("Opt out", { user: "UANN" });
    await session.to(at("10:22"));
    assertEquals(await session.status("UANN"), OWN);
  });
});

Deno.test("a source of leave that loses its last one, far ahead, is asked once more", async () => {
  const leave = schedule("pto", shift("bob", at("09:00", 3), at("17:00", 3)));
  const day = scenario([person("ann"), person("bob")], [onCall("ann"), leave]);
  await inSession(day, async (session) => {
    await session.to(at("10:10"));
    await session.roster([onCall("ann"), schedule("pto")]);
    await session.to(at("11:01"));
    assertEquals((await session.status("UANN")).emoji, ":pager:");
    await session.to(at("17:05"));
    assertEquals(await session.status("UANN"), EMPTY);
    const reports = await session.reports();
    assertEquals(reports.split(SAID).length, 2);
  });
});
