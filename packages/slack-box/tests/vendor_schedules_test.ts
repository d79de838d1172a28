import { assertEquals, assertThrows } from "@std/assert";
import { parseSchedules, ScenarioError } from "../scenario.ts";
import { ECHOES } from "./fixture/echo_vendor.ts";
import { shiftlight } from "../shiftlight.ts";

const SHIFT = {
  email: "alice@example.com",
  start: "2026-03-02T09:00:00Z",
  end: "2026-03-02T17:00:00Z",
};

function schedule(
  fields: Record<string, unknown>,
  shift: Record<string, unknown> = {},
) {
  return { id: "S1", name: "One", shifts: [{ ...SHIFT, ...shift }], ...fields };
}

function parsed(one: unknown) {
  return parseSchedules([one], shiftlight, ECHOES)[0]!;
}

Deno.test("a schedule is PagerDuty's unless it names its vendor", () => {
  assertEquals(parsed(schedule({})).vendor, "pagerduty");
  assertEquals(parsed(schedule({ vendor: "grafana" })).vendor, "grafana");
});

Deno.test("whole days are midnights that stand for them", () => {
  const days = { start: "2026-03-02", end: "2026-03-04" };
  const { shifts } = parsed(schedule({ vendor: "ical" }, days));
  assertEquals(shifts, [{
    email: "alice@example.com",
    startMs: Date.parse("2026-03-02T00:00:00Z"),
    endMs: Date.parse("2026-03-04T00:00:00Z"),
    level: 1,
    wholeDays: true,
  }]);
  const open = { start: null, end: "2026-03-04" };
  const [endless] = parsed(schedule({ vendor: "ical" }, open)).shifts;
  assertEquals([endless!.startMs, endless!.wholeDays], [null, true]);
  // An instant at midnight is none.
  const midnight = { start: "2026-03-02T00:00:00Z", end: null };
  const [timed] = parsed(schedule({ vendor: "ical" }, midnight)).shifts;
  assertEquals("wholeDays" in timed!, false);
});

Deno.test("a raw document is kept unchanged", () => {
  const raw = "BEGIN:VCALENDAR\r\n garbage";
  assertEquals(parsed(schedule({ vendor: "ical", raw })).raw, raw);
  assertEquals(parsed(schedule({ vendor: "ical", raw: "" })).raw, "");
  assertEquals("raw" in parsed(schedule({ vendor: "ical" })), false);
});

Deno.test("a field that a vendor lacks is refused, and the error names the vendors that have it", () => {
  const day = { start: "2026-03-02", end: "2026-03-03" };
  const noInstant = "not an ISO 8601 instant with its zone, such as " +
    "2026-03-02T08:00:00Z: ";
  const wrong: [unknown, string][] = [
    [
      schedule({}, day),
      `schedules[0].shifts[0].start: ${noInstant}"2026-03-02"; ` +
      "pagerduty knows no whole days, only bamboohr, json, ical do",
    ],
    [
      schedule({ vendor: "grafana" }, { start: null, end: "2026-03-03" }),
      `schedules[0].shifts[0].end: ${noInstant}"2026-03-03"; grafana knows`,
    ],
    [
      schedule({ vendor: "ical" }, { start: "2026-02-30", end: null }),
      `[0].shifts[0].start: ${noInstant}"2026-02-30"`,
    ],
    [
      schedule({ vendor: "ical" }, { start: "2026-03-02" }),
      "[0].shifts[0].end: must be a day where start is one",
    ],
    [
      schedule({ vendor: "ical" }, { end: "2026-03-05" }),
      "[0].shifts[0].end: must be a day where start is one",
    ],
    [
      schedule({ raw: "x" }),
      "schedules[0].raw: pagerduty serves no documents, only json, ical do",
    ],
    [schedule({ vendor: "ical", raw: {} }), "[0].raw: expected a text"],
    [
      schedule({ vendor: "json" }),
      '[0].vendor: unknown vendor "json"; the vendors are pagerduty, grafana',
    ],
    [schedule({ vendor: 5 }), "[0].vendor: expected a vendor, got 5"],
    [
      schedule({ color: 1 }),
      "[0].color: unknown; known here: id, name, state, vendor, shifts, raw",
    ],
  ];
  for (const [one, message] of wrong) {
    assertThrows(() => parsed(one), ScenarioError, message);
  }
});
