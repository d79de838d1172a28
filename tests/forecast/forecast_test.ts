import { assertEquals } from "@std/assert";
import {
  consentToAll,
  type Forecast,
  forecast,
  type Outlook,
} from "../../forecast/forecast.ts";
import type { ListedShift } from "../../forecast/shifts_seen.ts";
import { type Claim, newClaim } from "../../reconciler/claim.ts";
import { LEAST_GRACE_SECONDS } from "../../reconciler/expiry.ts";
import type { StateRules } from "../../reconciler/state_rule.ts";
import { EMPTY_STATUS } from "../../reconciler/status.ts";

const RULES: StateRules = {
  on_call: {
    text: "On call for {label} until {until}",
    emoji: ":pager:",
    priority: 40,
    dnd: false,
    away: false,
    expiry: "shift_end",
  },
  pto: {
    text: "On leave until {until}",
    emoji: ":palm_tree:",
    priority: 30,
    dnd: true,
    away: true,
    expiry: "lease",
  },
};

const PERSON = { id: "UANN", name: "ann", time_zone: "Europe/London" };

/** `at("3 08:00")` is 08:00 on the third of March 2026. */
function at(text: string): number {
  const [day, time] = text.split(" ");
  return Date.parse(`2026-03-0${day}T${time}:00Z`) / 1000;
}

function shift(
  state: string,
  start: string,
  end: string | null,
  more: Partial<ListedShift> = {},
): ListedShift {
  return {
    person: "UANN",
    state,
    start: at(start),
    end: end === null ? null : at(end),
    source: "pagerduty",
    schedule: "P1",
    identity: "email:ann@example.com",
    label: "Payments",
    level: 1,
    ...more,
  };
}

function outlook(
  shifts: ListedShift[],
  more: Partial<Outlook> = {},
): Outlook {
  return {
    person: PERSON,
    shifts,
    consent: consentToAll("UANN", RULES),
    claim: null,
    rules: RULES,
    graceSeconds: LEAST_GRACE_SECONDS,
    aheadSeconds: 14 * 86_400,
    from: at("2 08:00"),
    until: at("9 08:00"),
    ...more,
  };
}

/** `3 08:00`, as `at` reads it. */
function told(seconds: number | null): string {
  if (seconds === null) return "";
  const iso = new Date(seconds * 1000).toISOString();
  return `${Number(iso.slice(8, 10))} ${iso.slice(11, 16)}`;
}

function lines({ shown, snoozed, away }: Forecast): string[] {
  const span = ({ from, to }: { from: number; to: number | null }) =>
    `${told(from)} - ${told(to)}`;
  return [
    ...shown.map((each) => `${span(each)}: ${each.emoji} ${each.text}`),
    ...snoozed.map((each) => `${span(each)}: snoozed`),
    ...away.map((each) => `${span(each)}: away`),
  ];
}

Deno.test("a shift shows from its start to its end, and why", () => {
  const result = forecast(
    outlook([shift("on_call", "2 09:00", "3 09:00")]),
  );
  assertEquals(lines(result), [
    "2 09:00 - 3 09:00: :pager: On call for Payments until Tue 09:00",
  ]);
  assertEquals(result.shown[0]!.why, "on call: Payments");
});

Deno.test("the state of higher priority shows, and who is on call is not silenced", () => {
  const shifts = [
    shift("pto", "2 10:00", "2 20:00"),
    shift("on_call", "2 12:00", "2 15:00"),
  ];
  assertEquals(lines(forecast(outlook(shifts))), [
    "2 10:00 - 2 12:00: :palm_tree: On leave until 20:00",
    "2 12:00 - 2 15:00: :pager: On call for Payments until 15:00",
    "2 15:00 - 2 20:00: :palm_tree: On leave until 20:00",
    "2 10:00 - 2 12:00: snoozed",
    "2 15:00 - 2 20:00: snoozed",
    "2 10:00 - 2 12:00: away",
    "2 15:00 - 2 20:00: away",
  ]);
});

Deno.test("a text stays as first rendered, until the app writes again", () => {
  const result = forecast(outlook([
    shift("on_call", "2 09:00", "4 09:00"),
    shift("on_call", "3 12:00", "3 13:00", { schedule: "P2", label: "Search" }),
  ]));
  assertEquals(lines(result), [
    "2 09:00 - 3 12:00: :pager: On call for Payments until Wed 09:00",
    "3 12:00 - 3 13:00: :pager: On call for Payments, Search until Wed 09:00",
    "3 13:00 - 4 09:00: :pager: On call for Payments until Wed 09:00",
  ]);
  // A leased status is renewed after half a day, and says the day as it is then.
  const leased = forecast(outlook([shift("pto", "2 10:00", "4 23:00")]));
  assertEquals(lines(leased).slice(0, 2), [
    "2 10:00 - 4 10:00: :palm_tree: On leave until Wed 23:00",
    "4 10:00 - 4 23:00: :palm_tree: On leave until 23:00",
  ]);
});

Deno.test("what begins or ends later than the app reads is not seen yet", () => {
  const aheadSeconds = 24 * 3600;
  const shifts = [
    shift("on_call", "2 09:00", "4 09:00"),
    shift("on_call", "4 09:00", "4 12:00"),
  ];
  assertEquals(lines(forecast(outlook(shifts, { aheadSeconds }))), [
    "2 09:00 - 3 12:00: :pager: On call for Payments until further notice",
    "3 12:00 - 4 12:00: :pager: On call for Payments until Wed 12:00",
  ]);
  // Whole days are listed by the days of the configured zone.
  const listed = { start: at("2 09:00"), end: at("4 14:00") };
  const days = [shift("on_call", "2 09:00", "4 09:00", { listed })];
  assertEquals(lines(forecast(outlook(days, { aheadSeconds }))), [
    "2 09:00 - 3 14:00: :pager: On call for Payments until further notice",
    "3 14:00 - 4 09:00: :pager: On call for Payments until Wed 09:00",
  ]);
});

Deno.test("the last day has the ends that lie after it", () => {
  const shifts = [shift("on_call", "8 20:00", "9 20:00")];
  assertEquals(lines(forecast(outlook(shifts))), [
    "8 20:00 - 9 20:00: :pager: On call for Payments until Mon 20:00",
  ]);
});

/** A claim that holds the status of a shift since the day before. */
function claimOf(
  of: ListedShift,
  phase: "held" | "yielded" | "deferred",
): Claim {
  const status = {
    text: "On call since long",
    emoji: ":pager:",
    expiration: 0,
  };
  const own = { text: "Lunch", emoji: ":sandwich:", expiration: at("2 10:00") };
  return {
    ...newClaim(PERSON, of, at("1 09:00")),
    status: {
      phase,
      prior: phase === "deferred" ? own : EMPTY_STATUS,
      before: EMPTY_STATUS,
      wanted: status,
      applied: phase === "held" ? status : null,
    },
  };
}

Deno.test("a claim goes on: yielded shifts stay the person's until they end", () => {
  const shifts = [
    shift("on_call", "1 09:00", "3 09:00"),
    shift("on_call", "5 09:00", "5 17:00"),
  ];
  const later = "5 09:00 - 5 17:00: :pager: On call for Payments until 17:00";
  const yielded = claimOf(shifts[0]!, "yielded");
  assertEquals(lines(forecast(outlook(shifts, { claim: yielded }))), [later]);
  // A status of their own that runs out is followed by the shift.
  const deferred = claimOf(shifts[0]!, "deferred");
  const consent = {
    ...consentToAll("UANN", RULES),
    on_own_status: "defer" as const,
  };
  const waiting = outlook(shifts, { claim: deferred, consent });
  assertEquals(lines(forecast(waiting)), [
    "2 10:00 - 3 09:00: :pager: On call for Payments until Tue 09:00",
    later,
  ]);
});

Deno.test("who allows nothing shows nothing", () => {
  const shifts = [shift("on_call", "2 09:00", "3 09:00")];
  const consent = { ...consentToAll("UANN", RULES), states: ["pto"] };
  assertEquals(lines(forecast(outlook(shifts, { consent }))), []);
});
