import { assertEquals, assertThrows } from "@std/assert";
import { parseSchedules, ScenarioError } from "../../scenario.ts";
import { SOURCE_SHAPES } from "../../shiftlight.ts";
import { pagerDutyStandIn } from "../../vendors/pagerduty/pagerduty.ts";
import { Roster } from "../../vendors/roster.ts";
import { VENDORS } from "../../vendors/vendors.ts";
import type { RosterReading } from "../../../../rosters/port.ts";
import { readWith, TOKEN } from "../../../../tests/rosters/fake_pagerduty.ts";
import { at, type Handler } from "../../../../tests/rosters/fake_vendor.ts";

const NOW = "2026-03-02T09:00:00Z";
const WINDOW = { since: at(NOW), until: at("2026-03-04T09:00:00Z") };

const SHIFTS = [
  shift("alice", "2026-03-02T07:00:00Z", "2026-03-02T17:00:00Z"),
  shift("bob", "2026-03-02T07:00:00Z", "2026-03-02T17:00:00Z", 2),
  shift("alice", "2026-03-03T07:00:00Z", "2026-03-03T17:00:00Z"),
  shift("bob", "2026-03-03T20:00:00Z", "2026-03-09T17:00:00Z"),
  shift("carol", "2026-02-02T07:00:00Z", "2026-03-02T08:00:00Z"),
  shift("carol", "2026-03-05T07:00:00Z", "2026-03-06T08:00:00Z"),
];
/** What the window has of them. */
const EXPECTED = [
  ["alice@example.com", at("2026-03-02T07:00:00Z"), at("2026-03-02T17:00:00Z")],
  ["alice@example.com", at("2026-03-03T07:00:00Z"), at("2026-03-03T17:00:00Z")],
  ["bob@example.com", at("2026-03-02T07:00:00Z"), at("2026-03-02T17:00:00Z")],
  ["bob@example.com", at("2026-03-03T20:00:00Z"), null],
];

function shift(
  who: string,
  start: string | null,
  end: string | null,
  level = 1,
) {
  return { email: `${who}@example.com`, start, end, level };
}

function standInOf(schedules: unknown[]) {
  const roster = new Roster(parseSchedules(schedules), new Map());
  return pagerDutyStandIn({ roster, token: TOKEN, rates: "documented" });
}

/** The stand-in as what `readWith` asks. */
function standingIn(schedules: unknown[]): Handler {
  const standIn = standInOf(schedules);
  return ({ path, query, headers }) => {
    const { status, headers: own, body } = standIn.answer({
      method: "GET",
      path,
      query,
      header: (name) => headers.get(name),
    }, at(NOW) * 1000);
    return new Response(JSON.stringify(body), { status, headers: own });
  };
}

async function read(
  schedules: unknown[],
  source: { schedules?: string[]; escalation_policies?: string[] },
) {
  return await readWith(standingIn(schedules), { source, window: WINDOW });
}

function brief({ shifts }: RosterReading) {
  return shifts.map(({ identity, start, end }) => [identity.email, start, end])
    .sort((a, b) => String(a) < String(b) ? -1 : 1);
}

const PLACES = [2, 3].flatMap((generation) =>
  [undefined, null, "PPOLICY"].map((policy) => ({
    generation,
    ...(policy === undefined ? {} : { policy }),
  }))
);

Deno.test("a schedule of either generation gives its shifts, with or without a policy", async () => {
  for (const pagerduty of PLACES) {
    const schedule = { id: "P1", name: "Payments", shifts: SHIFTS, pagerduty };
    const { reading } = await read([schedule], { schedules: ["P1"] });
    const place = JSON.stringify(pagerduty);
    assertEquals(brief(reading), EXPECTED, place);
    assertEquals(reading.unreadable, [], place);
    const names = reading.schedules.map(({ schedule, name }) => [
      schedule,
      name,
    ]);
    assertEquals(names, [["P1", "Payments"]], place);
    assertEquals(new Set(reading.shifts.map(({ label }) => label)).size, 1);
  }
});

Deno.test("a person who is always on is on in both generations", async () => {
  for (const pagerduty of PLACES) {
    const shifts = [shift("root", null, null)];
    const schedule = { id: "P1", name: "Payments", shifts, pagerduty };
    const { reading } = await read([schedule], { schedules: ["P1"] });
    assertEquals(brief(reading), [["root@example.com", 0, null]]);
  }
});

const POLICY = [
  {
    id: "P1",
    name: "Payments",
    shifts: SHIFTS,
    pagerduty: { policy: "PPOLICY" },
  },
  {
    id: "P3",
    name: "Search",
    shifts: [shift("dave", "2026-03-02T08:00:00Z", "2026-03-02T10:00:00Z", 3)],
    pagerduty: { generation: 3, policy: "PPOLICY" },
  },
  {
    id: "PPOLICY",
    name: "Everything",
    shifts: [shift("root", null, null, 4)],
    pagerduty: { direct: true },
  },
  { id: "P9", name: "Not in it", shifts: SHIFTS },
];

Deno.test("a policy gives the people in it and no others", async () => {
  const { reading } = await read(POLICY, {
    schedules: [],
    escalation_policies: ["PPOLICY"],
  });
  assertEquals(brief(reading), [
    ...EXPECTED,
    [
      "dave@example.com",
      at("2026-03-02T08:00:00Z"),
      at("2026-03-02T10:00:00Z"),
    ],
    ["root@example.com", 0, null],
  ]);
  const others = reading.shifts.filter(({ schedule }) => schedule !== "P1");
  assertEquals(
    others.map(({ schedule, label, level }) => [schedule, label, level]),
    [["policy:PPOLICY", "Everything", 4], ["P3", "Search", 3]],
  );
  assertEquals(reading.schedules.map(({ schedule }) => schedule).sort(), [
    "P1",
    "P3",
    "policy:PPOLICY",
  ]);
});

Deno.test("schedules and policies together give each assignment once", async () => {
  const { reading: alone } = await read(POLICY, {
    schedules: [],
    escalation_policies: ["PPOLICY"],
  });
  const { reading: both } = await read(POLICY, {
    schedules: ["P1", "P3"],
    escalation_policies: ["PPOLICY"],
  });
  assertEquals(both.shifts, alone.shifts);
});

Deno.test("more than a page is read to the end, with the people of each", async () => {
  const shifts = Array.from(
    { length: 230 },
    (_, n) => shift(`p${n}`, "2026-03-02T07:00:00Z", "2026-03-02T12:00:00Z"),
  );
  for (const pagerduty of [{ generation: 2 }, { generation: 3 }]) {
    const schedule = { id: "P1", name: "One", shifts, pagerduty };
    const { reading, seen } = await read([schedule], { schedules: ["P1"] });
    assertEquals(seen.length, 3);
    assertEquals(
      new Set(reading.shifts.map(({ identity }) => identity.email)),
      new Set(shifts.map(({ email }) => email)),
    );
  }
});

Deno.test("a schedule that does not exist is unreadable, and the others count", async () => {
  const { reading } = await read(POLICY, {
    schedules: ["P9", "PNONE"],
    escalation_policies: ["PNOBODY"],
  });
  assertEquals(brief(reading), EXPECTED);
  assertEquals(reading.unreadable.map(({ schedule }) => schedule), [
    null,
    "PNONE",
  ]);
});

/** Asks the stand-in itself. */
function asker(schedules: unknown[]) {
  const standIn = standInOf(schedules);
  return (path: string) => {
    const url = new URL(path, "http://pagerduty");
    const answer = standIn.answer({
      method: "GET",
      path: url.pathname,
      query: url.searchParams,
      header: () => `Token token=${TOKEN}`,
    }, at(NOW) * 1000);
    // deno-lint-ignore no-explicit-any
    return answer as { status: number; body: any };
  };
}

Deno.test("each generation is listed and read only at its own address", () => {
  const ask = asker(POLICY);
  const ids = (path: string) =>
    ask(path).body.schedules.map(({ id }: { id: string }) => id);
  assertEquals(ids("/schedules"), ["P1", "P9"]);
  assertEquals(ids("/v3/schedules"), ["P3"]);
  assertEquals(ask("/v3/schedules").body.schedules[0], {
    id: "P3",
    type: "schedule_v3_reference",
    summary: "Search",
    self: "https://api.pagerduty.com/v3/schedules/P3",
    html_url: "https://subdomain.pagerduty.com/schedules/P3",
  });
  const statuses = [
    ["/schedules/P1", 200],
    ["/schedules/P3", 400],
    ["/schedules/PPOLICY", 404],
    ["/v3/schedules/P3", 200],
    ["/v3/schedules/P3?include[]=users", 400],
    ["/v3/schedules/P1", 400],
    ["/v3/schedules/PNONE", 404],
    ["/v3/schedules/PPOLICY", 404],
    ["/escalation_policies/PPOLICY", 200],
    ["/escalation_policies/P1", 404],
  ] as const;
  for (const [path, status] of statuses) {
    assertEquals(ask(path).status, status, path);
  }
});

Deno.test("a schedule that no policy uses puts nobody on call", () => {
  const shifts = [shift("root", null, null)];
  for (const pagerduty of PLACES) {
    const ask = asker([{ id: "P1", name: "One", shifts, pagerduty }]);
    const isCalled = !("policy" in pagerduty) || pagerduty.policy !== null;
    const { oncalls } = ask("/oncalls").body;
    assertEquals(oncalls.length, isCalled ? 1 : 0);
  }
});

Deno.test("a shift-based schedule gives clipped assignments, also empty ones", () => {
  const ask = asker([{
    id: "P3",
    name: "Search",
    shifts: [
      shift("alice", null, "2026-03-02T10:00:00Z"),
      shift("bob", "2026-03-02T09:30:00Z", "2026-03-02T11:00:00Z"),
    ],
    pagerduty: { generation: 3 },
  }]);
  const { schedule } = ask(
    "/v3/schedules/P3?include[]=final_schedule" +
      "&since=2026-03-02T09:00:00Z&until=2026-03-02T12:00:00Z",
  ).body;
  assertEquals([schedule.type, schedule.name], ["schedule_v3", "Search"]);
  const assignments = schedule.final_schedule.computed_shift_assignments;
  assertEquals(
    // deno-lint-ignore no-explicit-any
    assignments.map((one: any) => [
      one.start_time.slice(11, 16),
      one.end_time.slice(11, 16),
      one.member.type,
    ]),
    [
      ["09:00", "10:00", "user_member"],
      ["09:30", "11:00", "user_member"],
      ["11:00", "12:00", "empty_member"],
    ],
  );
  const user = ask(`/users/${assignments[1].member.user_id}`).body.user;
  assertEquals(user.email, "bob@example.com");
  assertEquals(
    "final_schedule" in ask("/v3/schedules/P3").body.schedule,
    false,
  );
});

Deno.test("a policy has a rule for each level", () => {
  const { escalation_policy } = asker(POLICY)("/escalation_policies/PPOLICY")
    .body;
  assertEquals(escalation_policy.name, "Everything");
  assertEquals(
    // deno-lint-ignore no-explicit-any
    escalation_policy.escalation_rules.map(({ targets }: any) =>
      // deno-lint-ignore no-explicit-any
      targets.map(({ type, summary }: any) => `${type} ${summary}`)
    ),
    [
      ["schedule_reference Payments"],
      ["schedule_reference Payments"],
      ["schedule_v3_reference Search"],
      ["user_reference root"],
    ],
  );
});

Deno.test("a scenario's PagerDuty settings are checked, and for PagerDuty alone", () => {
  const parse = (changes: object) =>
    parseSchedules(
      [{ id: "P1", name: "One", shifts: [], ...changes }],
      {},
      { ...VENDORS, grafana: VENDORS.pagerduty! },
    );
  const wrong: [object, string][] = [
    [{ pagerduty: { generation: 4 } }, "pagerduty.generation: must be 2 or 3"],
    [{ pagerduty: { polcy: "P" } }, "pagerduty.polcy: unknown"],
    [
      { vendor: "grafana", pagerduty: {} },
      "schedules[0].pagerduty: not for a schedule of grafana",
    ],
  ].map(([changes, said]) => [changes as object, said as string]);
  for (const [changes, said] of wrong) {
    assertThrows(() => parse(changes), ScenarioError, said);
  }
  const [direct] = parse({ pagerduty: { direct: true } });
  const { source } = SOURCE_SHAPES.pagerduty;
  assertEquals(source("P1", direct).escalation_policies, ["P1"]);
  assertEquals(source("P1").schedules, ["P1"]);
});
