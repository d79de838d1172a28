import { assert, assertEquals, assertRejects } from "@std/assert";
import { applyStep } from "../../../app/steps/apply.ts";
import { fetchRoster } from "../../../app/steps/fetch.ts";
import { reportStep } from "../../../app/steps/report.ts";
import type { Problem, Result } from "../../../reconciler/change.ts";
import { putStepReport } from "../../../app/state/step_reports.ts";
import {
  type Bench,
  EMPTY,
  openBench,
  optedIn,
  revoke,
  schedule,
} from "../../functions/step_bench.ts";

const SHIFTS = [schedule("on_call", ["ann", "bob"])];

/** What `play` writes to the log. */
async function logged(play: () => Promise<unknown>): Promise<string[]> {
  const lines: string[] = [];
  const { log } = console;
  console.log = (line) => lines.push(String(line));
  try {
    await play();
  } finally {
    console.log = log;
  }
  return lines;
}

/** The report on so many who failed, and what is wrong besides. */
async function reportOn(
  bench: Bench,
  failures: number,
  problems: Problem[] = [],
): Promise<void> {
  const failed = (index: number): Result => ({
    person: `U${index}`,
    name: `p${index}`,
    part: "status",
    state: "on_call",
    action: "start",
    reason: "on call: Payments",
    before: null,
    after: null,
    outcome: "failed",
    error: `${index} ${"why ".repeat(20)}`,
    transient: false,
    path: "own",
  });
  const results = Array.from({ length: failures }, (_, index) => failed(index));
  const { id } = bench.execution();
  const half = Math.ceil(failures / 2);
  const leave = (step: string, results: Result[], problems: Problem[] = []) =>
    putStepReport(bench.execution(id), step, { results, problems });
  await leave("restore", results.slice(0, half), problems);
  await leave("apply", results.slice(half));
  await reportStep(bench.execution(), { run_id: id });
}

function open(config: Record<string, unknown> = {}) {
  return openBench([optedIn("ann"), optedIn("bob")], SHIFTS, { config });
}

Deno.test("what happened is posted to the report channel", async () => {
  const bench = open();
  const { report } = await bench.sync();
  assertEquals(report.posted, true);
  assertEquals(bench.slack.state.messages[0]!.channel, "CREPORTS");
  assert(bench.reports()[0]!.startsWith("*Changed*\n• :pager: "));
  bench.close();
});

Deno.test("a run is posted once to each channel that a workflow names", async () => {
  const bench = open();
  const { run_id } = (await bench.sync()).fetch;
  const report = async (channel?: string) =>
    (await reportStep(bench.execution(), { run_id, channel })).posted;
  assertEquals(await report("CELSE"), true);
  for (const channel of [undefined, "CREPORTS", "CELSE", " CELSE "]) {
    assertEquals(await report(channel), false, channel);
  }
  assertEquals(await report("CTHIRD"), true);
  const channels = bench.slack.state.messages.map(({ channel }) => channel);
  assertEquals(channels, ["CREPORTS", "CELSE", "CTHIRD"]);
  bench.close();
});

Deno.test("without a channel a run is in the log once", async () => {
  const bench = open({ report_channel: null });
  let run_id = "";
  const first = await logged(async () => {
    run_id = (await bench.sync()).fetch.run_id;
  });
  assertEquals(first.length, 1);
  const again = await logged(() => reportStep(bench.execution(), { run_id }));
  assertEquals(again, []);
  bench.close();
});

Deno.test("what another channel was told does not count as told", async () => {
  const bench = open();
  revoke(bench, "UBOB");
  const { run_id } = await bench.fetch();
  await bench.apply();
  const elsewhere = { run_id, channel: "CELSE" };
  await reportStep(bench.execution(), elsewhere);
  await reportStep(bench.execution(), { run_id });
  // Bob's own message asks them to connect again.
  const [first, second] = bench.slack.state.messages
    .filter(({ channel }) => channel !== "UBOB");
  assertEquals([first!.channel, second!.channel], ["CELSE", "CREPORTS"]);
  assert(second!.text.includes("token_revoked"), second!.text);
  assertEquals(second!.text, first!.text);
  bench.close();
});

Deno.test("a report that another channel refuses does not go to the configured one", async () => {
  const bench = open();
  const { run_id } = await bench.fetch();
  await bench.apply();
  bench.slack.fail({ method: "chat.postMessage", error: "not_in_channel" });
  await assertRejects(() =>
    reportStep(bench.execution(), { run_id, channel: "CELSE" })
  );
  bench.pass(900);
  await bench.sync(true);
  assertEquals(bench.slack.state.messages, []);
  bench.close();
});

Deno.test("a step reports only the run of its own workflow", async () => {
  const bench = open();
  const fetch = await fetchRoster(bench.execution(undefined, "Wx1"), {
    complete: true,
  });
  const { run_id } = fetch;
  await applyStep(bench.execution(run_id, "Wx1"), fetch);
  const report = async (workflow: string | undefined, run = run_id) => {
    const execution = bench.execution(undefined, workflow);
    const inputs = { run_id: run, channel: "CELSE" };
    return (await reportStep(execution, inputs)).posted;
  };
  assertEquals(await report("Wx2"), false);
  assertEquals(await report("Wx2", `Wx1/${run_id}`), false);
  // Nor can another workflow put its own words into that run.
  const forged: Problem = { about: "forged", reason: "forged" };
  const results = { results: [], problems: [forged] };
  await putStepReport(bench.execution(run_id, "Wx2"), "apply", results);
  assertEquals(await report("Wx1"), true);
  const [message] = bench.slack.state.messages;
  assert(message!.text.endsWith(": ann, bob"), message!.text);
  assert(!message!.text.includes("forged"), message!.text);
  bench.close();
});

Deno.test("a quiet poll reports nothing, and asks for nothing", async () => {
  const bench = open();
  await bench.sync();
  bench.pass(900);
  bench.slack.arrived.length = 0;
  const { fetch, report } = await bench.sync();
  assertEquals([fetch.scope, report.posted], ["nothing", false]);
  // It reads the last run, and notes that the rosters were read.
  assertEquals(bench.slack.arrived.length, 2);
  assertEquals(bench.reports().length, 1);
  bench.close();
});

Deno.test("a run in which nothing happened posts nothing", async () => {
  const bench = open();
  await bench.sync();
  const { report } = await bench.sync(true);
  assertEquals(report.posted, false);
  assertEquals(bench.reports().length, 1);
  bench.close();
});

Deno.test("a failure is reported once for as long as it lasts, and again when it comes back", async () => {
  const bench = open();
  revoke(bench, "UBOB");
  await bench.sync();
  await bench.sync(true);
  assertEquals(bench.reports().length, 1);
  assert(bench.reports()[0]!.includes("token_revoked"));
  for (const token of bench.slack.state.tokens.values()) token.revoked = false;
  await bench.sync(true);
  assertEquals(bench.reports().length, 2);
  assert(/^\*Changed\*\n• :pager: .*: bob$/.test(bench.reports()[1]!));
  revoke(bench, "UBOB");
  bench.pass(3600);
  await bench.sync();
  assertEquals(bench.reports().length, 3);
  assert(bench.reports()[2]!.includes("token_revoked"));
  bench.close();
});

Deno.test("a person who has not opted in is mentioned once, and never changed", async () => {
  const bench = openBench([optedIn("ann", {}, null)], [
    schedule("on_call", ["ann"]),
  ]);
  await bench.sync();
  await bench.sync(true);
  assertEquals(bench.reports().length, 1);
  assert(/^• not opted in for on.call: ann$/m.test(bench.reports()[0]!));
  assertEquals(bench.slack.counts()["users.profile.get"], undefined);
  assertEquals(bench.claim("UANN"), null);
  bench.close();
});

Deno.test("a source that cannot be read is reported once, with what that means", async () => {
  const bench = open();
  await bench.sync();
  bench.env.PAGERDUTY_TOKEN = "wrong";
  await bench.sync(true);
  await bench.sync(true);
  assertEquals(bench.reports().length, 2);
  const report = bench.reports()[1]!;
  assert(report.startsWith("*Needs attention*"), report);
  assert(report.includes("Everyone on it stays as they are."));
  assert(report.includes("PAGERDUTY_TOKEN"), report);
  assertEquals(bench.claim("UANN")!.status!.phase, "held");
  bench.close();
});

Deno.test("a run for watched people forgets no failure of other people", async () => {
  const status = { text: "Lunch", emoji: ":x:", expiration: 0 };
  const people = [optedIn("ann", { status }), optedIn("bob")];
  const bench = openBench(people, SHIFTS);
  revoke(bench, "UBOB");
  await bench.sync();
  bench.pass(900);
  await bench.sync();
  const known = bench.slack.items("runs").get("reported");
  bench.pass(900);
  bench.slack.state.people.get("UANN")!.status = { ...EMPTY };
  const { fetch, report } = await bench.sync();
  assertEquals([fetch.scope, report.posted], ["watched", true]);
  assertEquals(bench.slack.items("runs").get("reported"), known);
  bench.close();
});

Deno.test("without a channel the report goes to the log", async () => {
  const bench = open({ report_channel: null });
  const lines: unknown[] = [];
  const { log } = console;
  console.log = (line) => lines.push(line);
  try {
    assertEquals((await bench.sync()).report.posted, false);
  } finally {
    console.log = log;
  }
  assert(String(lines[0]).startsWith("*Changed*"));
  assertEquals(bench.reports(), []);
  bench.close();
});

Deno.test("a report that could not be posted is posted by the next poll; the error says how to fix it", async () => {
  const bench = open();
  revoke(bench, "UBOB");
  // What is told to the person whose connection is gone fails first.
  const fault = { error: "not_in_channel", times: 2 };
  bench.slack.fail({ method: "chat.postMessage", ...fault });
  const said = await bench.sync().then(
    () => "",
    (error: Error) => error.message,
  );
  assert(said.includes("CREPORTS: not_in_channel; invite the app"), said);
  assertEquals(bench.reports(), []);
  bench.pass(900);
  await bench.sync();
  // What happened once is told too, not only what lasts.
  assert(/^• :pager: On call .*: ann$/m.test(bench.reports()[0]!));
  assert(bench.reports()[0]!.includes("token_revoked"));
  bench.pass(900);
  await bench.sync(true);
  assertEquals(bench.reports().length, 1);
  bench.close();
});

Deno.test("a channel that stays closed is tried once an hour, not at every poll", async () => {
  const bench = open();
  bench.slack.fail({
    method: "chat.postMessage",
    error: "is_archived",
    times: 9,
  });
  await bench.sync().catch(() => {});
  bench.pass(900);
  await bench.sync().catch(() => {});
  bench.pass(900);
  const { fetch } = await bench.sync();
  assertEquals(fetch.scope, "nothing");
  bench.close();
});

Deno.test("an unknown scope is refused", async () => {
  const bench = open();
  const execution = bench.execution();
  await assertRejects(
    () => reportStep(execution, { run_id: "Fx1", scope: "some" }),
    Error,
    'scope: "some" is none of nothing, watched, everybody',
  );
  bench.close();
});

Deno.test("people who are not found are listed at once, then once a day", async () => {
  const bench = openBench([optedIn("ann")], [
    schedule("on_call", ["ann", "stranger"], 0, 5 * 86_400),
  ]);
  await bench.sync();
  const listed = () =>
    bench.reports().filter((text) => text.includes("not found in Slack"));
  assertEquals(listed().length, 1);
  for (const hours of [1, 22]) {
    bench.pass(hours * 3600);
    await bench.sync(true);
  }
  assertEquals([listed().length, bench.reports().length], [1, 1]);
  bench.pass(3600);
  await bench.sync(true);
  assertEquals(listed().length, 2);
  bench.pass(12 * 3600);
  await bench.sync(true);
  assertEquals(bench.reports().length, 2);
  bench.close();
});

Deno.test("a list that could not be posted is posted as soon as it can be", async () => {
  const bench = openBench([optedIn("ann")], [
    schedule("on_call", ["ann", "stranger"], 0, 5 * 86_400),
  ]);
  bench.slack.fail({ method: "chat.postMessage", error: "not_in_channel" });
  await assertRejects(() => bench.sync());
  bench.pass(900);
  await bench.sync();
  const [report] = bench.reports();
  assertEquals(report!.split("not found in Slack").length, 2);
  bench.pass(900);
  await bench.sync(true);
  assertEquals(bench.reports().length, 1);
  bench.close();
});

Deno.test("thousands of people who are not found make a short list and no stored keys", async () => {
  const strangers = Array.from({ length: 3000 }, (_, index) => `who${index}`);
  const bench = openBench([optedIn("ann")], [
    schedule("on_call", ["ann", ...strangers], 0, 5 * 86_400),
  ], { rates: "none" });
  const log = await logged(() => bench.sync());
  const lines = bench.reports().join("\n").split("\n");
  const listed = (all: string[]) =>
    all.filter((line) => line.includes("not found in Slack")).length;
  assertEquals(listed(lines), 30);
  assert(
    lines.includes("… and 2970 more lines; see `slack activity`"),
    lines.join("\n"),
  );
  assertEquals(listed(log.join("\n").split("\n")), 2970);
  const told = String(bench.slack.items("runs").get("reported")!.body);
  assert(told.length < 1000, told);
  const posted = bench.reports().length;
  bench.pass(3600);
  await bench.sync(true);
  assertEquals(bench.reports().length, posted);
  bench.close();
});

Deno.test("ten messages are the longest report; the rest is in the log", async () => {
  const bench = open();
  const log = await logged(() => reportOn(bench, 2000));
  assertEquals(bench.reports().length, 10);
  const told = bench.reports().join("\n");
  const all = [told, ...log].join("\n").split("\n")
    .filter((line) => /: p\d+$/.test(line));
  assertEquals(new Set(all).size, 2000);
  assert(/… and \d+ more lines; see `slack activity`$/.test(told));
  // Told is told, wherever that was.
  await reportOn(bench, 2000);
  assertEquals(bench.reports().length, 10);
  bench.close();
});

Deno.test("the stored keys fit into one record, however much lasts", async () => {
  const bench = open();
  await logged(() => reportOn(bench, 18_000));
  const item = bench.slack.items("runs").get("reported")!;
  const size = JSON.stringify(item).length;
  assert(size > 200_000 && size < 300_000, `${size}`);
  bench.close();
});

Deno.test("a lasting failure among many is not reported again", async () => {
  const bench = open();
  const problem = { about: "payments", reason: "answered 500" };
  await reportOn(bench, 3, [problem, problem]);
  const [first] = bench.reports();
  assertEquals(first!.split("answered 500").length, 2);
  await reportOn(bench, 4, [problem]);
  const [, second] = bench.reports();
  assert(second!.endsWith(": p3"), second);
  assert(
    !second!.includes("answered 500") && !second!.includes("p2"),
    second,
  );
  bench.close();
});
