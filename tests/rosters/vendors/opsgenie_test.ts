import { assertEquals } from "@std/assert";
import { opsgenieRoster } from "../../../rosters/vendors/opsgenie/adapter.ts";
import { envOf, keepsFailurePromises } from "../failure_promises.ts";
import {
  assertIncludes,
  at,
  fakeClock,
  type Handler,
  json,
  readerOf,
  reasonOf,
  reasonWith,
  type Subject,
} from "../fake_vendor.ts";
import SCHEDULES from "../payloads/opsgenie/schedules.json" with {
  type: "json",
};
import TIMELINE from "../payloads/opsgenie/timeline.json" with { type: "json" };

const TOKEN = "eb243592-faa2-4ba2-a551-Sekret";
const LIST = "/v2/schedules";
const FIRST = "e71d500f-896a-4b28-8b08-3bfe56e1ed76";
const FOO = "8e3d055d-2b50-444d-ab89-d4353e831219";
const NOT_FOUND = { message: "No", took: 0.001, requestId: "r" };

const SUBJECT: Subject<Parameters<typeof opsgenieRoster>[0]> = {
  rosterOf: opsgenieRoster,
  source: {
    type: "opsgenie",
    id: "og",
    state: "on_call",
    schedules: ["first_line"],
    region: "us",
    token: "OPSGENIE_API_KEY",
  },
  env: envOf("OPSGENIE_API_KEY", TOKEN, "OPSGENIE_API_URL"),
  window: {
    since: at("2019-11-07T00:00:00Z"),
    until: at("2019-11-10T00:00:00Z"),
  },
};
const read = readerOf(SUBJECT);

/** Somebody's period as Opsgenie documents it. */
function period(start: string, end: string, changes: object = {}) {
  return {
    startDate: start,
    endDate: end,
    type: "default",
    recipient: { id: FOO, type: "user", name: "foo@example.com" },
    ...changes,
  };
}

/** A timeline with those periods, over the range that covers the window. */
function timeline(periods: readonly unknown[], changes: object = {}) {
  const { _parent, startDate, endDate } = TIMELINE.data;
  const rotation = { id: "r", name: "R", order: 1.0, periods };
  const finalTimeline = { rotations: [rotation] };
  const data = { _parent, startDate, endDate, finalTimeline, ...changes };
  return { ...TIMELINE, data };
}

/** Opsgenie with its documented list, and that on the first line. */
function withTimeline(body: unknown, listed: unknown = SCHEDULES): Handler {
  return ({ path }) => {
    if (path === LIST) return json(listed);
    return path === `${LIST}/${FIRST}/timeline`
      ? json(body)
      : json(NOT_FOUND, 404);
  };
}

/** Opsgenie with those schedules, each with nobody on it. */
function withSchedules(...data: object[]): Handler {
  return ({ path }) => {
    if (path === LIST) return json({ ...SCHEDULES, data });
    const id = path.split("/")[3];
    return json(timeline([], { _parent: { id } }));
  };
}

keepsFailurePromises({
  subject: SUBJECT,
  name: "Opsgenie",
  secret: "OPSGENIE_API_KEY",
  fine: withTimeline(TIMELINE),
  errorBody: (message) => ({ message, took: 0.001, requestId: "r" }),
  limited: (seconds) =>
    json({ message: "You are making too many requests!" }, 429, {
      "x-ratelimit-state": "THROTTLED",
      "x-ratelimit-reason": "ACCOUNT",
      ...(seconds === null
        ? {}
        : { "x-ratelimit-period-in-sec": String(seconds) }),
    }),
});

Deno.test("the documented timeline is read: users alone, and what is split as one", async () => {
  const { reading, seen } = await read(withTimeline(TIMELINE));
  const common = {
    state: "on_call",
    source: "og",
    schedule: "first_line",
    label: "first_line",
    level: 1,
  };
  assertEquals(reading, {
    shifts: [
      {
        ...common,
        identity: {
          key: `opsgenie:${FOO}`,
          email: "foo@example.com",
          name: "Foo@Example.com",
        },
        start: at("2019-11-06T18:00:00Z"),
        end: at("2019-11-07T10:00:00Z"),
      },
      {
        ...common,
        identity: {
          key: "opsgenie:98541326-60c6-4329-be8e-3f0f236db814",
          email: "bar@example.com",
          name: "bar@example.com",
        },
        start: at("2019-11-07T18:00:00Z"),
        end: at("2019-11-08T10:00:00Z"),
      },
    ],
    unreadable: [],
    rejected: [],
    schedules: [{
      source: "og",
      schedule: "first_line",
      name: "first_line",
    }],
  });
  const asked = seen.map(({ path, query }) => `${path}?${query}`);
  assertEquals(asked, [
    "/v2/schedules?",
    `/v2/schedules/${FIRST}/timeline?date=2019-10-03T00%3A00%3A00Z&interval=40&intervalUnit=days`,
  ]);
  const sent = seen.map(({ headers }) => headers.get("authorization"));
  assertEquals(sent, [`GenieKey ${TOKEN}`, `GenieKey ${TOKEN}`]);
});

Deno.test("each region has its host", async () => {
  const hosts = {
    us: "https://api.opsgenie.com",
    eu: "https://api.eu.opsgenie.com",
  } as const;
  for (const region of ["us", "eu"] as const) {
    const { reading } = await read(withTimeline(TIMELINE), {
      source: { region },
      host: hosts[region],
      env: { OPSGENIE_API_KEY: TOKEN },
    });
    assertEquals(reading.unreadable, []);
  }
});

Deno.test("a schedule is found by id, by name and in any case", async () => {
  for (const name of [FIRST, "first_line", "First_LINE"]) {
    const source = { schedules: [name, FIRST] };
    const { reading, seen } = await read(withTimeline(TIMELINE), { source });
    assertEquals(reading.schedules, [
      { source: "og", schedule: name, name: "first_line" },
    ]);
    assertEquals(seen.length, 2);
  }
});

Deno.test("two schedules of one name are a failure that names both ids", async () => {
  const handler = withSchedules(
    { id: "B", name: "Twice" },
    { id: "A", name: "Twice" },
  );
  const source = { schedules: ["Twice"] };
  const reason = await reasonWith(read, handler, [TOKEN], { source });
  assertIncludes(reason, "2 schedules called Twice (A and B)");
  const other = await read(handler, { source: { schedules: ["A"] } });
  assertEquals(other.reading.unreadable, []);
});

Deno.test("a schedule that is not there is unreadable by itself", async () => {
  // Listed, but gone by the time it is read.
  const source = { schedules: ["first_line", "Nowhere", "ooh_second_line"] };
  const { reading } = await read(withTimeline(TIMELINE), { source });
  assertEquals(reading.shifts.length, 2);
  assertEquals(
    reading.unreadable.map(({ schedule }) => schedule),
    ["Nowhere", "ooh_second_line"],
  );
  const reasons = reading.unreadable.map(({ reason }) => reason);
  assertIncludes(reasons[0]!, "Opsgenie has no schedule Nowhere");
  assertIncludes(reasons[0]!, "the API key in OPSGENIE_API_KEY can see: ");
  assertIncludes(reasons[1]!, "can see (404)");
});

Deno.test("a schedule that is switched off has nobody on it, and is not asked about", async () => {
  const [, first] = SCHEDULES.data;
  const listed = { ...SCHEDULES, data: [{ ...first, enabled: false }] };
  const { reading, seen } = await read(withTimeline(TIMELINE, listed));
  assertEquals(reading.shifts, []);
  assertEquals(reading.unreadable, []);
  assertEquals(reading.schedules.length, 1);
  assertEquals(seen.length, 1);
});

/** The list on pages of one, as Opsgenie's page on pagination says. */
function paged(fail?: () => Response): Handler {
  const rest = withSchedules(...SCHEDULES.data);
  return (call, signal) => {
    if (call.path !== LIST) return rest(call, signal);
    const offset = Number(call.query.get("offset") ?? 0);
    if (offset === 1 && fail) return fail();
    const data = SCHEDULES.data.slice(offset, offset + 1);
    const next = `https://api.opsgenie.com/v2/schedules?offset=${
      offset + 1
    }&limit=1`;
    const more = offset + 1 < SCHEDULES.data.length;
    return json({ ...SCHEDULES, data, ...(more ? { paging: { next } } : {}) });
  };
}

Deno.test("all pages of the list are read, and the key goes to no other host", async () => {
  const source = { schedules: ["first_line", "ooh_second_line"] };
  const { reading, seen } = await read(paged(), { source });
  assertEquals(reading.unreadable, []);
  assertEquals(reading.schedules.length, 2);
  assertEquals(String(seen[1]?.query), "offset=1&limit=1");
});

Deno.test("a page that fails leaves nothing of the others", async () => {
  const failures: [() => Response, string][] = [
    [() => json({ message: "Boom" }, 500), "500 (Boom)"],
    [() => new Response("<html>"), "not JSON"],
    [() => json({ took: 1 }), "data: missing"],
    [() => json({ message: "No" }, 401), "refused the API key"],
  ];
  for (const [fail, said] of failures) {
    assertIncludes(await reasonWith(read, paged(fail), [TOKEN]), said);
  }
});

Deno.test("pages that go in circles end", async () => {
  const next = "https://api.opsgenie.com/v2/schedules?offset=1";
  const { reading, seen } = await read(() =>
    json({ ...SCHEDULES, paging: { next } })
  );
  assertIncludes(reasonOf(reading), "the next page comes again");
  assertEquals(seen.length, 2);
});

Deno.test("a field that does not fit is named with its place", async () => {
  const fine = period("2019-11-07T00:00:00Z", "2019-11-07T10:00:00Z");
  const where = "data.finalTimeline.rotations[0].periods[1]";
  const misfits: [unknown, string][] = [
    [{ ...fine, startDate: undefined }, `${where}.startDate: missing`],
    [{ ...fine, endDate: null }, `${where}.endDate: expected string`],
    [{ ...fine, endDate: "soon" }, `${where}.endDate: expected a time`],
    [{ ...fine, recipient: undefined }, `${where}: expected a recipient`],
    [
      { ...fine, recipient: null, flattenedRecipients: null },
      `${where}: expected a recipient`,
    ],
    [{ ...fine, recipient: { id: "x" } }, `${where}.recipient.type: missing`],
    [
      { ...fine, recipient: { id: 7, type: "user" } },
      `${where}.recipient.id: expected string, received 7`,
    ],
    [
      { ...fine, recipient: { type: "user" } },
      `${where}.recipient: expected a user with an id`,
    ],
    [null, `${where}: expected Object, received null`],
  ];
  for (const [second, said] of misfits) {
    const body = timeline([fine, second]);
    assertIncludes(await reasonWith(read, withTimeline(body), [TOKEN]), said);
  }
  const bodies: [unknown, string][] = [
    [timeline([], { finalTimeline: undefined }), "finalTimeline: missing"],
    [timeline([], { finalTimeline: {} }), "rotations: missing"],
    [timeline([], { startDate: undefined }), "data.startDate: missing"],
    [{ message: "Oops", took: 0.1 }, "data: missing"],
    [timeline([], { _parent: { id: "X" } }), `expected ${FIRST}, received X`],
    [timeline([], { _parent: { id: TOKEN } }), `${FIRST}, received …`],
  ];
  for (const [body, said] of bodies) {
    assertIncludes(await reasonWith(read, withTimeline(body), [TOKEN]), said);
  }
  const listed = { ...SCHEDULES, data: [{ id: "x" }] };
  const reason = await reasonWith(read, withTimeline({}, listed), [TOKEN]);
  assertIncludes(reason, "/v2/schedules does not fit: data[0].name: missing");
});

Deno.test("null is read where a field may be absent", async () => {
  const user = { id: FOO, type: "user", name: "foo@example.com" };
  const [from, to] = ["2019-11-07T00:00:00Z", "2019-11-07T10:00:00Z"];
  const listed = {
    ...SCHEDULES,
    data: SCHEDULES.data.map((each) => ({ ...each, enabled: null })),
    paging: null,
  };
  const periods = [
    period(from, to, { recipient: null, flattenedRecipients: [user] }),
    period(from, to, { recipient: user, flattenedRecipients: null }),
    period(from, to, { recipient: { type: "none", id: null, name: null } }),
  ];
  const body = timeline([], {
    _parent: null,
    finalTimeline: {
      rotations: [
        { id: "r", name: null, deleted: null, periods },
        { id: "s", deleted: null, periods: null },
      ],
    },
  });
  const { reading } = await read(withTimeline(body, listed));
  assertEquals(reading.unreadable, []);
  assertEquals(reading.shifts.map(({ identity }) => identity.email), [
    "foo@example.com",
  ]);
});

Deno.test("a timeline that ends before the window, or begins in it, is refused", async () => {
  for (
    const range of [
      { endDate: "2019-11-09T23:00:00Z" },
      { startDate: "2019-11-07T00:00:01Z" },
    ]
  ) {
    const handler = withTimeline(timeline([], range));
    const reason = await reasonWith(read, handler, [TOKEN]);
    assertIncludes(reason, "expected all of 2019-11-07T00:00:00Z to");
  }
});

Deno.test("a past period that names people in the flat list alone is read by it", async () => {
  const flattenedRecipients = [
    { id: FOO, type: "user", name: "foo@example.com" },
    { id: "T", type: "team", name: "team" },
  ];
  const past = period("2019-11-06T18:00:00Z", "2019-11-07T00:00:00Z", {
    type: "historical",
    recipient: undefined,
    flattenedRecipients,
  });
  const rest = period("2019-11-07T00:00:00Z", "2019-11-07T10:00:00Z");
  const { reading } = await read(withTimeline(timeline([past, rest])));
  assertEquals(
    reading.shifts.map(({ start }) => start),
    [at("2019-11-06T18:00:00Z")],
  );
});

Deno.test("a username that is no e-mail maps nobody by itself", async () => {
  const recipient = { id: FOO, type: "user", name: "foo" };
  const one = period("2019-11-07T00:00:00Z", "2019-11-07T10:00:00Z", {
    recipient,
  });
  const { reading } = await read(withTimeline(timeline([one])));
  assertEquals(reading.shifts.map(({ identity }) => identity), [
    { key: `opsgenie:${FOO}`, email: null, name: "foo" },
  ]);
});

Deno.test("a period that ends before it starts is rejected, and touches nothing", async () => {
  const { reading } = await read(withTimeline(timeline([
    period("2019-11-07T08:00:00Z", "2019-11-07T07:00:00Z"),
    period("2019-11-07T00:00:00Z", "2019-11-07T10:00:00Z"),
  ])));
  assertEquals(reading.shifts.map(({ end }) => end), [
    at("2019-11-07T10:00:00Z"),
  ]);
  assertEquals(reading.rejected.length, 1);
  assertIncludes(reading.rejected[0]!.reason, "it ends before it starts");
});

const DAY_MS = 86_400_000;

/** Cuts a shift off at the range asked for and splits it at `now`, as Opsgenie does. */
function cutting(from: string, to: string, now: number): Handler {
  return ({ path, query }) => {
    if (path === LIST) return json(SCHEDULES);
    // The range begins with the day, an hour off UTC's.
    const since = Date.parse(query.get("date") ?? "") - 3_600_000;
    const until = since + Number(query.get("interval")) * DAY_MS;
    const iso = (ms: number) => new Date(ms).toISOString();
    const start = Math.max(Date.parse(from), since);
    const end = Math.min(Date.parse(to), until);
    const split = now * 1000 + 825;
    return json(timeline(
      [
        period(iso(start), iso(split), { type: "historical" }),
        period(iso(split), iso(end)),
      ],
      { startDate: iso(since), endDate: iso(until) },
    ));
  };
}

Deno.test("a shift keeps its start and end from poll to poll", async () => {
  const spans: [string, string, number, number | null][] = [
    [
      "2019-11-02T09:00:00Z",
      "2019-11-30T09:00:00Z",
      at("2019-11-02T09:00:00Z"),
      null,
    ],
    // Longer than the look back: its start is out of sight, and stays so.
    ["2018-01-01T00:00:00Z", "2019-11-30T09:00:00Z", 0, null],
  ];
  for (const [from, to, start, end] of spans) {
    for (let poll = 0; poll < 40; poll++) {
      const since = at("2019-11-07T13:07:13Z") + poll * 3601;
      const window = { since, until: since + 14 * 86_400 };
      const { reading } = await read(cutting(from, to, since), { window });
      const seen = reading.shifts.map((shift) => [shift.start, shift.end]);
      assertEquals(seen, [[start, end]]);
    }
  }
});

Deno.test("when Opsgenie no longer knows its own list the reason names the successor", async () => {
  const after = fakeClock(Date.parse("2027-04-05T00:00:00Z"));
  const before = fakeClock(Date.parse("2027-04-04T23:59:59Z"));
  const unreachable: Handler = () => {
    throw new TypeError("dns error: no record found");
  };
  const gone: [Handler, ReturnType<typeof fakeClock>, string][] = [
    [() => json(NOT_FOUND, 404), before, "ends on 2027-04-05"],
    [() => new Response("", { status: 410 }), before, "ends on 2027-04-05"],
    [() => json(NOT_FOUND, 404), after, "ended on 2027-04-05"],
    [unreachable, after, "ended on 2027-04-05"],
    [() => json({ message: "No" }, 403), after, "ended on 2027-04-05"],
  ];
  for (const [answer, clock, said] of gone) {
    const reason = await reasonWith(read, answer, [TOKEN], { clock });
    assertIncludes(reason, `Opsgenie's API ${said}`);
    assertIncludes(reason, `type: "jsm", cloud_id: "…"`);
  }
  const passing = [unreachable, () => json({}, 500)];
  for (const answer of passing) {
    const clock = before;
    const reason = await reasonWith(read, answer, [TOKEN], { clock });
    assertEquals(reason.includes("jsm"), false);
  }
});
