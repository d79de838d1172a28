import { assertEquals } from "@std/assert";
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
  // pdjs asks four times before it gives a 429 back,
  calls: 4,
  // and stumbles over `null`.
  ofNull: "with what is not JSON",
});

const reasonOfAnswer = (answer: Handler) =>
  reasonWith(readWith, answer, [TOKEN]);

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

Deno.test("the errors of a refusal are told, whatever form they have", async () => {
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
