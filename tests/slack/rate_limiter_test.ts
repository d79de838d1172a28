import { assert, assertEquals } from "@std/assert";
import {
  adminTokenLimit,
  allowance,
  personLimit,
  RateLimiter,
} from "../../slack/rate_limiter.ts";
import { NOW } from "./local_slack.ts";

const SET = "users.profile.set";
const SNOOZE = "dnd.setSnooze";

function open(rates?: "documented" | "none") {
  const clock = {
    ms: NOW * 1000,
    now: () => clock.ms,
    sleep: () => Promise.reject(new Error("no test waits here")),
    deadline: () => new AbortController().signal,
  };
  return { clock, rateLimiter: new RateLimiter(clock, rates) };
}

function countMany(
  rateLimiter: RateLimiter,
  limit: string,
  times: number,
): void {
  for (let count = 0; count < times; count++) rateLimiter.count(limit);
}

Deno.test("a minute has room for as many calls as Slack allows", () => {
  const rates = [
    ["apps.datastore.bulkDelete", 50],
    ["apps.datastore.bulkGet", 50],
    ["apps.datastore.bulkPut", 50],
    ["apps.auth.external.get", 50],
    ["dnd.endSnooze", 20],
    ["dnd.info", 50],
    [SNOOZE, 20],
    ["users.getPresence", 50],
    ["users.profile.get", 100],
    [SET, 50],
    ["users.setPresence", 20],
    [adminTokenLimit(1), 30],
    [personLimit("UANN"), 10],
  ] as const;
  for (const [limit, most] of rates) {
    const { rateLimiter } = open();
    assertEquals(allowance(limit), most, limit);
    countMany(rateLimiter, limit, most - 1);
    assertEquals(rateLimiter.waitMs(limit), 0, limit);
    rateLimiter.count(limit);
    assertEquals(rateLimiter.waitMs(limit), 60_000, limit);
  }
});

Deno.test("the minute slides: each call makes room a minute after it was answered", () => {
  const { clock, rateLimiter } = open();
  countMany(rateLimiter, SNOOZE, 5);
  clock.ms += 20_000;
  countMany(rateLimiter, SNOOZE, 15);
  assertEquals(rateLimiter.waitMs(SNOOZE), 40_000);
  assertEquals(rateLimiter.waitMs(SNOOZE, 5), 40_000);
  assertEquals(rateLimiter.waitMs(SNOOZE, 6), 60_000);
  clock.ms += 39_999;
  assertEquals(rateLimiter.waitMs(SNOOZE), 1);
  clock.ms += 1;
  assertEquals(
    [rateLimiter.waitMs(SNOOZE, 5), rateLimiter.waitMs(SNOOZE, 6)],
    [0, 20_000],
  );
});

Deno.test("more than a minute allows never fits at once", () => {
  const { rateLimiter } = open();
  assertEquals(rateLimiter.waitMs(SNOOZE, 20), 0);
  assert(rateLimiter.waitMs(SNOOZE, 21) > 0);
});

Deno.test("each limit is counted by itself", () => {
  const { rateLimiter } = open();
  countMany(rateLimiter, SNOOZE, 20);
  countMany(rateLimiter, adminTokenLimit(1), 30);
  countMany(rateLimiter, personLimit("UANN"), 10);
  assertEquals(rateLimiter.waitMs(SET, 50), 0);
  assertEquals(rateLimiter.waitMs("dnd.endSnooze", 20), 0);
  assertEquals(rateLimiter.waitMs(adminTokenLimit(2), 30), 0);
  assertEquals(rateLimiter.waitMs(personLimit("UBOB"), 10), 0);
  assertEquals(allowance("chat.postMessage"), Infinity);
  assertEquals(rateLimiter.waitMs("chat.postMessage", 1000), 0);
});

Deno.test("a 429 blocks its limit, even when few calls were counted", () => {
  const { clock, rateLimiter } = open();
  rateLimiter.block(SET, 30_000);
  rateLimiter.block(SET, 10_000);
  assertEquals([rateLimiter.waitMs(SET), rateLimiter.waitMs(SNOOZE)], [
    30_000,
    0,
  ]);
  clock.ms += 30_000;
  assertEquals(rateLimiter.waitMs(SET), 0);
});

Deno.test("the longer of the two waits counts", () => {
  const { rateLimiter } = open();
  countMany(rateLimiter, SNOOZE, 20);
  rateLimiter.block(SNOOZE, 90_000);
  assertEquals(rateLimiter.waitMs(SNOOZE), 90_000);
  countMany(rateLimiter, SET, 50);
  rateLimiter.block(SET, 5_000);
  assertEquals(rateLimiter.waitMs(SET), 60_000);
});

Deno.test("without rates, only a 429 makes a call wait", () => {
  const { rateLimiter } = open("none");
  countMany(rateLimiter, SNOOZE, 500);
  assertEquals(rateLimiter.waitMs(SNOOZE, 500), 0);
  rateLimiter.block(SNOOZE, 4_000);
  assertEquals(rateLimiter.waitMs(SNOOZE), 4_000);
});

Deno.test("an execution counts the calls of the one before it", () => {
  const first = open();
  countMany(first.rateLimiter, SNOOZE, 12);
  first.clock.ms += 30_000;
  countMany(first.rateLimiter, SET, 3);
  const next = open();
  next.clock.ms += 31_000;
  countMany(next.rateLimiter, SNOOZE, 8);
  next.rateLimiter.load(first.rateLimiter.history());
  // Twelve of the first half minute, eight of its own.
  assertEquals(next.rateLimiter.waitMs(SNOOZE), 29_000);
  assertEquals(next.rateLimiter.waitMs(SNOOZE, 13), 60_000);
  assertEquals(next.rateLimiter.waitMs(SET, 47), 0);
  assertEquals(next.rateLimiter.waitMs(SET, 48), 59_000);
});

Deno.test("the history holds the last minute, survives JSON, and grows no further", () => {
  const { clock, rateLimiter } = open();
  countMany(rateLimiter, SET, 50);
  countMany(rateLimiter, personLimit("UANN"), 3);
  clock.ms += 59_999;
  const history = JSON.parse(JSON.stringify(rateLimiter.history()));
  assertEquals(Object.keys(history), [SET]);
  assertEquals(history[SET].length, 50);
  const next = new RateLimiter(clock);
  next.load(history);
  assertEquals(next.waitMs(SET), 1);
  clock.ms += 1;
  assertEquals([rateLimiter.history(), next.history()], [{}, {}]);
});

Deno.test("calls of others that were answered after one's own make room after them", () => {
  const { clock, rateLimiter } = open();
  rateLimiter.count(SNOOZE);
  clock.ms += 10_000;
  rateLimiter.load({ [SNOOZE]: Array(19).fill(clock.ms) });
  assertEquals(rateLimiter.waitMs(SNOOZE), 50_000);
  clock.ms += 50_000;
  assertEquals(rateLimiter.waitMs(SNOOZE), 0);
  assertEquals(rateLimiter.waitMs(SNOOZE, 2), 10_000);
});
