import { assert, assertEquals } from "@std/assert";
import {
  fakeClock,
  type Handler,
  json,
  oncall,
  page,
  readWith,
  reasonOf,
  TOKEN,
} from "./fake_pagerduty.ts";

async function reasonWith(
  answer: Handler,
  changes: Parameters<typeof readWith>[1] = {},
): Promise<string> {
  const { reading } = await readWith(answer, changes);
  assert(!JSON.stringify(reading).includes(TOKEN), "the token is shown");
  return reasonOf(reading);
}

function assertIncludes(text: string, part: string) {
  assert(text.includes(part), `"${text}" lacks "${part}"`);
}

Deno.test("a missing secret is named, and nothing is asked", async () => {
  for (const env of [{}, { PAGERDUTY_TOKEN: " \n" }, { PD: TOKEN }]) {
    const { reading, seen } = await readWith(() => json({}), { env });
    assertEquals(seen.length, 0);
    assertIncludes(reasonOf(reading), "secret PAGERDUTY_TOKEN is not set");
    assertIncludes(reasonOf(reading), "slack env set PAGERDUTY_TOKEN");
  }
});

Deno.test("a secret that no header can carry is not quoted", async () => {
  const env = { PAGERDUTY_TOKEN: "Sekret\n0123456789" };
  const { reading, seen } = await readWith(() => json({}), { env });
  assertEquals(seen.length, 0);
  assert(!JSON.stringify(reading).includes("Sekret"));
  assertIncludes(reasonOf(reading), "characters that no API key has");
});

Deno.test("a secret pasted with a line end works", async () => {
  const env = {
    PAGERDUTY_TOKEN: `${TOKEN}\n`,
    PAGERDUTY_API_URL: "http://pagerduty.test",
  };
  const { seen } = await readWith(() => json(page([oncall()])), { env });
  const sent = seen[0]?.headers.get("authorization");
  assertEquals(sent, `Token token=${TOKEN}`);
});

Deno.test("401 and 403 say that PagerDuty refused the key, and in which secret", async () => {
  const source = { token: "PD_EU" };
  const env = { PD_EU: TOKEN, PAGERDUTY_API_URL: "http://pagerduty.test" };
  for (const status of [401, 403]) {
    const body = { error: { message: `no ${TOKEN}`, code: 2006 } };
    const reason = await reasonWith(() => json(body, status), { source, env });
    assertIncludes(reason, "PagerDuty refused the API key in the secret PD_EU");
    assertIncludes(reason, String(status));
    assertIncludes(reason, "Slack's own tokens are not concerned");
  }
});

Deno.test("5xx, a refused connection and other bodies are unreadable", async () => {
  const boom = { error: { message: `Boom ${TOKEN}`, errors: ["x"] } };
  const answers: [Handler, string][] = [
    [() => json(boom, 500), "answered 500 (Boom …: x)"],
    [() => json([], 503), "answered 503"],
    [() => new Response("<html>Bad Gateway</html>", { status: 502 }), "502"],
    [
      () => new Response("<html>Login</html>"),
      "/oncalls with what is not JSON",
    ],
    [() => new Response(null, { status: 204 }), "not JSON"],
    [() => json({ error: "weird" }, 418), "answered 418"],
    [() => {
      throw new TypeError(`dns ${TOKEN}`);
    }, "cannot be reached for /oncalls: TypeError: dns …"],
  ];
  for (const [answer, said] of answers) {
    assertIncludes(await reasonWith(answer), said);
  }
});

Deno.test("a timeout is one before the answer and in the middle of it", async () => {
  const silent: Handler = (_, signal) =>
    new Promise((_, reject) =>
      signal.addEventListener("abort", () => reject(signal.reason))
    );
  const stalled: Handler = (_, signal) =>
    new Response(
      new ReadableStream({
        start(body) {
          body.enqueue(new TextEncoder().encode('{"oncalls": ['));
          signal.addEventListener("abort", () => body.error(signal.reason));
        },
      }),
    );
  for (const answer of [silent, stalled]) {
    const clock = fakeClock();
    const reason = reasonWith(answer, { clock });
    while (clock.deadlines.length === 0) await Promise.resolve();
    assertEquals(clock.deadlines[0]?.ms, 10_000);
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    clock.deadlines[0]?.pass();
    assertIncludes(await reason, "did not answer /oncalls within 10 s");
  }
});

Deno.test("all reading of a source ends after 40 s", async () => {
  const clock = fakeClock();
  const slow: Handler = ({ query }) => {
    clock.advance(9000);
    const offset = Number(query.get("offset"));
    return json(page([oncall()], { offset, more: true }));
  };
  const { reading, seen } = await readWith(slow, { clock });
  assertEquals(seen.length, 5);
  assertEquals(clock.deadlines.map(({ ms }) => ms), [
    10_000,
    10_000,
    10_000,
    10_000,
    4000,
  ]);
  assertIncludes(reasonOf(reading), "in the time that a reading may take");
});

const LIMITED = { error: { message: "Rate Limit Exceeded", code: 2020 } };

/** Answers 429 to the first `times` calls. */
function limited(times: number, headers: Record<string, string>): Handler {
  let calls = 0;
  return () =>
    calls++ < times ? json(LIMITED, 429, headers) : json(page([oncall()]));
}

Deno.test("a 429 is obeyed once for the seconds it names", async () => {
  const clock = fakeClock();
  // pdjs spends four calls before it gives a 429 back.
  const headers = { "ratelimit-reset": "20", "ratelimit-remaining": "0" };
  const { reading, seen } = await readWith(limited(4, headers), { clock });
  assertEquals(clock.sleeps, [20_000]);
  assertEquals(seen.length, 5);
  assertEquals(reading.shifts.length, 1);
});

Deno.test("the retries that pdjs makes by itself wait for nothing", async () => {
  const { setTimeout } = globalThis;
  const delays: unknown[] = [];
  globalThis.setTimeout = ((run: () => void, ms?: number) => {
    delays.push(ms);
    return setTimeout(run, ms);
  }) as typeof globalThis.setTimeout;
  try {
    await readWith(limited(4, { "ratelimit-reset": "1" }));
  } finally {
    globalThis.setTimeout = setTimeout;
  }
  assertEquals(delays, [0, 0, 0]);
});

Deno.test("a reset past the end of the reading is not waited for", async () => {
  const clock = fakeClock();
  const answer = limited(99, { "ratelimit-reset": "20" });
  const slow: Handler = (seen, signal) => {
    clock.advance(5000);
    return answer(seen, signal);
  };
  const { reading } = await readWith(slow, { clock });
  assertEquals(clock.sleeps, []);
  assertIncludes(reasonOf(reading), "429");
});

Deno.test("a 429 whose body is not JSON is obeyed too", async () => {
  const clock = fakeClock();
  let calls = 0;
  const { reading } = await readWith(() => {
    const headers = { "ratelimit-reset": "3" };
    return calls++ < 4
      ? new Response("slow down", { status: 429, headers })
      : json(page([oncall()]));
  }, { clock });
  assertEquals(clock.sleeps, [3000]);
  assertEquals(reading.shifts.length, 1);
});

Deno.test("a second 429, a far reset and an unsaid one are unreadable", async () => {
  const cases: [Record<string, string>, number[], number][] = [
    [{ "ratelimit-reset": "5" }, [5000], 8],
    [{ "ratelimit-reset": "0" }, [1000], 8],
    [{ "ratelimit-reset": "21" }, [], 4],
    [{ "ratelimit-reset": "soon" }, [], 4],
    [{}, [], 4],
  ];
  for (const [headers, sleeps, calls] of cases) {
    const clock = fakeClock();
    const { reading, seen } = await readWith(limited(99, headers), { clock });
    assertIncludes(reasonOf(reading), "429 (Rate Limit Exceeded)");
    assertEquals(clock.sleeps, sleeps);
    assertEquals(seen.length, calls);
  }
});

Deno.test("a field that does not fit is named with its place", async () => {
  const user = oncall().user;
  const misfits: [object, string][] = [
    [
      { user: { ...user, email: 7 } },
      "oncalls[1].user.email: expected string, received 7",
    ],
    [{ user: { email: "a@example.com" } }, "oncalls[1].user.id: missing"],
    [{ user: null }, "oncalls[1].user: expected Object, received null"],
    [
      { start: "2015-03-06" },
      "oncalls[1].start: expected a time in ISO 8601 with its zone",
    ],
    [{ end: "2015-03-06T15:28:51" }, 'received "2015-03-06T15:28:51"'],
    [{ end: "2015-13-41T15:28:51Z" }, "oncalls[1].end: expected a time"],
    [{ end: undefined }, "oncalls[1].end: missing"],
    [{ schedule: {} }, "oncalls[1].schedule.id: missing"],
    [{ escalation_level: "1" }, "escalation_level: expected number"],
  ];
  for (const [change, said] of misfits) {
    const body = page([oncall(), oncall(change as Record<string, unknown>)]);
    assertIncludes(await reasonWith(() => json(body)), said);
  }
  assertIncludes(
    await reasonWith(() => json([])),
    "PagerDuty's answer to /oncalls does not fit: oncalls: missing",
  );
  const body = page([], { more: "no" });
  assertIncludes(await reasonWith(() => json(body)), "more: expected boolean");
});
