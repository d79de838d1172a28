import { assertEquals } from "@std/assert";
import { grafanaRoster } from "../../../rosters/vendors/grafana/adapter.ts";
import { envOf, keepsFailurePromises } from "../failure_promises.ts";
import {
  assertIncludes,
  at,
  type Handler,
  json,
  readerOf,
  reasonOf,
  reasonWith,
  type Seen,
  type Subject,
} from "../fake_vendor.ts";
import FINAL_SHIFTS from "../payloads/grafana/final_shifts.json" with {
  type: "json",
};
import SCHEDULES from "../payloads/grafana/schedules.json" with {
  type: "json",
};
import USERS from "../payloads/grafana/users.json" with { type: "json" };

const TOKEN = "grafana-Sekret-0123456789";
const LISTED = "/oncall/api/v1/schedules/";
const SHIFTS = "/oncall/api/v1/schedules/SBM7DV7BKFUYU/final_shifts";
const PEOPLE = "/oncall/api/v1/users/";

const SUBJECT: Subject<Parameters<typeof grafanaRoster>[0]> = {
  rosterOf: grafanaRoster,
  source: {
    type: "grafana",
    id: "gf",
    state: "on_call",
    url: "https://oncall-prod-us-central-0.grafana.net/oncall",
    schedules: ["Demo schedule iCal"],
    stack: null,
    token: "GRAFANA_ONCALL_TOKEN",
  },
  env: envOf("GRAFANA_ONCALL_TOKEN", TOKEN, "GRAFANA_API_URL"),
  window: {
    since: at("2023-01-04T12:00:00Z"),
    until: at("2023-01-06T12:00:00Z"),
  },
};
const read = readerOf(SUBJECT);

/** An entry of `final_shifts`, as Grafana documents it. */
function shift(changes: Record<string, unknown> = {}) {
  return { ...FINAL_SHIFTS.results[1]!, ...changes };
}

/** The only page of a list. */
function page(results: readonly unknown[], changes: object = {}) {
  return { ...USERS, count: results.length, results, ...changes };
}

/** Answers by path; what has no answer is not found. */
function answering(answers: Record<string, unknown>): Handler {
  return ({ path }) =>
    path in answers ? json(answers[path]) : json({ detail: "Not found." }, 404);
}

/** Grafana with that on its schedule. */
function withShifts(shifts: readonly unknown[], users = USERS.results) {
  return answering({
    [LISTED]: SCHEDULES,
    [SHIFTS]: page(shifts),
    [PEOPLE]: page(users),
  });
}

function asked(seen: readonly Seen[]): string[] {
  return seen.map(({ path, query }) => `${path}?${query}`);
}

keepsFailurePromises({
  subject: SUBJECT,
  name: "Grafana OnCall",
  secret: "GRAFANA_ONCALL_TOKEN",
  fine: withShifts([shift()]),
  errorBody: (words) => ({ detail: words }),
  limited: (seconds) =>
    json(
      { detail: "Request was throttled." },
      429,
      seconds === null ? {} : { "ratelimit-reset": String(seconds) },
    ),
});

Deno.test("the documented shifts within the window are read", async () => {
  const { reading, seen } = await read(withShifts(FINAL_SHIFTS.results));
  const rest = {
    state: "on_call",
    source: "gf",
    schedule: "Demo schedule iCal",
  };
  assertEquals(reading, {
    shifts: [
      {
        ...rest,
        identity: {
          key: "grafana:U7S8H84ARFTGN",
          email: "bob@example.com",
          name: "bob",
        },
        start: at("2023-01-04T09:00:00Z"),
        end: at("2023-01-04T17:00:00Z"),
        label: "Demo schedule iCal",
        level: 1,
      },
      {
        ...rest,
        identity: {
          key: "grafana:UC2CHRT5SD34X",
          email: "alice@example.com",
          name: "alice",
        },
        start: at("2023-01-06T09:00:00Z"),
        end: null,
        label: "Demo schedule iCal",
        level: 1,
      },
    ],
    unreadable: [],
    rejected: [],
    schedules: [
      {
        source: "gf",
        schedule: "Demo schedule iCal",
        name: "Demo schedule iCal",
      },
    ],
  });
  assertEquals(asked(seen), [
    `${LISTED}?`,
    `${SHIFTS}?start_date=2022-11-30&end_date=2023-01-07`,
    `${PEOPLE}?`,
  ]);
  for (const { headers } of seen) {
    assertEquals(headers.get("authorization"), TOKEN);
  }
});

Deno.test("a service account's token goes with the address of its stack", async () => {
  for (const stack of ["https://acme.grafana.net", null]) {
    const { reading, seen } = await read(withShifts([shift()]), {
      source: { stack },
    });
    assertEquals(reading.unreadable, []);
    for (const { headers } of seen) {
      assertEquals(headers.get("authorization"), TOKEN);
      assertEquals(headers.get("x-grafana-url"), stack);
    }
  }
  const refused: [string | null, string][] = [
    ["https://acme.grafana.net/", "service account token of acme.grafana.net"],
    [null, "stack in the configuration"],
  ];
  for (const [stack, said] of refused) {
    const reason = await reasonWith(
      read,
      () => json({ detail: "Invalid token." }, 401),
      [TOKEN],
      { source: { stack } },
    );
    assertIncludes(reason, said);
  }
});

Deno.test("a Slack id that Grafana has is handed on, an e-mail in small letters", async () => {
  const account = { user_id: "UALEX", team_id: "TALEX" };
  const cases: [unknown, string | undefined][] = [
    [[account], "UALEX"],
    [account, "UALEX"],
    [null, undefined],
    [[], undefined],
    [{ user_id: null, team_id: null }, undefined],
    [[account, { user_id: "UOTHER", team_id: "TOTHER" }], undefined],
  ];
  for (const [slack, expected] of cases) {
    const users = [{ ...USERS.results[0]!, id: "U7S8H84ARFTGN", slack }];
    const shifts = [shift({ user_email: "Bob@Example.com " })];
    const { reading } = await read(
      answering({
        [LISTED]: SCHEDULES,
        [SHIFTS]: page(shifts),
        [PEOPLE]: page(users),
      }),
    );
    const [only] = reading.shifts;
    assertEquals(only?.identity.slackId, expected);
    assertEquals(only?.identity.email, "bob@example.com");
  }
});

Deno.test("users are not asked for when nobody is on within the window", async () => {
  const before = shift({
    shift_start: "2023-01-02T09:00:00Z",
    shift_end: "2023-01-02T17:00:00Z",
  });
  for (const shifts of [[], [before]]) {
    const { reading, seen } = await read(withShifts(shifts));
    assertEquals(reading.shifts, []);
    assertEquals(reading.unreadable, []);
    assertEquals(reading.schedules.length, 1);
    assertEquals(seen.some(({ path }) => path === PEOPLE), false);
  }
});

Deno.test("who has neither e-mail nor name keeps the id", async () => {
  for (const empty of [null, "", undefined]) {
    const nameless = shift({ user_email: empty, user_username: empty });
    const { reading } = await read(withShifts([nameless]));
    assertEquals(reading.shifts[0]?.identity, {
      key: "grafana:U7S8H84ARFTGN",
      email: null,
      name: "U7S8H84ARFTGN",
    });
  }
});

/** Grafana over one true shift, which it cuts off at the dates asked for. */
function cutting(start: string, end: string): Handler {
  return (seen, signal) => {
    const day = (name: string) => `${seen.query.get(name)}T00:00:00Z`;
    const cut = seen.path !== SHIFTS ? [] : [shift({
      shift_start: start > day("start_date") ? start : day("start_date"),
      shift_end: end < day("end_date") ? end : day("end_date"),
    })];
    return withShifts(cut)(seen, signal);
  };
}

Deno.test("a shift under way keeps its start from poll to poll", async () => {
  const cases: [string, number][] = [
    ["2022-12-05T09:00:00Z", at("2022-12-05T09:00:00Z")],
    // Seen from nowhere: it has always been so.
    ["2022-09-01T09:00:00Z", 0],
  ];
  for (const [start, expected] of cases) {
    for (const now of ["2023-01-04T12:00:00Z", "2023-01-05T23:59:59Z"]) {
      const window = { since: at(now), until: at(now) + 86_400 };
      const answer = cutting(start, "2023-03-01T09:00:00Z");
      const { reading } = await read(answer, { window });
      const [only] = reading.shifts;
      assertEquals([only?.start, only?.end], [expected, null]);
    }
  }
});

Deno.test("whole days of a calendar touch at midnight", async () => {
  const days = ["2023-01-04", "2023-01-05"].map((day) =>
    shift({
      shift_start: `${day}T00:00:00Z`,
      shift_end: `${day}T23:59:59Z`,
    })
  );
  const { reading } = await read(withShifts(days));
  assertEquals(
    reading.shifts.map(({ start, end }) => [start, end]),
    [[at("2023-01-04T00:00:00Z"), at("2023-01-06T00:00:00Z")]],
  );
});

Deno.test("a gap is nobody's, and two people at once are two shifts", async () => {
  const { reading } = await read(withShifts([
    shift(),
    shift({ user_pk: "UC2CHRT5SD34X" }),
    shift({
      shift_start: "2023-01-04T20:00:00Z",
      shift_end: "2023-01-05T08:00:00Z",
    }),
  ]));
  assertEquals(reading.shifts.map(({ identity, end }) => [identity.key, end]), [
    ["grafana:U7S8H84ARFTGN", at("2023-01-04T17:00:00Z")],
    ["grafana:UC2CHRT5SD34X", at("2023-01-04T17:00:00Z")],
    ["grafana:U7S8H84ARFTGN", at("2023-01-05T08:00:00Z")],
  ]);
});

Deno.test("a shift that ends before it starts is rejected, the rest counts", async () => {
  const backwards = shift({ shift_end: "2023-01-04T08:00:00Z" });
  const late = shift({
    shift_start: "2023-01-05T09:00:00Z",
    shift_end: "2023-01-05T08:00:00Z",
  });
  const { reading } = await read(withShifts([backwards, late, shift()]));
  assertEquals(reading.shifts.length, 1);
  assertEquals(reading.rejected.length, 1);
  assertIncludes(reading.rejected[0]!.reason, "it ends before it starts");
});

Deno.test("schedules are found by id or name, in any case", async () => {
  for (
    const named of [
      ["SBM7DV7BKFUYU"],
      ["demo SCHEDULE ical"],
      ["sbm7dv7bkfuyu", "Demo schedule iCal"],
    ]
  ) {
    const { reading } = await read(withShifts([shift()]), {
      source: { schedules: named },
    });
    assertEquals(reading.unreadable, []);
    assertEquals(reading.shifts.length, 1);
    const [first = ""] = named;
    assertEquals(reading.schedules, [
      { source: "gf", schedule: first, name: "Demo schedule iCal" },
    ]);
  }
});

Deno.test("of names that differ in case alone the exact one is meant", async () => {
  const other = { ...SCHEDULES.results[1]!, name: "DEMO SCHEDULE ICAL" };
  const results = [other, SCHEDULES.results[0]!];
  const answer = answering({ [LISTED]: page(results), [SHIFTS]: page([]) });
  const { reading, seen } = await read(answer);
  assertEquals(reading.unreadable, []);
  assertEquals(seen[1]?.path, SHIFTS);
  const reason = await reasonWith(read, answer, [TOKEN], {
    source: { schedules: ["demo schedule ical"] },
  });
  assertIncludes(reason, "2 schedules called demo schedule ical");
  assertIncludes(reason, "(S3Z477AHDXTMF and SBM7DV7BKFUYU)");
});

Deno.test("a schedule that two pages list is one, and one without a name goes by its id", async () => {
  const nameless = { ...SCHEDULES.results[0]!, name: "" };
  const { reading } = await read(
    answering({
      [LISTED]: page([nameless, nameless]),
      [SHIFTS]: page([shift()]),
      [PEOPLE]: USERS,
    }),
    { source: { schedules: ["sbm7dv7bkfuyu"] } },
  );
  assertEquals(reading.unreadable, []);
  assertEquals(reading.schedules[0]?.name, "SBM7DV7BKFUYU");
  assertEquals(reading.shifts[0]?.label, "SBM7DV7BKFUYU");
});

Deno.test("a schedule that is not listed, or gone since, is unreadable by itself", async () => {
  const source = { schedules: ["Nights", "SBM7DV7BKFUYU", "S3Z477AHDXTMF"] };
  const { reading } = await read(withShifts([shift()]), { source });
  assertEquals(reading.shifts.length, 1);
  assertEquals(reading.schedules.length, 1);
  assertEquals(
    reading.unreadable.map(({ schedule }) => schedule),
    ["Nights", "S3Z477AHDXTMF"],
  );
  for (const { reason } of reading.unreadable) {
    assertIncludes(reason, "GRAFANA_ONCALL_TOKEN can see");
    assertIncludes(reason, "in the source gf of shiftlight.config.ts");
  }
});

/** Pages of a list, as Grafana gives the last one again past its end. */
function paged(pages: readonly unknown[][], { query }: Seen): Response {
  const wanted = Number(query.get("page") ?? "1");
  const number = Math.min(wanted, pages.length);
  const next = number < pages.length
    ? `https://elsewhere.example.com/api/v1/users/?page=${number + 1}`
    : null;
  return json({
    ...page(pages[number - 1]!),
    next,
    current_page_number: number,
  });
}

Deno.test("all pages of every list are read, by their number", async () => {
  const [first, second] = SCHEDULES.results;
  const user = { ...USERS.results[0]!, id: "U7S8H84ARFTGN" };
  const lists: Record<string, unknown[][]> = {
    [LISTED]: [[second], [first]],
    [SHIFTS]: [[shift({ user_pk: "U1" })], [], [shift()]],
    [PEOPLE]: [USERS.results, [user]],
  };
  const { reading, seen } = await read((call) =>
    paged(lists[call.path]!, call)
  );
  assertEquals(reading.unreadable, []);
  assertEquals(
    reading.shifts.map(({ identity }) => [identity.key, identity.slackId]),
    [["grafana:U1", undefined], ["grafana:U7S8H84ARFTGN", "UALEXSLACKDJPK"]],
  );
  const dates = "start_date=2022-11-30&end_date=2023-01-07";
  assertEquals(asked(seen), [
    `${LISTED}?`,
    `${LISTED}?page=2`,
    `${SHIFTS}?${dates}`,
    `${SHIFTS}?${dates}&page=2`,
    `${SHIFTS}?${dates}&page=3`,
    `${PEOPLE}?`,
    `${PEOPLE}?page=2`,
  ]);
});

Deno.test("a page that fails in the middle leaves the source unreadable", async () => {
  for (const failing of [LISTED, SHIFTS, PEOPLE]) {
    const reason = await reasonWith(read, (call, signal) => {
      if (call.path !== failing) return withShifts([shift()])(call, signal);
      if (call.query.has("page")) return json({ detail: "Boom" }, 500);
      return json({ ...page([]), next: "?page=2" });
    }, [TOKEN]);
    assertIncludes(reason, "answered 500 (Boom)");
  }
});

Deno.test("paging in circles is no roster", async () => {
  const again = { ...SCHEDULES, next: "https://x.example.com/?page=2" };
  const stuck = await reasonWith(read, () => json(again), [TOKEN]);
  assertIncludes(stuck, "current_page_number: expected 2, received 1");
  const { reading, seen } = await read(() =>
    json({ ...again, current_page_number: undefined })
  );
  assertIncludes(reasonOf(reading), "lists more than 200 pages for gf");
  assertEquals(seen.length, 200);
});

Deno.test("what does not fit is unreadable, with the field named", async () => {
  const cases: [string, unknown, string][] = [
    [LISTED, {}, "results: missing"],
    [LISTED, [], "results: missing"],
    [LISTED, page([{ id: 7, name: "x" }]), "results[0].id: expected string"],
    [LISTED, page([{ id: "S" }]), "results[0].name: missing"],
    [LISTED, { ...SCHEDULES, next: undefined }, "next: missing"],
    [LISTED, { ...SCHEDULES, next: 2 }, "next: expected"],
    [SHIFTS, page([null]), "results[0]: expected Object, received null"],
    [SHIFTS, page([shift({ user_pk: "" })]), "results[0].user_pk"],
    [SHIFTS, page([shift({ user_pk: null })]), "results[0].user_pk"],
    [SHIFTS, page([shift({ user_email: 7 })]), "results[0].user_email"],
    [SHIFTS, page([shift({ shift_start: null })]), "results[0].shift_start"],
    [SHIFTS, page([shift({ shift_end: undefined })]), "shift_end: missing"],
    [SHIFTS, page([shift({ shift_end: "2023-01-04" })]), "a time in ISO 8601"],
    [SHIFTS, { ...page([]), results: null }, "results: expected Array"],
    [PEOPLE, page([{ slack: null }]), "results[0].id: missing"],
    [PEOPLE, page([{ id: "U1", slack: "U2" }]), "results[0].slack"],
    [PEOPLE, { detail: "Not now." }, "results: missing"],
  ];
  for (const [path, body, expected] of cases) {
    const reason = await reasonWith(
      read,
      (call, signal) =>
        call.path === path ? json(body) : withShifts([shift()])(call, signal),
      [TOKEN],
    );
    assertIncludes(reason, "Grafana OnCall's answer to");
    assertIncludes(reason, expected);
  }
});

Deno.test("a refusal of the shifts or of the users is the account's", async () => {
  for (const path of [SHIFTS, PEOPLE]) {
    const reason = await reasonWith(
      read,
      (call, signal) =>
        call.path === path
          ? json({ detail: "You do not have permission." }, 403)
          : withShifts([shift()])(call, signal),
      [TOKEN],
    );
    assertIncludes(reason, "that may read schedules and users");
  }
});
