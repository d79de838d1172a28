import { assert, assertEquals } from "@std/assert";
import {
  answering,
  assignment,
  NOT_FOUND,
  oncall,
  page,
  policy,
  readWith,
  shiftBased,
  TOKEN,
  user,
} from "../fake_pagerduty.ts";
import { at, type Handler, json, reasonOf } from "../fake_vendor.ts";

const ONE = { source: { schedules: [], escalation_policies: ["PT20YPA"] } };
const BOTH = {
  source: { schedules: ["PI7DH85"], escalation_policies: ["PT20YPA"] },
};
const DAY = ["2015-03-07T08:00:00Z", "2015-03-07T17:00:00Z"] as const;

/** The policy of the documented on-call: its schedule second, after Ann. */
const POLICY = policy("PT20YPA", [
  [["user", "PANN", "Ann Ash"]],
  [["schedule", "PI7DH85", "Daily Engineering Rotation"]],
]);
const ANN = { ...oncall().user, id: "PANN", summary: "Ann Ash" };
/** As PagerDuty lists whom a policy names itself. */
const DIRECT = oncall({
  user: { ...ANN, email: "ann@example.com" },
  schedule: null,
  escalation_level: 1,
  start: null,
  end: null,
});

Deno.test("everybody on call by a policy is read, also those without a schedule", async () => {
  const { reading, seen } = await readWith(
    answering({
      "/escalation_policies/PT20YPA": POLICY,
      "/oncalls by policy": page([DIRECT, oncall()]),
    }),
    ONE,
  );
  assertEquals(reading, {
    shifts: [
      {
        identity: {
          key: "pagerduty:PANN",
          email: "ann@example.com",
          name: "Ann Ash",
        },
        state: "on_call",
        start: 0,
        end: null,
        source: "pd",
        schedule: "policy:PT20YPA",
        label: "Engineering Escalation Policy",
        level: 1,
      },
      {
        identity: {
          key: "pagerduty:PT23IWX",
          email: "tim.wright@example.com",
          name: "Tim Wright",
        },
        state: "on_call",
        start: at("2015-03-06T20:28:51Z"),
        end: at("2015-03-07T20:28:51Z"),
        source: "pd",
        schedule: "PI7DH85",
        label: "Daily Engineering Rotation",
        level: 2,
      },
    ],
    unreadable: [],
    rejected: [],
    schedules: [
      {
        source: "pd",
        schedule: "policy:PT20YPA",
        name: "Engineering Escalation Policy",
      },
      {
        source: "pd",
        schedule: "PI7DH85",
        name: "Daily Engineering Rotation",
      },
    ],
  });
  assertEquals(seen.map(({ path }) => path), [
    "/escalation_policies/PT20YPA",
    "/oncalls",
  ]);
  const query = seen[1]!.query;
  assertEquals(query.getAll("escalation_policy_ids[]"), ["PT20YPA"]);
  assertEquals(query.has("schedule_ids[]"), false);
  assertEquals(query.getAll("include[]"), ["users"]);
  assertEquals(query.get("since"), "2015-03-06T21:00:00Z");
  assertEquals(query.get("until"), "2015-03-08T21:00:00Z");
});

Deno.test("what a policy calls is named even while nobody is on it", async () => {
  const { reading } = await readWith(
    answering({ "/escalation_policies/PT20YPA": POLICY }),
    ONE,
  );
  assertEquals(reading, {
    shifts: [],
    unreadable: [],
    rejected: [],
    schedules: [
      { source: "pd", schedule: "policy:PT20YPA", name: "Policy PT20YPA" },
      {
        source: "pd",
        schedule: "PI7DH85",
        name: "Daily Engineering Rotation",
      },
    ],
  });
});

Deno.test("schedules and policies are asked for apart, and nothing comes twice", async () => {
  const second = oncall({
    escalation_level: 1,
    escalation_policy: { id: "POTHER", summary: "Another" },
  });
  const { reading, seen } = await readWith(
    answering({
      "/escalation_policies/PT20YPA": POLICY,
      "/oncalls by schedule": page([oncall(), second]),
      "/oncalls by policy": page([oncall(), DIRECT]),
    }),
    BOTH,
  );
  assertEquals(
    reading.shifts.map(({ schedule, level }) => [schedule, level]),
    [["policy:PT20YPA", 1], ["PI7DH85", 1]],
  );
  assertEquals(reading.schedules.length, 2);
  const asked = seen.filter(({ path }) => path === "/oncalls");
  assertEquals(
    asked.map(({ query }) => [
      query.getAll("schedule_ids[]"),
      query.getAll("escalation_policy_ids[]"),
    ]),
    [[["PI7DH85"], []], [[], ["PT20YPA"]]],
  );
});

Deno.test("other policies' people, and nobody's schedule, do not count", async () => {
  const stranger = oncall({
    escalation_policy: { id: "POTHER", summary: "Another" },
  });
  const { reading } = await readWith(
    answering({
      "/escalation_policies/PT20YPA": POLICY,
      "/oncalls by schedule": page([oncall(), DIRECT]),
      "/oncalls by policy": page([stranger]),
    }),
    BOTH,
  );
  assertEquals(reading.shifts.map(({ schedule }) => schedule), ["PI7DH85"]);
});

Deno.test("two policies that name one person are two reasons to be on call", async () => {
  const other = {
    ...DIRECT,
    escalation_policy: { id: "POTHER", summary: "Another" },
  };
  const { reading } = await readWith(
    answering({
      "/escalation_policies/PT20YPA": POLICY,
      "/escalation_policies/POTHER": policy("POTHER", [[["user", "PANN"]]]),
      "/oncalls by policy": page([DIRECT, other]),
    }),
    { source: { schedules: [], escalation_policies: ["PT20YPA", "POTHER"] } },
  );
  assertEquals(
    reading.shifts.map(({ schedule, label }) => [schedule, label]),
    [
      ["policy:POTHER", "Another"],
      ["policy:PT20YPA", "Engineering Escalation Policy"],
    ],
  );
});

Deno.test("a policy that is not there leaves everybody of the source as they are, the rest counts", async () => {
  const { reading, seen } = await readWith(
    answering({
      "/escalation_policies/PT20YPA": POLICY,
      "/oncalls by policy": page([oncall()]),
    }),
    { source: { schedules: [], escalation_policies: ["PT20YPA", "PGONE11"] } },
  );
  assertEquals(reading.shifts.length, 1);
  assertEquals(reading.unreadable, [{
    source: "pd",
    schedule: null,
    reason: "PagerDuty has no escalation policy PGONE11 that the API key in " +
      "PAGERDUTY_TOKEN can see: correct or remove it in the source pd of " +
      "shiftlight.config.ts",
    needs: "operator",
  }]);
  const asked = seen.at(-1)?.query.getAll("escalation_policy_ids[]");
  assertEquals(asked, ["PT20YPA"]);
});

Deno.test("with no policy left the whole account is not asked for", async () => {
  const { reading, seen } = await readWith(answering({}), ONE);
  assertEquals(reading.shifts, []);
  assertEquals(reading.unreadable.map(({ schedule }) => schedule), [null]);
  assertEquals(seen.map(({ path }) => path), ["/escalation_policies/PT20YPA"]);
});

const SHIFT_BASED = {
  "/escalation_policies/PT20YPA": policy("PT20YPA", [
    [["schedule", "PI7DH85", "Daily Engineering Rotation"]],
    [["schedule_v3", "PSHIFT1", "Primary On-Call"]],
  ]),
  "/v3/schedules/PSHIFT1": shiftBased("PSHIFT1", [
    assignment("PANN", ...DAY),
  ]),
  "/users/PANN": user("PANN", "Ann Ash"),
};

Deno.test("a policy's shift-based schedule is read, at its level, though /oncalls leaves it out", async () => {
  const { reading: unlisted } = await readWith(answering(SHIFT_BASED), ONE);
  assertEquals(
    unlisted.shifts.map(({ identity, schedule, label, level, end }) => [
      identity.email,
      schedule,
      label,
      level,
      end,
    ]),
    [["ann@example.com", "PSHIFT1", "Primary On-Call", 2, at(DAY[1])]],
  );
  const listed = oncall({
    user: SHIFT_BASED["/users/PANN"].user,
    schedule: { id: "PSHIFT1", summary: "Primary On-Call" },
    start: DAY[0],
    end: DAY[1],
  });
  const { reading, seen } = await readWith(
    answering({ ...SHIFT_BASED, "/oncalls by policy": page([listed]) }),
    ONE,
  );
  assertEquals(reading.shifts, unlisted.shifts);
  assertEquals(seen.length, 2);
});

Deno.test("a shift-based schedule asked for by itself and by policy is read once", async () => {
  const { reading, seen } = await readWith(answering(SHIFT_BASED), {
    source: { schedules: ["PSHIFT1"], escalation_policies: ["PT20YPA"] },
  });
  assertEquals(reading.shifts.map(({ level }) => level), [2]);
  const reads = seen.filter(({ path }) => path.startsWith("/v3/"));
  assertEquals(reads.length, 1);
});

Deno.test("the reading does not depend on the order of a policy's rules and entries", async () => {
  const { reading } = await readWith(
    answering({
      "/escalation_policies/PT20YPA": POLICY,
      "/oncalls by schedule": page([oncall()]),
      "/oncalls by policy": page([DIRECT, oncall()]),
    }),
    BOTH,
  );
  const { reading: again } = await readWith(
    answering({
      "/escalation_policies/PT20YPA": POLICY,
      "/oncalls by schedule": page([oncall()]),
      "/oncalls by policy": page([oncall(), DIRECT]),
    }),
    BOTH,
  );
  assertEquals(again.shifts, reading.shifts);
});

Deno.test("anything else wrong with a policy makes the source unreadable", async () => {
  const rule = (targets: unknown) => ({
    escalation_policy: {
      ...POLICY.escalation_policy,
      escalation_rules: [{ targets }],
    },
  });
  const place = "escalation_policy.escalation_rules[0].targets";
  const wrong: [string, () => Response, string][] = [
    ["/escalation_policies/PT20YPA", () => json({}, 401), "PAGERDUTY_TOKEN"],
    [
      "/escalation_policies/PT20YPA",
      () => json({ error: { message: `no ${TOKEN}` } }, 403),
      "read schedules, escalation policies and users",
    ],
    ["/escalation_policies/PT20YPA", () => json({}, 500), "answered 500"],
    ["/escalation_policies/PT20YPA", () => new Response("<html>"), "not JSON"],
    [
      "/escalation_policies/PT20YPA",
      () => json(NOT_FOUND),
      "escalation_policy: missing",
    ],
    [
      "/escalation_policies/PT20YPA",
      () => json(policy("POTHER", [])),
      "escalation_policy.id: expected PT20YPA, received POTHER",
    ],
    [
      "/escalation_policies/PT20YPA",
      () => json({ escalation_policy: { id: "PT20YPA" } }),
      "escalation_policy.escalation_rules: missing",
    ],
    [
      "/escalation_policies/PT20YPA",
      () => json(rule(null)),
      `${place}: expected Array, received null`,
    ],
    [
      "/escalation_policies/PT20YPA",
      () => json(rule([{ id: "PANN" }])),
      `${place}[0].type: missing`,
    ],
    ["/oncalls by policy", () => json(NOT_FOUND, 404), "answered 404"],
    ["/oncalls by policy", () => json({}, 503), "answered 503"],
    [
      "/oncalls by policy",
      () => json(page([oncall({ escalation_policy: null })])),
      "oncalls[0].escalation_policy: expected Object, received null",
    ],
    ["/oncalls by schedule", () => json({}, 503), "answered 503"],
  ];
  for (const [where, answer, said] of wrong) {
    const { reading } = await readWith(
      answering({
        "/escalation_policies/PT20YPA": POLICY,
        "/oncalls by schedule": page([oncall()]),
        "/oncalls by policy": page([oncall()]),
        [where]: answer,
      }),
      BOTH,
    );
    const reason = reasonOf(reading);
    assert(reason.includes(said), `${reason} lacks ${said}`);
    assert(!JSON.stringify(reading).includes(TOKEN), "the token is shown");
  }
});

Deno.test("pages of a policy's on-calls are read to the end, or not at all", async () => {
  const people = Array.from(
    { length: 150 },
    (_, n) => oncall({ user: { id: `P${n}`, email: `${n}@example.com` } }),
  );
  const paged = (last: () => Response): Handler => (seen, signal) => {
    if (seen.path !== "/oncalls") {
      const answers = { "/escalation_policies/PT20YPA": POLICY };
      return answering(answers)(seen, signal);
    }
    return seen.query.get("offset") === "0"
      ? json(page(people.slice(0, 100), { more: true }))
      : last();
  };
  const whole = await readWith(
    paged(() => json(page(people.slice(100), { offset: 100 }))),
    ONE,
  );
  assertEquals(whole.reading.shifts.length, 150);
  const broken = await readWith(paged(() => json({}, 502)), ONE);
  assert(reasonOf(broken.reading).includes("502"));
});

/** Ann first, the schedule second, a shift-based one third. */
const THREE = policy("PT20YPA", [
  [["user", "PANN", "Ann Ash"]],
  [["schedule", "PI7DH85", "Daily Engineering Rotation"]],
  [["schedule_v3", "PSHIFT1", "Shift-based"]],
]);

function readLevels(levels: number[] | null) {
  return readWith(
    answering({
      "/escalation_policies/PT20YPA": THREE,
      "/oncalls by policy": page([DIRECT, oncall()]),
      "/v3/schedules/PSHIFT1": shiftBased("PSHIFT1", [
        assignment("PBOB", ...DAY),
      ]),
      "/users/PBOB": user("PBOB", "Bob Birch"),
    }),
    { source: { ...ONE.source, levels } },
  );
}

Deno.test("of a policy, the chosen levels are read", async () => {
  const cases: [number[] | null, string[]][] = [
    [null, ["PANN", "PT23IWX", "PBOB"]],
    [[1, 2, 3], ["PANN", "PT23IWX", "PBOB"]],
    [[1], ["PANN"]],
    [[2], ["PT23IWX"]],
    [[3], ["PBOB"]],
    [[3, 1, 7], ["PANN", "PBOB"]],
  ];
  for (const [levels, expected] of cases) {
    const { reading } = await readLevels(levels);
    const people = reading.shifts.map(({ identity }) => identity.key);
    assertEquals(people, expected.map((id) => `pagerduty:${id}`));
    assertEquals([reading.unreadable, reading.rejected], [[], []]);
  }
  const { reading, seen } = await readLevels([1]);
  assertEquals(reading.schedules.map(({ schedule }) => schedule), [
    "policy:PT20YPA",
  ]);
  assert(!seen.some(({ path }) => path.includes("PSHIFT1")));
});

Deno.test("a policy without any of the levels is reported", async () => {
  const { reading } = await readLevels([4, 5]);
  assertEquals([reading.shifts, reading.unreadable], [[], []]);
  assertEquals(reading.rejected.map(({ reason }) => reason), [
    "the escalation policy PT20YPA ends with level 3, so it has none of " +
    "levels: [4, 5] in shiftlight.config.ts",
  ]);
});

Deno.test("a schedule that is named by itself counts at every level", async () => {
  const { reading } = await readWith(
    answering({
      "/escalation_policies/PT20YPA": THREE,
      "/oncalls by policy": page([DIRECT, oncall()]),
      "/oncalls by schedule": page([oncall()]),
    }),
    { source: { ...BOTH.source, levels: [1] } },
  );
  assertEquals(
    reading.shifts.map(({ identity, level }) => [identity.key, level]),
    [["pagerduty:PANN", 1], ["pagerduty:PT23IWX", 2]],
  );
});
