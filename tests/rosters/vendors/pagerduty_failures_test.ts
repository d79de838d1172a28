import { assert, assertEquals } from "@std/assert";
import { keepsFailurePromises } from "../failure_promises.ts";
import { oncall, page, readWith, SUBJECT, TOKEN } from "../fake_pagerduty.ts";
import {
  assertIncludes,
  fakeClock,
  type Handler,
  json,
  reasonOf,
  reasonWith,
} from "../fake_vendor.ts";

const LIMITED = { error: { message: "Rate Limit Exceeded", code: 2020 } };

keepsFailurePromises({
  subject: SUBJECT,
  name: "PagerDuty",
  secret: "PAGERDUTY_TOKEN",
  fine: () => json(page([oncall()])),
  errorBody: (message) => ({ error: { message, code: 2000 } }),
  limited: (seconds) =>
    json(
      LIMITED,
      429,
      seconds === null ? {} : { "ratelimit-reset": String(seconds) },
    ),
});

const reasonOfAnswer = (answer: Handler) =>
  reasonWith(readWith, answer, [TOKEN]);

Deno.test("of an answer of 400 MB no more than 8 MB is read", async () => {
  const part = new Uint8Array(1024 * 1024).fill(32);
  let partsRead = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (partsRead++ < 400) controller.enqueue(part);
      else controller.close();
    },
  }, { highWaterMark: 0 });
  const { reading, seen } = await readWith(() => new Response(endless));
  assertEquals(
    reasonOf(reading),
    "PagerDuty sent more than 8 MB in one answer: take less into the source pd " +
      "of shiftlight.config.ts, or lower limits.roster_hours",
  );
  assertEquals(partsRead, 9);
  assertEquals(seen.length, 1);
});

Deno.test("of many answers no more than 32 MB are read in one reading", async () => {
  const big = JSON.stringify({ ...page([oncall()]), limit: 1, more: true });
  const padded = big + " ".repeat(4 * 1024 * 1024);
  const { reading, seen } = await readWith(({ query }) => {
    const offset = query.get("offset");
    return new Response(padded.replace(/"offset":\d+/, `"offset":${offset}`));
  });
  assertIncludes(reasonOf(reading), "sent more than 32 MB in one reading");
  assert(seen.length < 10, `${seen.length} calls`);
});

Deno.test("a secret pasted with a line end works", async () => {
  const env = { ...SUBJECT.env, PAGERDUTY_TOKEN: `${TOKEN}\n` };
  const { seen } = await readWith(() => json(page([oncall()])), { env });
  const sent = seen[0]?.headers.get("authorization");
  assertEquals(sent, `Token token=${TOKEN}`);
});

Deno.test("a rejection of pdjs is reported in PagerDuty's words", async () => {
  const boom = { error: { message: `Boom ${TOKEN}`, errors: ["x"] } };
  const answers: [Handler, string][] = [
    [() => json(boom, 500), "answered 500 (Boom …: x)"],
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
    assertIncludes(await reasonOfAnswer(answer), said);
  }
});

Deno.test("the errors of a refusal are told, in each of their forms", async () => {
  const forms: [unknown, string][] = [
    [
      { "event.effective_since": ["Too far ahead", "No"], rotation: "Bad" },
      ": event.effective_since: Too far ahead, No: rotation: Bad",
    ],
    [["One", "Two"], ": One: Two"],
    ["One", ": One"],
    [null, ""],
    [undefined, ""],
    [{ field: [null, 7] }, ""],
    [[{ odd: true }], ""],
    [7, ""],
  ];
  for (const [errors, said] of forms) {
    const error = { message: "Invalid Request", code: 2001, errors };
    assertIncludes(
      await reasonOfAnswer(() => json({ error }, 422)),
      `answered 422 (Invalid Request${said})`,
    );
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

/** Answers 429 to the first `times` calls. */
function limited(times: number, headers: Record<string, string>): Handler {
  let calls = 0;
  return () =>
    calls++ < times ? json(LIMITED, 429, headers) : json(page([oncall()]));
}

Deno.test("a 429 is obeyed once for the seconds it names", async () => {
  const clock = fakeClock();
  const headers = { "ratelimit-reset": "20", "ratelimit-remaining": "0" };
  const { reading, seen } = await readWith(limited(1, headers), { clock });
  assertEquals(clock.sleeps, [20_000]);
  assertEquals(seen.length, 2);
  assertEquals(reading.shifts.length, 1);
});

Deno.test("pdjs retries nothing by itself, and leaves no timer", async () => {
  const { setTimeout } = globalThis;
  const delays: unknown[] = [];
  globalThis.setTimeout = ((run: () => void, ms?: number) => {
    delays.push(ms);
    return setTimeout(run, ms);
  }) as typeof globalThis.setTimeout;
  try {
    await readWith(limited(1, { "ratelimit-reset": "1" }));
  } finally {
    globalThis.setTimeout = setTimeout;
  }
  assertEquals(delays, []);
});

Deno.test("a reset past the end of the reading is not waited for", async () => {
  const clock = fakeClock();
  const answer = limited(99, { "ratelimit-reset": "20" });
  const slow: Handler = (seen, signal) => {
    clock.advance(20_000);
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
    return calls++ === 0
      ? new Response("slow down", { status: 429, headers })
      : json(page([oncall()]));
  }, { clock });
  assertEquals(clock.sleeps, [3000]);
  assertEquals(reading.shifts.length, 1);
});

Deno.test("a second 429, a far reset and an unsaid one are unreadable", async () => {
  const cases: [Record<string, string>, number[], number][] = [
    [{ "ratelimit-reset": "5" }, [5000], 2],
    [{ "ratelimit-reset": "0" }, [1000], 2],
    [{ "ratelimit-reset": "21" }, [], 1],
    [{ "ratelimit-reset": "soon" }, [], 1],
    [{}, [], 1],
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
    assertIncludes(await reasonOfAnswer(() => json(body)), said);
  }
  assertIncludes(
    await reasonOfAnswer(() => json([])),
    "PagerDuty's answer to /oncalls does not fit: oncalls: missing",
  );
  const body = page([], { more: "no" });
  assertIncludes(
    await reasonOfAnswer(() => json(body)),
    "more: expected boolean",
  );
});
