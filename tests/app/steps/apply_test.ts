import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { latestRuns } from "../../../slack/records/runs.ts";
import { NOW } from "../../slack/local_slack.ts";
import {
  type Bench,
  EMPTY,
  openBench,
  optedIn,
  schedule,
  statusOf,
} from "../../functions/step_bench.ts";

const LUNCH = { text: "Lunch", emoji: ":x:", expiration: NOW + 1200 };

function openOne() {
  return openBench([optedIn("ann")], [schedule("on_call", ["ann"])]);
}

Deno.test("an invalid input is refused, and no one is touched", async () => {
  const wrong: [Record<string, string>, string][] = [
    [
      { state: "oncall" },
      'state: "oncall" is not configured; the states are on_call, pto, deploy_freeze, focus',
    ],
    [{ emoji: "pager" }, 'emoji: "pager" needs a colon on both sides'],
    [{ emoji: ":pa ger:" }, "is not an emoji's name"],
    [{ emoji: "::" }, "is not an emoji's name"],
    [{ emoji: ":a::b:" }, "emoji: "],
    [{ emoji: ":wave::skin-tone-7:" }, "emoji: "],
    [{ text: "{untill}" }, "is not a placeholder"],
    [{ text: "{until}" }, "needs words of its own"],
    [{ scope: "some" }, 'scope: "some" is none of nothing, watched, everybody'],
    [{ snapshot_id: "Fx99" }, "roster snapshot: not there; run fetch"],
  ];
  const bench = openOne();
  await bench.fetch();
  for (const [inputs, message] of wrong) {
    await assertRejects(() => bench.apply(inputs), Error, message);
  }
  assertEquals(bench.slack.items("claims").size, 0);
  bench.close();
});

Deno.test("blank inputs count as left out", async () => {
  const bench = openOne();
  await bench.fetch();
  const blank = { state: " ", text: "", emoji: " ", scope: " " };
  assertEquals((await bench.apply(blank)).changed, 1);
  assertEquals(bench.claim("UANN")!.override, null);
  assertEquals(statusOf(bench, "UANN").emoji, ":pager:");
  bench.close();
});

Deno.test("workflows set their own text and emoji only if the configuration allows it", async () => {
  const config = { workflow_texts: false };
  const people = [optedIn("ann")];
  const bench = openBench(people, [schedule("on_call", ["ann"])], { config });
  await bench.fetch();
  for (const own of [{ text: "Paged until {until}" }, { emoji: ":fire:" }]) {
    const { message } = await assertRejects(() => bench.apply(own), Error);
    assertStringIncludes(message, "workflow_texts in shiftlight.config.ts");
  }
  assertEquals(bench.slack.counts()["users.profile.set"], undefined);
  assertEquals((await bench.apply({ text: " ", emoji: "" })).changed, 1);
  bench.close();
});

Deno.test("a text of the workflow's own is set as one line of visible characters", async () => {
  const bench = openOne();
  await bench.fetch();
  await bench.apply({ text: "Paged\r\n\u202Enow\u200B until {until}" });
  assertEquals(statusOf(bench, "UANN").text, "Paged now until 10:00");
  bench.close();
});

Deno.test("a text and emoji of the workflow's own are kept at later polls", async () => {
  const bench = openOne();
  await bench.fetch();
  const text = " Holding the fort until {until} for {label} ";
  await bench.apply({ text, emoji: ":wave::skin-tone-3:" });
  const own = statusOf(bench, "UANN");
  assertEquals(own.text, "Holding the fort until 10:00 for The on_call");
  assertEquals(own.emoji, ":wave::skin-tone-3:");
  for (const _ of [1, 2]) {
    bench.pass(900);
    await bench.sync(true);
    assertEquals(statusOf(bench, "UANN"), own);
  }
  assertEquals(bench.slack.counts()["users.profile.set"], 1);
  bench.pass(1800);
  await bench.sync();
  assertEquals(statusOf(bench, "UANN").text, "");
  bench.close();
});

Deno.test("text or emoji alone leaves the other as configured", async () => {
  const bench = openOne();
  await bench.fetch();
  await bench.apply({ emoji: ":wave:" });
  const { text, emoji } = statusOf(bench, "UANN");
  assertEquals([text, emoji], [
    "On call for The on_call until 10:00",
    ":wave:",
  ]);
  bench.close();
});

Deno.test("one state alone is put into statuses; the run stays open for the rest", async () => {
  const bench = openBench([optedIn("ann"), optedIn("bob")], [
    schedule("on_call", ["ann"]),
    schedule("focus", ["bob"]),
  ]);
  await bench.fetch();
  assertEquals((await bench.apply({ state: "focus" })).changed, 1);
  assertEquals(statusOf(bench, "UANN").text, "");
  assertEquals(statusOf(bench, "UBOB").text, "Focus time until 10:00");
  assertEquals(bench.checkpoint().open, true);
  await bench.sync();
  assertEquals(statusOf(bench, "UANN").emoji, ":pager:");
  bench.close();
});

Deno.test("a step for one state leaves another state alone, also if the consent changes while it runs", async () => {
  const bench = openBench(
    [optedIn("ann", {}, { states: ["deploy_freeze"] })],
    [schedule("deploy_freeze", ["ann"]), schedule("focus", ["ann"])],
  );
  await bench.fetch();
  const consent = bench.slack.items("consents").get("UANN")!;
  bench.slack.before = ({ method }) => {
    if (method !== "users.profile.get") return;
    bench.slack.items("consents").set("UANN", {
      ...consent,
      states: ["focus"],
    });
  };
  const own = { state: "deploy_freeze", text: "Hands off until {until}" };
  assertEquals((await bench.apply(own)).changed, 0);
  assertEquals(statusOf(bench, "UANN"), EMPTY);
  bench.slack.before = () => {};
  await bench.sync(true);
  assertEquals(statusOf(bench, "UANN").emoji, ":headphones:");
  assert(!statusOf(bench, "UANN").text.startsWith("Hands off"));
  bench.close();
});

Deno.test("a step by itself, without a run, leaves a report under its own name", async () => {
  const bench = openOne();
  const { snapshot_id } = await bench.fetch();
  bench.slack.items("runs").clear();
  const step = { snapshot_id, run_id: undefined, scope: undefined };
  assertEquals((await bench.apply(step)).changed, 1);
  const left = [...bench.slack.items("runs").keys()].sort();
  assertEquals(left, ["Fx2:apply:0", "consents", "lease"]);
  bench.close();
});

Deno.test("the scope nothing takes no call", async () => {
  const bench = openOne();
  const nothing = { scope: "nothing", snapshot_id: "Fx1" };
  const outputs = await bench.apply(nothing);
  assertEquals(outputs, { changed: 0, failed: 0, postponed: 0 });
  assertEquals(bench.slack.arrived, []);
  bench.close();
});

Deno.test("a person whose own status lasts is served once it is gone, and nothing is left open", async () => {
  const bench = openBench(
    [optedIn("ann", { status: LUNCH }), optedIn("bob")],
    [schedule("on_call", ["ann", "bob"])],
  );
  await bench.sync();
  assertEquals(bench.claim("UANN")!.status!.phase, "deferred");
  bench.pass(900);
  bench.slack.arrived.length = 0;
  const waiting = await bench.sync();
  assertEquals([waiting.fetch.scope, waiting.apply.changed], ["nothing", 0]);
  assertEquals(bench.slack.counts()["users.profile.get"], 1);
  assertEquals(bench.checkpoint().open, false);
  bench.pass(900);
  const gone = await bench.sync();
  assertEquals([gone.fetch.scope, gone.apply.changed], ["watched", 1]);
  assertEquals(statusOf(bench, "UANN").emoji, ":pager:");
  assertEquals([bench.checkpoint().open, bench.checkpoint().watch], [
    false,
    [],
  ]);
  bench.close();
});

Deno.test("of the watched people only the one whose status is gone is served", async () => {
  const names = Array.from({ length: 30 }, (_, index) => `p${index}`);
  const bench = openBench(
    names.map((name) => optedIn(name, { status: LUNCH })),
    [schedule("on_call", names)],
  );
  await bench.sync();
  bench.slack.state.people.get("UP3")!.status = { ...EMPTY };
  bench.pass(900);
  bench.slack.arrived.length = 0;
  assertEquals((await bench.sync()).apply.changed, 1);
  const counts = bench.slack.counts();
  // Two steps look for people with something to do; then one person is served.
  assertEquals(counts["users.list"], 2);
  assertEquals(counts["users.profile.get"], 1);
  bench.close();
});

Deno.test("a watched person who changes our status is recorded as such, and no later poll is for that", async () => {
  const resume = { after_manual_change: "resume" };
  const bench = openBench([optedIn("ann", {}, resume)], [
    schedule("on_call", ["ann"]),
  ]);
  await bench.sync();
  bench.pass(600);
  assertEquals((await bench.sync()).fetch.scope, "nothing");
  bench.slack.state.people.get("UANN")!.status = { ...LUNCH };
  assertEquals((await bench.sync()).fetch.scope, "watched");
  assertEquals(bench.claim("UANN")!.status!.phase, "yielded");
  assertEquals((await bench.sync()).fetch.scope, "nothing");
  bench.slack.state.people.get("UANN")!.status = { ...EMPTY };
  assertEquals((await bench.sync()).apply.changed, 1);
  bench.close();
});

Deno.test("a person with several failures counts once", async () => {
  const bench = openBench([optedIn("ann")], [schedule("pto", ["ann"])]);
  bench.slack.fail({ method: "dnd.setSnooze", error: "snooze_failed" });
  bench.slack.fail({ method: "users.setPresence", error: "invalid_presence" });
  const { apply } = await bench.sync();
  assertEquals(apply, { changed: 1, failed: 1, postponed: 0 });
  const failed = bench.reports()[0]!.split("\n")
    .filter((line) => line.includes("_failed") || line.includes("invalid_"));
  assertStringIncludes(failed.join("\n"), "(notifications)");
  assertStringIncludes(failed.join("\n"), "(presence)");
  assertEquals(failed.map((line) => line.endsWith(": ann")), [true, true]);
  bench.close();
});

Deno.test("each result says whose token served", async () => {
  const pilot = optedIn("bob", {}, { path: "env" });
  const people = [optedIn("ann"), pilot];
  const shifts = [schedule("on_call", ["ann", "bob"])];
  const bench = openBench(people, shifts);
  const token = [...bench.slack.state.tokens.values()]
    .find((each) => each.owner === "UBOB" && each.source === "env")!;
  bench.env.USER_TOKEN_UBOB = token.value;
  await bench.sync();
  const paths = (await bench.results()).map(({ name, path }) => [name, path]);
  assertEquals(paths, [["ann", "own"], ["bob", "env"]]);
  bench.close();
});

Deno.test("a later run takes over the configured statuses, never a workflow's own", async () => {
  const cases = [
    [{}, 0],
    [{ emoji: ":wave:" }, 1],
    [{ state: "on_call" }, 1],
  ] as const;
  for (const [inputs, changed] of cases) {
    const bench = openOne();
    const { snapshot_id } = await bench.fetch();
    await laterReading(bench, 3600);
    const given = { ...inputs, snapshot_id };
    assertEquals((await bench.apply(given)).changed, changed);
    bench.close();
  }
});

Deno.test("an old snapshot is not replayed by a step with a state or a text of its own", async () => {
  for (const own of [{ state: "on_call" }, { text: "Paged until {until}" }]) {
    const bench = openOne();
    const { snapshot_id } = await bench.fetch();
    await laterReading(bench, -3600);
    const { changed } = await bench.apply({ ...own, snapshot_id });
    assertEquals(changed, 0);
    assertEquals(bench.slack.items("claims").size, 0);
    bench.close();
  }
});

/** The roster is read once more, its shift moved by so many seconds, and a run begins to apply that. */
async function laterReading(bench: Bench, seconds: number): Promise<void> {
  bench.pass(60);
  const [known] = bench.slack.roster.schedules;
  const shifts = known!.shifts.map((shift) => {
    const endMs = shift.endMs! + seconds * 1000;
    return { ...shift, endMs, end: new Date(endMs).toISOString() };
  });
  bench.slack.roster.schedules = [{ ...known!, shifts }];
  const { snapshot_id: snapshot } = await bench.fetch();
  const snapshot_at = NOW + 60;
  const item = latestRuns.format({ id: "latest", snapshot, snapshot_at });
  bench.slack.items("runs").set("latest", item);
}

Deno.test("for one state alone, people whose shift is over are passed over", async () => {
  const bench = openBench([optedIn("ann"), optedIn("bob")], [
    schedule("on_call", ["ann"]),
    schedule("focus", ["bob"], 3600, 7200),
  ]);
  await bench.sync();
  bench.pass(3600);
  await bench.fetch();
  const applied = await bench.apply({ state: "focus" });
  assertEquals(applied, { changed: 1, failed: 0, postponed: 0 });
  assertEquals(bench.claim("UANN")!.status!.phase, "held");
  assertEquals(statusOf(bench, "UBOB").text, "Focus time until 11:00");
  bench.close();
});

Deno.test("a watched person who could not be served is looked at again by the next run", async () => {
  const bench = openBench([optedIn("ann", { status: LUNCH })], [
    schedule("on_call", ["ann"]),
  ]);
  await bench.sync();
  bench.pass(1800);
  bench.slack.fail({ method: "users.profile.set", error: "invalid_arguments" });
  const { fetch, apply } = await bench.sync();
  assertEquals([fetch.scope, apply.failed], ["watched", 1]);
  assertEquals(bench.checkpoint().open, true);
  bench.close();
});

Deno.test("what an admin's token cannot set is noted, not failed", async () => {
  for (const admins of [1, 2]) {
    const bob = optedIn("bob", {}, { path: "env" });
    const ops = optedIn("ops", { role: "admin" }, null);
    const bench = openBench([bob, ops], [schedule("pto", ["bob"])]);
    const values = ["xoxp-one", "xoxp-two"].slice(0, admins);
    for (const value of values) {
      bench.slack.state.tokens.set(value, {
        ...bench.slack.state.tokens.values().next().value!,
        value,
        source: "env",
        owner: "UOPS",
        scopes: new Set(["users.profile:read", "users.profile:write"]),
      });
    }
    bench.env.ADMIN_TOKENS = values.join();
    const { apply } = await bench.sync();
    assertEquals(apply, { changed: 1, failed: 0, postponed: 0 });
    const parts = (await bench.results())
      .map(({ part, outcome }) => [part, outcome]);
    assertEquals(parts, [
      ["status", "done"],
      ["dnd", "noted"],
      ["presence", "noted"],
    ]);
    bench.close();
  }
});

Deno.test("a person whose consent cannot be read is not told of as not opted in", async () => {
  const bench = openOne();
  const item = bench.slack.items("consents").get("UANN")!;
  item.schema_version = 9;
  await bench.sync();
  assertEquals(await bench.results(), []);
  bench.close();
});

Deno.test("a shift that starts while the step takes the lease is served by the same step", async () => {
  const bench = openBench([optedIn("ann"), optedIn("bob")], [
    schedule("on_call", ["ann"]),
    { ...schedule("on_call", ["bob"], 2), id: "PLATER" },
  ]);
  const { apply } = await bench.sync();
  assertEquals(apply, { changed: 2, failed: 0, postponed: 0 });
  const outcomes = (await bench.results())
    .map(({ name, outcome }) => [name, outcome]);
  assertEquals(outcomes, [["ann", "done"], ["bob", "done"]]);
  bench.close();
});
