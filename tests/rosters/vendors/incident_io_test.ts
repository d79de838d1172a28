import { assertEquals } from "@std/assert";
import { incidentIoRoster } from "../../../rosters/vendors/incident_io/adapter.ts";
import { envOf, keepsFailurePromises } from "../failure_promises.ts";
import {
  assertIncludes,
  at,
  type Handler,
  json,
  readerOf,
  reasonWith,
  type Seen,
  type Subject,
} from "../fake_vendor.ts";
import INVALID from "../payloads/incident_io/invalid.json" with {
  type: "json",
};
import LIMITED from "../payloads/incident_io/rate_limited.json" with {
  type: "json",
};
import ENTRIES from "../payloads/incident_io/schedule_entries.json" with {
  type: "json",
};
import SCHEDULES from "../payloads/incident_io/schedules.json" with {
  type: "json",
};

const TOKEN = "inc_Sekret-0123456789";
const LISTED = "/v2/schedules";
const SHIFTS = "/v2/schedule_entries";
const ID = "01G0J1EXE7AXZ2C93K61WBPYEH";
const ENTRY = ENTRIES.schedule_entries.final[0]!;

const SUBJECT: Subject<Parameters<typeof incidentIoRoster>[0]> = {
  rosterOf: incidentIoRoster,
  source: {
    type: "incident_io",
    id: "inc",
    state: "on_call",
    schedules: ["Primary On-Call Schedule"],
    token: "INCIDENT_IO_API_KEY",
  },
  env: envOf("INCIDENT_IO_API_KEY", TOKEN, "INCIDENT_IO_API_URL"),
  window: {
    since: at("2021-08-17T12:34:56Z"),
    until: at("2021-08-19T12:34:56Z"),
  },
};
const read = readerOf(SUBJECT);

/** An entry as incident.io documents it, under way within the window. */
function entry(changes: Record<string, unknown> = {}) {
  return { ...ENTRY, end_at: "2021-08-18T09:00:00Z", ...changes };
}

function entries(final: readonly unknown[], after?: string) {
  const pagination_meta = after &&
    { after, after_url: "https://x.example.com" };
  return {
    schedule_entries: { ...ENTRIES.schedule_entries, final },
    ...(pagination_meta ? { pagination_meta } : {}),
  };
}

/** The only page of schedules. */
function schedules(listed: readonly unknown[] = SCHEDULES.schedules) {
  return { schedules: listed, pagination_meta: { page_size: 100 } };
}

/** incident.io with that on its schedule. */
function withEntries(final: readonly unknown[]): Handler {
  return ({ path, query }) => {
    if (path === LISTED) return json(schedules());
    return query.get("schedule_id") === ID
      ? json(entries(final))
      : json({ ...INVALID, type: "not_found", status: 404 }, 404);
  };
}

function asked(seen: readonly Seen[]): string[] {
  return seen.map(({ path, query }) => `${path}?${query}`);
}

keepsFailurePromises({
  subject: SUBJECT,
  name: "incident.io",
  secret: "INCIDENT_IO_API_KEY",
  fine: withEntries([entry()]),
  errorBody: (message, status) => ({
    type: "api_error",
    status,
    request_id: "631766c4-4afd-4803-997c-cd700928fa4b",
    errors: [{ code: "x", message }],
  }),
  limited: (seconds) =>
    json(
      LIMITED,
      429,
      seconds === null ? {} : { "retry-after": String(seconds) },
    ),
});

Deno.test("the documented entry is read, and only what is final", async () => {
  const { reading, seen } = await read(withEntries([entry()]));
  assertEquals(reading, {
    shifts: [{
      identity: {
        key: "incident_io:01FCNDV6P870EA6S7TK1DSYDG0",
        email: "lisa@incident.io",
        name: "Lisa Karlin Curtis",
        slackId: "U02AYNF2XJM",
      },
      state: "on_call",
      start: at("2021-08-17T13:28:57Z"),
      end: at("2021-08-18T09:00:00Z"),
      source: "inc",
      schedule: "Primary On-Call Schedule",
      label: "Primary On-Call Schedule",
      level: 1,
    }],
    unreadable: [],
    rejected: [],
    schedules: [{
      source: "inc",
      schedule: "Primary On-Call Schedule",
      name: "Primary On-Call Schedule",
    }],
  });
  assertEquals(asked(seen), [
    `${LISTED}?page_size=100`,
    `${SHIFTS}?schedule_id=${ID}` +
    `&entry_window_start=2021-07-13T12%3A00%3A00Z` +
    `&entry_window_end=2021-08-19T13%3A00%3A00Z`,
  ]);
  for (const { headers } of seen) {
    assertEquals(headers.get("authorization"), `Bearer ${TOKEN}`);
  }
});

Deno.test("overrides and what was scheduled put nobody on call", async () => {
  const others = entries([]);
  others.schedule_entries.overrides = [{ ...ENTRY, ...entry() }];
  others.schedule_entries.scheduled = [{ ...ENTRY, ...entry() }];
  const { reading } = await read(({ path }) =>
    json(path === LISTED ? schedules() : others)
  );
  assertEquals(reading.unreadable, []);
  assertEquals(reading.shifts, []);
});

Deno.test("an entry without a user is a gap", async () => {
  const gaps = [null, undefined].map((user) => entry({ user }));
  const { reading } = await read(withEntries(gaps));
  assertEquals(reading.unreadable, []);
  assertEquals(reading.shifts, []);
  assertEquals(reading.schedules.length, 1);
});

Deno.test("people are known by id, with what incident.io says of them", async () => {
  const key = "incident_io:U1";
  const cases: [Record<string, unknown>, unknown][] = [
    [{ name: "Lisa", email: " Lisa@Incident.IO", slack_user_id: "U02" }, {
      key,
      email: "lisa@incident.io",
      name: "Lisa",
      slackId: "U02",
    }],
    [{ name: "Lisa", email: "", slack_user_id: "" }, {
      key,
      email: null,
      name: "Lisa",
    }],
    [{ email: "lisa@incident.io", slack_user_id: null }, {
      key,
      email: "lisa@incident.io",
      name: "lisa@incident.io",
    }],
    [{}, { key, email: null, name: "U1" }],
  ];
  for (const [user, expected] of cases) {
    const one = entry({ user: { id: "U1", ...user } });
    const { reading } = await read(withEntries([one]));
    assertEquals<unknown>(reading.shifts[0]?.identity, expected);
  }
});

/** incident.io over one true entry, cut off at the window's ends or whole. */
function serving(start: string, end: string, cuts: boolean): Handler {
  return (seen, signal) => {
    const from = seen.query.get("entry_window_start")!;
    const to = seen.query.get("entry_window_end")!;
    const whole = { start_at: start, end_at: end };
    const cut = {
      start_at: start > from ? start : from,
      end_at: end < to ? end : to,
    };
    return withEntries([entry(cuts ? cut : whole)])(seen, signal);
  };
}

Deno.test("a shift under way keeps its start from poll to poll", async () => {
  const cases: [string, number][] = [
    ["2021-07-20T09:30:00Z", at("2021-07-20T09:30:00Z")],
    // Seen from nowhere: it has always been so.
    ["2021-04-01T09:30:00Z", 0],
  ];
  for (const [start, expected] of cases) {
    for (const now of ["2021-08-17T12:34:56Z", "2021-08-18T13:00:00Z"]) {
      for (const cuts of [true, false]) {
        const window = { since: at(now), until: at(now) + 86_400 };
        const answer = serving(start, "2021-10-01T09:00:00Z", cuts);
        const { reading } = await read(answer, { window });
        const [only] = reading.shifts;
        assertEquals([only?.start, only?.end], [expected, null]);
      }
    }
  }
});

Deno.test("two rotations are two people on call at once", async () => {
  const other = { ...ENTRY.user, id: "U2", email: "leo@incident.io" };
  const { reading } = await read(withEntries([
    entry({ rotation_id: "R1" }),
    entry({ rotation_id: "R2", user: other }),
    // The same person on both is on call once.
    entry({ rotation_id: "R3" }),
  ]));
  assertEquals(
    reading.shifts.map(({ identity }) => identity.email),
    ["lisa@incident.io", "leo@incident.io"],
  );
});

Deno.test("an entry that ends before it starts is rejected, the rest counts", async () => {
  const backwards = entry({ start_at: "2021-08-18T10:00:00Z" });
  const { reading } = await read(withEntries([backwards, entry()]));
  assertEquals(reading.shifts.length, 1);
  assertEquals(reading.rejected.length, 1);
});

Deno.test("schedules are found by id or name, in any case", async () => {
  for (const named of [ID, ID.toLowerCase(), "PRIMARY on-call schedule"]) {
    const { reading } = await read(withEntries([entry()]), {
      source: { schedules: [named] },
    });
    assertEquals(reading.unreadable, []);
    assertEquals(reading.shifts.length, 1);
  }
});

Deno.test("a name that two schedules have is reported with both ids", async () => {
  const [first] = SCHEDULES.schedules;
  const twins = schedules([{ ...first, id: "S2" }, { ...first, id: "S1" }]);
  const reason = await reasonWith(read, () => json(twins), [TOKEN]);
  assertIncludes(reason, "2 schedules called Primary On-Call Schedule");
  assertIncludes(reason, "(S1 and S2)");
});

Deno.test("a schedule that is not listed, or gone since, is unreadable by itself", async () => {
  const listed = schedules([...SCHEDULES.schedules, { id: "S2", name: "Two" }]);
  const { reading } = await read(
    (call, signal) =>
      call.path === LISTED
        ? json(listed)
        : withEntries([entry()])(call, signal),
    { source: { schedules: ["Two", ID, "Nights"] } },
  );
  assertEquals(reading.shifts.length, 1);
  assertEquals(
    reading.unreadable.map(({ schedule }) => schedule),
    ["Nights", "Two"],
  );
  for (const { reason } of reading.unreadable) {
    assertIncludes(reason, "INCIDENT_IO_API_KEY can see");
  }
});

Deno.test("all pages of both lists are read", async () => {
  const [first] = SCHEDULES.schedules;
  const later = entry({
    start_at: "2021-08-18T20:00:00Z",
    end_at: "2021-08-19T09:00:00Z",
  });
  const { reading, seen } = await read(({ path, query }) => {
    if (path === LISTED) {
      return query.get("after") === SCHEDULES.pagination_meta.after
        ? json(schedules())
        : json({
          ...SCHEDULES,
          schedules: [{ ...first, id: "S1", name: "A" }],
        });
    }
    return query.get("entry_window_start") === "opaque+1/="
      ? json(entries([later]))
      : json(entries([entry()], "opaque+1/="));
  });
  assertEquals(reading.unreadable, []);
  assertEquals(reading.shifts.map(({ start }) => start), [
    at("2021-08-17T13:28:57Z"),
    at("2021-08-18T20:00:00Z"),
  ]);
  assertEquals(seen.length, 4);
  const ends = seen.slice(2).map(({ query }) => query.get("entry_window_end"));
  assertEquals(new Set(ends), new Set(["2021-08-19T13:00:00Z"]));
});

Deno.test("an entry that two pages share is one shift", async () => {
  const { reading } = await read(({ path, query }) => {
    if (path === LISTED) return json(schedules());
    return query.get("entry_window_start") === "next"
      ? json(entries([entry({ start_at: "2021-08-18T00:00:00Z" })]))
      : json(entries([entry()], "next"));
  });
  assertEquals(
    reading.shifts.map(({ start, end }) => [start, end]),
    [[at("2021-08-17T13:28:57Z"), at("2021-08-18T09:00:00Z")]],
  );
});

Deno.test("a page that fails in the middle leaves the source unreadable", async () => {
  const schedulesFail = await reasonWith(
    read,
    ({ query }) => query.has("after") ? json(INVALID, 422) : json(SCHEDULES),
    [TOKEN],
  );
  assertIncludes(
    schedulesFail,
    "answered 422 (validation_error: A severity is required",
  );
  const entriesFail = await reasonWith(read, ({ path, query }) => {
    if (path === LISTED) return json(schedules());
    return query.get("entry_window_start") === "next"
      ? json(INVALID, 500)
      : json(entries([entry()], "next"));
  }, [TOKEN]);
  assertIncludes(entriesFail, "answered 500");
});

Deno.test("paging in circles is no roster", async () => {
  const lists: Handler[] = [
    () => json(SCHEDULES),
    ({ path }) => json(path === LISTED ? schedules() : ENTRIES),
  ];
  for (const answer of lists) {
    const reason = await reasonWith(read, answer, [TOKEN]);
    assertIncludes(reason, "the next page comes again");
  }
});

Deno.test("what does not fit is unreadable, with the field named", async () => {
  const final = "schedule_entries.final[0]";
  const user = (changes: object) =>
    entry({ user: { ...ENTRY.user, ...changes } });
  const cases: [string, unknown, string][] = [
    [LISTED, {}, "schedules: missing"],
    [LISTED, { schedules: null }, "schedules: expected Array, received null"],
    [LISTED, schedules([{ name: "x" }]), "schedules[0].id: missing"],
    [LISTED, schedules([{ id: "S", name: null }]), "schedules[0].name"],
    [LISTED, { schedules: [], pagination_meta: "x" }, "pagination_meta"],
    [LISTED, { schedules: [], pagination_meta: { after: 7 } }, "meta.after"],
    [SHIFTS, {}, "schedule_entries: missing"],
    [SHIFTS, { schedule_entries: {} }, "schedule_entries.final: missing"],
    [SHIFTS, { schedule_entries: { final: {} } }, "final: expected Array"],
    [SHIFTS, entries([null]), `${final}: expected Object, received null`],
    [SHIFTS, entries([entry({ start_at: null })]), `${final}.start_at`],
    [SHIFTS, entries([entry({ end_at: undefined })]), "end_at: missing"],
    [SHIFTS, entries([entry({ end_at: 1629207537 })]), `${final}.end_at`],
    [SHIFTS, entries([entry({ end_at: "tomorrow" })]), "a time in ISO 8601"],
    [SHIFTS, entries([entry({ user: "lisa" })]), `${final}.user`],
    [SHIFTS, entries([user({ id: undefined })]), `${final}.user.id: missing`],
    [SHIFTS, entries([user({ email: [] })]), `${final}.user.email`],
    [SHIFTS, entries([user({ slack_user_id: 7 })]), "user.slack_user_id"],
  ];
  for (const [path, body, expected] of cases) {
    const reason = await reasonWith(
      read,
      (call) => json(call.path === path ? body : schedules()),
      [TOKEN],
    );
    assertIncludes(reason, `incident.io's answer to ${path} does not fit`);
    assertIncludes(reason, expected);
  }
});
