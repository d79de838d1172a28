import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { at, EMPTY, person, scenario, unix } from "./day.ts";
import { inSession, type Item, type Session } from "./session.ts";

const FOCUS = "Start focus time";
const OFF = "Take time off";
const FREEZE = "Declare a deploy freeze";
const END = "End it now";
const UNDO = "Undo";

/** The second of March is a Monday. */
const NEXT_WEEK = { first_day: "2026-03-10", last_day: "2026-03-12" };

/** What is under way or still to come at an instant, without what undoing needs. */
async function standing(session: Session, now: number): Promise<Item[]> {
  const items = await session.items("declared_shifts");
  return items.filter(({ start, end }) =>
    end === undefined || Number(end) > Math.max(now, Number(start))
  ).map((item) => {
    const { ended_at: _, ended_by: __, undone_at: ___, ...rest } = item;
    const {
      former_end: _e,
      former_first_day: _f,
      former_until_day: _u,
      ...own
    } = rest;
    return own;
  });
}

async function statesLeft(session: Session, now: number): Promise<unknown[]> {
  return (await standing(session, now)).map(({ state }) => state).sort();
}

const ANN = () => person("ann", { tz: "UTC" });

Deno.test("ending focus time keeps next week's vacation, with and without a choice", async () => {
  for (const form of [{}, { what: "focus" }]) {
    await inSession(scenario([ANN()], []), async (session) => {
      await session.to(at("09:05"));
      await session.click(FOCUS, "UANN", { until: unix("12:00") });
      await session.click(OFF, "UANN", NEXT_WEEK);
      await session.to(at("09:10"));
      const said = await session.click(END, "UANN", form);
      assertStringIncludes(said, "focus time until 12:00");
      assertStringIncludes(said, "time off Tue 10 to Thu 12 Mar");
      assertEquals(await statesLeft(session, unix("09:10")), ["pto"]);
      await session.to(at("09:13"));
      assertEquals(await session.status("UANN"), EMPTY);
      await session.to(at("12:00", 8));
      assertEquals((await session.status("UANN")).emoji, ":palm_tree:");
    });
  }
});

Deno.test("of one kind what is under way ends, else the next", async () => {
  await inSession(scenario([ANN()], []), async (session) => {
    await session.to(at("09:05"));
    for (const day of ["2026-03-02", "2026-03-05", "2026-03-09"]) {
      const form = { first_day: day, last_day: day };
      await session.click(OFF, "UANN", form);
    }
    const days = async () =>
      (await standing(session, unix("09:20")))
        .map(({ first_day }) => first_day).sort();
    await session.click(END, "UANN", { what: "pto" });
    assertEquals(await days(), ["2026-03-05", "2026-03-09"]);
    await session.to(at("09:20"));
    const said = await session.click(END, "UANN", { what: "pto" });
    assertStringIncludes(said, "time off Thu 5 Mar");
    assertEquals(await days(), ["2026-03-09"]);
    await session.to(at("09:25"));
    const none = await session.click(END, "UANN", { what: "focus" });
    assertStringIncludes(none, "no focus time");
    assertStringIncludes(none, "time off Mon 9 Mar");
    assertEquals(await days(), ["2026-03-09"]);
  });
});

Deno.test("a double click ends one thing", async () => {
  for (const form of [{}, { what: "pto" }]) {
    await inSession(scenario([ANN()], []), async (session) => {
      await session.to(at("09:05"));
      await session.click(OFF, "UANN", { last_day: "2026-03-02" });
      await session.click(OFF, "UANN", NEXT_WEEK);
      await session.click(END, "UANN", form);
      const again = await session.click(END, "UANN", form);
      assertStringIncludes(again, "a moment ago");
      const left = await standing(session, unix("09:06"));
      assertEquals(left.map(({ first_day }) => first_day), ["2026-03-10"]);
    });
  }
});

Deno.test("if several things are under way, an empty form ends none and lists them; all ends everything", async () => {
  await inSession(scenario([ANN()], []), async (session) => {
    await session.to(at("09:05"));
    await session.click(FOCUS, "UANN");
    await session.click(FREEZE, "UANN", { until: unix("16:00") });
    await session.click(OFF, "UANN", NEXT_WEEK);
    const now = unix("09:06");
    const said = await session.click(END, "UANN");
    for (
      const text of ["focus time until 10:05", "deploy freeze until 16:00"]
    ) {
      assertStringIncludes(said, text);
    }
    assertStringIncludes(said, "choose what to end");
    assertEquals(await statesLeft(session, now), [
      "deploy_freeze",
      "focus",
      "pto",
    ]);
    await session.click(END, "UANN", { what: "all" });
    assertEquals(await statesLeft(session, now), []);
  });
});

Deno.test("the choices are the states that people can declare, by their labels", async () => {
  await inSession(scenario([ANN()], []), async (session) => {
    const id = await session.trigger(END);
    const path = `/control/triggers/${id}/trip`;
    for (const what of ["on_call", "everything", ""]) {
      const answer = await session.ask("POST", path, {
        user: "UANN",
        form: { what },
      });
      assertEquals(answer.status, 400, what);
      await answer.body?.cancel();
    }
  });
});

Deno.test("undo brings back exactly what was ended, and what was there goes on until its former end", async () => {
  for (const wait of [0, 5, 10]) {
    await inSession(scenario([ANN()], []), async (session) => {
      await session.to(at("09:05"));
      await session.click(FOCUS, "UANN", { until: unix("12:00") });
      await session.click(OFF, "UANN", NEXT_WEEK);
      await session.click(FREEZE, "UANN");
      await session.to(at("09:20"));
      const shown = await session.status("UANN");
      assertEquals(shown.emoji, ":snowflake:");
      const before = await standing(session, unix("09:20"));
      const ended = await session.click(END, "UANN", { what: "all" });
      assertStringIncludes(ended, "|Undo>");
      await session.to(at(`09:${20 + wait}`));
      const said = await session.click(UNDO, "UANN");
      assertStringIncludes(said, "It is back");
      assertStringIncludes(said, "focus time until 12:00");
      assertEquals(await standing(session, unix("09:20")), before);
      await session.to(at(`09:${23 + wait}`));
      assertEquals((await session.status("UANN")).text, shown.text);
      await session.to(at("09:35"));
      await session.click(END, "UANN", { what: "deploy_freeze" });
      await session.to(at("09:38"));
      const { text } = await session.status("UANN");
      assertEquals(text, "Focus time until 12:00");
      await session.to(at("12:01"));
      assertEquals(await session.status("UANN"), EMPTY);
    });
  }
});

Deno.test("after eleven minutes undo says so, and does nothing", async () => {
  await inSession(scenario([ANN()], []), async (session) => {
    await session.to(at("09:05"));
    await session.click(FOCUS, "UANN", { until: unix("12:00") });
    await session.to(at("09:10"));
    await session.click(END, "UANN");
    await session.to(at("09:21"));
    const stored = await session.items("declared_shifts");
    const said = await session.click(UNDO, "UANN");
    assertStringIncludes(said, "more than ten minutes ago");
    assertStringIncludes(said, "focus time until 12:00");
    assertEquals(await session.items("declared_shifts"), stored);
    await session.to(at("09:40"));
    assertEquals(await session.status("UANN"), EMPTY);
  });
});

Deno.test("undone twice, the second click says it is back already", async () => {
  await inSession(scenario([ANN()], []), async (session) => {
    await session.to(at("09:05"));
    assertStringIncludes(
      await session.click(UNDO, "UANN"),
      "There is nothing to undo",
    );
    await session.click(FOCUS, "UANN", { until: unix("12:00") });
    await session.click(END, "UANN");
    await session.click(UNDO, "UANN");
    const stored = await session.items("declared_shifts");
    const again = await session.click(UNDO, "UANN");
    assertStringIncludes(again, "back already");
    assertEquals(await session.items("declared_shifts"), stored);
    // Ended once more, it can be undone once more.
    await session.to(at("09:08"));
    await session.click(END, "UANN");
    assertEquals(await statesLeft(session, unix("09:08")), []);
    await session.click(UNDO, "UANN");
    assertEquals(await statesLeft(session, unix("09:08")), ["focus"]);
  });
});

Deno.test("undo leaves alone what others ended, and what is over meanwhile", async () => {
  const people = [ANN(), person("bob")];
  await inSession(scenario(people, []), async (session) => {
    await session.to(at("09:05"));
    await session.click(FOCUS, "UANN", { until: unix("09:12") });
    await session.click(END, "UANN");
    const stored = await session.items("declared_shifts");
    const bobs = await session.click(UNDO, "UBOB");
    assertStringIncludes(bobs, "There is nothing to undo");
    assertEquals(await session.items("declared_shifts"), stored);
    await session.to(at("09:13"));
    const said = await session.click(UNDO, "UANN");
    assertStringIncludes(said, "would be over by now");
    assertEquals(await session.items("declared_shifts"), stored);
  });
});

Deno.test("what was declared meanwhile stays when something is brought back, and both show as one", async () => {
  await inSession(scenario([ANN()], []), async (session) => {
    await session.to(at("09:05"));
    await session.click(FOCUS, "UANN", { until: unix("12:00") });
    await session.to(at("09:10"));
    await session.click(END, "UANN");
    await session.click(FOCUS, "UANN", { until: unix("10:00") });
    await session.to(at("09:15"));
    const said = await session.click(UNDO, "UANN");
    assertStringIncludes(said, "declared meanwhile");
    assertStringIncludes(said, "focus time until 10:00");
    await session.to(at("09:18"));
    const { text } = await session.status("UANN");
    assertEquals(text, "Focus time until 12:00");
    await session.to(at("10:16"));
    assertEquals((await session.status("UANN")).text, text);
    await session.to(at("12:01"));
    assertEquals(await session.status("UANN"), EMPTY);
  });
});

Deno.test("a group's freeze comes back by the manager who ended it, and by no one else", async () => {
  const people = [
    ANN(),
    person("mo", { consent: null }),
    person("ops", { consent: null }),
  ];
  const members = ["UANN"];
  const user_groups = [{ id: "SREL1", name: "release", members }];
  const day = scenario(people, [], { operators: ["UOPS"], user_groups });
  await inSession(day, async (session) => {
    await session.to(at("09:05"));
    const form = { group: "@release", until: unix("12:00") };
    await session.click(FREEZE, "UMO", form);
    await session.to(at("09:08"));
    const shown = await session.status("UANN");
    assertEquals(shown.text, "Deploy freeze until 12:00");
    await session.click(END, "UMO", { group: "@release" });
    await session.to(at("09:11"));
    assertEquals(await session.status("UANN"), EMPTY);
    for (const other of ["UANN", "UOPS"]) {
      const said = await session.click(UNDO, other);
      assertStringIncludes(said, "There is nothing to undo");
    }
    await session.click(UNDO, "UMO");
    await session.to(at("09:14"));
    assertEquals((await session.status("UANN")).text, shown.text);
  }, { extraConfig: () => ({ freeze_managers: ["UMO"] }) });
});

Deno.test("opting out deletes what could be undone", async () => {
  await inSession(scenario([ANN()], []), async (session) => {
    await session.to(at("09:05"));
    await session.click(FOCUS, "UANN", { until: unix("12:00") });
    await session.click(END, "UANN");
    await session.click("Opt out", "UANN");
    await session.to(at("09:08"));
    assertEquals(await session.items("declared_shifts"), []);
    const said = await session.click(UNDO, "UANN");
    assertStringIncludes(said, "There is nothing to undo");
  });
});

Deno.test("killed at any call, an end and its undo leave no half state", async () => {
  for (const name of [END, UNDO]) {
    let killed = 0;
    for (let calls = 1; killed === calls - 1; calls++) {
      await inSession(scenario([ANN()], []), async (session) => {
        await session.to(at("09:05"));
        await session.click(FOCUS, "UANN", { until: unix("12:00") });
        await session.to(at("09:10"));
        const before = await standing(session, unix("09:10"));
        if (name === UNDO) await session.click(END, "UANN");
        await session.to(at("09:14"));
        await session.kill(calls);
        const run = await session.trip(name, { user: "UANN" });
        if (run.status === "completed") return;
        killed++;
        const after = await standing(session, unix("09:14"));
        assert(after.length === 0 || after.length === 1);
        if (after.length === 1) assertEquals(after, before);
        // What is recorded shows, and another click does the rest.
        await session.to(at("09:17"));
        const { emoji } = await session.status("UANN");
        assertEquals(emoji === ":headphones:", after.length === 1, `${calls}`);
        const other = name === END ? UNDO : END;
        if ((after.length === 0) === (name === END)) {
          await session.click(other, "UANN");
          const [left] = await standing(session, unix("09:17"));
          assertEquals(left ?? null, name === END ? before[0]! : null);
        }
      });
    }
    assert(killed >= 4, `${name}: killed ${killed} times`);
  }
});
