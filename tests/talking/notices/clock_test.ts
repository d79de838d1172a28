import { assert, assertEquals, assertNotEquals } from "@std/assert";
import fc from "fast-check";
import { offsetAt } from "../../../rosters/zoned_time.ts";
import { handoffsBetween } from "../../../talking/notices/handoffs.ts";
import { leaveConflicts } from "../../../talking/notices/leave_conflicts.ts";
import type { Notice } from "../../../talking/notices/notice.ts";
import {
  type AssignedTime,
  stateOf,
} from "../../../talking/notices/schedule_state.ts";
import {
  startingShifts,
  type ToldStart,
} from "../../../talking/notices/shift_starting.ts";
import {
  dueSummary,
  weeklySummary,
  weekStart,
} from "../../../talking/notices/weekly_summary.ts";
import { NOON } from "../answer_samples.ts";
import { anyRoster, HOUR, PAYMENTS, time } from "./roster_model.ts";

const WEEK = 7 * 24 * HOUR;

const state = (...times: AssignedTime[]) =>
  stateOf(times, { from: NOON - WEEK, until: NOON + 2 * WEEK });

const hours = (at: number | null) => at === null ? "…" : (at - NOON) / HOUR;

const ANN = time("Ann", 0, 8);
const BOB = time("Bob", 8, 16);

/** The handoffs from noon on, until some hours after it: `Bob after Ann at 8`. */
function handoffs(until: number, ...times: AssignedTime[]): string[] {
  return handoffsBetween(
    PAYMENTS,
    state(...times),
    NOON,
    NOON + until * HOUR,
  ).map(({ who, was, start }) =>
    `${who!.name} after ${was!.who!.name} at ${hours(start)}`
  );
}

Deno.test("a handoff is who comes and who leaves, at its instant and once", () => {
  assertEquals(handoffs(7, ANN, BOB), []);
  assertEquals(handoffs(8, ANN, BOB), ["Bob after Ann at 8"]);
  assertEquals(
    handoffsBetween(PAYMENTS, state(ANN, BOB), NOON + 8 * HOUR, NOON + WEEK),
    [],
  );
  // An end at a minute before the hour means the hour.
  assertEquals(handoffs(8, { ...ANN, end: ANN.end! - 60 }, BOB), [
    "Bob after Ann at 8",
  ]);
});

Deno.test("a shift that only starts, or only ends, is no handoff", () => {
  assertEquals(handoffs(24, ANN), []);
  assertEquals(handoffs(24, ANN, time("Bob", 9, 16)), []);
  assertEquals(handoffs(24, ANN, time("Ann", 8, 16)), []);
  assertEquals(handoffs(24, ANN, time("Bob", 8, 16, { level: 2 })), []);
});

Deno.test("everybody who comes or leaves at a handoff is told", () => {
  const cy = time("Cy", 8, 16);
  assertEquals(handoffs(8, ANN, BOB, cy).sort(), [
    "Bob after Ann at 8",
    "Cy after Ann at 8",
  ]);
  assertEquals(handoffs(8, ANN, time("Di", 0, 8), BOB).sort(), [
    "Bob after Ann at 8",
    "Bob after Di at 8",
  ]);
});

Deno.test("a handoff has the same id when a shift's other end has changed", () => {
  const idOf = (...times: AssignedTime[]) =>
    handoffsBetween(PAYMENTS, state(...times), NOON, NOON + 8 * HOUR)[0]!.id;
  assertEquals(
    idOf(ANN, BOB),
    idOf(time("Ann", -3, 8), time("Bob", 8, 20, { name: "Bob B." })),
  );
  assertNotEquals(idOf(ANN, BOB), idOf(ANN, time("Cy", 8, 16)));
});

/** What is told of starts at some hours, one look after the other. */
function looks(
  at: { hours: number; times: AssignedTime[] }[],
  leads?: number[],
): string[][] {
  let told: ToldStart[] = [];
  return at.map(({ hours: after, times }) => {
    const now = NOON + after * HOUR;
    const found = startingShifts(PAYMENTS, state(...times), told, now, leads);
    told = found.told;
    return found.notices.map(({ who, start }) =>
      `${who!.name} ${hours(start)}`
    );
  });
}

Deno.test("a start is told once, a day before, and not after it", () => {
  const times = [time("Ann", 30, 38)];
  assertEquals(
    looks([5, 6, 7, 29].map((hours) => ({ hours, times }))),
    [[], ["Ann 30"], [], []],
  );
  assertEquals(looks([{ hours: 30, times }]), [[]]);
  assertEquals(looks([{ hours: 29.9, times }]), [["Ann 30"]]);
});

Deno.test("a start is told again only if it moved by more than an hour", () => {
  const at = (hours: number, start: number) => ({
    hours,
    times: [time("Ann", start, start + 8)],
  });
  assertEquals(looks([at(10, 30), at(11, 31), at(12, 29)]), [
    ["Ann 30"],
    [],
    [],
  ]);
  // Little by little counts from what was told.
  assertEquals(looks([at(10, 30), at(11, 31), at(12, 31.5), at(13, 31.5)]), [
    ["Ann 30"],
    [],
    ["Ann 31.5"],
    [],
  ]);
  assertEquals(looks([at(10, 30), at(11, 20), at(21, 30)]), [
    ["Ann 30"],
    ["Ann 20"],
    [],
  ]);
});

Deno.test("another shift soon after is told by itself", () => {
  const two = [time("Ann", 30, 30.25), time("Ann", 30.75, 38)];
  assertEquals(looks([{ hours: 10, times: two }, { hours: 11, times: two }]), [
    ["Ann 30", "Ann 30.75"],
    [],
  ]);
});

Deno.test("each lead time tells, and several at once tell once", () => {
  const times = [time("Ann", 30, 38)];
  const leads = [24 * HOUR, HOUR];
  assertEquals(
    looks([6, 28, 29, 29.5].map((hours) => ({ hours, times })), leads),
    [["Ann 30"], [], ["Ann 30"], []],
  );
  assertEquals(looks([29.5, 29.6].map((hours) => ({ hours, times })), leads), [
    ["Ann 30"],
    [],
  ]);
});

Deno.test("at first, what starts soon counts as told", () => {
  const times = state(time("Ann", 3, 8));
  const { notices, told } = startingShifts(PAYMENTS, times, null, NOON);
  assertEquals(notices, []);
  assertEquals(startingShifts(PAYMENTS, times, told, NOON + HOUR).notices, []);
});

Deno.test("however often one looks, a start is told at most once and before it", () => {
  fc.assert(
    fc.property(anyRoster, fc.array(fc.nat(60)), (roster, instants) => {
      const times = stateOf(roster, { from: NOON, until: NOON + WEEK });
      let told: ToldStart[] = [];
      const ids: string[] = [];
      for (const at of instants.sort((a, b) => a - b)) {
        const now = NOON + at * HOUR;
        const found = startingShifts(PAYMENTS, times, told, now);
        told = found.told;
        ids.push(...found.notices.map(({ id }) => id));
        for (const { start } of found.notices) {
          assert(now < start && start <= now + 24 * HOUR);
        }
        assert(told.length <= times.times.length);
      }
      assertEquals(new Set(ids).size, ids.length);
    }),
  );
});

const zone = (name: string) => ({
  offsetAt: (at: number) => offsetAt(at, name),
});

const at = (iso: string) => Date.parse(iso) / 1000;

Deno.test("a week begins on Monday at nine by the zone's clocks", () => {
  const cases: [zone: string, now: string, start: string][] = [
    // A Monday in winter, and the minute before.
    ["Europe/London", "2026-03-02T09:00:00Z", "2026-03-02T09:00:00Z"],
    ["Europe/London", "2026-03-02T08:59:59Z", "2026-02-23T09:00:00Z"],
    ["Europe/London", "2026-03-08T23:59:59Z", "2026-03-02T09:00:00Z"],
    // Clocks went forward on Sunday.
    ["Europe/London", "2026-03-30T12:00:00Z", "2026-03-30T08:00:00Z"],
    ["Europe/London", "2026-03-30T07:59:59Z", "2026-03-23T09:00:00Z"],
    // Monday begins on Sunday in UTC, and ends on Tuesday.
    ["Pacific/Auckland", "2026-03-01T20:00:00Z", "2026-03-01T20:00:00Z"],
    ["America/Los_Angeles", "2026-03-02T16:59:59Z", "2026-02-23T17:00:00Z"],
    ["America/Los_Angeles", "2026-03-03T07:00:00Z", "2026-03-02T17:00:00Z"],
    ["Asia/Kathmandu", "2026-03-02T03:15:00Z", "2026-03-02T03:15:00Z"],
  ];
  for (const [name, now, start] of cases) {
    assertEquals(weekStart(at(now), zone(name)), at(start), `${name} ${now}`);
  }
});

Deno.test("a summary is due once a week, and no more than a day late", () => {
  const london = zone("Europe/London");
  const monday = at("2026-03-02T09:00:00Z");
  assertEquals(dueSummary(monday - WEEK, monday - 1, london), null);
  assertEquals(dueSummary(monday - WEEK, monday, london), monday);
  assertEquals(
    dueSummary(monday - 3 * WEEK, monday + 24 * HOUR, london),
    monday,
  );
  assertEquals(dueSummary(monday, monday + HOUR, london), null);
  assertEquals(dueSummary(monday + HOUR, monday + HOUR, london), null);
  assertEquals(dueSummary(0, monday + 24 * HOUR + 1, london), null);
});

Deno.test("a summary lists who is on call until next Monday", () => {
  const london = zone("Europe/London");
  const monday = at("2026-03-23T09:00:00Z");
  // Clocks go forward on Sunday, so the week is an hour shorter.
  const end = at("2026-03-30T08:00:00Z");
  const shift = (name: string, start: number, end: number) => ({
    ...time(name, 0, 1),
    start,
    end,
  });
  const times = [
    shift("Ann", monday - HOUR, monday),
    shift("Bob", monday - HOUR, monday + 1),
    shift("Cy", end - 1, end + HOUR),
    shift("Di", end, end + HOUR),
  ];
  const summary = weeklySummary(PAYMENTS, { times }, monday, london);
  assertEquals(summary.times!.map(({ name }) => name), ["Bob", "Cy"]);
  assertEquals([summary.start, summary.end], [monday, end]);
  assertEquals(
    summary.id,
    weeklySummary(PAYMENTS, { times: [] }, monday, london).id,
  );
});

const ALICE = { identity: "pd:alice", name: "Alice" };
const MAIL = { source: "pd", schedule: "P2", name: "Mail" };

const span = (start: number, end: number | null) => ({
  start: NOON + start * HOUR,
  end: end === null ? null : NOON + end * HOUR,
});

type Spans = [start: number, end: number | null][];

/** Conflicts on Payments, in hours from noon. */
function conflicts(
  { onCall, leave, told = [], now = 0 }: {
    onCall: Spans;
    leave: Spans;
    told?: Spans;
    now?: number;
  },
): string[] {
  return leaveConflicts(
    ALICE,
    [{ schedule: PAYMENTS, times: onCall.map((each) => span(...each)) }],
    leave.map((each) => span(...each)),
    told.map((each) => ({ ...PAYMENTS, ...span(...each) })),
    NOON + now * HOUR,
  ).map(({ start, end }: Notice) => `${hours(start)}-${hours(end)}`);
}

Deno.test("a conflict is the time on call within one's leave", () => {
  const onCall: Spans = [[8, 16]];
  assertEquals(conflicts({ onCall, leave: [[0, 8], [16, 20]] }), []);
  assertEquals(conflicts({ onCall, leave: [[10, 40]] }), ["10-16"]);
  assertEquals(conflicts({ onCall, leave: [[0, 12], [12, 40]] }), ["8-16"]);
  assertEquals(conflicts({ onCall: [[0, 4], [4, 8]], leave: [[-9, null]] }), [
    "0-8",
  ]);
  assertEquals(conflicts({ onCall: [[0, null]], leave: [[9, null]] }), ["9-…"]);
});

Deno.test("a conflict is told once, and again if it grew", () => {
  const onCall: Spans = [[8, 16]];
  const leave: Spans = [[0, 40]];
  assertEquals(conflicts({ onCall, leave, told: [[8, 16]] }), []);
  assertEquals(conflicts({ onCall, leave: [[0, 12]], told: [[8, 16]] }), []);
  assertEquals(conflicts({ onCall, leave, told: [[8, 12]] }), ["8-16"]);
  // It grew where it is over.
  assertEquals(conflicts({ onCall, leave, told: [[10, 16]], now: 11 }), []);
  assertEquals(conflicts({ onCall, leave, now: 15 }), ["8-16"]);
  assertEquals(conflicts({ onCall, leave, now: 16 }), []);
});

Deno.test("each schedule has its conflict, and what was told of one is not of another", () => {
  const times = [span(8, 16)];
  const found = leaveConflicts(
    ALICE,
    [{ schedule: PAYMENTS, times }, { schedule: MAIL, times }],
    [span(0, 40)],
    [{ ...PAYMENTS, ...span(8, 16) }],
    NOON,
  );
  assertEquals(found.map(({ schedule }) => schedule.name), ["Mail"]);
});
