import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Claim } from "../../../reconciler/claim.ts";
import { oneOffRuns } from "../../../slack/records/runs.ts";
import { leases } from "../../../slack/records/lease.ts";
import { NOW } from "../../slack/local_slack.ts";
import {
  type Bench,
  EMPTY,
  openBench,
  optedIn,
  revoke,
  schedule,
  statusOf,
  TO_LEASE,
} from "../../functions/step_bench.ts";

const LUNCH = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };
const ON_CALL = {
  text: "On call for The on_call until 10:00",
  emoji: ":pager:",
  expiration: NOW + 3600 + 1260,
};
const REPLACE = { on_own_status: "replace" };

const SET = "users.profile.set";
const GET = "users.profile.get";

/** What is on record of a person at each of their writes. */
function claimsAtWrites(bench: Bench, person: string): (Claim | null)[] {
  const seen: (Claim | null)[] = [];
  bench.slack.before = ({ method }) => {
    if (method === SET) seen.push(bench.claim(person));
  };
  return seen;
}

function openOne(fields = {}, consent = {}): Bench {
  const ann = optedIn("ann", fields, consent);
  return openBench([ann], [schedule("on_call", ["ann"])]);
}

function phaseOf(bench: Bench, person: string): string | undefined {
  return bench.claim(person)?.status?.phase;
}

Deno.test("read, read the consent again, find a token, record the intent, write, log it, record what Slack returned", async () => {
  const bench = openOne();
  await bench.fetch();
  bench.slack.arrived.length = 0;
  await bench.apply();
  const methods = bench.slack.arrived.map(({ method, args }) =>
    args.datastore ? `${method.slice(15)} ${args.datastore}` : method
  );
  const from = methods.indexOf(GET);
  assertEquals(methods.slice(from, from + 7), [
    GET,
    "bulkGet consents",
    "apps.auth.external.get",
    "bulkPut claims",
    SET,
    "bulkPut audit_log",
    "bulkPut claims",
  ]);
  bench.close();
});

Deno.test("before a start the intent is on record, with what it replaces", async () => {
  const bench = openOne({ status: LUNCH }, REPLACE);
  const [seen] = [claimsAtWrites(bench, "UANN")];
  const { apply } = await bench.sync();
  assertEquals(apply, { changed: 1, failed: 0, postponed: 0 });
  assertEquals(seen.length, 1);
  assertEquals(seen[0]!.status, {
    phase: "intent",
    prior: LUNCH,
    before: LUNCH,
    wanted: ON_CALL,
    applied: null,
    write: `Fx3:UANN:status:${NOW + TO_LEASE}`,
  });
  assertEquals(bench.claim("UANN")!.status, {
    phase: "held",
    prior: LUNCH,
    before: LUNCH,
    wanted: ON_CALL,
    applied: ON_CALL,
  });
  assertEquals(statusOf(bench, "UANN"), ON_CALL);
  bench.close();
});

Deno.test("before a restore it is on record too, and afterwards nothing is", async () => {
  const bench = openOne({ status: LUNCH }, REPLACE);
  await bench.sync();
  bench.pass(3600);
  const seen = claimsAtWrites(bench, "UANN");
  const { restore } = await bench.sync();
  assertEquals(restore.restored, 1);
  assertEquals(seen[0]!.status!.phase, "restoring");
  assertEquals(seen[0]!.status!.wanted, LUNCH);
  assertEquals(statusOf(bench, "UANN"), LUNCH);
  assertEquals(bench.claim("UANN"), null);
  bench.close();
});

Deno.test("what we set is what Slack returned, so that it is known again as ours", async () => {
  const bench = openOne();
  await bench.fetch();
  await bench.apply({ emoji: ":thumbsup:", text: "On <call> & busy" });
  const { wanted, applied } = bench.claim("UANN")!.status!;
  assertEquals([wanted.emoji, applied!.emoji], [":thumbsup:", ":+1:"]);
  assertEquals(applied!.text, "On <call> & busy");
  bench.pass(3600);
  await bench.sync();
  assertEquals(statusOf(bench, "UANN"), EMPTY);
  bench.close();
});

Deno.test("a consent withdrawn while the status was read keeps it from being set", async () => {
  const bench = openOne();
  bench.slack.before = ({ method }) => {
    if (method !== GET) return;
    bench.slack.items("consents").get("UANN")!.withdrawn_at = NOW;
  };
  const { apply } = await bench.sync();
  assertEquals(apply.changed, 0);
  assertEquals(statusOf(bench, "UANN"), EMPTY);
  assertEquals(bench.slack.counts()[SET], undefined);
  bench.close();
});

/** A claim in doubt may just have been settled, so it is read again a second later (seconds). */
const TO_LEASE_IN_DOUBT = TO_LEASE + 1;

Deno.test("a claim that another run is writing is left alone for ninety seconds", async () => {
  const bench = openOne();
  await bench.fetch();
  await bench.apply();
  const item = bench.slack.items("claims").get("UANN")!;
  const claim = bench.claim("UANN")!;
  const status = { ...claim.status!, phase: "intent" as const };
  const written_at = Math.floor(bench.slack.clock.ms / 1000);
  const other = { written_by: "FxOther", written_at };
  item.body = JSON.stringify({ ...claim, status, ...other });
  bench.pass(89 - TO_LEASE_IN_DOUBT);
  const early = await bench.apply();
  assertEquals([early.changed, early.postponed], [0, 1]);
  assertEquals(phaseOf(bench, "UANN"), "intent");
  const [result] = await bench.results();
  assertEquals(result!.error, "another run is writing it");
  assertEquals(bench.checkpoint().open, true);
  bench.pass(1);
  await bench.sync();
  assertEquals(phaseOf(bench, "UANN"), "held");
  assertEquals(bench.slack.counts()[SET], 1);
  bench.close();
});

/** Ann's claim as another execution left it in mid-write, so many seconds ago. */
async function openInOtherHands(secondsAgo: number): Promise<Bench> {
  const bench = openOne();
  await bench.fetch();
  await bench.apply();
  const item = bench.slack.items("claims").get("UANN")!;
  const claim = bench.claim("UANN")!;
  const status = { ...claim.status!, phase: "intent" as const };
  const written_at = nowOf(bench) - secondsAgo;
  const other = { written_by: "FxOther", written_at };
  item.body = JSON.stringify({ ...claim, status, ...other });
  return bench;
}

function nowOf(bench: Bench): number {
  return Math.floor(bench.slack.clock.ms / 1000);
}

/** When the booked run goes on (Unix seconds). */
function goesOnAt(bench: Bench): number {
  return oneOffRuns.parse(bench.slack.items("runs").get("continuation")!).at;
}

Deno.test("a run goes on with a claim in other hands once its writer is known to be dead", async () => {
  const bench = await openInOtherHands(10);
  const { written_at } = bench.claim("UANN")!;
  assertEquals((await bench.apply()).postponed, 1);
  assertEquals(goesOnAt(bench), written_at + 90);
  bench.close();
});

Deno.test("a run goes on with a write that Slack did not answer once its writer is known to be dead", async () => {
  const bench = openOne();
  bench.slack.fail({ method: SET, cut: "after" });
  assertEquals((await bench.sync()).apply.postponed, 1);
  assertEquals(goesOnAt(bench), bench.claim("UANN")!.written_at + 90);
  bench.close();
});

Deno.test("the ninety seconds are over by the time of the batch, not of the step", async () => {
  for (const [late, phase] of [[2, "held"], [1, "intent"]] as const) {
    const bench = await openInOtherHands(88 - TO_LEASE_IN_DOUBT);
    bench.slack.before = ({ method }) => {
      if (method === GET) bench.pass(late);
    };
    await bench.apply();
    assertEquals(phaseOf(bench, "UANN"), phase);
    bench.close();
  }
});

Deno.test("a step that restores leaves a start to the step that applies", async () => {
  const bench = openOne();
  bench.slack.fail({ method: SET, cut: "before" });
  await bench.sync();
  bench.pass(900);
  await bench.fetch();
  // The write never happened, and the shift is still to be shown.
  await bench.restore();
  assertEquals(phaseOf(bench, "UANN"), "intent");
  assertEquals([bench.slack.counts()[SET], statusOf(bench, "UANN")], [
    1,
    EMPTY,
  ]);
  await bench.apply();
  assertEquals([phaseOf(bench, "UANN"), bench.slack.counts()[SET]], [
    "held",
    2,
  ]);
  bench.close();
});

Deno.test("a secret that Slack refuses is reported although another one serves", async () => {
  const bob = optedIn("bob", {}, { path: "env" });
  const ops = optedIn("ops", { role: "admin" }, null);
  const bench = openBench([bob, ops], [schedule("on_call", ["bob"])]);
  const value = "xoxp-of-the-admin";
  bench.slack.state.tokens.set(value, {
    ...bench.slack.state.tokens.values().next().value!,
    value,
    source: "env",
    owner: "UOPS",
    scopes: new Set(["users.profile:read", "users.profile:write"]),
  });
  bench.env.ADMIN_TOKENS = value;
  // One that Slack does not know at all, and one that lacks a scope.
  const own = [...bench.slack.state.tokens.values()]
    .find(({ owner, source }) => owner === "UBOB" && source === "env")!;
  const secrets = [
    ["xoxp-forgotten", "a secret: auth.test: invalid_auth"],
    [own.value, "a secret: users.profile.set: missing_scope"],
  ] as const;
  own.scopes = new Set();
  for (const [secret, said] of secrets) {
    bench.env.USER_TOKEN_UBOB = secret;
    bench.slack.items("claims").clear();
    bench.slack.state.people.get("UBOB")!.status = { ...EMPTY };
    assertEquals((await bench.sync(true)).apply.changed, 1);
    const [result] = await bench.results();
    assertEquals(result!.path, "admin");
    const problems = await bench.problems();
    assertEquals(problems.length, 1);
    assertStringIncludes(problems[0]!, said);
    assertStringIncludes(problems[0]!, "USER_TOKEN_UBOB");
    bench.pass(900);
  }
  bench.close();
});

Deno.test("a status that no admin's token can set is noted, and the person's record taken back", async () => {
  const bob = optedIn("bob", {}, { path: "admin" });
  const ops = optedIn("ops", { role: "admin" }, null);
  const bench = openBench([bob, ops], [schedule("on_call", ["bob"])]);
  const value = "xoxp-of-the-admin";
  bench.slack.state.tokens.set(value, {
    ...bench.slack.state.tokens.values().next().value!,
    value,
    source: "env",
    owner: "UOPS",
    scopes: new Set(["users.profile:read", "users.profile:write"]),
  });
  bench.env.ADMIN_TOKENS = value;
  const error = "cannot_update_admin_user";
  bench.slack.fail({ method: SET, error });
  const { apply } = await bench.sync();
  assertEquals(apply, { changed: 0, failed: 0, postponed: 0 });
  const [result, ...others] = await bench.results();
  assertEquals(others, []);
  const { outcome, action, after } = result!;
  assertEquals([outcome, action, after], ["noted", "noop", null]);
  assertStringIncludes(result!.reason, error);
  assertEquals([bench.claim("UBOB"), await bench.problems()], [null, []]);
  assertEquals(bench.checkpoint().open, false);
  bench.close();
});

Deno.test("an execution that lost the lease writes nothing more", async () => {
  const names = Array.from({ length: 30 }, (_, index) => `p${index}`);
  const bench = openBench(
    names.map((name) => optedIn(name)),
    [schedule("on_call", names)],
  );
  const until = bench.slack.clock.ms + 75_000;
  const other = { id: "lease", holder: "FxOther", until, history: {} } as const;
  bench.slack.before = ({ method }) => {
    // The first batch is written; before the second another one takes over.
    if (method !== SET) return;
    bench.slack.items("runs").set("lease", leases.format(other));
  };
  const { apply } = await bench.sync();
  assertEquals(apply, { changed: 25, failed: 0, postponed: 5 });
  assertEquals(bench.slack.counts()[SET], 25);
  assertEquals(bench.slack.items("claims").size, 25);
  assertStringIncludes((await bench.problems()).join(), "has taken over");
  assertEquals(bench.checkpoint().open, true);
  const lease = leases.parse(bench.slack.items("runs").get("lease")!);
  assertEquals(lease.holder, "FxOther");
  bench.close();
});

Deno.test("a read older than five seconds is read again before anything is recorded", async () => {
  const bench = openOne();
  let late = true;
  bench.slack.before = ({ method, args }) => {
    const refresh = bench.slack.counts()[GET] &&
      method === "apps.datastore.bulkGet" && args.datastore === "consents";
    if (refresh && late) bench.pass(6);
    if (refresh) late = false;
  };
  const { apply } = await bench.sync();
  assertEquals(apply.changed, 1);
  assertEquals(bench.slack.counts()[GET], 2);
  assertEquals(bench.slack.counts()[SET], 1);
  const records = bench.slack.arrived.filter(({ method, args }) =>
    method === "apps.datastore.bulkPut" && args.datastore === "claims"
  );
  assertEquals(records.length, 2);
  bench.close();
});

Deno.test("a read that grew old while the intent was recorded is read again, the record taken back", async () => {
  const bench = openOne({ status: LUNCH }, REPLACE);
  let late = true;
  const phases: (string | undefined)[] = [];
  bench.slack.before = ({ method, args }) => {
    if (method === GET) phases.push(phaseOf(bench, "UANN"));
    if (method !== "apps.datastore.bulkPut" || args.datastore !== "claims") {
      return;
    }
    if (late) bench.pass(6);
    late = false;
  };
  await bench.sync();
  assertEquals(phases, [undefined, undefined]);
  assertEquals(bench.slack.counts()[SET], 1);
  assertEquals(bench.claim("UANN")!.status!.prior, LUNCH);
  bench.close();
});

Deno.test("a read of exactly five seconds is fresh enough", async () => {
  const bench = openOne();
  bench.slack.before = ({ method, args }) => {
    const intent = method === "apps.datastore.bulkPut" &&
      args.datastore === "claims" && !bench.slack.counts()[SET];
    if (intent) bench.pass(5);
  };
  await bench.sync();
  assertEquals(bench.slack.counts()[GET], 1);
  assertEquals(bench.slack.counts()[SET], 1);
  bench.close();
});

Deno.test("a person whose status keeps growing old is postponed, not looped over", async () => {
  const bench = openOne();
  bench.slack.before = ({ method, args }) => {
    if (method === "apps.datastore.bulkPut" && args.datastore === "claims") {
      bench.pass(6);
    }
  };
  const { apply } = await bench.sync();
  assertEquals(apply, { changed: 0, failed: 0, postponed: 1 });
  assertEquals(bench.slack.counts()[SET], undefined);
  assertEquals(bench.claim("UANN"), null);
  assertEquals(bench.checkpoint().open, true);
  bench.close();
});

Deno.test("a refused start takes its record back; the status stays and the others do not wait", async () => {
  const people = ["ann", "bob", "cid"].map((name) =>
    optedIn(name, { status: LUNCH }, REPLACE)
  );
  const names = ["ann", "bob", "cid"];
  const bench = openBench(people, [schedule("on_call", names)]);
  bench.slack.fail({ method: SET, user: "UBOB", error: "profile_set_failed" });
  const { apply } = await bench.sync();
  assertEquals(apply, { changed: 2, failed: 1, postponed: 0 });
  assertEquals(bench.claim("UBOB"), null);
  assertEquals(statusOf(bench, "UBOB"), LUNCH);
  assertEquals([phaseOf(bench, "UANN"), phaseOf(bench, "UCID")], [
    "held",
    "held",
  ]);
  const failed = (await bench.results()).find((each) =>
    each.outcome === "failed"
  )!;
  assertEquals([failed.name, failed.transient], ["bob", false]);
  assertStringIncludes(failed.error!, "profile_set_failed");
  bench.close();
});

Deno.test("a refused restore leaves the claim as it was, with the prior", async () => {
  const bench = openOne({ status: LUNCH }, REPLACE);
  await bench.sync();
  const before = bench.claim("UANN")!;
  bench.pass(3600);
  bench.slack.fail({ method: SET, error: "profile_set_failed" });
  const { restore } = await bench.sync();
  assertEquals(restore, { restored: 0, failed: 1, postponed: 0 });
  assertEquals(bench.claim("UANN"), before);
  await bench.sync(true);
  assertEquals(statusOf(bench, "UANN"), LUNCH);
  bench.close();
});

Deno.test("what Slack refuses to restore, and its substitute, is tried three times a run", async () => {
  const bench = openOne({ status: LUNCH }, REPLACE);
  await bench.sync();
  bench.pass(3600);
  const error = "invalid_emoji_not_allowed";
  bench.slack.fail({ method: SET, error, times: 99 });
  const before = bench.slack.counts()[SET]!;
  assertEquals((await bench.sync()).restore.failed, 1);
  assertEquals(bench.slack.counts()[SET]! - before, 3);
  assertEquals(bench.claim("UANN")!.status!.prior, LUNCH);
  bench.close();
});

Deno.test("an emoji that Slack refuses is that person's failure", async () => {
  const bench = openOne();
  await bench.fetch();
  const refused = await bench.apply({ emoji: ":no_such_emoji:" });
  assertEquals(refused, { changed: 0, failed: 1, postponed: 0 });
  const [result] = await bench.results();
  assertStringIncludes(result!.error!, "invalid_emoji_not_allowed");
  assertEquals([bench.claim("UANN"), statusOf(bench, "UANN")], [null, EMPTY]);
  bench.close();
});

Deno.test("a write whose answer was lost stays an intent until it is found out", async () => {
  for (const cut of ["before", "after"] as const) {
    const bench = openOne({ status: LUNCH }, REPLACE);
    bench.slack.fail({ method: SET, cut });
    const { apply } = await bench.sync();
    assertEquals(apply, { changed: 0, failed: 0, postponed: 1 });
    assertEquals(phaseOf(bench, "UANN"), "intent");
    const [unknown] = await bench.results();
    assertEquals([unknown!.outcome, unknown!.transient], ["unknown", true]);
    assertEquals(bench.checkpoint().open, true);
    bench.pass(900);
    await bench.sync();
    assertEquals(phaseOf(bench, "UANN"), "held");
    assertEquals(bench.claim("UANN")!.status!.prior, LUNCH);
    assertEquals(statusOf(bench, "UANN").text, ON_CALL.text);
    assertEquals(bench.slack.counts()[SET], cut === "after" ? 1 : 2);
    bench.pass(3000);
    await bench.sync();
    assertEquals(statusOf(bench, "UANN"), LUNCH);
    bench.close();
  }
});

Deno.test("what was found out is confirmed only once it is on the log", async () => {
  const bench = openOne({ status: LUNCH }, REPLACE);
  bench.slack.fail({ method: SET, cut: "after" });
  await bench.sync();
  assertEquals([phaseOf(bench, "UANN"), bench.log()], ["intent", []]);
  bench.pass(900);
  loseOneEntry(bench);
  await bench.fetch();
  assertEquals((await bench.restore()).postponed, 1);
  assertEquals([phaseOf(bench, "UANN"), bench.log()], ["intent", []]);
  await bench.apply();
  assertEquals(phaseOf(bench, "UANN"), "held");
  assertEquals(bench.log().map(({ action }) => action), ["start"]);
  assertEquals(bench.slack.counts()[SET], 1);
  bench.close();
});

/** Slack does not store the first entry for the audit log, once. */
function loseOneEntry(bench: Bench): void {
  bench.slack.before = ({ method, args }) => {
    const logs = method === "apps.datastore.bulkPut" &&
      args.datastore === "audit_log";
    if (!logs) return;
    bench.slack.before = () => {};
    const [{ id }] = JSON.parse(args.items as string);
    bench.slack.state.partialFailures = [{ method, keys: [id] }];
  };
}

Deno.test("a write that is not on the log stays an intent, and the next run logs it", async () => {
  const bench = openOne();
  loseOneEntry(bench);
  assertEquals((await bench.sync()).apply.changed, 1);
  assertEquals([phaseOf(bench, "UANN"), bench.log()], ["intent", []]);
  assertEquals(bench.checkpoint().open, true);
  bench.pass(900);
  await bench.sync();
  assertEquals(phaseOf(bench, "UANN"), "held");
  assertEquals(bench.log().map(({ action }) => action), ["start"]);
  assertEquals(bench.slack.counts()[SET], 1);
  bench.close();
});

Deno.test("a connection of a person's own that another token replaces is no problem with a secret", async () => {
  const ops = optedIn("ops", { role: "admin" }, null);
  const bench = openBench([optedIn("ann"), ops], [
    schedule("on_call", ["ann"]),
  ]);
  const value = "xoxp-of-the-admin";
  bench.slack.state.tokens.set(value, {
    ...bench.slack.state.tokens.values().next().value!,
    value,
    source: "env",
    owner: "UOPS",
    scopes: new Set(["users.profile:read", "users.profile:write"]),
  });
  bench.env.ADMIN_TOKENS = value;
  bench.slack.fail({ method: SET, error: "token_revoked" });
  assertEquals((await bench.sync()).apply.changed, 1);
  const [result] = await bench.results();
  assertEquals([result!.outcome, result!.path], ["done", "admin"]);
  assertEquals(await bench.problems(), []);
  bench.close();
});

Deno.test("a record that could not be written keeps its person from being written to, alone", async () => {
  const bench = openBench(
    [optedIn("ann"), optedIn("bob")],
    [schedule("on_call", ["ann", "bob"])],
  );
  bench.slack.state.partialFailures = [{
    method: "apps.datastore.bulkPut",
    keys: ["UANN"],
  }];
  const { apply } = await bench.sync();
  assertEquals(apply, { changed: 1, failed: 0, postponed: 1 });
  assertEquals(statusOf(bench, "UANN"), EMPTY);
  assertEquals(statusOf(bench, "UBOB"), ON_CALL);
  assertEquals(bench.checkpoint().open, true);
  bench.pass(60);
  await bench.sync();
  assertEquals(statusOf(bench, "UANN").text, ON_CALL.text);
  bench.close();
});

Deno.test("a confirmation that was lost is found out by the next run", async () => {
  const bench = openOne({ status: LUNCH }, REPLACE);
  bench.slack.before = ({ method }) => {
    if (method !== SET) return;
    bench.slack.state.partialFailures = [{
      method: "apps.datastore.bulkPut",
      keys: ["UANN"],
    }];
  };
  await bench.sync();
  assertEquals(phaseOf(bench, "UANN"), "intent");
  assertEquals(bench.checkpoint().open, true);
  bench.pass(900);
  await bench.sync();
  assertEquals(phaseOf(bench, "UANN"), "held");
  assertEquals(bench.claim("UANN")!.status!.applied, ON_CALL);
  assertEquals(bench.slack.counts()[SET], 1);
  bench.close();
});

Deno.test("confirmations that fail altogether are a problem, and the run stays open", async () => {
  const bench = openOne();
  bench.slack.before = ({ method }) => {
    if (method !== SET) return;
    const put = "apps.datastore.bulkPut";
    bench.slack.fail({ method: put, error: "datastore_error" });
  };
  const { apply } = await bench.sync();
  assertEquals(apply.changed, 1);
  const [problem] = await bench.problems();
  assertStringIncludes(problem!, "the records of what was written");
  assertEquals(bench.checkpoint().open, true);
  assertEquals(phaseOf(bench, "UANN"), "intent");
  bench.close();
});

Deno.test("without records no profile is written, and the report says so", async () => {
  const bench = openBench(
    [optedIn("ann"), optedIn("bob")],
    [schedule("on_call", ["ann", "bob"])],
  );
  await bench.fetch();
  let failed = false;
  bench.slack.before = ({ method, args }) => {
    if (failed || method !== "apps.datastore.bulkPut") return;
    if (args.datastore !== "claims") return;
    failed = true;
    bench.slack.fail({ method, error: "datastore_error" });
  };
  const outputs = await bench.apply();
  assertEquals([outputs.changed, outputs.postponed], [0, 2]);
  assertEquals(bench.slack.counts()[SET], undefined);
  const [problem] = await bench.problems();
  assertStringIncludes(problem!, "the app itself");
  assertEquals(bench.checkpoint().open, true);
  bench.close();
});

Deno.test("a status that cannot be read fails that person, and is never taken for empty", async () => {
  const bench = openBench(
    [optedIn("ann", { status: LUNCH }, REPLACE), optedIn("bob")],
    [schedule("on_call", ["ann", "bob"])],
  );
  bench.slack.fail({ method: GET, user: "UANN", status: 500 });
  const { apply } = await bench.sync();
  assertEquals(apply, { changed: 1, failed: 1, postponed: 0 });
  assertEquals(statusOf(bench, "UANN"), LUNCH);
  assertEquals(bench.claim("UANN"), null);
  assertEquals(bench.checkpoint().open, true);
  bench.close();
});

Deno.test("a read that fails at the end of a shift is a failed restore", async () => {
  const bench = openOne();
  await bench.sync();
  bench.pass(3600);
  bench.slack.fail({ method: GET, error: "user_not_found" });
  assertEquals((await bench.sync()).restore.failed, 1);
  const [result] = await bench.results();
  assertEquals([result!.action, result!.outcome], ["restore", "failed"]);
  assertEquals(phaseOf(bench, "UANN"), "held");
  bench.close();
});

Deno.test("nothing is recorded of a person who cannot be written to", async () => {
  const bench = openOne();
  bench.slack.state.externalTokens.clear();
  const { apply } = await bench.sync();
  assertEquals(apply.failed, 1);
  assertEquals(bench.slack.counts()[SET], undefined);
  assertEquals(bench.claim("UANN"), null);
  bench.close();
});

Deno.test("one person's revoked token delays no other, and is reported by name and reason, once", async () => {
  const names = ["ann", "bob", "cid"];
  const bench = openBench(
    names.map((name) => optedIn(name)),
    [schedule("on_call", names)],
  );
  revoke(bench, "UBOB");
  const { apply } = await bench.sync();
  assertEquals(apply, { changed: 2, failed: 1, postponed: 0 });
  const [report] = bench.reports();
  const failed = report!.split("\n")
    .find((line) => line.includes("token_revoked"));
  assert(failed?.endsWith(": bob"), report);
  assertStringIncludes(report!, "this person's own connection");
  bench.pass(900);
  await bench.sync(true);
  assertEquals(bench.reports().length, 1);
  bench.close();
});

Deno.test("a claim or consent that does not parse is reported and left alone", async () => {
  for (const store of ["claims", "consents"]) {
    const bench = openBench(
      [optedIn("ann"), optedIn("bob")],
      [schedule("on_call", ["ann", "bob"])],
    );
    const broken = { person: "UANN", schema_version: 7, body: "?" };
    bench.slack.items(store).set("UANN", broken);
    const { apply } = await bench.sync();
    assertEquals(apply.changed, 1);
    assertEquals(bench.slack.items(store).get("UANN"), broken);
    assertEquals(statusOf(bench, "UANN"), EMPTY);
    const [problem] = await bench.problems();
    assertStringIncludes(problem!, `record UANN of ${store}`);
    assertStringIncludes(bench.reports()[0]!, "left alone");
    bench.close();
  }
});

Deno.test("a record that breaks between the look and the batch is left alone too", async () => {
  // A claim is read again under the lease, a consent before each batch.
  const cases = [["claims", "apps.datastore.put"], ["consents", GET]] as const;
  for (const [store, breaking] of cases) {
    const bench = openOne();
    const broken = { person: "UANN", schema_version: 7 };
    bench.slack.before = ({ method }) => {
      if (method === breaking) {
        bench.slack.items(store).set("UANN", { ...broken });
      }
    };
    await bench.sync();
    assertEquals(bench.slack.counts()[SET], undefined);
    assertEquals(bench.slack.items(store).get("UANN"), broken);
    bench.close();
  }
});

Deno.test("sixty people are served in batches, each with one read and one write", async () => {
  const names = Array.from({ length: 60 }, (_, index) => `p${index}`);
  const bench = openBench(
    names.map((name) => optedIn(name)),
    [schedule("on_call", names)],
    { config: { limits: { rates: "none" } } },
  );
  const order: string[] = [];
  bench.slack.before = ({ method, args }) => {
    const claims = method === "apps.datastore.bulkPut" &&
      args.datastore === "claims";
    if (method === SET || claims) order.push(claims ? "record" : "write");
  };
  const { apply } = await bench.sync();
  assertEquals(apply, { changed: 60, failed: 0, postponed: 0 });
  const counts = bench.slack.counts();
  assertEquals([counts[GET], counts[SET]], [60, 60]);
  assertEquals(counts["apps.auth.external.get"], 60);
  const batch = (size: number) => ["record", ...Array(size).fill("write")];
  const expected = [25, 25, 10].flatMap((size) => [...batch(size), "record"]);
  assertEquals(order, expected);
  for (const name of names) {
    assertEquals(phaseOf(bench, `U${name.toUpperCase()}`), "held");
  }
  bench.pass(3600);
  const { restore } = await bench.sync();
  assertEquals(restore.restored, 60);
  assertEquals(bench.slack.items("claims").size, 0);
  bench.close();
});

Deno.test("people over the minute's limit are postponed, and served by the next run", async () => {
  const names = Array.from({ length: 60 }, (_, index) => `p${index}`);
  const bench = openBench(
    names.map((name) => optedIn(name)),
    [schedule("on_call", names)],
    { rates: "documented" },
  );
  const first = await bench.sync();
  assertEquals(first.apply, { changed: 50, failed: 0, postponed: 10 });
  assertEquals(bench.checkpoint().open, true);
  bench.pass(900);
  const second = await bench.sync();
  assertEquals(second.apply, { changed: 10, failed: 0, postponed: 0 });
  assert(
    names.every((name) =>
      statusOf(bench, `U${name.toUpperCase()}`).emoji === ":pager:"
    ),
  );
  bench.close();
});

Deno.test("a connection that Slack refuses at the write is told to its person", async () => {
  const bench = openOne();
  revoke(bench, "UANN");
  assertEquals((await bench.sync()).apply.failed, 1);
  const told = bench.slack.state.messages
    .filter(({ channel }) => channel === "UANN");
  assertEquals(told.length, 1);
  assertStringIncludes(told[0]!.text, "no longer works (token_revoked)");
  bench.close();
});

Deno.test("what the app itself is refused for one person stops nobody else", async () => {
  const bench = openBench(
    [optedIn("ann"), optedIn("bob"), optedIn("cat")],
    [schedule("on_call", ["ann", "bob", "cat"])],
  );
  for (const user of ["UANN", "UBOB"]) {
    bench.slack.fail({ method: GET, user, error: "invalid_auth" });
  }
  const { apply } = await bench.sync();
  assertEquals(apply, { changed: 1, failed: 2, postponed: 0 });
  assertEquals(await bench.problems(), []);
  bench.close();
});

Deno.test("statuses that cannot be read for two different reasons stop nothing", async () => {
  const bench = openBench(
    [optedIn("ann"), optedIn("bob")],
    [schedule("on_call", ["ann", "bob"])],
  );
  bench.slack.fail({ method: GET, user: "UANN", error: "invalid_auth" });
  bench.slack.fail({ method: GET, user: "UBOB", error: "user_not_found" });
  const { apply } = await bench.sync();
  assertEquals([apply.failed, apply.postponed], [2, 0]);
  assertEquals(await bench.problems(), []);
  bench.close();
});

Deno.test("a consent that breaks at the end of a shift leaves its person as they are", async () => {
  const bench = openOne({ status: LUNCH }, REPLACE);
  await bench.sync();
  bench.pass(3600);
  await bench.fetch();
  const claim = bench.claim("UANN");
  bench.slack.before = ({ method }) => {
    if (method !== GET) return;
    bench.slack.items("consents").get("UANN")!.schema_version = 7;
  };
  assertEquals((await bench.restore()).restored, 0);
  assertEquals([bench.claim("UANN"), statusOf(bench, "UANN")], [
    claim,
    ON_CALL,
  ]);
  bench.close();
});
