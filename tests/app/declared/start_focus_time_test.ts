import { assert, assertEquals, assertRejects } from "@std/assert";
import { startFocusTime } from "../../../app/declared/focus_time.ts";
import { NOW } from "../../slack/local_slack.ts";
import type { Bench } from "../../functions/step_bench.ts";
import {
  clickBy,
  declaredShift,
  failPut,
  keep,
  openDeclaring,
  recorded,
} from "./declared_bench.ts";

const PUT = "apps.datastore.put";

function start(bench: Bench, id = "UANN", until?: number) {
  return startFocusTime(bench.execution(), { ...clickBy(id), until });
}

Deno.test("focus time is recorded for the person who clicked, from now on", async () => {
  const bench = openDeclaring({ tz: "Europe/Berlin" });
  const { person, message, changed } = await start(bench, "UANN", NOW + 5400);
  assertEquals([person, changed], ["UANN", true]);
  assert(
    message.startsWith(
      "Focus time is recorded: until 11:30 (Europe/Berlin).\nIt shows within a minute, unless Shiftlight is in preview. If you have a status of your own then, Shiftlight does what you chose when you opted in.",
    ),
    message,
  );
  const [shift] = recorded(bench);
  assertEquals(shift, {
    ...declaredShift({ id: "Fx1", end: NOW + 5400, declared_at: NOW }),
  });
  bench.close();
});

Deno.test("focus time without an end lasts an hour", async () => {
  const bench = openDeclaring();
  const { message } = await start(bench);
  assert(message.includes("recorded: until 10:00 (UTC)."), message);
  assertEquals(recorded(bench).map(({ end }) => end), [NOW + 3600]);
  bench.close();
});

Deno.test("a run is booked before the shift is stored, and begins once a read sees it", async () => {
  const bench = openDeclaring();
  const seen: string[] = [];
  bench.slack.before = ({ method, args }) => {
    if (method === "workflows.triggers.create") seen.push("trigger");
    if (method !== PUT) return;
    const { id } = JSON.parse(String(args.item));
    seen.push(`${args.datastore} ${id}`);
  };
  await start(bench);
  assertEquals(seen, ["trigger", "runs clicks", "declared_shifts Fx1"]);
  const { body } = bench.slack.items("runs").get("clicks")!;
  // A read may lie a second behind.
  assert(JSON.parse(String(body)).at >= NOW + 2);
  bench.close();
});

Deno.test("shifts that overlap end where the new one begins, once that is stored", async () => {
  const bench = openDeclaring();
  bench.pass(600);
  keep(
    bench,
    declaredShift({ id: "FxOpen", end: null }),
    declaredShift({ id: "FxNext", start: NOW + 1800, end: NOW + 3000 }),
    declaredShift({ id: "FxLater", start: NOW + 7200, end: NOW + 9000 }),
    declaredShift({ id: "FxOver", start: NOW - 900, end: NOW - 600 }),
    declaredShift({ id: "FxPto", state: "pto" }),
    declaredShift({ id: "FxBob", person: "UBOB" }),
    declaredShift({ id: "FxGroup", person: null, group: "SREL1" }),
  );
  const before = new Map(recorded(bench).map((each) => [each.id, each]));
  const { message } = await start(bench, "UANN", NOW + 7200);
  assert(
    message.includes(
      "It replaces what was declared before (until further notice; from 09:30 until 09:50), which ends when this starts and does not come back afterwards.",
    ),
    message,
  );
  const after = new Map(recorded(bench).map((each) => [each.id, each]));
  const ends = (id: string) => after.get(id)!.end;
  assertEquals([ends("FxOpen"), ends("FxNext")], [NOW + 600, NOW + 600]);
  for (const id of ["FxLater", "FxOver", "FxPto", "FxBob", "FxGroup"]) {
    assertEquals(after.get(id), before.get(id), id);
  }
  bench.close();
});

Deno.test("an execution that runs twice does not replace its own shift", async () => {
  const bench = openDeclaring();
  keep(bench, declaredShift({ id: "Fx1", end: null }));
  const { message } = await start(bench);
  assert(!message.includes("It replaces"), message);
  assertEquals(recorded(bench).map(({ id, end }) => [id, end]), [
    ["Fx1", NOW + 3600],
  ]);
  bench.close();
});

Deno.test("nothing ends if the new shift was not stored", async () => {
  const bench = openDeclaring();
  keep(bench, declaredShift());
  failPut(bench, "Fx1");
  await assertRejects(
    () => start(bench),
    Error,
    "Slack did not store everything. Please try again",
  );
  assertEquals(recorded(bench), [declaredShift()]);
  bench.close();
});

Deno.test("a person who did not opt in for the state reads so, and nothing is recorded, no consent either", async () => {
  const bench = openDeclaring();
  const consents = () => structuredClone(bench.slack.items("consents"));
  const before = consents();
  const { message, changed } = await start(bench, "UBOB");
  assert(!changed);
  assert(
    message.includes(
      "Nothing was recorded: you have not opted in for focus time. Open the *Opt in* link",
    ),
    message,
  );
  bench.slack.items("consents").get("UANN")!.withdrawn_at = NOW;
  const leaving = await start(bench, "UANN");
  assert(!leaving.changed, leaving.message);
  assertEquals(recorded(bench), []);
  delete bench.slack.items("consents").get("UANN")!.withdrawn_at;
  const allowed = await start(bench, "UANN");
  assert(allowed.changed, allowed.message);
  assertEquals(consents(), before);
  bench.close();
});

Deno.test("an end in the past is refused", async () => {
  const bench = openDeclaring();
  for (const until of [NOW, NOW - 1]) {
    const { message, changed } = await start(bench, "UANN", until);
    assertEquals(changed, false);
    assertEquals(message, "The end is in the past. Nothing was recorded.");
  }
  assertEquals(recorded(bench), []);
  assertEquals(bench.slack.counts()[PUT], undefined);
  bench.close();
});

Deno.test("a state that is not configured is refused by name", async () => {
  const states = {
    on_call: { text: "On call", emoji: ":pager:", priority: 1 },
  };
  const bench = openDeclaring({}, { states });
  const { message, changed } = await start(bench);
  assertEquals(changed, false);
  assertEquals(
    message,
    "Shiftlight has no focus time here, only on call. Nothing was recorded.",
  );
  assertEquals(recorded(bench), []);
  bench.close();
});

Deno.test("the configured time zone is used if Slack does not know the person's", async () => {
  const bench = openDeclaring({ tz: "Europe/Berlin" });
  bench.slack.fail({ method: "users.info", error: "internal_error", times: 9 });
  const { message, changed } = await start(bench, "UANN", NOW + 3600);
  assert(changed);
  assert(message.includes("until 10:00 (UTC)"), message);
  bench.close();
});
