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

Deno.test("methods that do not serve one person at a time are not counted", async () => {
  const { rateLimiter } = open();
  const counting = countingClient(scriptedClient({ ok: true }), rateLimiter);
  await counting.apiCall("apps.datastore.bulkPut", {});
  await counting.apiCall("chat.postMessage", {});
  assertEquals(rateLimiter.history(), {});
});

Deno.test("a 429 is obeyed once, but never for the lease's calls", async () => {
  const cases = [
    ["apps.datastore.bulkGet", 2],
    ["apps.datastore.bulkPut", 2],
    ["apps.datastore.get", 1],
    ["apps.datastore.put", 1],
    [SET, 1],
  ] as const;
  for (const [method, most] of cases) {
    const { clock } = open();
    let calls = 0;
    const client = {
      apiCall: () => {
        calls++;
        return Promise.reject(httpError(429, { "Retry-After": "1" }));
      },
    };
    const sleep = () => Promise.resolve();
    const untilMs = clock.ms + 60_000;
    const retrying = withRateLimitRetry(client, { ...clock, sleep }, untilMs);
    await assertRejects(() => retrying.apiCall(method, {}));
    assertEquals([method, calls], [method, most]);
  }
});
