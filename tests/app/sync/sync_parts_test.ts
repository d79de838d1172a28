import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  EMPTY,
  openBench,
  optedIn,
  schedule,
  statusOf,
  TO_LEASE,
  TO_REPORT,
} from "../../functions/step_bench.ts";
import { statusAccess } from "../../../app/sync/part_access.ts";
import { adminTokenLimit, personLimit } from "../../../slack/rate_limiter.ts";
import { leases } from "../../../slack/records/lease.ts";
import { NOW } from "../../slack/local_slack.ts";

const WRITES = ["users.profile.set", "dnd.setSnooze", "users.setPresence"];

/** Whose what was written, in the order of arrival. */
function writesOf(bench: ReturnType<typeof openBench>): string[] {
  return bench.slack.arrived.filter(({ method }) => WRITES.includes(method))
    .map(({ method, token }) =>
      `${bench.slack.state.tokens.get(token!)!.owner} ${method}`
    );
}

Deno.test("no status waits for DND, no DND for presence", async () => {
  const names = Array.from({ length: 30 }, (_, index) => `p${index}`);
  const bench = openBench(
    names.map((name) => optedIn(name)),
    [schedule("pto", names)],
    { config: { limits: { rates: "none" } } },
  );
  await bench.sync();
  const methods = writesOf(bench).map((each) => each.split(" ")[1]);
  const expected = WRITES.flatMap((method) => Array(30).fill(method));
  assertEquals(methods, expected);
  bench.close();
});

Deno.test("the highest priority is served first, then the earliest start, then by id", async () => {
  const names = ["focused", "zoe", "yan", "late"];
  const bench = openBench(names.map((name) => optedIn(name)), [
    schedule("focus", ["focused"], -500),
    schedule("on_call", ["zoe", "yan"], -60),
    { ...schedule("on_call", ["late"], -30), id: "PLATER" },
  ]);
  await bench.sync();
  const order = writesOf(bench).filter((each) => each.includes("profile.set"))
    .map((each) => each.split(" ")[0]);
  assertEquals(order, ["UYAN", "UZOE", "ULATE", "UFOCUSED"]);
  bench.close();
});

Deno.test("people who failed last time go after the ones the minute would serve", async () => {
  const names = ["ann", "bob", "cid"];
  const bench = openBench(names.map((name) => optedIn(name)), [
    schedule("on_call", ["ann"], -60),
    schedule("focus", ["bob", "cid"]),
  ]);
  const refusal = { method: "users.profile.set", error: "profile_set_failed" };
  for (const user of ["UANN", "UBOB", "UCID"]) {
    bench.slack.fail({ ...refusal, user });
  }
  await bench.sync();
  // Bob is helped meanwhile; of the failing, urgency still decides.
  const record = { ...bench.checkpoint(), failing: ["UANN", "UCID"] };
  const item = bench.slack.items("runs").get("checkpoint")!;
  item.body = JSON.stringify(record);
  bench.slack.arrived.length = 0;
  await bench.sync();
  const order = writesOf(bench).filter((each) => each.includes("profile.set"))
    .map((each) => each.split(" ")[0]);
  assertEquals(order, ["UBOB", "UANN", "UCID"]);
  bench.close();
});

Deno.test("restores come first: they never wait behind starts", async () => {
  const people = ["old", "new"].map((name) => optedIn(name));
  const bench = openBench(people, [
    schedule("on_call", ["old"], -60, 600),
    { ...schedule("on_call", ["new"], 600, 3600), id: "PNEXT" },
  ]);
  await bench.sync();
  bench.slack.arrived.length = 0;
  bench.pass(600);
  await bench.sync();
  const order = writesOf(bench).map((each) => each.split(" ")[0]);
  assertEquals(order, ["UOLD", "UNEW"]);
  bench.close();
});

Deno.test("DND and presence are restored as the status is", async () => {
  const until = NOW + 3 * 3600;
  const status = { text: "Off", emoji: ":zzz:", expiration: until };
  const fields = { status, snooze_until: NOW + 600 };
  const ann = optedIn("ann", fields, { on_own_status: "replace" });
  const bench = openBench([ann], [schedule("pto", ["ann"], 0, 300)]);
  await bench.sync();
  const person = bench.slack.state.people.get("UANN")!;
  // Theirs outlasts ours, and so is left alone.
  assertEquals(person.snooze_until, NOW + 600);
  assertEquals(person.manual_away, true);
  bench.pass(300);
  await bench.sync();
  assertEquals(person.status, status);
  assertEquals([person.snooze_until, person.manual_away], [NOW + 600, false]);
  assertEquals(bench.claim("UANN"), null);
  bench.close();
});

/** A shift of another day: a source that lists none at all is not believed at once. */
function nextDay(email: string) {
  const startMs = (NOW + 86_400) * 1000;
  return { email, startMs, endMs: startMs + 3_600_000, level: 1 };
}

Deno.test("the rest of a person's own shorter snooze comes back, to the minute", async () => {
  const ann = optedIn("ann", { snooze_until: NOW + 1830 });
  const bench = openBench([ann], [schedule("pto", ["ann"], 0, 3600)]);
  await bench.sync();
  const person = bench.slack.state.people.get("UANN")!;
  // To the last whole minute before the end.
  assertEquals(person.snooze_until, NOW + TO_LEASE + 59 * 60);
  // The shift turns out to end much earlier.
  bench.slack.roster.schedules = [];
  bench.slack.roster.schedules = [{
    id: "PPTO",
    name: "The pto",
    vendor: "pagerduty",
    app: { state: "pto" },
    shifts: [{
      email: "ann@example.com",
      startMs: NOW * 1000,
      endMs: (NOW + 600) * 1000,
      level: 1,
    }, nextDay("ann@example.com")],
  }];
  bench.pass(600);
  await bench.sync();
  // Theirs ends 1830 s after the beginning: 20.4 minutes from now.
  const ended = NOW + TO_LEASE + TO_REPORT + 600 + TO_LEASE;
  assertEquals(person.snooze_until, ended + 20 * 60);
  assertEquals(person.manual_away, false);
  bench.close();
});

Deno.test("a person who is away by their own choice stays away", async () => {
  const ann = optedIn("ann", { manual_away: true });
  const bench = openBench([ann], [schedule("pto", ["ann"], 0, 600)]);
  await bench.sync();
  bench.pass(600);
  await bench.sync();
  assertEquals(bench.slack.state.people.get("UANN")!.manual_away, true);
  assertEquals(bench.slack.counts()["users.setPresence"], undefined);
  assertEquals(bench.claim("UANN"), null);
  bench.close();
});

Deno.test("on call never silences, nor does any state for a person who does not allow it", async () => {
  const people = [
    optedIn("ann"),
    optedIn("bob", {}, { dnd: false, presence: false }),
  ];
  const schedules = [schedule("on_call", ["ann"]), schedule("pto", ["bob"])];
  const bench = openBench(people, schedules);
  await bench.sync();
  assertEquals(writesOf(bench), [
    "UANN users.profile.set",
    "UBOB users.profile.set",
  ]);
  assertEquals(bench.slack.counts()["dnd.info"], undefined);
  assertEquals(bench.slack.counts()["users.getPresence"], undefined);
  bench.close();
});

Deno.test("DND that fails keeps neither status nor presence from being set", async () => {
  const bench = openBench([optedIn("ann")], [schedule("pto", ["ann"])]);
  bench.slack.fail({ method: "dnd.setSnooze", error: "snooze_failed" });
  const { apply } = await bench.sync();
  assertEquals(apply, { changed: 1, failed: 1, postponed: 0 });
  const claim = bench.claim("UANN")!;
  assertEquals([claim.status!.phase, claim.dnd], ["held", null]);
  assertEquals(claim.presence!.phase, "held");
  bench.close();
});

/** What a run sleeps (milliseconds) that waits so many seconds for Slack while it writes. */
function slept(...seconds: number[]): number[] {
  return [TO_LEASE, ...seconds, TO_REPORT].map((each) => each * 1000);
}

const SET = "users.profile.set";
const GET = "users.profile.get";
const NAMES = Array.from({ length: 30 }, (_, index) => `p${index + 10}`);

function openMany(count = 2, config = {}) {
  const names = NAMES.slice(0, count);
  const people = names.map((name) => optedIn(name));
  return openBench(people, [schedule("on_call", names)], { config });
}

Deno.test("a 429 on a write is obeyed once: its person waits, the others are done", async () => {
  const bench = openMany();
  bench.slack.fail({ method: SET, user: "UP10", status: 429, retry_after: 20 });
  const { apply } = await bench.sync();
  assertEquals(apply, { changed: 2, failed: 0, postponed: 0 });
  assertEquals(bench.slack.clock.slept, slept(20));
  assertEquals(bench.slack.counts()[SET], 3);
  // What was read before the wait is not relied upon after it.
  assertEquals(bench.slack.counts()[GET], 3);
  bench.close();
});

Deno.test("while a person waits, no intent of theirs is on record", async () => {
  const bench = openMany(1);
  bench.slack.fail({ method: SET, status: 429, retry_after: 20 });
  const phases: unknown[] = [];
  bench.slack.before = ({ method }) => {
    if (method === GET) phases.push(bench.claim("UP10"));
  };
  await bench.sync();
  assertEquals(phases, [null, null]);
  assertEquals(bench.claim("UP10")!.status!.phase, "held");
  bench.close();
});

Deno.test("a second 429 postpones its person, who is served by the next run", async () => {
  const bench = openMany();
  const limited = { status: 429, retry_after: 5, times: 2 };
  bench.slack.fail({ method: SET, user: "UP10", ...limited });
  const { apply } = await bench.sync();
  assertEquals(apply, { changed: 1, failed: 0, postponed: 1 });
  assertEquals(bench.slack.clock.slept, slept(5));
  assertEquals(bench.claim("UP10"), null);
  const late = (await bench.results()).find((one) =>
    one.outcome === "postponed"
  )!;
  assertEquals([late.person, late.transient], ["UP10", true]);
  assertStringIncludes(late.error!, "ratelimited");
  assertEquals(bench.checkpoint().open, true);
  bench.pass(900);
  assertEquals((await bench.sync()).apply.changed, 1);
  bench.close();
});

Deno.test("a 429 that asks for more than the budget is not waited for", async () => {
  const bench = openMany();
  bench.slack.fail({ method: SET, user: "UP10", status: 429, retry_after: 46 });
  const { apply } = await bench.sync();
  assertEquals(apply, { changed: 1, failed: 0, postponed: 1 });
  assertEquals(bench.slack.clock.slept, slept());
  assertEquals(statusOf(bench, "UP10"), EMPTY);
  bench.close();
});

Deno.test("the budget is three quarters of the time a function may run", async () => {
  const limits = { function_seconds: 20 };
  const left = 15 - TO_LEASE;
  for (const [seconds, changed] of [[left, 1], [left + 1, 0]]) {
    const bench = openMany(1, { limits });
    bench.slack.fail({ method: SET, status: 429, retry_after: seconds! });
    assertEquals((await bench.sync()).apply.changed, changed);
    bench.close();
  }
});

Deno.test("a 429 on a read or a token is obeyed likewise", async () => {
  for (const method of [GET, "apps.auth.external.get"]) {
    const bench = openMany();
    bench.slack.fail({ method, user: "UP10", status: 429, retry_after: 9 });
    const { apply } = await bench.sync();
    assertEquals(apply, { changed: 2, failed: 0, postponed: 0 });
    assertEquals(bench.slack.clock.slept, slept(9));
    bench.close();
  }
});

Deno.test("the longest of several waits counts", async () => {
  const bench = openMany();
  bench.slack.fail({ method: SET, user: "UP10", status: 429, retry_after: 9 });
  bench.slack.fail({ method: SET, user: "UP11", status: 429, retry_after: 4 });
  assertEquals((await bench.sync()).apply.changed, 2);
  assertEquals(bench.slack.clock.slept, slept(9));
  bench.close();
});

Deno.test("after a 429 batches are small", async () => {
  const bench = openMany(30);
  const limited = { method: SET, status: 429, retry_after: 1 };
  bench.slack.fail({ ...limited, times: 15 });
  const sizes: number[] = [];
  bench.slack.before = ({ method, args }) => {
    const refresh = method === "apps.datastore.bulkGet" &&
      args.datastore === "consents" && bench.slack.counts()[GET];
    if (refresh) sizes.push(JSON.parse(args.ids as string).length);
  };
  assertEquals((await bench.sync()).apply.changed, 30);
  assertEquals(sizes, [25, 10, 10]);
  bench.close();
});

Deno.test("when time runs out the rest is postponed, and nothing of it touched", async () => {
  const bench = openMany(30);
  bench.slack.before = ({ method }) => {
    if (method === SET) bench.pass(2);
  };
  const { apply } = await bench.sync();
  assertEquals(apply, { changed: 25, failed: 0, postponed: 5 });
  assertEquals(bench.slack.items("claims").size, 25);
  assertEquals(bench.checkpoint().open, true);
  assertEquals(bench.slack.items("runs").has("continuation"), true);
  const late = (await bench.results()).find((one) =>
    one.outcome === "postponed"
  )!;
  assertEquals(late.action, "noop");
  bench.close();
});

Deno.test("a 429 on the records is obeyed: nothing had been written", async () => {
  const bench = openMany();
  let limited = false;
  bench.slack.before = ({ method, args }) => {
    const refresh = method === "apps.datastore.bulkGet" &&
      args.datastore === "consents" && bench.slack.counts()[GET];
    if (!refresh || limited) return;
    limited = true;
    bench.slack.fail({ method, status: 429, retry_after: 7 });
  };
  const { apply } = await bench.sync();
  assertEquals(apply, { changed: 2, failed: 0, postponed: 0 });
  assertEquals(bench.slack.clock.slept, slept(7));
  bench.close();
});

Deno.test("records that cannot be read again stop everything, and the report says so", async () => {
  const bench = openMany(30);
  let failed = false;
  bench.slack.before = ({ method, args }) => {
    const refresh = method === "apps.datastore.bulkGet" &&
      args.datastore === "consents" && bench.slack.counts()[GET];
    if (!refresh || failed) return;
    failed = true;
    bench.slack.fail({ method, error: "datastore_error" });
  };
  const { apply } = await bench.sync();
  assertEquals(apply, { changed: 0, failed: 0, postponed: 30 });
  const [problem] = await bench.problems();
  assertStringIncludes(problem!, "apps.datastore.bulkGet: datastore_error");
  assertEquals(bench.slack.counts()[GET], 25);
  bench.close();
});

Deno.test("a refused token of the app's own stops everything: no person is at fault", async () => {
  const bench = openMany(30);
  bench.slack.fail({ method: GET, error: "missing_scope", times: 99 });
  await bench.sync();
  const problems = (await bench.problems()).join();
  assertStringIncludes(problems, "the app's own token lacks a scope");
  assertEquals(bench.slack.counts()[SET], undefined);
  assertEquals(bench.slack.counts()[GET], 25);
  assertEquals(bench.checkpoint().open, true);
  bench.close();
});

Deno.test("a failure that stops the statuses also stops DND and presence", async () => {
  const names = ["p10", "p11"];
  const people = names.map((name) => optedIn(name));
  const bench = openBench(people, [schedule("pto", names)]);
  await bench.sync();
  bench.pass(3600);
  bench.slack.arrived.length = 0;
  bench.slack.fail({ method: GET, error: "missing_scope", times: 99 });
  await bench.sync();
  assertEquals(bench.slack.counts()["dnd.info"], undefined);
  assertEquals(bench.slack.counts()["users.getPresence"], undefined);
  bench.close();
});

Deno.test("a snooze that is restored waits for what others set in the last minute", async () => {
  const ann = optedIn("ann", { snooze_until: NOW + 4 * 3600 });
  const bench = openBench([ann], [schedule("pto", ["ann"], 0, 6 * 3600)]);
  const person = bench.slack.state.people.get("UANN")!;
  person.snooze_until = NOW + 1830;
  await bench.sync();
  const { shifts } = bench.slack.roster.schedules[0]!;
  shifts[0]!.endMs = (NOW + 600) * 1000;
  shifts.push(nextDay("ann@example.com"));
  bench.pass(600);
  await bench.fetch();
  const used = bench.slack.clock.ms - 40_000;
  const history = { "dnd.setSnooze": Array(20).fill(used) };
  const lease = { id: "lease", holder: "", until: 0, history } as const;
  bench.slack.items("runs").set("lease", leases.format(lease));
  bench.slack.arrived.length = 0;
  await bench.restore();
  const [set] = bench.slack.arrived.filter(({ method }) =>
    method === "dnd.setSnooze"
  );
  assertEquals(set!.at >= used + 60_000, true);
  bench.close();
});

Deno.test("a write by an admin's token counts for that token and for its person", async () => {
  const bench = openBench([optedIn("ann")], []);
  const execution = bench.execution();
  const { token } = bench.slack.ownToken("UANN");
  const credential = {
    owner: "admin",
    person: "UANN",
    number: 2,
    path: "admin",
  } as const;
  await statusAccess.write(execution, { token, credential }, EMPTY);
  const { rateLimiter } = execution;
  assertEquals(rateLimiter.waitMs(adminTokenLimit(2), 29), 0);
  assertEquals(rateLimiter.waitMs(adminTokenLimit(2), 30), 60_000);
  assertEquals(rateLimiter.waitMs(adminTokenLimit(1), 30), 0);
  assertEquals(rateLimiter.waitMs(personLimit("UANN"), 9), 0);
  assertEquals(rateLimiter.waitMs(personLimit("UANN"), 10), 60_000);
  bench.close();
});
