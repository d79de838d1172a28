import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  allowance,
  byToken,
  countingClient,
  ofPerson,
  Pace,
} from "../../slack/pacing.ts";
import { httpError, scriptedClient } from "./scripted_client.ts";
import { NOW } from "./local_slack.ts";

const SET = "users.profile.set";
const SNOOZE = "dnd.setSnooze";

function open(rates?: "documented" | "none") {
  const clock = {
    ms: NOW * 1000,
    now: () => clock.ms,
    sleep: () => Promise.reject(new Error("nobody waits here")),
    deadline: () => new AbortController().signal,
  };
  return { clock, pace: new Pace(clock, rates) };
}

function countMany(pace: Pace, limit: string, times: number): void {
  for (let count = 0; count < times; count++) pace.count(limit);
}

Deno.test("as many calls fit in a minute as Slack allows, and then none", () => {
  const rates = [
    ["apps.auth.external.get", 50],
    ["dnd.endSnooze", 20],
    ["dnd.info", 50],
    [SNOOZE, 20],
    ["users.getPresence", 50],
    ["users.profile.get", 100],
    [SET, 50],
    ["users.setPresence", 20],
    [byToken(1), 30],
    [ofPerson("UANN"), 10],
  ] as const;
  for (const [limit, most] of rates) {
    const { pace } = open();
    assertEquals(allowance(limit), most, limit);
    countMany(pace, limit, most - 1);
    assertEquals(pace.waitFor(limit), 0, limit);
    pace.count(limit);
    assertEquals(pace.waitFor(limit), 60_000, limit);
  }
});

Deno.test("the minute slides: each call makes room a minute after it was answered", () => {
  const { clock, pace } = open();
  countMany(pace, SNOOZE, 5);
  clock.ms += 20_000;
  countMany(pace, SNOOZE, 15);
  assertEquals(pace.waitFor(SNOOZE), 40_000);
  assertEquals(pace.waitFor(SNOOZE, 5), 40_000);
  assertEquals(pace.waitFor(SNOOZE, 6), 60_000);
  clock.ms += 39_999;
  assertEquals(pace.waitFor(SNOOZE), 1);
  clock.ms += 1;
  assertEquals([pace.waitFor(SNOOZE, 5), pace.waitFor(SNOOZE, 6)], [0, 20_000]);
});

Deno.test("more than a minute allows never fits at once", () => {
  const { pace } = open();
  assertEquals(pace.waitFor(SNOOZE, 20), 0);
  assert(pace.waitFor(SNOOZE, 21) > 0);
});

Deno.test("each limit is counted by itself", () => {
  const { pace } = open();
  countMany(pace, SNOOZE, 20);
  countMany(pace, byToken(1), 30);
  countMany(pace, ofPerson("UANN"), 10);
  assertEquals(pace.waitFor(SET, 50), 0);
  assertEquals(pace.waitFor("dnd.endSnooze", 20), 0);
  assertEquals(pace.waitFor(byToken(2), 30), 0);
  assertEquals(pace.waitFor(ofPerson("UBOB"), 10), 0);
  assertEquals(allowance("chat.postMessage"), Infinity);
  assertEquals(pace.waitFor("chat.postMessage", 1000), 0);
});

Deno.test("what a 429 says is heeded, however few calls were counted", () => {
  const { clock, pace } = open();
  pace.block(SET, 30_000);
  pace.block(SET, 10_000);
  assertEquals([pace.waitFor(SET), pace.waitFor(SNOOZE)], [30_000, 0]);
  clock.ms += 30_000;
  assertEquals(pace.waitFor(SET), 0);
});

Deno.test("the longer of the two waits counts", () => {
  const { pace } = open();
  countMany(pace, SNOOZE, 20);
  pace.block(SNOOZE, 90_000);
  assertEquals(pace.waitFor(SNOOZE), 90_000);
  countMany(pace, SET, 50);
  pace.block(SET, 5_000);
  assertEquals(pace.waitFor(SET), 60_000);
});

Deno.test("without rates only a 429 makes anybody wait", () => {
  const { pace } = open("none");
  countMany(pace, SNOOZE, 500);
  assertEquals(pace.waitFor(SNOOZE, 500), 0);
  pace.block(SNOOZE, 4_000);
  assertEquals(pace.waitFor(SNOOZE), 4_000);
});

Deno.test("what one execution used of the minute, the next one knows", () => {
  const first = open();
  countMany(first.pace, SNOOZE, 12);
  first.clock.ms += 30_000;
  countMany(first.pace, SET, 3);
  const next = open();
  next.clock.ms += 31_000;
  countMany(next.pace, SNOOZE, 8);
  next.pace.learn(first.pace.ledger());
  // Twelve of the first half minute, eight of its own.
  assertEquals(next.pace.waitFor(SNOOZE), 29_000);
  assertEquals(next.pace.waitFor(SNOOZE, 13), 60_000);
  assertEquals(next.pace.waitFor(SET, 47), 0);
  assertEquals(next.pace.waitFor(SET, 48), 59_000);
});

Deno.test("the ledger holds the last minute, survives JSON, and grows no further", () => {
  const { clock, pace } = open();
  countMany(pace, SET, 50);
  countMany(pace, ofPerson("UANN"), 3);
  clock.ms += 59_999;
  const ledger = JSON.parse(JSON.stringify(pace.ledger()));
  assertEquals(Object.keys(ledger), [SET]);
  assertEquals(ledger[SET].length, 50);
  const next = new Pace(clock);
  next.learn(ledger);
  assertEquals(next.waitFor(SET), 1);
  clock.ms += 1;
  assertEquals([pace.ledger(), next.ledger()], [{}, {}]);
});

Deno.test("a client counts what is answered, also with a refusal", async () => {
  const { pace } = open();
  const client = scriptedClient({ ok: true }, { ok: false, error: "x" });
  const counting = countingClient(client, pace);
  for (let call = 0; call < 20; call++) await counting.apiCall(SNOOZE, {});
  assertEquals(pace.ledger()[SNOOZE]!.length, 20);
  assertEquals(pace.waitFor(SNOOZE), 60_000);
});

Deno.test("it counts a call that got no answer: it may have arrived", async () => {
  const { pace } = open();
  for (const error of [new Error("connection lost"), httpError(500)]) {
    const counting = countingClient(scriptedClient(error), pace);
    await assertRejects(() => counting.apiCall(SET, {}));
  }
  assertEquals(pace.ledger()[SET]!.length, 2);
});

Deno.test("a refused call counts for nothing, but Slack's wait does", async () => {
  const { pace } = open();
  const refused = httpError(429, { "Retry-After": "17" });
  const counting = countingClient(scriptedClient(refused), pace);
  await assertRejects(() => counting.apiCall(SET, {}));
  assertEquals(pace.ledger(), {});
  assertEquals(pace.waitFor(SET), 17_000);
});

Deno.test("a call is counted when it is answered, not when it is sent", async () => {
  const { clock, pace } = open();
  const client = {
    apiCall: () => {
      clock.ms += 800;
      return Promise.resolve({ ok: true });
    },
  };
  await countingClient(client, pace).apiCall(SET, {});
  assertEquals(pace.ledger()[SET], [NOW * 1000 + 800]);
});

Deno.test("methods that serve nobody in particular are not counted", async () => {
  const { pace } = open();
  const counting = countingClient(scriptedClient({ ok: true }), pace);
  await counting.apiCall("apps.datastore.bulkPut", {});
  await counting.apiCall("chat.postMessage", {});
  assertEquals(pace.ledger(), {});
});
