import { assert, assertEquals } from "@std/assert";
import {
  desiredState,
  noRoster,
  readSnapshot,
  runModeOf,
} from "../../../app/state/desired_state.ts";
import { People } from "../../../app/state/people.ts";
import { putOnePersonBack } from "../../../app/operators/put_one_person_back.ts";
import {
  markConsentsChanged,
  readLastRun,
} from "../../../app/state/run_state.ts";
import { StepLog } from "../../../app/state/step_log.ts";
import { nextCheckpoint } from "../../../app/steps/checkpoint.ts";
import type { Result } from "../../../reconciler/change.ts";
import type { Claim } from "../../../reconciler/claim.ts";
import type { RosterSnapshot } from "../../../reconciler/shift.ts";
import { sampleClaim, sampleShift } from "../../slack/records/sample_claim.ts";
import { NOW } from "../../slack/local_slack.ts";
import {
  type Bench,
  openBench,
  optedIn,
  revoke,
  schedule,
  TO_LEASE,
  TO_REPORT,
} from "../../functions/step_bench.ts";

const LUNCH = { text: "Lunch", emoji: ":x:", expiration: 0 };

function checkpointOf(bench: Bench) {
  const { open, next_due, watch } = bench.checkpoint();
  return { open, next_due, watch };
}

const QUIET = { open: false, next_due: null, watch: [] };

Deno.test("a run that did everything leaves nothing open and nothing due", async () => {
  const bench = openBench([optedIn("ann")], [schedule("on_call", ["ann"])]);
  const { fetch } = await bench.sync();
  assertEquals(checkpointOf(bench), QUIET);
  assertEquals(bench.checkpoint().snapshot, fetch.snapshot_id);
  bench.close();
});

Deno.test("from the first step to the last a run is open", async () => {
  const bench = openBench([optedIn("ann")], [schedule("on_call", ["ann"])]);
  await bench.fetch();
  assertEquals(bench.checkpoint().open, true);
  await bench.restore();
  assertEquals(bench.checkpoint().open, true);
  await bench.apply();
  assertEquals(bench.checkpoint().open, false);
  bench.close();
});

Deno.test("the next poll retries a transient failure", async () => {
  const faults = [
    { status: 500 },
    { cut: "before" as const },
    { error: "ratelimited" },
  ];
  for (const fault of faults) {
    const bench = openBench([optedIn("ann")], [schedule("on_call", ["ann"])]);
    const times = { times: 2 };
    for (const _ of ["at first", "and when it is nothing new"]) {
      bench.slack.fail({ method: "users.profile.get", ...fault, ...times });
      await bench.sync();
      assertEquals(bench.checkpoint().open, true);
      bench.pass(900);
    }
    bench.close();
  }
});

Deno.test("a failure that only the person can fix is retried once, then within the hour", async () => {
  const bench = openBench([optedIn("ann")], [schedule("on_call", ["ann"])]);
  revoke(bench, "UANN");
  await bench.sync();
  assertEquals(bench.checkpoint().open, true);
  bench.pass(900);
  await bench.sync();
  const tried = NOW + TO_LEASE + TO_REPORT + 900 + TO_LEASE;
  assertEquals(checkpointOf(bench), { ...QUIET, next_due: tried + 3600 });
  bench.pass(900);
  assertEquals((await bench.sync()).fetch.scope, "nothing");
  bench.pass(2700);
  assertEquals((await bench.sync()).fetch.scope, "everybody");
  assertEquals(bench.checkpoint().open, false);
  bench.close();
});

Deno.test("a record that does not parse is checked again within the hour", async () => {
  const bench = openBench([optedIn("ann")], [schedule("on_call", ["ann"])]);
  bench.slack.items("consents").get("UANN")!.schema_version = 9;
  await bench.sync();
  assertEquals(checkpointOf(bench), { ...QUIET, next_due: NOW + 3600 });
  bench.close();
});

Deno.test("a person not found in Slack is looked up again when the stored miss expires", async () => {
  const bench = openBench([], [
    schedule("on_call", ["stranger"], 0, 2 * 86_400),
  ]);
  await bench.sync();
  assertEquals(checkpointOf(bench), { ...QUIET, next_due: NOW + 3600 });
  bench.pass(3599 - TO_REPORT);
  assertEquals((await bench.sync()).fetch.scope, "nothing");
  bench.pass(1);
  assertEquals((await bench.sync()).fetch.scope, "everybody");
  bench.close();
});

Deno.test("every poll reads a person whose own status lasts", async () => {
  const bench = openBench(
    [optedIn("zoe", { status: LUNCH }), optedIn("ann", { status: LUNCH })],
    [schedule("on_call", ["ann", "zoe"])],
  );
  await bench.sync();
  assertEquals(checkpointOf(bench), { ...QUIET, watch: ["UANN", "UZOE"] });
  bench.close();
});

Deno.test("DND is due for renewal before it runs out", async () => {
  const day = schedule("pto", ["ann"], 0, 8 * 3600);
  const bench = openBench([optedIn("ann")], [day]);
  await bench.sync();
  const began = NOW + TO_LEASE;
  assertEquals(checkpointOf(bench), { ...QUIET, next_due: began + 3600 });
  bench.pass(3660);
  await bench.sync();
  const ann = bench.slack.state.people.get("UANN")!;
  const renewed = began + TO_REPORT + 3660 + TO_LEASE;
  assertEquals(ann.snooze_until, renewed + 2 * 3600);
  assertEquals(bench.reports().length, 1);
  bench.close();
});

Deno.test("a shift without an end is due for renewal after half a day", async () => {
  const bench = openBench([optedIn("ann")], [
    schedule("on_call", ["ann"], -60, null),
  ]);
  await bench.sync();
  const began = NOW + TO_LEASE;
  assertEquals(checkpointOf(bench), { ...QUIET, next_due: began + 12 * 3600 });
  bench.pass(12 * 3600 + 60);
  await bench.sync();
  const { expiration } = bench.slack.state.people.get("UANN")!.status;
  const renewed = began + TO_REPORT + 12 * 3600 + 60 + TO_LEASE;
  assertEquals(expiration, renewed + 24 * 3600);
  bench.close();
});

Deno.test("a renewal that fails is retried once, then by the hour", async () => {
  const bench = openBench([optedIn("ann")], [
    schedule("on_call", ["ann"], 0, null),
  ]);
  await bench.sync();
  revoke(bench, "UANN");
  bench.pass(13 * 3600);
  for (const open of [true, false]) {
    bench.pass(900);
    assertEquals((await bench.sync()).apply.failed, 1);
    assertEquals(bench.checkpoint().open, open);
  }
  const due = bench.checkpoint().next_due as number;
  assert(due > bench.slack.clock.now() / 1000 + 3500, `${due}`);
  bench.pass(900);
  assertEquals((await bench.sync()).fetch.scope, "nothing");
  bench.close();
});

Deno.test("a presence that cannot be restored is tried once more, then by the hour", async () => {
  const bench = openBench([optedIn("ann")], [
    schedule("pto", ["ann"], 0, 8 * 3600),
  ]);
  await bench.sync();
  assertEquals(bench.slack.state.people.get("UANN")!.manual_away, true);
  revoke(bench, "UANN");
  bench.slack.items("consents").get("UANN")!.presence = false;
  await markConsentsChanged(bench.execution(), false);
  for (const open of [true, false]) {
    bench.pass(900);
    assertEquals((await bench.sync()).restore.failed, 1);
    assertEquals(bench.checkpoint().open, open);
  }
  bench.pass(900);
  assertEquals((await bench.sync()).fetch.scope, "nothing");
  bench.pass(2800);
  assertEquals((await bench.sync()).restore.failed, 1);
  bench.close();
});

Deno.test("a run is open while a shift could not be restored", async () => {
  const bench = openBench([optedIn("ann")], [schedule("on_call", ["ann"])]);
  await bench.sync();
  bench.pass(3600);
  revoke(bench, "UANN");
  await bench.sync();
  assertEquals(bench.checkpoint().open, true);
  bench.close();
});

Deno.test("a consent given while the run was at work is seen by the next poll", async () => {
  const bench = openBench([optedIn("ann")], [schedule("on_call", ["ann"])]);
  await bench.fetch();
  bench.slack.before = ({ method }) => {
    if (method !== "users.profile.set") return;
    const body = { id: "consents", revision: "other", pending_since: null };
    bench.slack.items("runs").set("consents", {
      id: "consents",
      schema_version: 1,
      body: JSON.stringify(body),
    });
  };
  await bench.apply();
  assertEquals((await bench.fetch()).scope, "everybody");
  bench.close();
});

Deno.test("while a group's shift is under way, its members are read every hour", async () => {
  for (const [from, due] of [[-60, 3600], [60, null]] as const) {
    const bench = openBench([], []);
    await bench.fetch();
    const execution = bench.execution();
    const last = await readLastRun(execution);
    const { snapshot } = last.checkpoint!;
    const shift = {
      person: "UANN",
      state: "deploy_freeze",
      start: NOW + from,
      end: NOW + 7200,
      source: "ical",
      schedule: "",
      identity: "group:SREL",
      label: "",
      level: 1,
    };
    const roster = {
      ...await readSnapshot(execution, snapshot),
      shifts: [shift],
    };
    const none = { records: new Map(), broken: [] };
    const log = new StepLog();
    const desired = desiredState(roster, none.records, runModeOf(last));
    const people = new People(execution, desired, none, none, log);
    const run = { people, log, results: [], heldBack: new Set<string>() };
    const checkpoint = nextCheckpoint(last.checkpoint!, run);
    assertEquals(checkpoint.next_due, due && NOW + due);
    bench.close();
  }
});

Deno.test("a run that began while another may have been at work is repeated once", async () => {
  for (const [seconds, open] of [[59, true], [60, false]] as const) {
    const bench = openBench([optedIn("ann")], [schedule("on_call", ["ann"])]);
    // It dies, or goes on writing: nobody knows.
    await bench.fetch();
    bench.pass(seconds);
    await bench.sync();
    assertEquals(bench.checkpoint().open, open);
    bench.pass(900);
    await bench.sync();
    assertEquals(bench.checkpoint().open, false);
    bench.close();
  }
});

Deno.test("after an operator's restore, the shift is quiet while it lasts", async () => {
  const bench = openBench([optedIn("ann")], [schedule("on_call", ["ann"])], {
    config: { operators: ["UOPS"] },
  });
  await bench.sync();
  const interactivity = { interactor: { id: "UOPS" } };
  const person = "UANN";
  await putOnePersonBack(bench.execution(), { interactivity, person });
  bench.pass(900);
  await bench.sync();
  assertEquals(bench.claim("UANN")!.status, null);
  assertEquals(bench.checkpoint().open, false);
  assertEquals((await bench.sync()).fetch.scope, "nothing");
  bench.close();
});

Deno.test("the claim of a person who opted out keeps the run open until it is deleted", async () => {
  const bench = openBench([optedIn("ann")], [schedule("on_call", ["ann"])]);
  await bench.sync();
  bench.slack.items("consents").get("UANN")!.withdrawn_at = NOW;
  await markConsentsChanged(bench.execution(), false);
  // Their status is restored; what the audit log keeps of it stays for now.
  bench.slack.before = ({ method, args }) => {
    if (method !== "apps.datastore.query" || args.datastore !== "audit_log") {
      return;
    }
    bench.slack.before = () => {};
    bench.slack.fail({ method, times: 1, status: 500 });
  };
  const { warn } = console;
  console.warn = () => {};
  await bench.sync().finally(() => console.warn = warn);
  assertEquals(bench.claim("UANN")!.status, null);
  assertEquals(bench.checkpoint().open, true);
  await bench.sync();
  assertEquals(bench.claim("UANN"), null);
  bench.close();
});

type RunOutcome = Parameters<typeof nextCheckpoint>[1];

/** The checkpoint after a run that read this snapshot and found these claims. */
async function checkpointAfter(
  fields: Partial<RosterSnapshot>,
  claims: Claim[],
  run: Partial<RunOutcome> = {},
) {
  const bench = openBench([optedIn("ann")], []);
  await bench.fetch();
  const execution = bench.execution();
  const last = await readLastRun(execution);
  const desired = desiredState(
    { ...noRoster(execution), version: "Fx1", ...fields },
    new Map(),
    runModeOf(last),
  );
  const log = run.log ?? new StepLog();
  const people = new People(
    execution,
    desired,
    { records: new Map(claims.map((each) => [each.person, each])), broken: [] },
    { records: new Map(), broken: [] },
    log,
  );
  await people.refreshConsents(["UANN"], log);
  const heldBack: ReadonlySet<string> = new Set();
  const outcome = { people, log, results: [], heldBack, ...run };
  const { open, next_due } = nextCheckpoint(last.checkpoint!, outcome);
  bench.close();
  return { open, next_due };
}

const SHOWN = { shifts: [sampleShift()] };
const RESULT: Result = {
  person: "UANN",
  name: "ann",
  part: "status",
  state: "on_call",
  action: "start",
  reason: "",
  before: null,
  after: null,
  outcome: "done",
  error: null,
  transient: true,
  path: "own",
};

Deno.test("a run stays open while anything is left undone or unknown", async () => {
  const unfinished = new StepLog();
  unfinished.leaveUnfinished();
  const unmapped = { identity: "a", source: "p", reason: "", transient: true };
  const cases: [Partial<RosterSnapshot>, Partial<RunOutcome>, boolean][] = [
    [{}, {}, false],
    [{}, { log: unfinished }, true],
    [{}, { results: [RESULT] }, false],
    [{}, { results: [{ ...RESULT, outcome: "unknown" }] }, true],
    [{}, { results: [{ ...RESULT, outcome: "postponed" }] }, true],
    [{ unmapped: [unmapped as never] }, {}, true],
    [{ unmapped: [{ ...unmapped, transient: false } as never] }, {}, false],
  ];
  for (const [fields, run, open] of cases) {
    const all = { ...SHOWN, ...fields };
    assertEquals((await checkpointAfter(all, [sampleClaim()], run)).open, open);
  }
});

Deno.test("the end of a shift that no reading shows is due", async () => {
  const gone = { source: "pagerduty", schedule: null, reason: "500" };
  const unreadable = { unreadable: [gone as never] };
  const { next_due } = await checkpointAfter(unreadable, [sampleClaim()]);
  assertEquals(next_due, NOW + 3600);
  const heldBack = new Set(["UANN"]);
  const held = await checkpointAfter({}, [sampleClaim()], { heldBack });
  assertEquals(held, { open: false, next_due: NOW + 3600 });
});
