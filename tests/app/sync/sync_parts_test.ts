import { assertEquals } from "@std/assert";
import { NOW } from "../../slack/local_slack.ts";
import {
  openBench,
  optedIn,
  schedule,
  TO_LEASE,
  TO_REPORT,
} from "../../functions/step_bench.ts";

const WRITES = ["users.profile.set", "dnd.setSnooze", "users.setPresence"];

/** Whose what was written, in the order of arrival. */
function writesOf(bench: ReturnType<typeof openBench>): string[] {
  return bench.slack.arrived.filter(({ method }) => WRITES.includes(method))
    .map(({ method, token }) =>
      `${bench.slack.state.tokens.get(token!)!.owner} ${method}`
    );
}

Deno.test("nobody's status waits for a snooze, nobody's snooze for a presence", async () => {
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

Deno.test("whoever failed last time goes after those whom the minute would serve", async () => {
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

Deno.test("give back before taking: restores never wait behind starts", async () => {
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

Deno.test("snooze and presence are given back as the status is", async () => {
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

Deno.test("what is left of a shorter snooze of theirs comes back, to the minute", async () => {
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
    }],
  }];
  bench.pass(600);
  await bench.sync();
  // Theirs ends 1830 s after the beginning: 20.4 minutes from now.
  const ended = NOW + TO_LEASE + TO_REPORT + 600 + TO_LEASE;
  assertEquals(person.snooze_until, ended + 20 * 60);
  assertEquals(person.manual_away, false);
  bench.close();
});

Deno.test("somebody who is away by their own choice stays so", async () => {
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

Deno.test("on call never silences, nor does any state for whoever does not allow it", async () => {
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

Deno.test("a snooze that fails keeps neither status nor presence from being set", async () => {
  const bench = openBench([optedIn("ann")], [schedule("pto", ["ann"])]);
  bench.slack.fail({ method: "dnd.setSnooze", error: "snooze_failed" });
  const { apply } = await bench.sync();
  assertEquals(apply, { changed: 1, failed: 1, postponed: 0 });
  const claim = bench.claim("UANN")!;
  assertEquals([claim.status!.phase, claim.dnd], ["held", null]);
  assertEquals(claim.presence!.phase, "held");
  bench.close();
});
