/** Opting in again keeps what was chosen before, wherever the form was left empty. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { shiftlight } from "../../packages/slack-box/shiftlight.ts";
import {
  at,
  EMPTY,
  onCall,
  person,
  scenario,
  schedule,
  shift,
  unix,
} from "./day.ts";
import {
  CHOICES,
  choicesOf,
  consentOf,
  FIRST,
  lastMessage,
  leave,
  LUNCH,
  optIn,
} from "./opting_in.ts";
import { inSession, type Item } from "./session.ts";

/** Another answer to each field, as the form gives it, and as it is stored. */
const OTHER: [keyof typeof CHOICES, unknown, unknown][] = [
  ["states", ["on_call"], ["on_call"]],
  ["on_own_status", "skip", "skip"],
  ["after_manual_change", "yield", "yield"],
  ["dnd", "no", false],
  ["presence", "no", false],
  ["notices", "no", false],
  ["workflow_presence", "no", false],
];

Deno.test("opting in twice during leave, with nothing filled in, leaves everything as it is", async () => {
  await inSession(leave(), async (session) => {
    await session.to(at("09:05"));
    const before = await session.person("UANN");
    const consent = await consentOf(session);
    const claims = await session.items("claims");
    assert(before.dnd.snooze_enabled && before.presence.manual_away);
    for (const form of [undefined, {}, { states: [] }]) {
      const run = await optIn(session, form);
      assertEquals(run.status, "completed");
      await session.bookedRun();
    }
    assertEquals(await session.person("UANN"), before);
    assertEquals(await session.items("claims"), claims);
    const { recorded_at: _, answered: __, ...now } = await consentOf(session);
    const { recorded_at: ___, ...then } = consent;
    assertEquals(now, then);
    assertStringIncludes(await lastMessage(session), "as they were");
    await session.to(at("17:10"));
    const after = await session.person("UANN");
    assertEquals(after.status, LUNCH);
    assertEquals(after.presence.manual_away, false);
    assertEquals(after.dnd.snooze_enabled, false);
  });
});

Deno.test("each answer by itself changes nothing but itself", async () => {
  for (const [field, answer, stored] of OTHER) {
    await inSession(leave(), async (session) => {
      await optIn(session, { [field]: answer });
      const wanted = { ...CHOICES, [field]: stored };
      assertEquals(await choicesOf(session), wanted, field);
    });
  }
});

Deno.test("the same answer again keeps what it was, and yes or no may be a boolean", async () => {
  await inSession(leave({ ...FIRST, states: ["pto"] }), async (session) => {
    await optIn(session, { dnd: true });
    await optIn(session, { presence: "yes" });
    const wanted = { ...FIRST, states: ["pto"], dnd: true, presence: true };
    assertEquals(await choicesOf(session), wanted);
    await optIn(session, { dnd: false });
    assertEquals(await choicesOf(session), { ...wanted, dnd: false });
  });
});

Deno.test("the first time, what is left empty takes the most careful choice", async () => {
  const ann = person("ann", { consent: null });
  await inSession(scenario([ann], [onCall("ann")]), async (session) => {
    await optIn(session, { states: [] });
    assertEquals(await choicesOf(session), FIRST);
  });
});

Deno.test("the form asks for nothing and fills in nothing", () => {
  const { workflows = {} } = shiftlight.manifest;
  const [form] = workflows.opt_in!.steps;
  const { elements, required } = form!.inputs.fields as {
    elements: Item[];
    required: string[];
  };
  assertEquals(required, []);
  assertEquals(elements.map(({ name }) => name), Object.keys(FIRST));
  for (const element of elements) {
    assertEquals(Object.hasOwn(element, "default"), false);
    assertStringIncludes(String(element.description), "eave empty to keep");
  }
});

Deno.test("connecting again resets nothing: a shift goes on, and so does a wait", async () => {
  for (const own of [EMPTY, LUNCH]) {
    const choices = { ...CHOICES, on_own_status: "defer" };
    const ann = person("ann", { status: own, consent: choices });
    const pto = schedule("pto", shift("ann", at("09:00"), at("17:00")));
    await inSession(scenario([ann], [pto]), async (session) => {
      await session.to(at("09:20"));
      const before = await session.person("UANN");
      const [claim] = await session.items("claims");
      const { external_token_id } = await consentOf(session);
      // The connection is gone, and another one takes its place.
      const { state } = session.workspace;
      const held = state.externalTokens.get(String(external_token_id))!;
      state.externalTokens.delete(String(external_token_id));
      state.tokens.get(held.token)!.revoked = true;
      await optIn(session);
      const after = await consentOf(session);
      assert(after.external_token_id !== external_token_id);
      assertEquals(await choicesOf(session), choices);
      await session.bookedRun();
      assertEquals((await session.person("UANN")).status, before.status);
      assertEquals((await session.items("claims"))[0]!.body, claim!.body);
      if (own === LUNCH) {
        await session.edit("UANN", "", "");
        await session.to(at("09:46"));
        assertEquals(
          (await session.status("UANN")).text,
          "On leave until 17:00",
        );
      }
      await session.to(at("17:10"));
      assertEquals(await session.status("UANN"), EMPTY);
    });
  }
});

Deno.test("after a revoked token, connecting again restores what was there before and keeps the choices", async () => {
  await inSession(leave(), async (session) => {
    await session.to(at("09:05"));
    const { external_token_id } = await consentOf(session);
    const { state } = session.workspace;
    const { token } = state.externalTokens.get(String(external_token_id))!;
    state.tokens.get(token)!.revoked = true;
    await session.to(at("18:10"));
    assertEquals(await session.status("UANN"), EMPTY);
    await optIn(session);
    assertEquals(await choicesOf(session), CHOICES);
    await session.bookedRun();
    assertEquals(await session.status("UANN"), LUNCH);
  });
});

Deno.test("a consent that cannot be read is left alone, and the person is told what to do", async () => {
  for (
    const spoilt of [{ schema_version: 9 }, { dnd: "perhaps" }, {
      recorded_at: unix("09:00", 400),
    }]
  ) {
    await inSession(leave(), async (session) => {
      const items = session.workspace.state.datastores.get("consents")!.items;
      const broken = { ...await consentOf(session), ...spoilt };
      items.set("UANN", broken);
      for (const form of [{}, { states: ["focus"], dnd: false }]) {
        const run = await optIn(session, form);
        assertEquals(run.status, "completed");
        assertEquals(await consentOf(session), broken);
        const said = await lastMessage(session);
        assertStringIncludes(said, "Nothing was changed");
        assertStringIncludes(said, "*Opt out*");
      }
      await session.trip("Opt out", { user: "UANN" });
      await session.bookedRun();
      await optIn(session);
      assertEquals(await choicesOf(session), FIRST);
    });
  }
});

Deno.test("opting in after opting out is a first time, also while the old record is being deleted", async () => {
  await inSession(leave(), async (session) => {
    await session.to(at("09:05"));
    await session.fault({
      method: "users.profile.set",
      user: "UANN",
      status: 503,
      times: 9,
    });
    await session.trip("Opt out", { user: "UANN" });
    assert((await consentOf(session)).withdrawn_at);
    await session.clearFaults();
    await optIn(session, { states: ["pto"] });
    assertEquals(await choicesOf(session), { ...FIRST, states: ["pto"] });
    await session.to(at("09:31"));
    assertEquals(await choicesOf(session), { ...FIRST, states: ["pto"] });
  });
});

Deno.test("two forms sent at once, or one shortly after the other: no answer is lost", async () => {
  for (const apart of [0, 0.1, 0.4, 0.7, 1, 2, 5]) {
    const nothing = { ...FIRST, states: ["pto"] };
    await inSession(leave(nothing), async (session) => {
      await session.to(at("08:30"));
      const clicks = [{ dnd: "yes" }, { presence: "yes" }, {
        on_own_status: "replace",
      }];
      const path = `/control/triggers/${await session.trigger("Opt in")}/trip`;
      for (const [index, form] of clicks.entries()) {
        const ms = Date.parse(at("08:31")) + index * apart * 1000;
        await session.send("POST", path, {
          user: "UANN",
          form,
          at: new Date(ms).toISOString(),
        });
      }
      await session.to(at("08:33"));
      const wanted = {
        ...nothing,
        dnd: true,
        presence: true,
        on_own_status: "replace",
      };
      assertEquals(await choicesOf(session), wanted, `${apart} s apart`);
      await session.to(at("09:05"));
      const ann = await session.person("UANN");
      assert(ann.dnd.snooze_enabled && ann.presence.manual_away);
    }, { datastoreLagMs: () => 700 });
  }
});

Deno.test("of two answers to the same field, the later click counts", async () => {
  for (const apart of [0.3, 1, 2, 3.2, 5]) {
    await inSession(leave(), async (session) => {
      await session.to(at("08:30"));
      const path = `/control/triggers/${await session.trigger("Opt in")}/trip`;
      const clicks = [{ dnd: "no", presence: "no" }, { dnd: "yes" }];
      for (const [index, form] of clicks.entries()) {
        const ms = Date.parse(at("08:31")) + index * apart * 1000;
        await session.send("POST", path, {
          user: "UANN",
          form,
          at: new Date(ms).toISOString(),
        });
      }
      await session.to(at("08:33"));
      const wanted = { ...CHOICES, dnd: true, presence: false };
      assertEquals(await choicesOf(session), wanted, `${apart} s apart`);
    });
  }
});

Deno.test("opting out shortly after opting in wins", async () => {
  for (const apart of [1, 1.5, 2.5, 4]) {
    await inSession(leave(), async (session) => {
      await session.to(at("08:30"));
      for (
        const [name, seconds] of [["Opt in", 0], ["Opt out", apart]] as const
      ) {
        const path = `/control/triggers/${await session.trigger(name)}/trip`;
        const ms = Date.parse(at("08:31")) + seconds * 1000;
        await session.send("POST", path, {
          user: "UANN",
          at: new Date(ms).toISOString(),
        });
      }
      await session.to(at("08:40"));
      assertEquals(await session.items("consents"), [], `${apart} s apart`);
    });
  }
});
