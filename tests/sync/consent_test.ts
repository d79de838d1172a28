import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { at, EMPTY, onCall, person, scenario, schedule, shift } from "./day.ts";
import { inSession } from "./session.ts";

Deno.test("a person who did not opt in is never touched, and mentioned once", async () => {
  const people = [person("ann", { consent: null }), person("bob")];
  await inSession(scenario(people, [onCall("ann", "bob")]), async (session) => {
    await session.to(at("12:00"));
    assertEquals(await session.status("UANN"), EMPTY);
    assertEquals((await session.person("UANN")).opted_in, false);
    const said = (await session.reports()).split("not opted in for on call");
    assertEquals(said.length, 2);
  });
});

Deno.test("a state that was not chosen is not shown", async () => {
  const ann = person("ann", { consent: { states: ["pto"] } });
  await inSession(scenario([ann], [onCall("ann")]), async (session) => {
    await session.to(at("12:00"));
    assertEquals(await session.status("UANN"), EMPTY);
  });
});

Deno.test("opting in shows a shift under way, with the defaults of the form", async () => {
  const ann = person("ann", { consent: null });
  const pto = schedule("pto", shift("ann", at("14:00"), at("15:00")));
  await inSession(scenario([ann], [onCall("ann"), pto]), async (session) => {
    await session.to(at("09:20"));
    const run = await session.trip("Opt in", { user: "UANN" });
    assertEquals(run.status, "completed");
    await session.to(at("09:31"));
    assertEquals(
      (await session.status("UANN")).text,
      "On call for The on_call until 17:00",
    );
    const [consent] = await session.items("consents");
    assertEquals(consent?.states, ["on_call"]);
    assertEquals(consent?.on_own_status, "defer");
    assertEquals(consent?.after_manual_change, "yield");
    assertEquals(consent?.dnd, false);
    assertEquals(consent?.presence, false);
    assertEquals((await session.messages("UANN")).length, 1);
  });
});

Deno.test("no one opts another person in or out", async () => {
  const people = [person("ann", { consent: null }), person("bob")];
  await inSession(scenario(people, [onCall("ann", "bob")]), async (session) => {
    for (const field of ["user", "person", "user_id", "interactor"]) {
      for (const name of ["Opt in", "Opt out"]) {
        const path = `/control/triggers/${await session.trigger(name)}/trip`;
        const answer = await session.ask("POST", path, {
          user: "UBOB",
          form: { [field]: "UANN" },
        });
        assertEquals(answer.status, 400);
        await answer.body?.cancel();
      }
    }
    await session.trip("Opt in", { user: "UBOB" });
    const opted = (await session.people()).map((each) => each.opted_in);
    assertEquals(opted, [false, true]);
    await session.trip("Opt out", { user: "UANN" });
    assertEquals((await session.person("UBOB")).opted_in, true);
  });
});

Deno.test("a form without any state, or with an unknown one, records nothing", async () => {
  const ann = person("ann", { consent: null });
  await inSession(scenario([ann], [onCall("ann")]), async (session) => {
    const none = await session.trip("Opt in", {
      user: "UANN",
      form: { states: [] },
    });
    assertEquals(none.status, "failed");
    assertStringIncludes(none.steps.at(-1)?.error ?? "", "You chose no state");
    assertEquals((await session.person("UANN")).opted_in, false);
    assertEquals(await session.items("consents"), []);
  });
});

Deno.test("opting out in mid-shift restores at once and deletes the record", async () => {
  const lunch = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };
  const ann = person("ann", {
    status: lunch,
    manual_away: false,
    consent: { on_own_status: "replace" },
  });
  const pto = schedule("pto", shift("ann", at("09:00"), at("17:00")));
  await inSession(scenario([ann], [pto]), async (session) => {
    const before = await session.person("UANN");
    await session.to(at("09:05"));
    assert((await session.person("UANN")).presence.manual_away);
    const run = await session.trip("Opt out", { user: "UANN" });
    assertEquals(run.status, "completed");
    const after = await session.person("UANN");
    assertEquals(after, { ...before, opted_in: false });
    assertEquals(await session.items("claims"), []);
    assertEquals((await session.messages("UANN")).length, 1);
    await session.to(at("12:00"));
    assertEquals(await session.status("UANN"), lunch);
  });
});

Deno.test("opting out keeps what a person set themselves", async () => {
  await inSession(
    scenario([person("ann")], [onCall("ann")]),
    async (session) => {
      await session.to(at("09:05"));
      await session.edit("UANN", "Busy", ":bee:");
      await session.trip("Opt out", { user: "UANN" });
      assertEquals((await session.status("UANN")).text, "Busy");
      assertEquals(await session.items("consents"), []);
    },
  );
});

Deno.test("opting out while Slack refuses restores later and then deletes the record", async () => {
  await inSession(
    scenario([person("ann")], [onCall("ann")]),
    async (session) => {
      await session.to(at("09:05"));
      await session.fault({
        method: "users.profile.set",
        user: "UANN",
        status: 503,
      });
      await session.trip("Opt out", { user: "UANN" });
      assertEquals((await session.messages("UANN")).length, 1);
      await session.to(at("09:40"));
      assertEquals(await session.status("UANN"), EMPTY);
      assertEquals(await session.items("consents"), []);
      assertEquals(await session.items("claims"), []);
    },
  );
});

Deno.test("opting out twice, or without having opted in, says so and writes nothing", async () => {
  const ann = person("ann", { consent: null });
  await inSession(scenario([ann], [onCall("ann")]), async (session) => {
    const run = await session.trip("Opt out", { user: "UANN" });
    assertEquals(run.status, "completed");
    assertStringIncludes(
      (await session.messages("UANN"))[0] ?? "",
      "not opted in",
    );
    const { by_method } = await session.requests();
    assertEquals(by_method["users.profile.set"], undefined);
  });
});

Deno.test("an opt-out cut short anywhere ends within two polls, also without a shift", async () => {
  for (let calls = 1; calls <= 14; calls++) {
    const people = [person("ann"), person("bob")];
    await inSession(scenario(people, [onCall("bob")]), async (session) => {
      await session.to(at("09:05"));
      for (const user of ["UANN", "UBOB"]) {
        await session.kill(calls);
        const run = await session.trip("Opt out", { user });
        await session.kill(1_000_000);
        const begun = (await session.items("consents"))
          .find((item) => item.person === user)?.withdrawn_at !== undefined;
        await session.to(user === "UANN" ? at("09:40") : at("10:20"));
        const { opted_in } = await session.person(user);
        // Once on record, it is carried through without another click.
        if (begun || run.status === "completed") assertEquals(opted_in, false);
      }
    });
  }
});

Deno.test("unticking the state in mid-shift ends the shift's status", async () => {
  await inSession(
    scenario([person("ann")], [onCall("ann")]),
    async (session) => {
      await session.to(at("09:05"));
      await session.trip("Opt in", { user: "UANN", form: { states: ["pto"] } });
      await session.to(at("09:20"));
      assertEquals(await session.status("UANN"), EMPTY);
      assertEquals(await session.items("claims"), []);
    },
  );
});

Deno.test("unticking notifications or presence in mid-shift ends that part alone", async () => {
  const pto = schedule("pto", shift("ann", at("09:00"), at("17:00")));
  for (const part of ["dnd", "presence"]) {
    await inSession(scenario([person("ann")], [pto]), async (session) => {
      await session.to(at("09:05"));
      const form = {
        states: ["pto"],
        dnd: true,
        presence: true,
        [part]: false,
      };
      await session.trip("Opt in", { user: "UANN", form });
      await session.to(at("09:20"));
      const ann = await session.person("UANN");
      assertEquals(ann.status.text, "On leave until 17:00");
      assertEquals(ann.dnd.snooze_enabled, part !== "dnd");
      assertEquals(ann.presence.manual_away, part !== "presence");
      await session.to(at("17:10"));
      const after = await session.person("UANN");
      assertEquals(after.status, EMPTY);
      assertEquals(after.presence.manual_away, false);
    });
  }
});
