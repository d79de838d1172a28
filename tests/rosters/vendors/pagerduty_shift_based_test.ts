import { assert, assertEquals } from "@std/assert";
import {
  answering,
  assignment,
  NOT_FOUND,
  oncall,
  page,
  readWith,
  reference,
  schedule,
  shiftBased,
  TOKEN,
  user,
  WINDOW,
  WRONG_GENERATION,
} from "../fake_pagerduty.ts";
import { at, type Handler, json, reasonOf } from "../fake_vendor.ts";

const ALONE = { source: { schedules: ["PSHIFT1"] } };
const DAY = ["2015-03-07T08:00:00Z", "2015-03-07T17:00:00Z"] as const;

async function documented(name: string) {
  const file = new URL(`../payloads/pagerduty/${name}.json`, import.meta.url);
  return JSON.parse(await Deno.readTextFile(file));
}

Deno.test("the documented shift-based schedule becomes a shift", async () => {
  const { reading, seen } = await readWith(
    answering({
      "/v3/schedules/PL5FQHC": await documented("v3_schedule"),
      "/users/PUSER01": user("PUSER01", "Ursula Lee"),
    }),
    {
      source: { schedules: ["PL5FQHC"] },
      window: {
        since: at("2026-04-29T20:00:00Z"),
        until: at("2026-05-01T20:00:00Z"),
      },
    },
  );
  assertEquals(reading, {
    shifts: [{
      identity: {
        key: "pagerduty:PUSER01",
        email: "ursula@example.com",
        name: "Ursula Lee",
      },
      state: "on_call",
      start: at("2026-04-29T16:00:00Z"),
      end: at("2026-04-30T00:00:00Z"),
      source: "pd",
      schedule: "PL5FQHC",
      label: "Primary On-Call",
      level: 1,
    }],
    unreadable: [],
    rejected: [],
    schedules: [{
      source: "pd",
      schedule: "PL5FQHC",
      name: "Primary On-Call",
    }],
  });
  const asked = seen.find(({ path }) => path.startsWith("/v3/"));
  assertEquals(asked?.query.getAll("include[]"), ["final_schedule"]);
  assertEquals(asked?.query.get("since"), "2026-03-25T20:00:00Z");
  assertEquals(asked?.query.get("until"), "2026-05-01T20:00:00Z");
});

Deno.test("the documented layer-based schedule is not asked for twice", async () => {
  const { reading, seen } = await readWith(
    answering({
      "/schedules/PI7DH85": await documented("schedule"),
      "/users/PXPGF42": await documented("user"),
    }),
    {
      window: {
        since: at("2015-11-10T14:00:00Z"),
        until: at("2015-11-12T14:00:00Z"),
      },
    },
  );
  assertEquals(
    reading.shifts.map(({ identity, end }) => [identity.email, end]),
    [["125.greenholt.earline@graham.name", at("2015-11-10T22:00:00Z")]],
  );
  assert(!seen.some(({ path }) => path.startsWith("/v3/")));
});

Deno.test("several people are on at once, and nobody in a gap", async () => {
  const { reading } = await readWith(
    answering({
      "/v3/schedules/PSHIFT1": shiftBased("PSHIFT1", [
        assignment("PANN", ...DAY),
        assignment("PBOB", ...DAY),
        assignment(null, "2015-03-07T17:00:00Z", "2015-03-08T08:00:00Z"),
        assignment("PANN", "2015-03-08T08:00:00Z", "2015-03-08T12:00:00Z"),
      ]),
      "/users/PANN": user("PANN", "Ann Ash"),
      "/users/PBOB": user("PBOB", "Bob Birch"),
    }),
    ALONE,
  );
  assertEquals(
    reading.shifts.map(({ identity, start, end }) => [
      identity.name,
      start,
      end,
    ]),
    [
      ["Ann Ash", at(DAY[0]), at(DAY[1])],
      ["Bob Birch", at(DAY[0]), at(DAY[1])],
      ["Ann Ash", at("2015-03-08T08:00:00Z"), at("2015-03-08T12:00:00Z")],
    ],
  );
});

Deno.test("nobody on a shift-based schedule is a gap, too", async () => {
  const { reading } = await readWith(
    answering({
      "/v3/schedules/PSHIFT1": shiftBased("PSHIFT1", [
        assignment(null, ...DAY),
      ]),
    }),
    ALONE,
  );
  assertEquals([reading.shifts, reading.unreadable], [[], []]);
  assertEquals(reading.schedules.map(({ schedule }) => schedule), ["PSHIFT1"]);
});

Deno.test("a user of a shift-based schedule who is gone has the id for a name", async () => {
  const { reading } = await readWith(
    answering({
      "/v3/schedules/PSHIFT1": shiftBased("PSHIFT1", [
        assignment("PGONE", ...DAY),
      ]),
    }),
    ALONE,
  );
  assertEquals(reading.shifts.map(({ identity }) => identity), [
    { key: "pagerduty:PGONE", email: null, name: "PGONE" },
  ]);
});

Deno.test("a shift-based schedule is found however its other endpoint refuses", async () => {
  const v3 = shiftBased("PSHIFT1", [assignment("PGONE", ...DAY)]);
  const refusals: (() => Response)[] = [
    () => json(NOT_FOUND, 404),
    () => json(WRONG_GENERATION, 400),
    // Its own entries would be missed, and nobody be thought on.
    () =>
      json({
        schedule: {
          ...schedule("PSHIFT1", []).schedule,
          type: "schedule_v3",
        },
      }),
    () => json({ schedule: { id: "PSHIFT1", type: "schedule_v3" } }),
  ];
  for (const refuse of refusals) {
    const { reading } = await readWith(
      answering({
        "/schedules/PSHIFT1": refuse,
        "/v3/schedules/PSHIFT1": v3,
      }),
      ALONE,
    );
    assertEquals(reading.unreadable, []);
    assertEquals(reading.shifts.length, 1);
  }
});

Deno.test("whether or not /oncalls lists it, a shift-based schedule gives one shift", async () => {
  const tim = oncall().user;
  const listed = oncall({
    schedule: {
      id: "PSHIFT1",
      type: "schedule_v3_reference",
      summary: "Primary On-Call",
    },
    escalation_level: 1,
    start: DAY[0],
    end: DAY[1],
  });
  const rest = {
    "/v3/schedules/PSHIFT1": shiftBased("PSHIFT1", [
      assignment(tim.id, ...DAY),
    ]),
    [`/users/${tim.id}`]: { user: tim },
  };
  const { reading: one } = await readWith(answering(rest), ALONE);
  const { reading: other, seen } = await readWith(
    answering({ ...rest, "/oncalls by schedule": page([listed]) }),
    ALONE,
  );
  assertEquals(one.shifts.length, 1);
  assertEquals(one, other);
  assertEquals(seen.length, 1);
});

Deno.test("only one that neither generation has is unknown", async () => {
  const { reading } = await readWith(
    answering({
      "/v3/schedules/PSHIFT1": shiftBased("PSHIFT1", [
        assignment("PGONE", ...DAY),
      ]),
    }),
    { source: { schedules: ["PSHIFT1", "PGONE11"] } },
  );
  assertEquals(reading.shifts.map(({ schedule }) => schedule), ["PSHIFT1"]);
  assertEquals(reading.unreadable.map(({ schedule }) => schedule), ["PGONE11"]);
});

Deno.test("anything else wrong with a shift-based schedule makes the source unreadable", async () => {
  const good = assignment("PANN", ...DAY);
  const body = (entry: unknown) => () =>
    json(shiftBased("PSHIFT1", [good, entry]));
  const entries = "final_schedule.computed_shift_assignments[1]";
  const missing = { id: "PSHIFT1", type: "schedule_v3" };
  const wrong: [() => Response, string][] = [
    [() => json({ error: { message: `no ${TOKEN}` } }, 401), "PAGERDUTY_TOKEN"],
    [() => json({}, 403), "read schedules, escalation policies and users"],
    [() => json({}, 500), "answered 500"],
    [() => json({}, 429), "429"],
    [() => json(WRONG_GENERATION, 400), "400 (Invalid Input Provided)"],
    [() => new Response("<html>"), "/v3/schedules/PSHIFT1 with what is not"],
    [() => new Response('{"schedule": {'), "not JSON"],
    [() => new Response(""), "not JSON"],
    [() => json(NOT_FOUND), "schedule: missing"],
    [() => json([]), "schedule: missing"],
    [
      () => json({ schedule: null }),
      "schedule: expected Object, received null",
    ],
    [() => json({ schedule: missing }), "schedule.final_schedule: missing"],
    [
      () => json(shiftBased("POTHER1", [good])),
      "schedule.id: expected PSHIFT1, received POTHER1",
    ],
    [body({ ...good, start_time: null }), `${entries}.start_time: expected`],
    [body({ ...good, end_time: "2015-03-07" }), "a time in ISO 8601"],
    [body({ ...good, end_time: undefined }), `${entries}.end_time: missing`],
    [body({ ...good, member: null }), `${entries}.member: expected Object`],
    [body({ ...good, member: {} }), `${entries}.member.type: missing`],
    [
      body({ ...good, member: { type: "user_member" } }),
      `${entries}.member.user_id: missing`,
    ],
    [
      body({ ...good, member: { type: "team_member", team_id: "PT" } }),
      `${entries}.member.type: expected ("user_member" | "empty_member"), received "team_member"`,
    ],
  ];
  for (const [answer, said] of wrong) {
    const { reading } = await readWith(
      answering({ "/v3/schedules/PSHIFT1": answer }),
      ALONE,
    );
    const reason = reasonOf(reading);
    assert(reason.includes(said), `${reason} lacks ${said}`);
    assert(!JSON.stringify(reading).includes(TOKEN), "the token is shown");
  }
});

Deno.test("a bad request is reported in the words of the endpoint that has the schedule", async () => {
  const bad = { error: { message: "Bad", errors: ["until is too far"] } };
  for (const v3 of [() => json({}, 404), () => json(WRONG_GENERATION, 400)]) {
    const { reading } = await readWith(
      answering({
        "/schedules/PSHIFT1": () => json(bad, 400),
        "/v3/schedules/PSHIFT1": v3,
      }),
      ALONE,
    );
    assert(reasonOf(reading).includes("400 (Bad: until is too far)"));
  }
});

/** Cuts the assignment off at both ends of what was asked. */
function cutting(start: string, end: string): Handler {
  return (seen, signal) => {
    const since = seen.query.get("since") ?? "";
    const until = seen.query.get("until") ?? "";
    const cut = assignment(
      "PANN",
      at(start) < at(since) ? since : start,
      at(end) > at(until) ? until : end,
    );
    const answers = { "/v3/schedules/PSHIFT1": shiftBased("PSHIFT1", [cut]) };
    return answering(answers)(seen, signal);
  };
}

/** Gives whole shifts of a day, also those that reach over what was asked. */
const daily: Handler = (seen, signal) => {
  const since = at(seen.query.get("since") ?? "1970-01-01T00:00:00Z");
  const until = at(seen.query.get("until") ?? "1970-01-01T00:00:00Z");
  const days: unknown[] = [];
  const first = Math.floor(since / 86_400) * 86_400;
  for (let day = first; day < until; day += 86_400) {
    const [from, to] = [day, day + 86_400].map((second) =>
      new Date(second * 1000).toISOString()
    );
    days.push(assignment("PANN", from!, to!));
  }
  const answers = { "/v3/schedules/PSHIFT1": shiftBased("PSHIFT1", days) };
  return answering(answers)(seen, signal);
};

Deno.test("a shift-based shift keeps its start from poll to poll", async () => {
  const spans: [Handler, number][] = [
    [
      cutting("2015-03-02T09:00:00Z", "2015-03-30T09:00:00Z"),
      at("2015-03-02T09:00:00Z"),
    ],
    [cutting("2014-01-01T00:00:00Z", "2015-03-30T09:00:00Z"), 0],
    [daily, 0],
  ];
  for (const [answer, start] of spans) {
    for (let poll = 0; poll < 100; poll++) {
      const since = WINDOW.since + 433 + poll * 901;
      const window = { since, until: since + 48 * 3600 };
      const { reading } = await readWith(answer, { ...ALONE, window });
      const shifts = reading.shifts.map((shift) => [shift.start, shift.end]);
      assertEquals(shifts, [[start, null]]);
    }
  }
});

Deno.test("what a person has without a break keeps the start of its first part", async () => {
  const parts: [who: string, from: string, to: string][] = [
    ["PANN", "2015-03-04T09:00:00Z", "2015-03-05T09:00:00Z"],
    ["PBOB", "2015-03-05T09:00:00Z", "2015-03-06T12:00:00Z"],
    ["PANN", "2015-03-06T09:00:00Z", "2015-03-07T09:00:00Z"],
    ["PANN", "2015-03-07T08:30:00Z", "2015-03-07T08:00:00Z"],
    ["PANN", "2015-03-07T09:00:00Z", "2015-03-08T09:00:00Z"],
    ["PANN", "2015-03-07T10:00:00Z", "2015-03-07T11:00:00Z"],
    ["PANN", "2015-03-08T09:00:00Z", "2015-03-08T08:00:00Z"],
    ["PANN", "2015-03-08T10:00:00Z", "2015-03-08T11:00:00Z"],
  ];
  const asLayers = schedule(
    "PSHIFT1",
    parts.map(([id, start, end]) => ({ start, end, user: { id } })),
  );
  const asShifts = shiftBased(
    "PSHIFT1",
    parts.map((part) => assignment(...part)),
  );
  // In the second all of Ann's first part is over, and a malformed one.
  const windows = [
    ["2015-03-06T21:00:00Z", 2],
    ["2015-03-07T09:30:00Z", 1],
  ] as const;
  for (const [since, rejected] of windows) {
    const window = { since: at(since), until: at("2015-03-10T00:00:00Z") };
    for (
      const answers of [
        { "/schedules/PSHIFT1": asLayers },
        { "/v3/schedules/PSHIFT1": asShifts },
      ]
    ) {
      const { reading } = await readWith(answering(answers), {
        ...ALONE,
        window,
      });
      assertEquals(reading.shifts.map(({ start, end }) => [start, end]), [
        [at("2015-03-06T09:00:00Z"), at("2015-03-08T09:00:00Z")],
        [at("2015-03-08T10:00:00Z"), at("2015-03-08T11:00:00Z")],
      ]);
      assertEquals(reading.rejected.length, rejected);
    }
  }
});

Deno.test("one person on schedules of both generations is looked up once", async () => {
  const { reading, seen } = await readWith(
    answering({
      "/schedules/PLAYER1": schedule("PLAYER1", [
        { start: DAY[0], end: DAY[1], user: reference("PANN", "Ann Ash") },
      ]),
      "/v3/schedules/PSHIFT1": shiftBased("PSHIFT1", [
        assignment("PANN", ...DAY),
      ]),
      "/users/PANN": user("PANN", "Ann Ash"),
    }),
    { source: { schedules: ["PSHIFT1", "PLAYER1"] } },
  );
  assertEquals(
    reading.shifts.map(({ identity, schedule }) => [identity.name, schedule]),
    [["Ann Ash", "PLAYER1"], ["Ann Ash", "PSHIFT1"]],
  );
  assertEquals(seen.filter(({ path }) => path === "/users/PANN").length, 1);
});

/** The marks by which an assignment may say that it is a shadow. */
const SHADOWS = [
  { type: "shadow_shift_assignment" },
  { role: "shadow" },
  { assignment_type: "shadow" },
  { shadow: true },
  { is_shadow: true },
  { member: { type: "shadow_member", user_id: "PBOB" } },
  { member: { type: "user_member", user_id: "PBOB", role: "shadow" } },
  { source: { type: "schedule_rotation", rotation_id: "R1", shadow: true } },
];

Deno.test("a shadow on a shift-based schedule is not on call", async () => {
  for (const mark of SHADOWS) {
    const { reading } = await readWith(
      answering({
        "/v3/schedules/PSHIFT1": shiftBased("PSHIFT1", [
          assignment("PANN", ...DAY),
          { ...assignment("PBOB", ...DAY), ...mark },
        ]),
        "/users/PANN": user("PANN", "Ann Ash"),
      }),
      ALONE,
    );
    assertEquals(reading.unreadable, [], JSON.stringify(mark));
    assertEquals(
      reading.shifts.map(({ identity }) => identity.key),
      ["pagerduty:PANN"],
      JSON.stringify(mark),
    );
  }
});

Deno.test("who is shadowed, or has the word in a name, is on call", async () => {
  const others = [
    { shadow: false },
    { shadow: null },
    { shadows: [{ user_id: "PBOB" }] },
    { name: "Shadow rotation" },
    { source: { type: "schedule_rotation", rotation_id: "SHADOW" } },
  ];
  for (const mark of others) {
    const { reading } = await readWith(
      answering({
        "/v3/schedules/PSHIFT1": shiftBased("PSHIFT1", [
          { ...assignment("PANN", ...DAY), ...mark },
        ]),
        "/users/PANN": user("PANN", "Ann Ash"),
      }),
      ALONE,
    );
    assertEquals(reading.shifts.length, 1, JSON.stringify(mark));
  }
});

Deno.test("nor is one among the on-calls, or on a layer-based schedule", async () => {
  const [start, end] = DAY;
  const entry = { user: reference("PBOB", "Bob Birch"), start, end };
  for (const mark of [{ role: "shadow" }, { shadow: true }]) {
    const listed = await readWith(answering({
      "/oncalls by schedule": page([oncall(), {
        ...oncall({ user: entry.user, ...mark }),
      }]),
    }));
    assertEquals(
      listed.reading.shifts.map(({ identity }) => identity.key),
      ["pagerduty:PT23IWX"],
    );
    const { reading } = await readWith(
      answering({ "/schedules/P1": schedule("P1", [{ ...entry, ...mark }]) }),
      { source: { schedules: ["P1"] } },
    );
    assertEquals([reading.unreadable, reading.shifts], [[], []]);
  }
});

Deno.test("an entry of a layer-based schedule may have no person", async () => {
  const [start, end] = DAY;
  const entries = [
    { start, end, user: null },
    { start, end, user: undefined },
  ];
  const { reading } = await readWith(
    answering({ "/schedules/P1": schedule("P1", entries) }),
    { source: { schedules: ["P1"] } },
  );
  assertEquals([reading.unreadable, reading.shifts], [[], []]);
});
