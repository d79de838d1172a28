import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { at, EMPTY, onCall, person, scenario } from "./day.ts";
import { inSession, type Session } from "./session.ts";

const OPERATORS = { operators: ["UOPS"] };

function people(...names: string[]) {
  return [
    ...names.map((name) => person(name)),
    person("ops", { consent: null }),
  ];
}

async function switchTo(session: Session, mode: string, user = "UOPS") {
  const run = await session.trip("Switch mode", { user, form: { mode } });
  assertEquals(run.status, "completed");
  return run;
}

/** The words of the last message to somebody. */
async function lastTo(session: Session, id: string): Promise<string> {
  return (await session.messages(id)).at(-1) ?? "";
}

Deno.test("in preview nothing is set; a switch to enforce sets it at once", async () => {
  const day = scenario(people("ann"), [onCall("ann")], OPERATORS);
  await inSession(day, async (session) => {
    await session.to(at("08:30"));
    await switchTo(session, "preview");
    assertStringIncludes(
      await lastTo(session, "UOPS"),
      "Preview: from now on, Shiftlight only reports its plans",
    );
    await session.to(at("09:20"));
    assertEquals(await session.status("UANN"), EMPTY);
    const run = await switchTo(session, "enforce");
    assertEquals(
      (await session.status("UANN")).text,
      "On call for The on_call until 17:00",
    );
    assertStringIncludes(
      await lastTo(session, "UOPS"),
      "Enforce: from now on, Shiftlight carries out its plans",
    );
    // A form, the switch, the answer, and the five steps of a run.
    assertEquals(run.steps.length, 8);
  });
});

Deno.test("in preview nothing ends either, and the answer says how many people show something", async () => {
  const day = scenario(people("ann", "bob"), [onCall("ann", "bob")], OPERATORS);
  await inSession(day, async (session) => {
    await session.to(at("09:05"));
    const shown = await session.status("UANN");
    assertEquals(shown.emoji, ":pager:");
    await switchTo(session, "preview");
    assertStringIncludes(
      await lastTo(session, "UOPS"),
      "2 people still show what Shiftlight set. *Restore everyone*",
    );
    await session.roster([]);
    await session.to(at("10:00"));
    assertEquals(await session.status("UANN"), shown);
  });
});

Deno.test("a person who is no operator switches nothing, and reads so", async () => {
  const day = scenario(people("ann"), [onCall("ann")], OPERATORS);
  await inSession(day, async (session) => {
    await session.to(at("08:30"));
    await switchTo(session, "preview", "UANN");
    assertStringIncludes(
      await lastTo(session, "UANN"),
      "Only operators may do this, so nothing was changed. Ask <@UOPS>.",
    );
    await session.to(at("09:05"));
    assert((await session.status("UANN")).emoji === ":pager:");
  });
});
