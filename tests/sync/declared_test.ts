import { assert, assertEquals, assertStringIncludes } from "@std/assert";
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
import { History } from "./history.ts";
import { inSession, type Item, type Session } from "./session.ts";

const LUNCH = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };
const REPLACE = { on_own_status: "replace" };
const EVERYTHING = ["on_call", "pto", "deploy_freeze", "focus"];

/**
 * Somebody's click on a link, and the run that is booked for it.
 *
 * @returns what they are told.
 */
async function click(
  session: Session,
  name: string,
  user: string,
  form: Item = {},
): Promise<string> {
  await session.click(name, user, form);
  await session.bookedRun();
  return (await session.messages(user)).at(-1) ?? "";
}

function slackCalls(by_method: Record<string, number>): number {
  return Object.entries(by_method)
    .filter(([method]) =>
      method !== "pagerduty" && !method.startsWith("functions.complete")
    )
    .reduce((sum, [, count]) => sum + count, 0);
}

/** The poll next after `time` asks Slack for one thing. */
async function assertQuiet(session: Session, time: string): Promise<void> {
  await session.countAnew();
  const runs = await session.to(at(time));
  assertEquals(runs.map((run) => run.status), ["completed"]);
  const { by_method } = await session.requests();
  // One reads the last run, one notes that the rosters were read.
  assertEquals(slackCalls(by_method), 2, JSON.stringify(by_method));
}

Deno.test("focus time shows after the click, and what was there comes back at its end", async () => {
  const ann = person("ann", { status: LUNCH, consent: REPLACE });
  await inSession(scenario([ann], []), async (session) => {
    await session.to(at("09:05"));
    const form = { until: unix("10:30") };
    const said = await click(session, "Start focus time", "UANN", form);
    assertStringIncludes(said, "Focus time is recorded: until 10:30 (UTC)");
    assertStringIncludes(said, "10:30");
    const { text, emoji } = await session.status("UANN");
    assertEquals([text, emoji], ["Focus time until 10:30", ":headphones:"]);
    assert((await session.person("UANN")).dnd.snooze_enabled);
    await session.to(at("10:29"));
    assertEquals((await session.status("UANN")).text, text);
    await session.to(at("10:46"));
    assertEquals(await session.status("UANN"), LUNCH);
    assert(!(await session.person("UANN")).dnd.snooze_enabled);
    assertEquals(await session.items("claims"), []);
  });
});

Deno.test("an empty form lasts an hour, and End it now restores", async () => {
  const ann = person("ann", { status: LUNCH, consent: REPLACE });
  await inSession(scenario([ann], []), async (session) => {
    await session.to(at("09:05"));
    await click(session, "Start focus time", "UANN");
    const { text } = await session.status("UANN");
    assertEquals(text, "Focus time until 10:05");
    await session.to(at("09:35"));
    assertEquals((await session.status("UANN")).text, text);
    const said = await click(session, "End it now", "UANN");
    assertStringIncludes(said, "Ended:\n• focus time until 10:05");
    assertEquals(await session.status("UANN"), LUNCH);
    assertEquals(await session.items("claims"), []);
    await session.to(at("09:40"));
    const again = await click(session, "End it now", "UANN");
    assertStringIncludes(again, "There is nothing to end");
  });
});

Deno.test("a person who did not opt in for it is not touched, reads so, and no consent is made", async () => {
  const people = [
    person("ann", { consent: null }),
    person("bob", { consent: { states: ["on_call"] } }),
  ];
  await inSession(scenario(people, []), async (session) => {
    const history = new History(session);
    await session.to(at("09:05"));
    for (const id of ["UANN", "UBOB"]) {
      const said = await click(session, "Start focus time", id);
      assertStringIncludes(said, "you have not opted in for focus");
      assertStringIncludes(said, "https://");
    }
    await session.to(at("11:00"));
    for (const id of ["UANN", "UBOB"]) {
      const { status, snooze, away } = history.of(id);
      assertEquals([status, snooze, away], [[], [], []], id);
    }
    assertEquals((await session.person("UANN")).opted_in, false);
    // Nothing is recorded: it does not show once they allow it.
    assertEquals(await session.items("declared_shifts"), []);
    const form = { states: ["focus"] };
    await click(session, "Opt in", "UANN", form);
    await session.to(at("11:20"));
    assertEquals(await session.status("UANN"), EMPTY);
  });
});

Deno.test("polls before, between and after ask Slack for one thing and note one", async () => {
  const people = [person("ann", { consent: { dnd: false } }), person("bob")];
  await inSession(scenario(people, [onCall("bob")]), async (session) => {
    await session.to(at("09:20"));
    await assertQuiet(session, "09:31");
    await click(session, "Start focus time", "UANN", { until: unix("12:00") });
    await assertQuiet(session, "09:46");
    await assertQuiet(session, "10:01");
    await click(session, "End it now", "UANN");
    await assertQuiet(session, "10:16");
    await assertQuiet(session, "10:31");
  });
});

Deno.test("what begins later begins by itself, and a poll until then is quiet", async () => {
  const ann = person("ann", { consent: { dnd: false } });
  await inSession(scenario([ann], []), async (session) => {
    await session.to(at("09:05"));
    const form = { from: unix("10:00"), until: unix("11:00") };
    const said = await click(session, "Declare a deploy freeze", "UANN", form);
    assertStringIncludes(said, "from 10:00 until 11:00 (");
    assertEquals(await session.status("UANN"), EMPTY);
    await assertQuiet(session, "09:16");
    await session.to(at("10:16"));
    assertEquals(
      (await session.status("UANN")).text,
      "Deploy freeze until 11:00",
    );
    await session.to(at("11:16"));
    assertEquals(await session.status("UANN"), EMPTY);
  });
});

Deno.test("the newest focus time is the only one", async () => {
  await inSession(scenario([person("ann")], []), async (session) => {
    await session.to(at("09:05"));
    await click(session, "Start focus time", "UANN");
    const form = { until: unix("11:00") };
    const said = await click(session, "Start focus time", "UANN", form);
    assertStringIncludes(
      said,
      "replaces what was declared before (until 10:05)",
    );
    const { text } = await session.status("UANN");
    assertEquals(text, "Focus time until 11:00");
    await session.to(at("11:16"));
    assertEquals(await session.status("UANN"), EMPTY);
    assertEquals(await session.items("claims"), []);
  });
});

Deno.test("what they set themselves meanwhile stays; ended and started again, it shows again", async () => {
  await inSession(scenario([person("ann")], []), async (session) => {
    await session.to(at("09:05"));
    await click(session, "Start focus time", "UANN");
    await session.edit("UANN", "Lunch", ":sandwich:");
    await session.to(at("09:31"));
    await click(session, "End it now", "UANN");
    assertEquals(await session.status("UANN"), LUNCH);
    await session.edit("UANN", "", "");
    await click(session, "Start focus time", "UANN");
    assertEquals((await session.status("UANN")).emoji, ":headphones:");
  });
});

Deno.test("on call wins over focus time, which comes back after it", async () => {
  const ann = person("ann", { status: LUNCH, consent: REPLACE });
  const shifts = schedule("on_call", shift("ann", at("10:00"), at("11:00")));
  await inSession(scenario([ann], [shifts]), async (session) => {
    await session.to(at("09:05"));
    await click(session, "Start focus time", "UANN", { until: unix("12:00") });
    await session.to(at("10:16"));
    const { text } = await session.status("UANN");
    assertEquals(text, "On call for The on_call until 11:00");
    await session.to(at("11:16"));
    assertEquals((await session.status("UANN")).text, "Focus time until 12:00");
    await session.to(at("12:16"));
    assertEquals(await session.status("UANN"), LUNCH);
  });
});

Deno.test("time off is whole days where each person lives", async () => {
  const people = [
    person("ann", { tz: "Pacific/Auckland" }),
    person("bob", { tz: "America/Los_Angeles" }),
  ];
  await inSession(scenario(people, []), async (session) => {
    await session.to(at("08:20"));
    // The third of March begins at 11:00 UTC of the second in Auckland, at 08:00 of the third in Los Angeles.
    const form = { first_day: "2026-03-03", last_day: "2026-03-03" };
    for (const id of ["UANN", "UBOB"]) {
      const said = await click(session, "Take time off", id, form);
      assertStringIncludes(
        said,
        "Time off is recorded: Tue 3 Mar, back Wednesday",
      );
      assertEquals(await session.status(id), EMPTY);
    }
    const off = async (id: string) =>
      (await session.status(id)).emoji === ":palm_tree:";
    const both = async (instant: string) => {
      await session.to(instant);
      return [await off("UANN"), await off("UBOB")];
    };
    assertEquals(await both(at("10:59")), [false, false]);
    assertEquals(await both(at("11:16")), [true, false]);
    assertEquals(await both(at("07:59", 1)), [true, false]);
    assertEquals(await both(at("08:16", 1)), [true, true]);
    assertEquals(await both(at("11:16", 1)), [false, true]);
    assertEquals(await both(at("07:59", 2)), [false, true]);
    assertEquals(await both(at("08:16", 2)), [false, false]);
  });
});

Deno.test("time off from today on is open, on other days it adds up", async () => {
  const ann = person("ann", { tz: "Europe/London" });
  await inSession(scenario([ann], []), async (session) => {
    await session.to(at("09:05"));
    const tomorrow = { first_day: "2026-03-04", last_day: "2026-03-04" };
    await click(session, "Take time off", "UANN", tomorrow);
    const today = { last_day: "2026-03-02" };
    await click(session, "Take time off", "UANN", today);
    const off = async () =>
      (await session.status("UANN")).emoji === ":palm_tree:";
    assert(await off());
    await session.to(at("12:00", 1));
    assert(!await off());
    await session.to(at("12:00", 2));
    assert(await off());
    await session.to(at("12:00", 3));
    assert(!await off());
    const said = await click(session, "Take time off", "UANN");
    assertStringIncludes(said, "from Thu 5 Mar until further notice");
    assert(await off());
    await click(session, "End it now", "UANN");
    assert(!await off());
  });
});

Deno.test("declaring earlier days loses no later ones", async () => {
  const ann = person("ann", { status: LUNCH, consent: REPLACE, tz: "UTC" });
  await inSession(scenario([ann], []), async (session) => {
    await session.to(at("09:05"));
    const days = { first_day: "2026-03-03", last_day: "2026-03-05" };
    await click(session, "Take time off", "UANN", days);
    const today = { last_day: "2026-03-03" };
    const said = await click(session, "Take time off", "UANN", today);
    assertStringIncludes(said, "it is now Mon 2 to Thu 5 Mar, back Friday");
    const history = new History(session);
    const shown = await session.status("UANN");
    assertEquals(shown.emoji, ":palm_tree:");
    await session.to(at("23:50", 3));
    assertEquals(await session.status("UANN"), shown);
    // One shift it is, set once.
    assertEquals(history.of("UANN").status, []);
    await session.to(at("00:20", 4));
    assertEquals(await session.status("UANN"), LUNCH);
    assertEquals(await session.items("claims"), []);
  });
});

Deno.test("days added to those under way go on in the same status", async () => {
  const ann = person("ann", { tz: "UTC" });
  await inSession(scenario([ann], []), async (session) => {
    await session.to(at("09:05"));
    await click(session, "Take time off", "UANN", { last_day: "2026-03-03" });
    await session.edit("UANN", "Lunch", ":sandwich:");
    await session.to(at("09:35"));
    const more = { first_day: "2026-03-03", last_day: "2026-03-05" };
    await click(session, "Take time off", "UANN", more);
    // What they set meanwhile is theirs to the end.
    await session.to(at("12:00", 2));
    assertEquals(await session.status("UANN"), LUNCH);
    await session.to(at("00:20", 4));
    assertEquals(await session.status("UANN"), LUNCH);
    assertEquals(await session.items("claims"), []);
  });
});

/** Ann, Bob and Cid are in the group; Bob did not opt in for it, Cid for nothing. */
function groupDay() {
  const people = [
    person("ann"),
    person("bob", { consent: { states: ["on_call"] } }),
    person("cid", { consent: null }),
    person("dot"),
    person("mo", { consent: null }),
    person("ops", { consent: null }),
  ];
  const members = ["UANN", "UBOB", "UCID"];
  const user_groups = [{ id: "SREL1", name: "release", members }];
  return scenario(people, [], { operators: ["UOPS"], user_groups });
}

const MANAGERS = {
  extraConfig: () => ({ freeze_managers: ["UMO"] }),
};

Deno.test("a group's freeze touches only those in it who opted in, until a manager ends it", async () => {
  for (const manager of ["UMO", "UOPS"]) {
    await inSession(groupDay(), async (session) => {
      const history = new History(session);
      await session.to(at("09:05"));
      const form = { group: "SREL1", until: unix("12:00") };
      const name = "Declare a deploy freeze";
      const said = await click(session, name, manager, form);
      assertStringIncludes(said, "only for members of the group who opted in");
      assertEquals(
        (await session.status("UANN")).text,
        "Deploy freeze until 12:00",
      );
      await session.to(at("10:00"));
      await click(session, "End it now", manager, { group: "SREL1" });
      assertEquals(await session.status("UANN"), EMPTY);
      await session.to(at("12:30"));
      for (const id of ["UBOB", "UCID", "UDOT", "UMO", "UOPS"]) {
        const { status, snooze, away } = history.of(id);
        assertEquals([status, snooze, away], [[], [], []], id);
      }
    }, MANAGERS);
  }
});

Deno.test("a person who is no manager declares and ends nothing for a group, and reads who may", async () => {
  await inSession(groupDay(), async (session) => {
    await session.to(at("09:05"));
    const form = { group: "SREL1" };
    const name = "Declare a deploy freeze";
    const refused = await click(session, name, "UDOT", form);
    assertStringIncludes(refused, "Ask <@UMO>, <@UOPS>");
    assertEquals(await session.items("declared_shifts"), []);
    await session.to(at("09:50"));
    assertEquals(await session.status("UANN"), EMPTY);
    await click(session, name, "UMO", form);
    const shown = await session.status("UANN");
    assertEquals(shown.emoji, ":snowflake:");
    const not = await click(session, "End it now", "UANN", form);
    assertStringIncludes(not, "Ask <@UMO>, <@UOPS>");
    // Their own End it now is of what they declared themselves.
    const none = await click(session, "End it now", "UANN");
    assertStringIncludes(none, "There is nothing to end");
    await session.to(at("11:00"));
    assertEquals(await session.status("UANN"), shown);
  }, MANAGERS);
});

Deno.test("no one declares or ends anything for another person", async () => {
  const people = [person("ann"), person("bob")];
  await inSession(scenario(people, []), async (session) => {
    await session.to(at("09:05"));
    await click(session, "Start focus time", "UANN");
    const shown = await session.status("UANN");
    for (const name of ["Start focus time", "Take time off", "End it now"]) {
      for (const field of ["user", "person", "user_id", "interactor"]) {
        const path = `/control/triggers/${await session.trigger(name)}/trip`;
        const body = { user: "UBOB", form: { [field]: "UANN" } };
        const answer = await session.ask("POST", path, body);
        assertEquals(answer.status, 400);
        await answer.body?.cancel();
      }
    }
    await click(session, "End it now", "UBOB");
    assertEquals(await session.status("UANN"), shown);
    assertEquals(await session.status("UBOB"), EMPTY);
  });
});

Deno.test("a form that is not valid changes nothing and says why", async () => {
  const ann = person("ann", { tz: "America/Los_Angeles" });
  const freeze = (from: string, until: string) => ({
    from: unix(from),
    until: unix(until),
  });
  const cases: [string, string, Item, string][] = [
    // It is still the first of March in Los Angeles.
    ["07:05", "Take time off", { last_day: "2026-02-28" }, "in the past"],
    [
      "07:06",
      "Take time off",
      { first_day: "2026-02-27", last_day: "2026-02-28" },
      "in the past",
    ],
    [
      "07:07",
      "Take time off",
      { first_day: "2026-03-04", last_day: "2026-03-03" },
      "before the first",
    ],
    ["09:05", "Start focus time", { until: unix("09:05") }, "in the past"],
    [
      "09:06",
      "Declare a deploy freeze",
      freeze("08:00", "09:00"),
      "in the past",
    ],
    [
      "09:07",
      "Declare a deploy freeze",
      freeze("11:00", "10:00"),
      "after the start",
    ],
  ];
  const day = { ...scenario([ann], []), now: at("07:00") };
  await inSession(day, async (session) => {
    for (const [time, name, form, why] of cases) {
      await session.to(at(time));
      const said = await click(session, name, "UANN", form);
      assertStringIncludes(said, why, JSON.stringify(form));
      assertStringIncludes(said, "Nothing was recorded.");
    }
    assertEquals(await session.items("declared_shifts"), []);
    assertEquals(await session.status("UANN"), EMPTY);
  });
});

Deno.test("while declarations cannot be read, everyone stays as they are; then they count again", async () => {
  const people = [
    person("ann", { consent: { dnd: false } }),
    person("bob"),
  ];
  await inSession(scenario(people, [onCall("bob")]), async (session) => {
    await session.to(at("08:20"));
    await click(session, "Start focus time", "UANN", { until: unix("16:00") });
    const shown = await session.status("UANN");
    assertEquals(shown.text, "Focus time until 16:00");
    const store = session.workspace.state.datastores.get("declared_shifts")!;
    session.workspace.state.datastores.delete("declared_shifts");
    // Bob's shift makes a whole run of the next poll.
    await session.to(at("09:20"));
    assertEquals((await session.status("UBOB")).emoji, ":pager:");
    assertEquals(await session.status("UANN"), shown);
    assertStringIncludes(await session.reports(), "declared");
    await session.to(at("10:05"));
    assertEquals(await session.status("UANN"), shown);
    // Meanwhile it has ended, and no poll could see it.
    for (const item of store.items.values()) item.end = unix("10:00");
    session.workspace.state.datastores.set("declared_shifts", store);
    await session.to(at("10:31"));
    assertEquals(await session.status("UANN"), EMPTY);
    await session.to(at("10:46"));
    await assertQuiet(session, "11:01");
  });
});

Deno.test("a record that does not parse leaves only its person as they are", async () => {
  const people = [person("ann"), person("bob")];
  await inSession(scenario(people, []), async (session) => {
    await session.to(at("09:05"));
    await click(session, "Start focus time", "UANN");
    const shown = await session.status("UANN");
    const { items } = session.workspace.state.datastores
      .get("declared_shifts")!;
    for (const item of items.values()) item.start = "nine";
    await click(session, "Start focus time", "UBOB");
    assertEquals((await session.status("UBOB")).emoji, ":headphones:");
    await session.to(at("09:35"));
    assertEquals(await session.status("UANN"), shown);
    await click(session, "End it now", "UBOB");
    assertEquals(await session.status("UBOB"), EMPTY);
    assertEquals(await session.status("UANN"), shown);
  });
});

Deno.test("opting out deletes what one declared, others' stays", async () => {
  const people = [
    person("ann"),
    person("bob"),
    person("cid", { consent: null }),
  ];
  await inSession(scenario(people, []), async (session) => {
    await session.to(at("09:05"));
    for (const id of ["UANN", "UBOB", "UCID"]) {
      await click(session, "Start focus time", id);
    }
    await click(session, "Opt out", "UANN");
    await click(session, "Opt out", "UCID");
    assertEquals(await session.status("UANN"), EMPTY);
    const left = await session.items("declared_shifts");
    assertEquals(left.map(({ person }) => person), ["UBOB"]);
    // Nothing of it revives with a new consent.
    await click(session, "Opt in", "UANN", { states: EVERYTHING });
    await session.to(at("10:00"));
    assertEquals(await session.status("UANN"), EMPTY);
    assertEquals((await session.status("UBOB")).emoji, ":headphones:");
  });
});

Deno.test("many who end their own at once wait for no operator", async () => {
  const names = Array.from({ length: 12 }, (_, index) => `p${index + 10}`);
  const people = [
    ...names.map((name) => person(name)),
    person("mo", { consent: null }),
  ];
  const members = names.map((name) => `U${name.toUpperCase()}`);
  const user_groups = [{ id: "SREL1", name: "release", members }];
  const day = scenario(people, [], { user_groups });
  await inSession(day, async (session) => {
    await session.to(at("09:05"));
    const form = { group: "SREL1", until: unix("17:00") };
    await click(session, "Declare a deploy freeze", "UMO", form);
    const frozen = async () =>
      (await session.people())
        .filter(({ status }) => status.emoji === ":snowflake:").length;
    assertEquals(await frozen(), 12);
    await click(session, "End it now", "UMO", { group: "SREL1" });
    assertEquals(await frozen(), 0);
    const reports = await session.reports();
    assert(!reports.includes("Confirm early ends"), reports);
  }, MANAGERS);
});
