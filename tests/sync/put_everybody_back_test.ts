import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { at, EMPTY, onCall, person, scenario } from "./day.ts";
import { inSession, type Session } from "./session.ts";

const LUNCH = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };

/** Ann with a status of her own that was replaced, and Bob with none. */
function day() {
  const people = [
    person("ann", { status: LUNCH, consent: { on_own_status: "replace" } }),
    person("bob"),
    person("ops", { consent: null }),
  ];
  return scenario(people, [onCall("ann", "bob")], { operators: ["UOPS"] });
}

async function putAllBack(session: Session, user: string): Promise<string> {
  return await session.click("Restore everyone at once", user);
}

async function statuses(session: Session) {
  return [await session.status("UANN"), await session.status("UBOB")];
}

Deno.test("one click restores everyone, and nothing is set until an operator says so", async () => {
  await inSession(day(), async (session) => {
    await session.to(at("09:05"));
    const told = await putAllBack(session, "UOPS");
    assertStringIncludes(told, "Restored: 2 people.");
    assertEquals(await statuses(session), [LUNCH, EMPTY]);
    await session.to(at("11:00"));
    assertEquals(await statuses(session), [LUNCH, EMPTY]);
    await session.trip("Switch mode", {
      user: "UOPS",
      form: { mode: "enforce" },
    });
    const [ann, bob] = await statuses(session);
    assertEquals([ann!.emoji, bob!.emoji], [":pager:", ":pager:"]);
    await session.to(at("17:10"));
    assertEquals(await statuses(session), [LUNCH, EMPTY]);
  });
});

Deno.test("a run follows the click at once, and continues with the people who are left", async () => {
  await inSession(day(), async (session) => {
    await session.to(at("09:05"));
    const method = "users.profile.set";
    const error = "user_is_restricted";
    await session.fault({ method, user: "UANN", error });
    const told = await putAllBack(session, "UOPS");
    assertStringIncludes(told, "• ann: users.profile.set: user_is_restricted");
    assertEquals(await statuses(session), [LUNCH, EMPTY]);
  });
});

Deno.test("later runs restore people whom Slack refused at first", async () => {
  await inSession(day(), async (session) => {
    await session.to(at("09:05"));
    await session.fault({
      method: "users.profile.set",
      user: "UANN",
      status: 503,
      times: 2,
    });
    await putAllBack(session, "UOPS");
    assertEquals(await session.status("UBOB"), EMPTY);
    await session.to(at("10:00"));
    assertEquals(await statuses(session), [LUNCH, EMPTY]);
    assertEquals(await session.items("claims"), []);
  });
});

Deno.test("a person who is no operator restores no one", async () => {
  await inSession(day(), async (session) => {
    await session.to(at("09:05"));
    const told = await putAllBack(session, "UBOB");
    assertStringIncludes(told, "Only operators may do this");
    const [ann, bob] = await statuses(session);
    assert(ann!.emoji === ":pager:" && bob!.emoji === ":pager:");
  });
});

Deno.test("none of them is held back as an early end, however many they are", async () => {
  const names = Array.from({ length: 12 }, (_, index) => `p${index}`);
  const people = [
    ...names.map((name) => person(name)),
    person("ops", { consent: null }),
  ];
  const many = scenario(people, [onCall(...names)], { operators: ["UOPS"] });
  await inSession(many, async (session) => {
    await session.to(at("09:05"));
    await session.fault({
      method: "users.profile.set",
      error: "user_is_restricted",
      times: 30,
    });
    await putAllBack(session, "UOPS");
    await session.clearFaults();
    await session.to(at("10:45"));
    assertEquals((await session.items("claims")).length, 0);
    for (const each of await session.people()) {
      assertEquals(each.status, EMPTY, each.id);
    }
  });
});

Deno.test("a person who was restored alone stays so once plans are carried out again", async () => {
  await inSession(day(), async (session) => {
    await session.to(at("09:05"));
    const one = { user: "UOPS", form: { person: "UANN" } };
    await session.trip("Restore one person", one);
    await putAllBack(session, "UOPS");
    await session.to(at("09:20"));
    const enforce = { user: "UOPS", form: { mode: "enforce" } };
    await session.trip("Switch mode", enforce);
    await session.to(at("09:50"));
    const [ann, bob] = await statuses(session);
    assertEquals(ann, LUNCH);
    assertEquals(bob!.text, "On call for The on_call until 17:00");
  });
});

Deno.test("a person who changed their status keeps it once plans are carried out again", async () => {
  const busy = { text: "Busy", emoji: ":bee:", expiration: 0 };
  // Read by a poll before the click, or by the click itself.
  for (const edited of ["09:05", "09:59:57"]) {
    for (const own of [busy, EMPTY]) {
      await inSession(day(), async (session) => {
        await session.to(at(edited));
        await session.edit("UANN", own.text, own.emoji);
        await session.to(at("10:00"));
        await putAllBack(session, "UOPS");
        const enforce = { user: "UOPS", form: { mode: "enforce" } };
        await session.to(at("11:00"));
        await session.trip("Switch mode", enforce);
        await session.to(at("11:20"));
        const [ann, bob] = await statuses(session);
        assertEquals(ann, own, edited);
        assertEquals(bob!.emoji, ":pager:");
        await session.to(at("17:10"));
        assertEquals(await statuses(session), [own, EMPTY]);
        assertEquals(await session.items("claims"), []);
      });
    }
  }
});

Deno.test("a person who resumes costs no reads while everyone is restored", async () => {
  const consent = { after_manual_change: "resume" };
  const people = [person("ann", { consent }), person("ops", { consent: null })];
  const more = { operators: ["UOPS"] };
  await inSession(scenario(people, [onCall("ann")], more), async (session) => {
    await session.to(at("09:05"));
    await session.edit("UANN", "", "");
    await putAllBack(session, "UOPS");
    await session.to(at("09:50"));
    await session.countAnew();
    await session.to(at("10:40"));
    const { by_method } = await session.requests();
    assertEquals(by_method["users.profile.get"] ?? 0, 0);
    const enforce = { user: "UOPS", form: { mode: "enforce" } };
    await session.trip("Switch mode", enforce);
    await session.to(at("11:20"));
    assertEquals((await session.status("UANN")).emoji, ":pager:");
  });
});

Deno.test("a click that is killed once the mode is on record restores everyone within three minutes", async () => {
  let calls = 0;
  await inSession(day(), async (session) => {
    await session.to(at("09:05"));
    await session.countAnew();
    await putAllBack(session, "UOPS");
    calls = (await session.requests()).total;
  });
  for (let after = 1; after <= Math.min(calls, 40); after++) {
    await inSession(day(), async (session) => {
      await session.to(at("09:05"));
      await session.kill(after);
      await session.trip("Restore everyone at once", { user: "UOPS" });
      const records = await session.items("runs");
      const isRecorded = records.some(({ id }) => id === "mode");
      await session.to(at("09:08:30"));
      const told = `killed at call ${after} of ${calls}`;
      const [ann, bob] = await statuses(session);
      if (isRecorded) assertEquals([ann, bob], [LUNCH, EMPTY], told);
      else assertEquals([ann!.emoji, bob!.emoji], [":pager:", ":pager:"], told);
    });
  }
});
