import { assertEquals, assertStringIncludes } from "@std/assert";
import { at, onCall, person, scenario, schedule, shift, unix } from "./day.ts";
import { type Fault, inSession, type Session } from "./session.ts";

/** On call for four days, and an operator who is not. */
function rota(...names: string[]) {
  const all = names.map((name) => shift(name, at("08:30"), at("20:00", 3)));
  const people = [
    ...names.map((name) => person(name)),
    person("ops", { consent: null }),
  ];
  return scenario(people, [schedule("on_call", ...all)], {
    operators: ["UOPS"],
  });
}

const PREVIEW = { extraConfig: () => ({ mode: "preview" }) };

/** A poll reads the rosters at 09:15, and reports some seconds later. */
const SINCE = `since <!date^${unix("09:15") / 100}`;

/** Everything that the report channel heard since, message by message. */
async function since(session: Session, before: number): Promise<string[]> {
  return (await session.messages("CREPORTS")).slice(before);
}

async function outage(fault: Omit<Fault, "method">, session: Session) {
  await session.fault({ method: "pagerduty", times: 100_000, ...fault });
}

Deno.test("a day of outage: it is told when it begins, a day later, and when it is over", async () => {
  await inSession(rota("ann"), async (session) => {
    await session.to(at("09:05"));
    const before = (await session.messages("CREPORTS")).length;
    await outage({ status: 401 }, session);
    await session.to(at("11:05", 1));
    await session.clearFaults();
    await session.to(at("18:05", 1));
    const [begins, lasts, over, ...more] = await since(session, before);
    assertEquals(more, []);
    assertStringIncludes(begins!, "Everyone on it stays as they are");
    assertStringIncludes(begins!, "`slack env set PAGERDUTY_TOKEN`");
    assertStringIncludes(begins!, "`slack deploy`");
    assertStringIncludes(begins!, "<@UOPS>");
    assertStringIncludes(lasts!, SINCE);
    assertStringIncludes(lasts!, "Everyone on it stays as they are");
    assertStringIncludes(lasts!, "<@UOPS>");
    assertStringIncludes(over!, "over after 26 hours");
    assertEquals(over!.includes("<@UOPS>"), false);
    assertEquals((await session.status("UANN")).emoji, ":pager:");
  });
});

Deno.test("what may pass by itself calls an operator after two hours, once", async () => {
  for (
    const fault of [{ status: 500 }, { status: 429 }, { cut: "after" as const }]
  ) {
    await inSession(rota("ann"), async (session) => {
      await session.to(at("09:05"));
      const before = (await session.messages("CREPORTS")).length;
      await outage(fault, session);
      await session.to(at("11:05"));
      const [begins, ...early] = await since(session, before);
      assertEquals([begins!.includes("<@UOPS>"), early], [false, []]);
      await session.to(at("09:05", 1));
      const [, lasts, ...more] = await since(session, before);
      assertEquals(more, []);
      assertStringIncludes(lasts!, "(2 hours)");
      assertStringIncludes(lasts!, "<@UOPS>");
    });
  }
});

Deno.test("an outage that becomes one for an operator calls them at the next poll", async () => {
  await inSession(rota("ann"), async (session) => {
    await session.to(at("09:05"));
    const before = (await session.messages("CREPORTS")).length;
    await outage({ status: 500 }, session);
    await session.to(at("09:35"));
    await session.clearFaults();
    await outage({ status: 403 }, session);
    await session.to(at("09:50"));
    const told = await since(session, before);
    const called = told.map((text) => text.includes("<@UOPS>"));
    assertEquals(called, [false, true]);
  });
});

Deno.test("a source that fails at every other poll is one outage", async () => {
  await inSession(rota("ann"), async (session) => {
    await session.to(at("09:05"));
    const before = (await session.messages("CREPORTS")).length;
    for (let minutes = 15; minutes < 60; minutes += 5) {
      await outage({ status: 500 }, session);
      await session.trip("Sync now", { user: "UANN" });
      await session.clearFaults();
      await session.to(at(`09:${minutes + 1}`));
      await session.trip("Sync now", { user: "UANN" });
      await session.to(at(`09:${minutes + 4}`));
    }
    assertEquals((await since(session, before)).length, 1);
    await session.to(at("10:35"));
    const [, over, ...more] = await since(session, before);
    assertStringIncludes(over!, "over after");
    assertEquals(more, []);
  });
});

Deno.test("a missing schedule is not over because its whole source fails", async () => {
  await inSession(rota("ann"), async (session) => {
    await session.to(at("09:05"));
    const before = (await session.messages("CREPORTS")).length;
    await outage({ status: 404 }, session);
    await session.to(at("09:20"));
    await session.clearFaults();
    await outage({ status: 500 }, session);
    await session.to(at("11:00"));
    const told = (await since(session, before)).join("\n");
    assertEquals(told.includes("over after"), false, told);
    await session.clearFaults();
    await session.to(at("11:35"));
    const all = (await since(session, before)).join("\n");
    assertEquals(all.split("over after").length, 3, all);
  });
});

Deno.test("an outage of Slack's own is told when it is over, too", async () => {
  await inSession(rota("ann", "bob", "cid"), async (session) => {
    await session.fault({
      method: "users.profile.get",
      error: "missing_scope",
      times: 100_000,
    });
    await session.to(at("08:50"));
    const [begins, ...early] = await session.messages("CREPORTS");
    assertStringIncludes(begins!, "the app itself");
    assertStringIncludes(begins!, "<@UOPS>");
    assertEquals(early, []);
    await session.to(at("09:20"));
    assertEquals((await session.messages("CREPORTS")).length, 1);
    await session.clearFaults();
    await session.to(at("10:05"));
    assertStringIncludes(await session.reports(), "the app itself: over after");
  });
});

Deno.test("while an outage lasts, polls cost what they cost before", async () => {
  await inSession(rota("ann"), async (session) => {
    await session.to(at("09:05"));
    await outage({ status: 401 }, session);
    await session.to(at("09:20"));
    await session.countAnew();
    await session.to(at("10:20"));
    const { by_method } = await session.requests();
    assertEquals(by_method["apps.datastore.bulkGet"], 4);
    assertEquals(by_method["apps.datastore.bulkPut"], undefined);
    assertEquals(by_method["users.profile.get"], undefined);
  });
});

Deno.test("an outage that a closed channel could not hear of is told later, with its beginning", async () => {
  await inSession(rota("ann"), async (session) => {
    await session.to(at("09:05"));
    const before = (await session.messages("CREPORTS")).length;
    await outage({ status: 401 }, session);
    const method = "chat.postMessage";
    await session.fault({ method, error: "is_archived", times: 3 });
    await session.to(at("12:05"));
    const [begins, ...more] = await since(session, before);
    assertStringIncludes(begins!, SINCE);
    assertEquals(more, []);
  });
});

Deno.test("while in preview, a report says so once a week", async () => {
  await inSession(rota("ann"), async (session) => {
    const said = async () =>
      (await session.messages("CREPORTS"))
        .filter((text) => text.includes("*Still in preview*"));
    await session.to(at("08:30", 6));
    assertEquals(await said(), []);
    await session.to(at("08:30", 8));
    const [first, ...more] = await said();
    assertEquals(more, []);
    assertStringIncludes(first!, "https://");
    await session.to(at("08:30", 15));
    assertEquals((await said()).length, 2);
    await session.trip("Switch mode", {
      user: "UOPS",
      form: { mode: "enforce" },
    });
    await session.to(at("08:30", 23));
    assertEquals((await said()).length, 2);
  }, PREVIEW);
});

Deno.test("the weekly line does not make quiet polls dearer", async () => {
  const day = scenario([person("ann")], [onCall("ann")]);
  await inSession(day, async (session) => {
    await session.to(at("20:00"));
    await session.countAnew();
    await session.to(at("20:00", 1));
    const { pagerduty: _, ...by_method } = (await session.requests()).by_method;
    assertEquals(by_method, {
      "apps.datastore.bulkGet": 96,
      "apps.datastore.put": 96,
    });
  }, PREVIEW);
});
