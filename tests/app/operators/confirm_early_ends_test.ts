import { assert, assertEquals, assertRejects } from "@std/assert";
import { confirmEarlyEnds } from "../../../app/operators/confirm_early_ends.ts";
import { type EarlyEnds, earlyEnds } from "../../../slack/records/runs.ts";
import { NOW } from "../../slack/local_slack.ts";
import { type Bench, openBench, TO_LEASE } from "../../functions/step_bench.ts";

const HELD: EarlyEnds = {
  id: "early_ends",
  people: ["UANN", "UBOB"],
  active: 12,
  held_at: NOW - 60,
  confirmed_by: null,
  confirmed_at: null,
};

function open(held: EarlyEnds | null): Bench {
  const bench = openBench([], [], { config: { operators: ["UOPS"] } });
  if (held) bench.slack.items("runs").set(held.id, earlyEnds.format(held));
  return bench;
}

function confirm(bench: Bench, id = "UOPS") {
  const interactivity = { interactor: { id } };
  return confirmEarlyEnds(bench.execution(), { interactivity });
}

function recorded(bench: Bench): EarlyEnds {
  return earlyEnds.parse(bench.slack.items("runs").get("early_ends")!);
}

Deno.test("an operator confirms just what was held back", async () => {
  const bench = open(HELD);
  const { person, message, changed } = await confirm(bench);
  const { confirmed_at } = recorded(bench);
  assertEquals([person, changed], ["UOPS", true]);
  assert(
    message.startsWith("Confirmed for 2 people, of 12 who showed a shift then"),
    message,
  );
  assertEquals(recorded(bench), {
    ...HELD,
    confirmed_by: "UOPS",
    confirmed_at,
  });
  // The time that it took to be the only click.
  assertEquals(confirmed_at, NOW + TO_LEASE);
  // The run that follows must see it: a read may lie a second behind.
  assert(bench.slack.clock.now() >= (NOW + TO_LEASE) * 1000 + 1000);
  bench.close();
});

Deno.test("where nothing waits, that is said, and nothing written", async () => {
  const confirmed = { confirmed_by: "UOTHER", confirmed_at: NOW - 1 };
  const cases: [EarlyEnds | null, string][] = [
    [null, "Nothing is waiting for confirmation."],
    [
      { ...HELD, ...confirmed },
      "Nothing is waiting for confirmation: <@UOTHER> already confirmed it.",
    ],
  ];
  for (const [held, expected] of cases) {
    const bench = open(held);
    const { message, changed } = await confirm(bench);
    assertEquals([message, changed], [expected, false]);
    assertEquals(Object.keys(bench.slack.counts()), [
      "apps.datastore.bulkGet",
    ]);
    bench.close();
  }
});

Deno.test("another person's click confirms nothing", async () => {
  const bench = open(HELD);
  const { message, changed } = await confirm(bench, "UANN");
  assertEquals(changed, false);
  assert(message.startsWith("Only operators may do this"), message);
  assertEquals(recorded(bench), HELD);
  bench.close();
});

Deno.test("a confirmation that was not stored is an error", async () => {
  const bench = open(HELD);
  const method = "apps.datastore.bulkPut";
  bench.slack.state.partialFailures = [{ method, keys: ["early_ends"] }];
  await assertRejects(
    () => confirm(bench),
    Error,
    "Slack did not store the confirmation",
  );
  assertEquals(recorded(bench), HELD);
  bench.close();
});

Deno.test("a record that does not parse is an error that names it, and left alone", async () => {
  const bench = open(null);
  const broken = { id: "early_ends", schema_version: 9, body: "{}" };
  bench.slack.items("runs").set("early_ends", broken);
  await assertRejects(
    () => confirm(bench),
    Error,
    "record early_ends of runs does not parse and is left alone",
  );
  assertEquals(bench.slack.items("runs").get("early_ends"), broken);
  bench.close();
});
