import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { planHandoffs } from "../../../app/handoffs/handoff_triggers.ts";
import { bookHandoffs } from "../../../app/steps/book_handoffs.ts";
import { getStepReports } from "../../../app/state/step_reports.ts";
import { readLastRun } from "../../../app/state/run_state.ts";
import {
  type HandoffRecord,
  handoffs,
} from "../../../slack/records/handoffs.ts";
import { LaggingMap } from "../../../packages/slack-box/lagging_map.ts";
import { createOneOff } from "../../../slack/triggers.ts";
import { NOW } from "../../slack/local_slack.ts";
import { type Bench, openBench } from "../../functions/step_bench.ts";

const CREATE = "workflows.triggers.create";
const LIST = "workflows.triggers.list";
const DELETE = "workflows.triggers.delete";

const NINE = NOW + 3600;
const TEN = NOW + 7200;

const book = (bench: Bench, ...instants: number[]) =>
  bookHandoffs(bench.execution(), {
    handoffs: instants.length === 0 ? "none" : instants.join(" "),
  });

/** When the handoffs' triggers fire, and what they are called. */
function triggersOf({ slack }: Bench) {
  return [...slack.state.triggers.values()].map(({ id, name, schedule }) => ({
    id,
    name,
    at: Date.parse(String(schedule?.start_time)) / 1000,
  })).sort((a, b) => a.at - b.at);
}

function recordsOf({ slack }: Bench): HandoffRecord[] {
  return [...slack.items("handoffs").values()]
    .map((item) => handoffs.parse(item)).sort((a, b) => a.at - b.at);
}

/** What is on record is what Slack has. */
function assertAgree(bench: Bench): void {
  assertEquals(
    recordsOf(bench).map(({ trigger_id }) => trigger_id),
    triggersOf(bench).map(({ id }) => id),
  );
}

Deno.test("each instant gets its own trigger, which fires a second later", async () => {
  const bench = openBench([], []);
  assertEquals(await book(bench, NINE, TEN), {
    booked: 2,
    removed: 0,
    failed: 0,
  });
  const iso = new Date(NINE * 1000).toISOString().replace(".000Z", "Z");
  const [first, second] = triggersOf(bench);
  assertEquals([first!.name, first!.at], [`Handoff ${iso}`, NINE + 1]);
  assertEquals(second!.at, TEN + 1);
  assertEquals(recordsOf(bench)[0]!.id, iso);
  assertAgree(bench);
  bench.close();
});

Deno.test("an instant that is very near or has just passed is booked for the earliest time that Slack takes", async () => {
  const bench = openBench([], []);
  await book(bench, NOW - 5, NOW + 3);
  assertEquals(triggersOf(bench).map(({ at }) => at), [NOW + 10, NOW + 10]);
  bench.close();
});

Deno.test("a handoff that is asked for twice is booked once", async () => {
  const bench = openBench([], []);
  await book(bench, NINE, TEN);
  const before = [triggersOf(bench), recordsOf(bench)];
  assertEquals((await book(bench, NINE, TEN)).booked, 0);
  assertEquals([triggersOf(bench), recordsOf(bench)], before);
  assertEquals(bench.slack.counts()[CREATE], 2);
  bench.close();
});

Deno.test("the booking moves with the roster", async () => {
  const bench = openBench([], []);
  await book(bench, NINE);
  assertEquals(await book(bench, TEN), { booked: 1, removed: 1, failed: 0 });
  assertEquals(triggersOf(bench).map(({ at }) => at), [TEN + 1]);
  assertAgree(bench);
  bench.close();
});

Deno.test("a trigger that fired is removed, one that is about to fire may fire", async () => {
  const bench = openBench([], []);
  await book(bench, NINE);
  bench.slack.clock.ms = NINE * 1000;
  assertEquals((await book(bench)).removed, 0);
  assertAgree(bench);
  bench.slack.clock.ms = NINE * 1000 + 1000;
  assertEquals((await book(bench)).removed, 1);
  assertEquals([triggersOf(bench), recordsOf(bench)], [[], []]);
  bench.close();
});

Deno.test("while an unwanted trigger is about to fire, booking is not finished", async () => {
  const bench = openBench([], []);
  const handoffsBooked = async () =>
    (await readLastRun(bench.execution())).booked?.handoffs;
  await book(bench, NINE, TEN);
  assertEquals(await handoffsBooked(), `${NINE} ${TEN}`);
  bench.slack.clock.ms = NINE * 1000;
  await book(bench, TEN);
  assertEquals(await handoffsBooked(), "unfinished");
  bench.slack.clock.ms = NINE * 1000 + 1000;
  await book(bench, TEN);
  assertEquals(await handoffsBooked(), `${TEN}`);
  assertEquals(triggersOf(bench).map(({ at }) => at), [TEN + 1]);
  bench.close();
});

Deno.test("a trigger that has just fired is not made a second time", async () => {
  const bench = openBench([], []);
  await book(bench, NINE, TEN);
  bench.slack.clock.ms = NINE * 1000 + 1000;
  assertEquals(await book(bench, NINE, TEN), {
    booked: 0,
    removed: 1,
    failed: 0,
  });
  assertEquals(triggersOf(bench).map(({ at }) => at), [TEN + 1]);
  assertEquals(bench.slack.counts()[CREATE], 2);
  assertAgree(bench);
  bench.close();
});

Deno.test("blanks around the input do not matter", async () => {
  const bench = openBench([], []);
  const outputs = (handoffs: string) =>
    bookHandoffs(bench.execution(), { handoffs });
  const nothing = { booked: 0, removed: 0, failed: 0 };
  assertEquals((await outputs(` ${NINE} ${TEN}\n`)).booked, 2);
  assertEquals(await outputs(" as booked "), nothing);
  assertEquals((await outputs("\tnone ")).removed, 2);
  assertEquals(triggersOf(bench), []);
  bench.close();
});

Deno.test("if Slack does not list the triggers, nothing is recorded as booked and the next poll tries again", async () => {
  const bench = openBench([], []);
  bench.slack.fail({ method: LIST, error: "fatal_error" });
  const execution = bench.execution("Fxrun");
  const handoffs = String(NINE);
  assertEquals(
    await bookHandoffs(execution, { handoffs, run_id: "Fxrun" }),
    { booked: 0, removed: 0, failed: 1 },
  );
  const { report } = await getStepReports(execution, "Fxrun", ["book"]);
  assertEquals(report.problems.map(({ about }) => about), ["booking handoffs"]);
  assertStringIncludes(report.problems[0]!.reason, LIST);
  const { booked } = await readLastRun(execution);
  assertEquals(booked!.handoffs, "unfinished");
  assertEquals([booked!.failures, booked!.retry_at], [1, 0]);
  assertEquals(triggersOf(bench), []);
  assertEquals((await book(bench, NINE)).booked, 1);
  assertEquals((await readLastRun(execution)).booked!.handoffs, handoffs);
  assertAgree(bench);
  bench.close();
});

Deno.test("the input *as booked* makes no call to Slack", async () => {
  const bench = openBench([], []);
  await book(bench, NINE);
  const before = { ...bench.slack.counts() };
  await bookHandoffs(bench.execution(), { handoffs: "as booked" });
  assertEquals(bench.slack.counts(), before);
  bench.close();
});

Deno.test("inputs that are not instants are refused", async () => {
  const bench = openBench([], []);
  for (const words of ["", "tomorrow", "-5", "1.5"]) {
    await assertRejects(
      () => bookHandoffs(bench.execution(), { handoffs: words }),
      Error,
      `handoffs: "${words}"`,
    );
  }
  bench.close();
});

Deno.test("a handoff is booked once in the end, at any call that a run is cut short", async () => {
  const total = await callsOf(async (bench) => {
    await book(bench, NINE);
    await book(bench, TEN);
  });
  for (let call = 1; call <= total; call++) {
    const bench = openBench([], []);
    await cutAfter(bench, call, async () => {
      await book(bench, NINE);
      await book(bench, TEN);
    });
    await book(bench, TEN);
    assertEquals(triggersOf(bench).map(({ at }) => at), [TEN + 1], `${call}`);
    assertAgree(bench);
    bench.close();
  }
});

async function callsOf(act: (bench: Bench) => Promise<void>): Promise<number> {
  const bench = openBench([], []);
  let calls = 0;
  bench.slack.before = () => void calls++;
  await act(bench);
  bench.close();
  return calls;
}

/** After so many calls none arrives any more. */
async function cutAfter(
  bench: Bench,
  last: number,
  act: () => Promise<void>,
): Promise<void> {
  let calls = 0;
  bench.slack.before = () => {
    if (++calls > last) throw new TypeError("this execution is dead");
  };
  // What it says of it in the end nobody hears.
  await act().catch(() => {});
  bench.slack.before = () => {};
}

Deno.test("two runs at once leave one booking", async () => {
  const bench = openBench([], []);
  await Promise.all([book(bench, NINE, TEN), book(bench, NINE, TEN)]);
  assertEquals(triggersOf(bench).map(({ at }) => at), [NINE + 1, TEN + 1]);
  await book(bench, NINE, TEN);
  assertAgree(bench);
  bench.close();
});

Deno.test("two runs at once leave one booking, also if Slack's list of triggers lags behind", async () => {
  const bench = openBench([], []);
  const { state, clock } = bench.slack;
  state.triggers = new LaggingMap(state.triggers, () => clock.ms);
  state.triggerListLagMs = () => 700;
  await Promise.all([book(bench, NINE), book(bench, NINE)]);
  assertEquals(bench.slack.counts()[CREATE], 2);
  assertEquals(triggersOf(bench).map(({ at }) => at), [NINE + 1]);
  assertAgree(bench);
  bench.close();
});

Deno.test("Slack's misleading token_revoked is retried; a lasting failure is reported", async () => {
  for (const [times, failed] of [[2, 0], [3, 1]] as const) {
    const bench = openBench([], []);
    bench.slack.fail({ method: CREATE, error: "token_revoked", times });
    const execution = bench.execution("Fxrun");
    const outputs = await bookHandoffs(execution, {
      handoffs: String(NINE),
      run_id: "Fxrun",
    });
    assertEquals([outputs.booked, outputs.failed], [1 - failed, failed]);
    assertAgree(bench);
    const { report } = await getStepReports(execution, "Fxrun", ["book"]);
    assertEquals(report.problems.length, failed);
    for (const { about, reason } of report.problems) {
      assertEquals(about, "booking handoffs");
      assertStringIncludes(reason, CREATE);
    }
    bench.close();
  }
});

Deno.test("a trigger that cannot be removed is reported and removed the next time", async () => {
  const bench = openBench([], []);
  await book(bench, NINE);
  bench.slack.fail({ method: DELETE, error: "fatal_error" });
  assertEquals((await book(bench)).failed, 1);
  assertEquals(triggersOf(bench).length, 1);
  assertEquals((await book(bench)).removed, 1);
  assertEquals([triggersOf(bench), recordsOf(bench)], [[], []]);
  bench.close();
});

Deno.test("Slack's misleading token_revoked is retried when a trigger is removed, too", async () => {
  const bench = openBench([], []);
  await book(bench, NINE);
  bench.slack.fail({ method: DELETE, error: "token_revoked", times: 2 });
  assertEquals(await book(bench), { booked: 0, removed: 1, failed: 0 });
  assertEquals(triggersOf(bench), []);
  bench.close();
});

Deno.test("Slack's misleading token_revoked is retried when triggers are listed, too", async () => {
  // The first list, and the one that looks for twins soon after a trigger was made.
  for (const skip of [0, 1]) {
    const bench = openBench([], []);
    const fault = { error: "token_revoked", times: 2, skip };
    bench.slack.fail({ method: "workflows.triggers.list", ...fault });
    const done = { booked: 1, removed: 0, failed: 0 };
    assertEquals(await book(bench, NINE), done);
    assertAgree(bench);
    bench.close();
  }
});

Deno.test("of two triggers for one instant, the one with the lower id stays, in any order", () => {
  const trigger = (id: string) => ({ id, at: NINE, firesAt: NINE + 1 });
  for (const ids of [["Ft1", "Ft2"], ["Ft2", "Ft1"]]) {
    const plan = planHandoffs(ids.map(trigger), new Set([NINE]), NOW);
    assertEquals(plan.kept, new Map([[NINE, "Ft1"]]));
    assertEquals(plan.superfluous, [trigger("Ft2")]);
    assertEquals(plan.missing, []);
  }
});

Deno.test("a trigger of another workflow is left alone, even if it is called like a handoff", async () => {
  const bench = openBench([], []);
  const { client } = bench.slack;
  const name = "Handoff 2026-03-02T11:00:00Z";
  await client.apiCall(CREATE, {
    type: "scheduled",
    name,
    workflow: "#/workflows/take_time_off",
    inputs: { interactivity: { value: "{{data.interactivity}}" } },
    schedule: { start_time: new Date(TEN * 1000).toISOString() },
  });
  assertEquals((await book(bench, TEN)).booked, 1);
  await book(bench);
  assertEquals(triggersOf(bench).map((each) => each.name), [name]);
  bench.close();
});

Deno.test("other triggers are left alone", async () => {
  const bench = openBench([], []);
  const { client } = bench.slack;
  const names = ["Go on with a run", "Handoffs of the week", "Handoff notes"];
  for (const name of names) {
    await client.apiCall(CREATE, {
      type: "scheduled",
      name,
      workflow: "#/workflows/sync",
      inputs: {},
      schedule: {
        start_time: new Date(TEN * 1000).toISOString(),
        timezone: "UTC",
        frequency: { type: "once" },
      },
    });
  }
  await book(bench);
  assertEquals(triggersOf(bench).map(({ name }) => name), names);
  bench.close();
});

Deno.test("a continuation without a record is removed long after it fired", async () => {
  const bench = openBench([], []);
  const { client } = bench.slack;
  const name = "Go on with a run";
  const id = await createOneOff(client, "sync", name, NOW + 60);
  bench.slack.clock.ms = (NOW + 600) * 1000;
  await book(bench, NINE);
  assertEquals(triggersOf(bench).map((each) => each.name === name), [
    true,
    false,
  ]);
  bench.slack.clock.ms = (NOW + 661) * 1000;
  await book(bench, NINE, TEN);
  assertEquals(bench.slack.state.triggers.has(id), false);
  assertAgree(bench);
  bench.close();
});

Deno.test("what a later run wants is booked, not what this one was told", async () => {
  const bench = openBench([], []);
  await bench.fetch();
  bench.slack.state.triggers.clear();
  const item = bench.slack.items("runs").get("checkpoint")!;
  const checkpoint = JSON.parse(item.body as string);
  item.body = JSON.stringify({ ...checkpoint, handoffs: String(TEN) });
  await book(bench, NINE);
  assertEquals(triggersOf(bench).map(({ at }) => at), [TEN + 1]);
  bench.close();
});

/** Runs what comes before the nth call of a method. */
function beforeCall(
  { slack }: Bench,
  method: string,
  nth: number,
  act: () => void,
): void {
  let calls = 0;
  slack.before = (call) => {
    if (call.method === method && ++calls === nth) act();
  };
}

/** After this long a function begins nothing new. */
const TIME_IS_UP_MS = 46_000;

Deno.test("if time runs out while triggers are made, the next poll makes the others", async () => {
  const bench = openBench([], []);
  beforeCall(bench, CREATE, 1, () => bench.slack.clock.ms += TIME_IS_UP_MS);
  const outputs = await book(bench, NINE, TEN);
  assertEquals(outputs, { booked: 1, removed: 0, failed: 0 });
  assertAgree(bench);
  const { booked } = await readLastRun(bench.execution());
  assertEquals([booked!.handoffs, booked!.retry_at], ["unfinished", 0]);
  assertEquals((await book(bench, NINE, TEN)).booked, 1);
  assertEquals(triggersOf(bench).map(({ at }) => at), [NINE + 1, TEN + 1]);
  assertAgree(bench);
  bench.close();
});

Deno.test("if time runs out while triggers are removed, the next poll removes the others", async () => {
  const bench = openBench([], []);
  await book(bench, NINE, TEN);
  beforeCall(bench, DELETE, 1, () => bench.slack.clock.ms += TIME_IS_UP_MS);
  assertEquals(await book(bench), { booked: 0, removed: 1, failed: 0 });
  assertEquals(triggersOf(bench).length, 1);
  const { booked } = await readLastRun(bench.execution());
  assertEquals([booked!.handoffs, booked!.retry_at], ["unfinished", 0]);
  assertEquals((await book(bench)).removed, 1);
  assertEquals([triggersOf(bench), recordsOf(bench)], [[], []]);
  bench.close();
});

Deno.test("a record of a trigger that Slack did not store or delete is a problem, and the next poll repairs it", async () => {
  const id = new Date(NINE * 1000).toISOString().replace(".000Z", "Z");
  const cases: [method: string, before: number[], wanted: number[]][] = [
    ["apps.datastore.bulkPut", [], [NINE, TEN]],
    ["apps.datastore.bulkDelete", [NINE, TEN], [TEN]],
  ];
  for (const [method, before, wanted] of cases) {
    const bench = openBench([], []);
    await book(bench, ...before);
    bench.slack.state.partialFailures = [{ method, keys: [id] }];
    const execution = bench.execution("Fxrun");
    const handoffs = wanted.join(" ");
    const { failed } = await bookHandoffs(execution, { handoffs });
    assertEquals(failed, 1, method);
    const { report } = await getStepReports(execution, "Fxrun", ["book"]);
    const [problem] = report.problems;
    assertEquals(problem!.about, "booking handoffs");
    assertStringIncludes(problem!.reason, id);
    const { booked } = await readLastRun(execution);
    assertEquals(booked!.handoffs, "unfinished", method);
    assertEquals((await book(bench, ...wanted)).failed, 0);
    assertAgree(bench);
    bench.close();
  }
});

Deno.test("a record that does not parse, or names another trigger, is replaced or removed", async () => {
  for (const trigger_id of [7, "Ft0OTHER"]) {
    const bench = openBench([], []);
    await book(bench, NINE, TEN);
    for (const item of bench.slack.items("handoffs").values()) {
      item.trigger_id = trigger_id;
    }
    await book(bench, TEN);
    assertEquals(recordsOf(bench).map(({ at }) => at), [TEN]);
    assertAgree(bench);
    bench.close();
  }
});
