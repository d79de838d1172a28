import { assertEquals, assertRejects } from "@std/assert";
import { countingClient, withRateLimitRetry } from "../../slack/call.ts";
import { RateLimiter } from "../../slack/rate_limiter.ts";
import { NOW } from "./local_slack.ts";
import { httpError, scriptedClient } from "./scripted_client.ts";

const SET = "users.profile.set";
const SNOOZE = "dnd.setSnooze";

function open() {
  const clock = {
    ms: NOW * 1000,
    now: () => clock.ms,
    sleep: () => Promise.reject(new Error("no test waits here")),
    deadline: () => new AbortController().signal,
  };
  return { clock, rateLimiter: new RateLimiter(clock) };
}

Deno.test("a client counts each answered call, also one that Slack refuses", async () => {
  const { rateLimiter } = open();
  const client = scriptedClient({ ok: true }, { ok: false, error: "x" });
  const counting = countingClient(client, rateLimiter);
  for (let call = 0; call < 20; call++) await counting.apiCall(SNOOZE, {});
  assertEquals(rateLimiter.history()[SNOOZE]!.length, 20);
  assertEquals(rateLimiter.waitMs(SNOOZE), 60_000);
});

Deno.test("it counts a call that got no answer: it may have arrived", async () => {
  const { rateLimiter } = open();
  for (const error of [new Error("connection lost"), httpError(500)]) {
    const counting = countingClient(scriptedClient(error), rateLimiter);
    await assertRejects(() => counting.apiCall(SET, {}));
  }
  assertEquals(rateLimiter.history()[SET]!.length, 2);
});

Deno.test("a call refused with 429 is not counted, but blocks its method", async () => {
  const { rateLimiter } = open();
  const refused = httpError(429, { "Retry-After": "17" });
  const counting = countingClient(scriptedClient(refused), rateLimiter);
  await assertRejects(() => counting.apiCall(SET, {}));
  assertEquals(rateLimiter.history(), {});
  assertEquals(rateLimiter.waitMs(SET), 17_000);
});

Deno.test("a call is counted when it is answered, not when it is sent", async () => {
  const { clock, rateLimiter } = open();
  const client = {
    apiCall: () => {
      clock.ms += 800;
      return Promise.resolve({ ok: true });
    },
  };
  await countingClient(client, rateLimiter).apiCall(SET, {});
  assertEquals(rateLimiter.history()[SET], [NOW * 1000 + 800]);
});

Deno.test("bulk calls are counted, and so are calls for one person; others are not", async () => {
  const { rateLimiter } = open();
  const counting = countingClient(scriptedClient({ ok: true }), rateLimiter);
  const methods = ["bulkGet", "bulkPut", "bulkDelete", "get", "put", "query"]
    .map((name) => `apps.datastore.${name}`);
  for (const method of [...methods, SET, "chat.postMessage"]) {
    await counting.apiCall(method, {});
  }
  const counted = [...methods.slice(0, 3), SET].sort();
  assertEquals(Object.keys(rateLimiter.history()).sort(), counted);
});

/** A client on a clock that its waits move. It refuses the first `refused` calls. */
function openRetrying(refused: number, untilSeconds: number) {
  const { clock, rateLimiter } = open();
  const slept: number[] = [];
  const sleep = (ms: number) => {
    slept.push(ms / 1000);
    clock.ms += ms;
    return Promise.resolve();
  };
  let calls = 0;
  const client = {
    apiCall: () => {
      calls++;
      return calls > refused
        ? Promise.resolve({ ok: true })
        : Promise.reject(httpError(429, { "Retry-After": "20" }));
    },
  };
  const retrying = withRateLimitRetry(countingClient(client, rateLimiter), {
    clock: { ...clock, sleep },
    rateLimiter,
    untilMs: clock.ms + untilSeconds * 1000,
  });
  return { clock, rateLimiter, retrying, slept, calls: () => calls };
}

Deno.test("a 429 is obeyed once, for bulk calls while there is time, and never for the lease's calls", async () => {
  const cases = [
    ["apps.datastore.bulkGet", 3],
    ["apps.datastore.bulkPut", 3],
    ["apps.datastore.query", 2],
    ["apps.datastore.get", 1],
    ["apps.datastore.put", 1],
    [SET, 1],
  ] as const;
  for (const [method, most] of cases) {
    const { retrying, slept, calls } = openRetrying(9, 55);
    await assertRejects(() => retrying.apiCall(method, {}));
    assertEquals([method, calls()], [method, most]);
    assertEquals(slept, Array(most - 1).fill(20));
  }
});

Deno.test("a bulk call whose first retry comes second is made in the end", async () => {
  const { retrying, slept } = openRetrying(2, 55);
  await retrying.apiCall("apps.datastore.bulkPut", {});
  assertEquals(slept, [20, 20]);
});

Deno.test("a bulk call waits until the minute has room, unless that is too late", async () => {
  const method = "apps.datastore.bulkPut";
  for (const [seconds, waits] of [[60, [50]], [49, []]] as const) {
    const { clock, rateLimiter, retrying, slept } = openRetrying(0, seconds);
    const times = Array(50).fill(clock.ms - 10_000);
    rateLimiter.load({ [method]: times, "apps.datastore.bulkGet": [clock.ms] });
    await retrying.apiCall("apps.datastore.bulkGet", {});
    assertEquals(slept, []);
    await retrying.apiCall(method, {});
    assertEquals(slept, [...waits]);
  }
});
