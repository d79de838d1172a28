/** The answers to opting in and out. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { at, EMPTY, onCall, person, scenario } from "./day.ts";
import {
  choicesOf,
  consentOf,
  lastMessage,
  leave,
  LUNCH,
  optIn,
} from "./opting_in.ts";
import { inSession } from "./session.ts";

Deno.test("the answer says in words what is chosen, what is no longer allowed, and what comes next", async () => {
  await inSession(leave(), async (session) => {
    await session.to(at("09:05"));
    await optIn(session, { states: ["on_call"], dnd: "no" });
    const said = await lastMessage(session);
    assertStringIncludes(said, "Shifts that show: on call");
    assertStringIncludes(
      said,
      "No longer allowed: time off and focus time, pausing notifications.",
    );
    assertStringIncludes(said, "within a minute");
    assert(!/on_call|pto|\bdnd\b|UANN|null|preview/.test(said), said);
    assert(/<https:\/\/[^|>]+\|[^>]*[Oo]pt out>/.test(said), said);
    assert(/<https:\/\/[^|>]+\|[^>]*[Mm]y history>/.test(said), said);
    assert(!/[Ss]witch mode|[Rr]estore everyone/.test(said), said);
    await session.bookedRun();
    assertEquals(await session.status("UANN"), LUNCH);
  });
});

Deno.test("in preview the answer promises nothing, and nothing is set", async () => {
  const ops = person("ops", { consent: null });
  const ann = person("ann", { consent: null });
  const day = scenario([ann, ops], [onCall("ann")]);
  const cases = [
    ["Switch mode", { mode: "preview" }, "in preview"],
    ["Restore everyone at once", undefined, "restored everyone"],
  ] as const;
  for (const [link, form, words] of cases) {
    await inSession({ ...day, operators: ["UOPS"] }, async (session) => {
      await session.to(at("08:55"));
      await session.trip(link, { user: "UOPS", ...(form ? { form } : {}) });
      await optIn(session);
      const said = await lastMessage(session);
      assertStringIncludes(said, words);
      assert(!said.includes("within"), said);
      await session.to(at("09:20"));
      assertEquals(await session.status("UANN"), EMPTY);
      assertEquals((await session.person("UANN")).opted_in, true);
    });
  }
});

Deno.test("the answer comes without links, and without the mode, if these cannot be read", async () => {
  for (
    const method of ["workflows.triggers.list", "apps.datastore.get"]
  ) {
    await inSession(leave(), async (session) => {
      const skip = method === "apps.datastore.get" ? 3 : 0;
      await session.fault({ method, status: 503, times: 3, skip });
      const run = await optIn(session, { dnd: "no" });
      assertEquals(run.status, "completed", run.steps.at(-1)?.error);
      assertStringIncludes(await lastMessage(session), "Shifts that show:");
      assertEquals((await choicesOf(session)).dnd, false);
    });
  }
});

Deno.test("a state that the configuration no longer has stays on record, and the answer names it", async () => {
  await inSession(leave(), async (session) => {
    const items = session.workspace.state.datastores.get("consents")!.items;
    const states = ["pto", "parental_leave"];
    items.set("UANN", { ...await consentOf(session), states });
    await optIn(session, { dnd: "no" });
    assertEquals((await choicesOf(session)).states, states);
    const said = await lastMessage(session);
    assertStringIncludes(said, "parental leave");
    assertStringIncludes(said, "no longer has");
    await optIn(session, { states: ["pto"] });
    assertEquals((await choicesOf(session)).states, ["pto"]);
  });
});

Deno.test("the answer to opting out says what was given back, what was deleted, and how to come back", async () => {
  await inSession(leave(), async (session) => {
    await session.to(at("09:05"));
    await session.trip("Opt out", { user: "UANN" });
    const said = await lastMessage(session);
    assertStringIncludes(said, ":sandwich: Lunch");
    assertStringIncludes(said, "Deleted: ");
    assert(/<https:\/\/[^|>]+\|[^>]*[Oo]pt in>/.test(said), said);
    await session.trip("Opt out", { user: "UANN" });
    assert(
      /<https:\/\/[^|>]+\|[^>]*[Oo]pt in>/.test(await lastMessage(session)),
    );
  });
});
