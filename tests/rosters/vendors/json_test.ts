import { assert, assertEquals } from "@std/assert";
import example from "../../../docs/sources/json.example.json" with {
  type: "json",
};
import { jsonRoster } from "../../../rosters/vendors/json/adapter.ts";
import { goesNowhereElse } from "../failure_promises.ts";
import {
  assertIncludes,
  at,
  type Changes,
  fakeClock,
  hangs,
  json,
  readerOf,
  reasonOf,
  reasonOfHanging,
  reasonWith,
} from "../fake_vendor.ts";
import type { ValidatedSource } from "../../../rosters/sources.ts";

const TOKEN = "Sekret-0123456789";
const ORIGIN = "https://rosters.example.com";

const SOURCE: ValidatedSource<"json"> = {
  type: "json",
  id: "inhouse",
  state: "on_call",
  url: `${ORIGIN}/shifts?team=core`,
  token: "JSON_TOKEN",
};

const read = readerOf({
  rosterOf: jsonRoster,
  source: SOURCE,
  env: { JSON_TOKEN: TOKEN },
  window: {
    since: at("2026-03-02T08:00:00Z"),
    until: at("2026-03-16T08:00:00Z"),
  },
});

const HERE: Changes<ValidatedSource<"json">> = { host: ORIGIN };
const OPEN: Changes<ValidatedSource<"json">> = {
  ...HERE,
  env: {},
  source: { token: null },
};

function shift(changes: object = {}) {
  return {
    person: { email: "alice@example.com" },
    start: "2026-03-02T09:00:00Z",
    end: "2026-03-02T17:00:00Z",
    ...changes,
  };
}

function page(shifts: unknown[], changes: object = {}) {
  return { version: 1, shifts, ...changes };
}

function whole(answer: unknown, changes = HERE) {
  return reasonWith(read, () => json(answer), [TOKEN], changes);
}

Deno.test("the example is read as it says", async () => {
  const changes = { ...HERE, timeZone: "Europe/Paris" };
  const { reading, seen } = await read(() => json(example), changes);
  assertEquals(reading.unreadable, []);
  assertEquals(reading.rejected, []);
  const payments = { schedule: "payments", label: "Payments primary" };
  const rest = { source: "inhouse", state: "on_call" };
  assertEquals(reading.shifts, [
    {
      ...{ ...rest, schedule: "search", label: "Search", level: 1 },
      identity: {
        key: "json:dave@example.com",
        email: "dave@example.com",
        name: "dave@example.com",
      },
      start: 0,
      end: null,
    },
    {
      ...{ ...rest, schedule: "off", label: "Time off", level: 1 },
      state: "pto",
      identity: {
        key: "json:inhouse:1042",
        email: null,
        name: "Carol Danvers",
      },
      start: at("2026-03-01T23:00:00Z"),
      end: at("2026-03-06T23:00:00Z"),
      days: { from: "2026-03-02", until: "2026-03-07" },
    },
    {
      ...{ ...rest, ...payments, level: 2 },
      identity: {
        key: "json:U0123456789",
        email: null,
        name: "U0123456789",
        slackId: "U0123456789",
      },
      start: at("2026-03-02T08:00:00Z"),
      end: at("2026-03-09T08:00:00Z"),
    },
    {
      ...{ ...rest, ...payments, level: 1 },
      identity: {
        key: "json:alice@example.com",
        email: "alice@example.com",
        name: "Alice",
      },
      start: at("2026-03-02T09:00:00Z"),
      end: at("2026-03-09T09:00:00Z"),
    },
  ]);
  assertEquals(reading.schedules, [
    { source: "inhouse", schedule: "payments", name: "Payments primary" },
    { source: "inhouse", schedule: "off", name: "Time off" },
    { source: "inhouse", schedule: "search", name: "Search" },
  ]);
  const [asked] = seen;
  assertEquals(asked!.path, "/shifts");
  assertEquals([...asked!.query], [
    ["team", "core"],
    ["since", "2026-03-01T08:00:00Z"],
    ["until", "2026-03-17T08:00:00Z"],
  ]);
  assertEquals(asked!.headers.get("authorization"), `Bearer ${TOKEN}`);
});

Deno.test("nobody is sent elsewhere", async () => {
  await goesNowhereElse(read, "rosters.example.com", HERE);
  await goesNowhereElse(read, "rosters.example.com", OPEN);
});

Deno.test("200 pages of 7 MB are refused at 8 MB in all", async () => {
  const pad = "x".repeat(7 * 1024 ** 2);
  let pages = 0;
  const { reading, seen } = await read(
    () => json(page([], { pad, next: String(++pages) })),
    HERE,
  );
  assertIncludes(reasonOf(reading), "sent more than 8 MB in one reading");
  assertEquals(seen.length, 2);
});

Deno.test("without a secret no credential is sent, and a refusal says so", async () => {
  const { reading, seen } = await read(() => json(page([shift()])), OPEN);
  assertEquals(reading.shifts.length, 1);
  assertEquals(seen[0]?.headers.get("authorization"), null);
  for (const status of [401, 403]) {
    const { reading } = await read(() => json({}, status), OPEN);
    assertEquals(
      reasonOf(reading),
      `rosters.example.com answered ${status}: if it wants a bearer token, ` +
        "give the source inhouse of shiftlight.config.ts the name of its secret as token",
    );
  }
  const { reading: failed } = await read(() => json({}, 500), OPEN);
  assert(!reasonOf(failed).includes("bearer"), reasonOf(failed));
});

Deno.test("a shift without a schedule is on the source's own", async () => {
  const { reading } = await read(() => json(page([shift()])), HERE);
  const [only] = reading.shifts;
  assertEquals([only?.schedule, only?.label], ["inhouse", "inhouse"]);
  assertEquals(reading.schedules, [
    { source: "inhouse", schedule: "inhouse", name: "inhouse" },
  ]);
});

Deno.test("ids and names are the endpoint's own, e-mails and Slack ids everybody's", async () => {
  const people: [object, string][] = [
    [{ id: "7", email: "A@Example.com" }, "json:inhouse:7"],
    [{ name: "Alice" }, "json:inhouse:Alice"],
    [{ email: "A@Example.com", slack_id: "UALICE" }, "json:a@example.com"],
    [{ slack_id: "UALICE", name: "Alice" }, "json:UALICE"],
  ];
  for (const [person, key] of people) {
    const body = page([shift({ person })]);
    const { reading } = await read(() => json(body), HERE);
    assertEquals(reading.shifts.map(({ identity }) => identity.key), [key]);
  }
  const person = { id: "7", email: "A@Example.com", slack_id: "UALICE" };
  const { reading } = await read(() => json(page([shift({ person })])), HERE);
  assertEquals(reading.shifts[0]?.identity, {
    key: "json:inhouse:7",
    email: "a@example.com",
    name: "a@example.com",
    slackId: "UALICE",
  });
});

Deno.test("whole days in the window anywhere on earth are kept", async () => {
  // Of other people each, so that they are not one shift.
  const days = (start: string, end: string) =>
    shift({ start, end, person: { id: start } });
  const body = page([
    days("2026-02-28", "2026-03-01"),
    days("2026-03-01", "2026-03-02"),
    days("2026-03-17", "2026-03-18"),
    days("2026-03-19", "2026-03-20"),
  ]);
  const { reading } = await read(() => json(body), HERE);
  assertEquals(reading.shifts.map(({ days }) => days?.from), [
    "2026-03-01",
    "2026-03-17",
  ]);
});

Deno.test("a shift that ends when it starts is rejected alone", async () => {
  const body = page([
    shift(),
    shift({ start: "2026-03-03", end: "2026-03-03" }),
    shift({ start: "2026-03-03T09:00:00Z", end: "2026-03-03T08:00:00Z" }),
  ]);
  const { reading } = await read(() => json(body), HERE);
  assertEquals(reading.shifts.length, 1);
  assertEquals(reading.rejected.length, 2);
  assertIncludes(reading.rejected[0]!.reason, "it ends when it starts");
  assertIncludes(reading.rejected[1]!.reason, "it ends before it starts");
});

Deno.test("a shift under way starts at the same time at every poll", async () => {
  const starts = [];
  for (const hours of [0, 1, 30]) {
    const since = at("2026-03-02T12:00:00Z") + hours * 3600;
    const window = { since, until: since + 14 * 24 * 3600 };
    const long = shift({ end: "2026-03-09T09:00:00Z" });
    const changes = { ...HERE, window };
    const { reading } = await read(() => json(page([long])), changes);
    starts.push(...reading.shifts.map(({ start }) => start));
  }
  assertEquals(starts, Array(3).fill(at("2026-03-02T09:00:00Z")));
});

Deno.test("pages are followed by their cursor, and count only together", async () => {
  const pages: Record<string, unknown> = {
    first: page([shift()], { next: "b/2 &=" }),
    "b/2 &=": page([shift({ person: { name: "Bob" } })], {
      schedules: [{ id: "inhouse", name: "House" }],
      next: "c",
    }),
    c: page([shift({ person: { name: "Carol" } })]),
  };
  const { reading, seen } = await read(
    ({ query }) => json(pages[query.get("cursor") ?? "first"]),
    HERE,
  );
  assertEquals(
    reading.shifts.map(({ identity, label }) => [
      identity.name,
      label,
    ]).sort(),
    [["Bob", "House"], ["Carol", "House"], [
      "alice@example.com",
      "House",
    ]],
  );
  assertEquals(seen.map(({ query }) => query.get("cursor")), [
    null,
    "b/2 &=",
    "c",
  ]);
  for (const { query } of seen) {
    assertEquals(query.get("since"), "2026-03-01T08:00:00Z");
    assertEquals(query.getAll("team"), ["core"]);
  }
  const broken = await read(
    ({ query }) =>
      query.get("cursor") === "c"
        ? json({ error: "lost" }, 500)
        : json(pages[query.get("cursor") ?? "first"]),
    HERE,
  );
  assertIncludes(reasonOf(broken.reading), "answered 500 (lost)");
});

Deno.test("cursors that go round in circles end, and so do endless ones", async () => {
  let calls = 0;
  const circle = await reasonWith(
    read,
    () => json(page([shift()], { next: ["a", "b", "a"][calls++ % 3] })),
    [TOKEN],
    HERE,
  );
  assertIncludes(circle, "the next page comes again");
  assertEquals(calls, 3);
  calls = 0;
  const endless = await reasonWith(
    read,
    () => json(page([], { next: `at ${++calls}` })),
    [TOKEN],
    HERE,
  );
  assertIncludes(endless, "more than 200 pages for inhouse");
});

Deno.test("a field that does not fit is named with its place", async () => {
  const person = (changes: object | null) => ({ person: changes });
  const misfits: [object, string][] = [
    [person(null), "shifts[1].person: expected Object, received null"],
    [person({}), "shifts[1].person: expected at least one of email"],
    [person({ email: null, name: null }), "person: expected at least one of"],
    [person({ email: 7 }), "person.email: expected string, received 7"],
    [person({ email: "alice" }), "person.email: expected an e-mail address"],
    [person({ slack_id: "alice" }), "expected a Slack id such as U0123456789"],
    [person({ id: 1042 }), "person.id: expected string, received 1042"],
    [person({ name: " " }), "person.name: expected a text that is not blank"],
    [{ start: undefined }, "shifts[1].start: missing"],
    [{ end: undefined }, "shifts[1].end: missing"],
    [{ start: 1772438400 }, "shifts[1].start: expected string"],
    [{ start: "2026-03-02T09:00:00" }, "shifts[1].start: expected a time such"],
    [{ start: "2026-02-30T09:00:00Z" }, "shifts[1].start: expected a time"],
    [{ end: "2026-02-30" }, "shifts[1].end: expected a time such as"],
    [{ end: "2026-03-07" }, "shifts[1]: expected start and end to be days"],
    [{ start: "2026-03-02", end: null }, "expected start and end to be days"],
    [{ level: 0 }, "shifts[1].level: expected >=1, received 0"],
    [{ level: 1.5 }, "shifts[1].level"],
    [{ level: "1" }, "shifts[1].level: expected number"],
    [{ state: "On Call" }, "shifts[1].state: expected a state such as on_call"],
    [{ schedule: 7 }, "shifts[1].schedule: expected string, received 7"],
    [{ label: "" }, "shifts[1].label: expected a text that is not blank"],
  ];
  for (const [change, said] of misfits) {
    const reason = await whole(page([shift(), shift(change)]));
    assertIncludes(reason, "rosters.example.com's answer does not fit: ");
    assertIncludes(reason, said);
  }
  const bodies: [unknown, string][] = [
    [[], "version: missing"],
    [null, "the body: expected Object, received null"],
    [{ error: "no such team" }, "version: missing"],
    [{ ...page([]), version: 2 }, "version: expected 1, received 2"],
    [{ version: 1 }, "shifts: missing"],
    [page([], { next: 2 }), "next: expected string, received 2"],
    [page([], { schedules: [{ id: "a" }] }), "schedules[0].name: missing"],
  ];
  for (const [body, said] of bodies) assertIncludes(await whole(body), said);
});

Deno.test("what is not read whole is unreadable, and nothing shows the token", async () => {
  const answers: [Response | (() => never), string][] = [
    [json({ error: `no ${TOKEN}` }, 500), "answered 500 (no …)"],
    [json({ error: { code: 7 } }, 404), "rosters.example.com answered 404"],
    [new Response("<html>Log in</html>"), "with what is not JSON"],
    [new Response('{"version": 1, "shi'), "with what is not JSON"],
    [new Response(""), "with what is not JSON"],
    [() => {
      throw new TypeError(`dns ${TOKEN}`);
    }, "rosters.example.com cannot be reached: TypeError: dns …"],
  ];
  for (const [answer, said] of answers) {
    const reason = await reasonWith(
      read,
      () => typeof answer === "function" ? answer() : answer.clone(),
      [TOKEN],
      HERE,
    );
    assertIncludes(reason, said);
  }
});

Deno.test("a refusal names the host, the secret and what it must allow", async () => {
  const no = await reasonWith(read, () => json({}, 401), [TOKEN], HERE);
  assertIncludes(no, "refused the bearer token in the secret JSON_TOKEN (401");
  assertIncludes(no, "slack env set JSON_TOKEN <bearer token for rosters");
  assert(!no.includes("if it wants"), no);
  const less = await reasonWith(read, () => json({}, 403), [TOKEN], HERE);
  assertIncludes(less, "that may read its shifts");
  const unset = await read(() => json(page([])), { ...HERE, env: {} });
  assertIncludes(reasonOf(unset.reading), "secret JSON_TOKEN is not set");
  assertEquals(unset.seen, []);
});

Deno.test("a 429 is waited for when it is short, once", async () => {
  const cases: [Record<string, string>, number, number[], boolean][] = [
    [{ "retry-after": "7" }, 1, [7000], true],
    [{ "retry-after": "7" }, 2, [7000], false],
    [{ "retry-after": "60" }, 1, [], false],
    [{}, 1, [], false],
  ];
  for (const [headers, times, sleeps, reads] of cases) {
    const clock = fakeClock();
    let calls = 0;
    const { reading } = await read(
      () =>
        calls++ < times
          ? json({ error: "slow down" }, 429, headers)
          : json(page([shift()])),
      { ...HERE, clock },
    );
    assertEquals(clock.sleeps, sleeps);
    assertEquals(reading.shifts.length, reads ? 1 : 0);
    if (!reads) assertIncludes(reasonOf(reading), "429 (slow down)");
  }
});

Deno.test("a hang ends after 10 s", async () => {
  for (const answer of hangs('{"version": 1, ')) {
    const { ms, reason } = await reasonOfHanging(read, answer, HERE);
    assertEquals(ms, 10_000);
    assertIncludes(reason, "rosters.example.com did not answer within 10 s");
  }
});

Deno.test("an address keeps the slash at its end, and a stand-in its path", async () => {
  const source = { url: `${ORIGIN}/shifts/` };
  const { seen } = await read(() => json(page([])), { ...HERE, source });
  assertEquals(seen[0]?.path, "/shifts/");
  const env = { JSON_TOKEN: TOKEN, JSON_API_URL: "http://vendor.test/json" };
  const { seen: local } = await read(() => json(page([])), { env });
  assertEquals(local[0]?.path, "/json/shifts");
  assertEquals(local[0]?.query.get("team"), "core");
});
