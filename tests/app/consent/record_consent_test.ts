import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  type ConsentInputs,
  recordConsent,
} from "../../../app/consent/record_consent.ts";
import { readLastRun } from "../../../app/state/run_state.ts";
import { member, NOW } from "../../slack/local_slack.ts";
import { failureOf } from "../../slack/produced_failure.ts";
import {
  type Bench,
  openBench,
  optedIn,
  schedule,
} from "../../functions/step_bench.ts";

const CLICKED = { interactivity: { interactor: { id: "UANN" } } };

/** Ann has connected her own account as `Et9`. */
function open(): Bench {
  const bench = openBench([member("ann"), optedIn("bob")], []);
  const { token } = bench.slack.ownToken("UANN");
  const own = { id: "Et9", person: "UANN", token };
  bench.slack.state.externalTokens.set("Et9", own);
  return bench;
}

function record(bench: Bench, inputs: Partial<ConsentInputs>) {
  const all = { ...CLICKED, ...inputs };
  return recordConsent(bench.execution(), all);
}

Deno.test("the choices are recorded for the person who clicked", async () => {
  const bench = open();
  const { person, message } = await record(bench, {
    states: ["pto", "on_call", "pto"],
    on_own_status: "replace",
    after_manual_change: "resume",
    dnd: "yes",
    presence: "yes",
    workflow_presence: "yes",
    slack_account: "Et9",
  });
  assertEquals(person, "UANN");
  assertEquals(bench.slack.items("consents").get("UANN"), {
    person: "UANN",
    schema_version: 2,
    states: ["pto", "on_call"],
    on_own_status: "replace",
    after_manual_change: "resume",
    dnd: true,
    presence: true,
    notices: false,
    workflow_presence: true,
    answered: [
      "states",
      "on_own_status",
      "after_manual_change",
      "dnd",
      "presence",
      "workflow_presence",
    ],
    external_token_id: "Et9",
    recorded_at: NOW,
  });
  assert(message.startsWith("*You are opted in.*"), message);
  assert(message.includes("Shifts that show: time off and on call"), message);
  assert(message.includes("Notifications: paused in shifts"), message);
  assert(message.includes("Presence: away in shifts"), message);
  assert(message.includes("others build: may set your presence"), message);
  assert(message.includes("restores yours afterwards"), message);
  assert(message.includes("shows within a minute"), message);
  bench.close();
});

Deno.test("the first time, what is left out is the most careful answer", async () => {
  const bench = open();
  const blank = { states: [], on_own_status: "", after_manual_change: null };
  const { message } = await record(bench, blank);
  const consent = bench.slack.items("consents").get("UANN")!;
  assertEquals(
    [consent.on_own_status, consent.after_manual_change],
    ["defer", "yield"],
  );
  assertEquals([consent.dnd, consent.presence], [false, false]);
  assertEquals(Object.hasOwn(consent, "external_token_id"), false);
  assert(
    message.includes("it stays, and the shift shows once your status is gone"),
    message,
  );
  assert(message.includes("Notifications: left alone"), message);
  bench.close();
});

Deno.test("an answer that makes no sense records nothing, and says what is wrong", async () => {
  const wrong: [Partial<ConsentInputs>, string][] = [
    [
      { states: ["on_call", "oncal", "x"] },
      "Unknown state oncal, x. Choose from on_call, pto, deploy_freeze, focus.",
    ],
    [{ on_own_status: "ask" }, '"ask" is none of skip, defer, replace.'],
    [{ after_manual_change: "no" }, '"no" is none of yield, resume.'],
    [{ dnd: "true" }, '"true" is none of yes, no.'],
    [{ presence: "perhaps" }, '"perhaps" is none of yes, no.'],
  ];
  const bench = open();
  for (const [inputs, message] of wrong) {
    await assertRejects(() => record(bench, inputs), Error, message);
  }
  assertEquals(bench.slack.arrived, []);
  bench.close();
});

Deno.test("it acts on the person who clicked, even if the inputs name another", async () => {
  const bench = open();
  const bob = structuredClone(bench.slack.items("consents").get("UBOB"));
  const smuggled = { person: "UBOB", user: "UBOB", interactor: { id: "UBOB" } };
  const { person } = await record(bench, smuggled as Partial<ConsentInputs>);
  assertEquals(person, "UANN");
  assertEquals(bench.slack.items("consents").get("UBOB"), bob);
  bench.close();
});

Deno.test("opting in after a withdrawal is a first time", async () => {
  const bench = open();
  await record(bench, { states: ["pto"], slack_account: "Et9", dnd: "yes" });
  bench.slack.items("consents").get("UANN")!.withdrawn_at = NOW;
  bench.pass(60);
  const clickedAt = bench.slack.clock.ms / 1000;
  await record(bench, {});
  const consent = bench.slack.items("consents").get("UANN")!;
  assertEquals([consent.states, consent.dnd], [["on_call"], false]);
  assertEquals(Object.hasOwn(consent, "withdrawn_at"), false);
  assertEquals(consent.recorded_at, clickedAt);
  bench.close();
});

Deno.test("a run is booked before the record is written, and no poll relies on what it read until then", async () => {
  const bench = open();
  const before = (await readLastRun(bench.execution())).revision;
  let during = "";
  bench.slack.before = ({ method, args }) => {
    if (method !== "apps.datastore.put") return;
    if (args.datastore !== "consents") return;
    const item = bench.slack.items("runs").get("clicks")!;
    during = JSON.parse(item.body as string).trigger_id;
  };
  await record(bench, {});
  assert(bench.slack.state.triggers.has(during));
  assertEquals((await readLastRun(bench.execution())).revision, "");
  bench.pass(120);
  const { revision } = await readLastRun(bench.execution());
  assert(revision !== before && revision !== "");
  bench.close();
});

Deno.test("a choice that was not stored is not confirmed", async () => {
  const bench = open();
  for (const fault of [{ error: "datastore_error" }, { status: 503 }]) {
    bench.slack.before = ({ method, args }) => {
      if (args.datastore !== "consents" || !method.endsWith(".put")) return;
      bench.slack.before = () => {};
      bench.slack.fail({ method, ...fault });
    };
    await failureOf(() => record(bench, {}));
    assertEquals(bench.slack.items("consents").has("UANN"), false);
  }
  bench.close();
});

Deno.test("a click makes at most six datastore calls, none of them bulk", async () => {
  const bench = open();
  const clicks = [
    () => record(bench, {}),
    () => record(bench, { slack_account: "Et9", dnd: "yes" }),
    () => {
      bench.pass(600);
      bench.slack.items("consents").get("UANN")!.withdrawn_at = NOW;
      return record(bench, {});
    },
  ];
  for (const click of clicks) {
    bench.slack.arrived.length = 0;
    await click();
    const calls = bench.slack.arrived.map(({ method }) => method)
      .filter((method) => method.startsWith("apps.datastore."));
    assert(calls.length <= 6, calls.join());
    assertEquals(calls.filter((method) => method.includes("bulk")), []);
  }
  bench.close();
});

Deno.test("a consent that does not parse is left alone, and the answer says why", async () => {
  const bench = open();
  const broken = { person: "UANN", schema_version: 9 };
  bench.slack.items("consents").set("UANN", { ...broken });
  const { message } = await record(bench, { states: ["pto"], dnd: "no" });
  assertEquals(bench.slack.items("consents").get("UANN"), broken);
  assert(message.includes("newer version of Shiftlight"), message);
  bench.close();
});

Deno.test("a poll sees the new consent, and the next one is quiet again", async () => {
  const bench = openBench([member("ann")], [schedule("on_call", ["ann"])], {
    env: { USER_TOKEN_UANN: "xoxp-unknown" },
  });
  await bench.sync();
  assertEquals((await bench.fetch()).scope, "nothing");
  const { token } = bench.slack.ownToken("UANN");
  bench.slack.state.externalTokens.set("Et1", {
    id: "Et1",
    person: "UANN",
    token,
  });
  await record(bench, { slack_account: "Et1" });
  bench.pass(120);
  const { fetch, apply } = await bench.sync();
  assertEquals([fetch.scope, apply.changed], ["everybody", 1]);
  assertEquals((await bench.fetch()).scope, "nothing");
  bench.close();
});

Deno.test("a person who comes back while a run deletes their record is opted in in the end", async () => {
  const bench = open();
  await record(bench, { dnd: "yes" });
  bench.slack.items("consents").get("UANN")!.withdrawn_at = NOW;
  const { clock } = bench.slack;
  const sleep = clock.sleep.bind(clock);
  const slept: number[] = [];
  clock.sleep = async (ms) => {
    if (ms < 3000) return await sleep(ms);
    // The run's deletion lands last, within three seconds of its last look.
    await sleep(ms);
    slept.push(ms);
    if (slept.length === 1) bench.slack.items("consents").delete("UANN");
  };
  await record(bench, {});
  clock.sleep = sleep;
  assertEquals(slept, [3000, 3000]);
  const consent = bench.slack.items("consents").get("UANN")!;
  assertEquals([consent.states, consent.dnd], [["on_call"], false]);
  bench.close();
});

Deno.test("if it cannot be read once more, what was stored is confirmed", async () => {
  const bench = open();
  const { clock } = bench.slack;
  const sleep = clock.sleep.bind(clock);
  clock.sleep = async (ms) => {
    await sleep(ms);
    if (ms < 3000) return;
    bench.slack.fail({ method: "apps.datastore.get", status: 503 });
  };
  const { message } = await record(bench, { dnd: "yes" });
  clock.sleep = sleep;
  assert(message.startsWith("*You are opted in.*"), message);
  assertEquals(bench.slack.items("consents").get("UANN")!.dnd, true);
  bench.close();
});

Deno.test("a click does not undo an opt-out that came after it", async () => {
  const bench = open();
  await record(bench, { dnd: "yes" });
  bench.slack.before = ({ method, args }) => {
    // It lands while the click waits for Slack.
    if (method !== "workflows.triggers.create") return;
    assertEquals(args.type, "scheduled");
    bench.pass(5);
    const withdrawn_at = bench.slack.clock.ms / 1000;
    bench.slack.items("consents").get("UANN")!.withdrawn_at = withdrawn_at;
  };
  bench.pass(600);
  const { message } = await record(bench, { states: ["pto"] });
  assert(message.startsWith("You opted out in the same moment"), message);
  assert(bench.slack.items("consents").get("UANN")!.withdrawn_at);
  bench.close();
});

Deno.test("a person who opted out meanwhile stays opted out, and reads so", async () => {
  const bench = open();
  const { clock } = bench.slack;
  const sleep = clock.sleep.bind(clock);
  for (const isGone of [true, false]) {
    clock.sleep = async (ms) => {
      await sleep(ms);
      if (ms < 3000) return;
      const consents = bench.slack.items("consents");
      if (isGone) consents.delete("UANN");
      else consents.get("UANN")!.withdrawn_at = NOW;
    };
    const { message } = await record(bench, { dnd: "yes" });
    clock.sleep = sleep;
    assert(message.startsWith("You opted out in the same moment"), message);
    const item = bench.slack.items("consents").get("UANN");
    assertEquals(item?.withdrawn_at, isGone ? undefined : NOW);
  }
  bench.close();
});
