import { formatInstant } from "../../time.ts";
import {
  overlaps,
  type Roster,
  type VendorSchedule,
  type VendorShift,
  type VendorUser,
  type Window,
} from "../roster.ts";
import { success, type VendorAnswer } from "../stand_in.ts";
import {
  isLayerBased,
  isShiftBased,
  pagerDutyId,
  schedulePayload,
  scheduleReference,
  scheduleWith,
  userReference,
} from "./objects.ts";
import { pageOf, PagerDutyRefusal, windowOf } from "./query.ts";

function usersOf(roster: Roster, schedule: VendorSchedule): VendorUser[] {
  const emails = new Set(schedule.shifts.map((shift) => shift.email));
  return [...emails].map((email) => roster.userOf(email));
}

/** `GET /schedules`, with `query` for part of a name. */
export function listSchedules(
  roster: Roster,
  query: URLSearchParams,
): VendorAnswer {
  const part = (query.get("query") ?? "").toLowerCase();
  const named = roster.schedulesOf("pagerduty").filter(isLayerBased)
    .filter((one) => one.name.toLowerCase().includes(part));
  const { entries, page } = pageOf(named, query);
  const schedules = entries.map((one) =>
    schedulePayload(roster, one, usersOf(roster, one))
  );
  return success({ schedules, ...page });
}

function renderedEntry(roster: Roster, shift: VendorShift, window: Window) {
  const start = Math.max(shift.startMs ?? -Infinity, window.sinceMs);
  const end = Math.min(shift.endMs ?? Infinity, window.untilMs);
  return {
    id: `${pagerDutyId(roster.userOf(shift.email))}-${start}`,
    start: formatInstant(start),
    end: formatInstant(end),
    user: userReference(roster.userOf(shift.email)),
  };
}

/** `GET /schedules/{id}`: what it comes to between `since` and `until`. */
export function readSchedule(
  roster: Roster,
  id: string,
  query: URLSearchParams,
  nowMs: number,
): VendorAnswer {
  const schedule = scheduleWith(roster, id, isLayerBased);
  const rendered = query.has("since") || query.has("until");
  const window = windowOf(query, nowMs);
  const entries = rendered
    ? schedule.shifts.filter((shift) => overlaps(shift, window))
      .map((shift) => renderedEntry(roster, shift, window))
      .filter((entry) => entry.start !== entry.end)
    : [];
  const coverage = entries.length > 0 ? 100 : 0;
  return success({
    schedule: {
      ...schedulePayload(roster, schedule, usersOf(roster, schedule)),
      schedule_layers: [],
      overrides_subschedule: {
        name: "Overrides",
        rendered_schedule_entries: [],
        rendered_coverage_percentage: 0,
      },
      final_schedule: {
        name: "Final Schedule",
        rendered_schedule_entries: entries,
        rendered_coverage_percentage: coverage,
      },
    },
  });
}

/** `GET /v3/schedules`: references alone, and no total. */
export function listShiftBased(
  roster: Roster,
  query: URLSearchParams,
): VendorAnswer {
  const { entries, page } = pageOf(
    roster.schedulesOf("pagerduty").filter(isShiftBased),
    query,
    { absent: 100, most: 1000 },
  );
  const { limit, offset, more } = page;
  const schedules = entries.map(scheduleReference);
  return success({ schedules, limit, offset, more });
}

/**
 * `GET /v3/schedules/{id}`. With `include[]=final_schedule` also who is on
 * between `since` and `until`: by id alone, several at once, and in between
 * assignments to nobody.
 */
export function readShiftBased(
  roster: Roster,
  id: string,
  query: URLSearchParams,
  nowMs: number,
): VendorAnswer {
  const schedule = scheduleWith(roster, id, isShiftBased);
  const include = query.getAll("include[]");
  if (include.some((each) => each !== "final_schedule")) {
    throw new PagerDutyRefusal(400, ["include[] must be final_schedule."]);
  }
  const { summary: _, users: __, ...payload } = schedulePayload(
    roster,
    schedule,
    [],
  );
  if (include.length === 0) return success({ schedule: payload });
  const window = windowOf(query, nowMs);
  const shifts = schedule.shifts.filter((shift) => overlaps(shift, window))
    .map((shift) => clipped(shift, window))
    .filter(({ start, end }) => start < end)
    .sort((a, b) => a.start - b.start);
  const gaps = gapsOf(shifts, window);
  const assignments = [...shifts, ...gaps]
    .sort((a, b) => a.start - b.start)
    .map((span) => assignment(roster, span));
  const free = gaps.reduce((sum, { start, end }) => sum + end - start, 0);
  const all = Math.max(1, window.untilMs - window.sinceMs);
  return success({
    schedule: {
      ...payload,
      rotations: [],
      final_schedule: {
        type: "final_schedule",
        rendered_coverage_percentage: 100 * (1 - free / all),
        computed_shift_assignments: assignments,
      },
    },
  });
}

/** Unix milliseconds; `email` is `null` in a gap. */
interface Span {
  email: string | null;
  start: number;
  end: number;
}

function clipped(
  { email, startMs: start, endMs: end }: VendorShift,
  window: Window,
): Span {
  return {
    email,
    start: Math.max(start ?? -Infinity, window.sinceMs),
    end: Math.min(end ?? Infinity, window.untilMs),
  };
}

/** The gaps between shifts that are sorted by their start. */
function gapsOf(
  shifts: Span[],
  { sinceMs: since, untilMs: until }: Window,
): Span[] {
  const gaps: Span[] = [];
  let covered = since;
  for (const { start, end } of [...shifts, { start: until, end: until }]) {
    if (start > covered) gaps.push({ email: null, start: covered, end: start });
    covered = Math.max(covered, end);
  }
  return gaps;
}

function assignment(roster: Roster, { email, start, end }: Span) {
  return {
    type: "computed_shift_assignment",
    start_time: formatInstant(start),
    end_time: formatInstant(end),
    member: email === null ? { type: "empty_member" } : {
      type: "user_member",
      user_id: pagerDutyId(roster.userOf(email)),
    },
    source: { type: "schedule_rotation", rotation_id: "LOCALROTATION" },
  };
}
