import { assertEquals, assertThrows } from "@std/assert";
import { shiftlight } from "../shiftlight.ts";
import { parseScenario, ScenarioError } from "../scenario.ts";
import { SHIFTLIGHT_SCENARIO } from "./fixture/shiftlight.ts";

/** The fixture's scenario after `change`. */
function changed(
  // deno-lint-ignore no-explicit-any
  change: (scenario: any) => void,
): unknown {
  const scenario = structuredClone(SHIFTLIGHT_SCENARIO);
  change(scenario);
  return scenario;
}

Deno.test("a scenario is read with its defaults", () => {
  const scenario = parseScenario(
    changed((one) => {
      delete one.operators;
      delete one.admin_tokens;
      one.schedules[0].shifts[0].end = null;
    }),
    shiftlight,
  );
  assertEquals(scenario.now, 1772438400_000);
  assertEquals(scenario.plan, "paid");
  assertEquals(scenario.app, {
    operators: [],
    admin_tokens: [],
    talk: true,
  });
  assertEquals(scenario.people[1], {
    id: "UBOB",
    name: "bob",
    email: "bob@example.com",
    tz: "UTC",
    role: "member",
    status: { text: "", emoji: "", expiration: 0 },
    snooze_until: 0,
    manual_away: false,
    app: {
      consent: {
        states: ["pto"],
        on_own_status: "defer",
        after_manual_change: "yield",
        dnd: false,
        presence: false,
        path: "env",
      },
    },
  });
  assertEquals(scenario.people[2]!.app, { consent: null });
  assertEquals(scenario.user_groups, []);
  assertEquals(scenario.channels, []);
  assertEquals(scenario.schedules[0], {
    id: "PSCHED1",
    name: "Payments primary",
    app: { state: "on_call" },
    vendor: "pagerduty",
    shifts: [{
      email: "alice@example.com",
      startMs: Date.parse("2026-03-02T09:00:00Z"),
      endMs: null,
      level: 1,
    }],
  });
});

Deno.test("a shift of an unknown person or with a reversed period is accepted", () => {
  parseScenario(
    changed((one) => {
      const [shift] = one.schedules[0].shifts;
      shift.email = "stranger@example.com";
      shift.end = "2026-03-01T00:00:00Z";
    }),
    shiftlight,
  );
});

Deno.test("the sample scenario is sound", () => {
  const scenario = parseScenario(shiftlight.sampleScenario, shiftlight);
  assertEquals(scenario.people.length, 4);
});

Deno.test("an error is one line that names the path", () => {
  // deno-lint-ignore no-explicit-any
  const wrong: Array<[(scenario: any) => void, string]> = [
    [
      (s) => s.people[0].consent.states = ["oncal"],
      'people[0].consent.states[0]: unknown state "oncal"; the states are on_call, pto',
    ],
    [
      (s) => s.people[0].consent.states = "on_call",
      "people[0].consent.states: expected a list",
    ],
    [
      (s) => delete s.people[0].consent.states,
      "people[0].consent.states: required and missing",
    ],
    [
      (s) => s.people[0].consent.on_own_status = "ask",
      'people[0].consent.on_own_status: expected skip | defer | replace, got "ask"',
    ],
    [
      (s) => s.people[0].consent.path = "bot",
      "people[0].consent.path: expected own | env | admin",
    ],
    [
      (s) => s.people[0].consent.dnd = 1,
      "people[0].consent.dnd: expected true or false, got 1",
    ],
    [
      (s) => s.people[1].emial = "x",
      "people[1].emial: unknown; known here: id, name, email",
    ],
    [(s) => delete s.people[1].email, "people[1].email: required and missing"],
    [(s) => s.people[1].id = "bob", "people[1].id: must look like a Slack id"],
    [
      (s) => s.people[1].id = "UALICE",
      "people[1].id: UALICE is already that of people[0]",
    ],
    [
      (s) => s.people[1].email = "Alice@example.com",
      "people[1].email: alice@example.com is already",
    ],
    [
      (s) => s.people[1].role = "boss",
      "people[1].role: expected member | admin",
    ],
    [
      (s) => s.people[1].tz = "Mars/Olympus",
      "people[1].tz: no such IANA time zone",
    ],
    [
      (s) => s.people[1].status = { text: 5 },
      "people[1].status.text: expected a text, got 5",
    ],
    [
      (s) => s.people[1].status = { expiration: 1.5 },
      "people[1].status.expiration: must be whole",
    ],
    [
      (s) => s.people[1].snooze_until = -5,
      "people[1].snooze_until: must be Unix seconds",
    ],
    [(s) => s.now = "today", "now: not an ISO 8601 instant"],
    [(s) => delete s.now, "now: required and missing"],
    [(s) => s.plan = "gold", 'plan: expected free | paid, got "gold"'],
    [(s) => s.operators = ["UNOBODY"], "operators[0]: no person UNOBODY"],
    [(s) => s.admin_tokens = ["UOPS", "UNOBODY"], "admin_tokens[1]: no person"],
    [(s) => s.people = {}, "people: expected a list"],
    [(s) => s.people[1] = "UBOB", 'people[1]: expected an object, got "UBOB"'],
    [
      (s) => s.schedules.push(s.schedules[0]),
      "schedules[1].id: PSCHED1 is already that of schedules[0]",
    ],
    [
      (s) => s.schedules[0].state = "away",
      'schedules[0].state: unknown state "away"',
    ],
    [
      (s) => s.schedules[0].shifts[0].start = "2026-13-01T00:00:00Z",
      "schedules[0].shifts[0].start: not an ISO",
    ],
    [
      (s) => s.schedules[0].shifts[0].level = 0,
      "schedules[0].shifts[0].level: levels start at 1",
    ],
    [
      (s) => delete s.schedules[0].shifts[0].end,
      "schedules[0].shifts[0].end: required and missing",
    ],
    [
      (s) => s.channels = [{ id: "DALICE", name: "a" }],
      "channels[0].id: must look like a Slack id",
    ],
    [
      (s) => s.channels = [{ id: "C1", name: "a", members: ["UNOBODY"] }],
      "channels[0].members[0]: no person UNOBODY",
    ],
    [
      (s) => s.channels = [{ id: "C1", name: "a" }, { id: "C2", name: "a" }],
      "channels[1].name: a is already that of channels[0]",
    ],
    [
      (s) => s.channels = [{ id: "C1", name: "a", topic: "x" }],
      "channels[0].topic: unknown",
    ],
    [
      (s) => s.people[0].connections = -1,
      "people[0].connections: must be at least 0",
    ],
    [
      (s) => s.people[0].last_activity = "now",
      "people[0].last_activity: expected Unix seconds",
    ],
    [
      (s) => s.people[0].guest = "yes",
      "people[0].guest: expected true or false",
    ],
    [(s) => s.talk = null, "talk: expected true or false"],
    [
      (s) => s.user_groups = [{ id: "rel", name: "r", members: [] }],
      "user_groups[0].id: must look like a Slack id",
    ],
    [
      (s) => s.user_groups = [{ id: "S1", name: "r", members: ["UNOBODY"] }],
      "user_groups[0].members[0]: no person UNOBODY",
    ],
    [
      (s) => {
        const group = { id: "S1", name: "r", members: [] };
        s.user_groups = [group, group];
      },
      "user_groups[1].id: S1 is already that of user_groups[0]",
    ],
    [(s) => s.color = "red", "color: unknown; known here: now, plan"],
  ];
  for (const [change, message] of wrong) {
    const error = assertThrows(
      () => parseScenario(changed(change), shiftlight),
      ScenarioError,
      message,
    ) as Error;
    assertEquals(error.message.includes("\n"), false);
  }
  for (
    const [value, message] of [[[], "scenario: expected an object"], [
      null,
      "scenario: expected an object",
    ]] as const
  ) {
    assertThrows(
      () => parseScenario(value, shiftlight),
      ScenarioError,
      message,
    );
  }
});

Deno.test("a channel has everyone in it unless it names its members", () => {
  const { channels } = parseScenario(
    changed((one) => {
      one.channels = [
        { id: "CPAY", name: "payments", members: ["UALICE"], app: true },
        { id: "CALL", name: "all", shared: true, mentions: false },
      ];
    }),
    shiftlight,
  );
  const common = { private: false, archived: false };
  assertEquals(channels, [
    {
      id: "CPAY",
      name: "payments",
      ...common,
      app: true,
      mentions: true,
      shared: false,
      members: new Set(["UALICE"]),
    },
    {
      id: "CALL",
      name: "all",
      ...common,
      app: false,
      mentions: false,
      shared: true,
      members: null,
    },
  ]);
});
