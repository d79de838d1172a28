import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { at, EMPTY, onCall, person, scenario, schedule, shift } from "./day.ts";
import { inSession, type Session } from "./session.ts";

function namesOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `p${index + 10}`);
}

/** Some people on call from nine to five, and an operator. It is ten. */
async function onCallAtTen(
  count: number,
  play: (session: Session, names: string[]) => Promise<void>,
): Promise<void> {
  const names = namesOf(count);
  const people = [
    ...names.map((name) => person(name)),
    person("ops", { consent: null }),
  ];
  const day = scenario(people, [onCall(...names)], { operators: ["UOPS"] });
  await inSession(day, async (session) => {
    await session.to(at("10:00"));
    assertEquals(await shown(session), count);
    await play(session, names);
  });
}

async function shown(session: Session): Promise<number> {
  const people = await session.people();
  return people.filter(({ status }) => status.emoji === ":pager:").length;
}

async function heldBack(session: Session): Promise<unknown[]> {
  const records = await session.items("runs");
  return records.filter(({ id }) => id === "early_ends");
}

Deno.test("an emptied roster ends no shift, says so once, and is quiet from then on", async () => {
  await onCallAtTen(20, async (session) => {
    const before = (await session.messages("CREPORTS")).length;
    await session.roster([onCall()]);
    await session.to(at("10:20"));
    assertEquals(await shown(session), 20);
    const messages = await session.messages("CREPORTS");
    assertEquals(messages.length, before + 1);
    assertStringIncludes(
      messages.at(-1)!,
      "20 of the 20 shifts shown would end before their recorded end",
    );
    assertStringIncludes(messages.at(-1)!, "Confirm early ends");
    await session.to(at("10:40"));
    await session.countAnew();
    await session.to(at("11:40"));
    const { by_method } = await session.requests();
    assertEquals(by_method["users.profile.get"], undefined);
    assertEquals(by_method["users.profile.set"], undefined);
    // Each of the four polls notes that the rosters were read.
    assertEquals(by_method["apps.datastore.put"], 4);
    assertEquals((await session.messages("CREPORTS")).length, before + 1);
    assertEquals(await shown(session), 20);
  });
});

Deno.test("once an operator has confirmed it, they end", async () => {
  await onCallAtTen(20, async (session) => {
    await session.roster([onCall()]);
    await session.to(at("10:20"));
    await session.trip("Confirm early ends at once", { user: "UOPS" });
    await session.to(at("10:31"));
    assertEquals(await shown(session), 0);
    assertEquals(await session.items("claims"), []);
  });
});

Deno.test("a confirmation counts for an hour: later ends are asked about again", async () => {
  await onCallAtTen(20, async (session, names) => {
    await session.roster([onCall()]);
    await session.to(at("10:20"));
    await session.trip("Confirm early ends at once", { user: "UOPS" });
    await session.roster([onCall(...names)]);
    await session.to(at("11:40"));
    assertEquals(await shown(session), 20);
    await session.roster([onCall()]);
    await session.to(at("12:00"));
    assertEquals(await shown(session), 20);
    const [record] = await heldBack(session) as { body: string }[];
    assertEquals(JSON.parse(record!.body).confirmed_at, null);
  });
});

Deno.test("a confirmation is of those it was asked for, not of more", async () => {
  await onCallAtTen(20, async (session, names) => {
    await session.roster([onCall(...names.slice(0, 8))]);
    await session.to(at("10:20"));
    assertEquals(await shown(session), 20);
    // Before the operator clicks, the roster loses the others too.
    const { items } = session.workspace.state.datastores.get("runs")!;
    const held = items.get("early_ends")!;
    const body = JSON.parse(held.body as string);
    assertEquals(body.people.length, 12);
    const now = session.workspace.clock.now() / 1000;
    const confirmed = { confirmed_by: "UOPS", confirmed_at: now };
    held.body = JSON.stringify({ ...body, ...confirmed });
    await session.roster([onCall()]);
    await session.to(at("10:40"));
    assertEquals(await shown(session), 20);
    const [record] = await heldBack(session) as { body: string }[];
    const asked = JSON.parse(record!.body);
    assertEquals([asked.people.length, asked.confirmed_at], [20, null]);
  });
});

Deno.test("a roster that comes back ends no shift, and asks no more", async () => {
  await onCallAtTen(20, async (session, names) => {
    await session.roster([onCall()]);
    await session.to(at("10:20"));
    assertEquals((await heldBack(session)).length, 1);
    await session.roster([onCall(...names)]);
    await session.to(at("10:40"));
    assertEquals(await shown(session), 20);
    await session.to(at("17:10"));
    assertEquals(await shown(session), 0);
  });
});

Deno.test("a shift that was held back ends on time all the same", async () => {
  await onCallAtTen(20, async (session) => {
    await session.roster([onCall()]);
    await session.to(at("16:59"));
    assertEquals(await shown(session), 20);
    await session.to(at("17:10"));
    for (const { id, status } of await session.people()) {
      assertEquals(status, EMPTY, id);
    }
    assertEquals(await session.items("claims"), []);
  });
});

Deno.test("up to half of them end at once; of one more none", async () => {
  for (const [left, after] of [[10, 10], [9, 20]] as const) {
    await onCallAtTen(20, async (session, names) => {
      await session.roster([onCall(...names.slice(0, left))]);
      await session.to(at("10:25"));
      assertEquals(await shown(session), after, `${left} left`);
    });
  }
});

Deno.test("of fewer than ten a share says nothing: they end, all of them once the next reading agrees", async () => {
  for (const [count, after] of [[9, 0], [10, 10]] as const) {
    await onCallAtTen(count, async (session) => {
      await session.roster([onCall()]);
      await session.to(at("10:25"));
      assertEquals(await shown(session), count);
      await session.to(at("10:40"));
      assertEquals(await shown(session), after);
    });
    const left = count === 9 ? 1 : 10;
    await onCallAtTen(count, async (session, names) => {
      await session.roster([onCall(...names.slice(0, 1))]);
      await session.to(at("10:25"));
      assertEquals(await shown(session), left);
    });
  }
});

Deno.test("a hundred ends on time are nothing to ask about", async () => {
  await onCallAtTen(100, async (session) => {
    await session.to(at("17:05"));
    assertEquals(await shown(session), 0);
    const reports = await session.reports();
    assert(!reports.includes("Confirm early ends"), reports);
  });
});

Deno.test("neither are withdrawals, nor states that people untick", async () => {
  await onCallAtTen(12, async (session, names) => {
    const { datastores } = session.workspace.state;
    const { items } = datastores.get("consents")!;
    const now = Math.floor(session.workspace.clock.now() / 1000);
    for (const name of names.slice(0, 6)) {
      items.get(`U${name.toUpperCase()}`)!.withdrawn_at = now;
    }
    for (const name of names.slice(6)) {
      items.get(`U${name.toUpperCase()}`)!.states = ["pto"];
    }
    const body = { id: "consents", revision: "new", pending_since: null };
    datastores.get("runs")!.items.set("consents", {
      id: "consents",
      schema_version: 1,
      body: JSON.stringify(body),
    });
    await session.to(at("10:25"));
    assertEquals(await shown(session), 0);
    assertEquals(await heldBack(session), []);
  });
});

Deno.test("a person whose end is held back may still opt out, and others may still start", async () => {
  await onCallAtTen(20, async (session, names) => {
    const [first] = names;
    await session.roster([onCall()]);
    await session.to(at("10:20"));
    await session.trip("Opt out", { user: `U${first!.toUpperCase()}` });
    assertEquals(await shown(session), 19);
    await session.to(at("10:40"));
    assertEquals(await shown(session), 19);
  });
});

Deno.test("a roster that comes back changed counts at once, also for people who were held back", async () => {
  await onCallAtTen(20, async (session, names) => {
    await session.roster([onCall()]);
    await session.to(at("10:20"));
    const longer = names.map((name) => shift(name, at("09:00"), at("18:00")));
    await session.roster([schedule("on_call", ...longer)]);
    await session.to(at("10:40"));
    for (const name of names) {
      const { text } = await session.status(`U${name.toUpperCase()}`);
      assertEquals(text, "On call for The on_call until 18:00");
    }
  });
});

Deno.test("held-back ends are told with source, schedule, people, link and operators, and when they are over", async () => {
  const names = namesOf(12);
  const people = [
    ...names.map((name) => person(name)),
    person("ops", { consent: null }),
  ];
  const two = (end: string) =>
    schedule(
      "on_call",
      ...names.map((name, index) =>
        shift(name, at("09:00"), at(index < 2 ? end : "20:00"))
      ),
    );
  const day = scenario(people, [two("11:00")], { operators: ["UOPS"] });
  await inSession(day, async (session) => {
    await session.trip("Set up Shiftlight", { user: "UOPS" });
    await session.to(at("10:00"));
    const before = (await session.messages("CREPORTS")).length;
    await session.roster([onCall()]);
    await session.to(at("10:20"));
    const said = async () =>
      (await session.messages("CREPORTS")).slice(before)
        .filter((text) => text.includes("early ends"));
    const [told] = await said();
    assertStringIncludes(told!, "12 of the 12 shifts shown");
    assertStringIncludes(told!, ": p10, p11, p12, ");
    assertStringIncludes(told!, "p19 … (12)");
    assertStringIncludes(told!, "no longer in P_on_call (The on_call)");
    assertStringIncludes(told!, "*Confirm early ends*: https://");
    assertStringIncludes(told!, "<@UOPS>");
    // Two of the shifts are over, so fewer wait: that is nothing new.
    await session.to(at("13:00"));
    assertEquals((await said()).length, 1);
    await session.roster([two("11:00")]);
    await session.to(at("13:46"));
    const [, over, ...more] = await said();
    assertStringIncludes(over!, "early ends: over after 3 hours");
    assertEquals(more, []);
  });
});
