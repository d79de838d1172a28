import { formatInstant } from "../../instant.ts";
import { success, type VendorAnswer } from "../answer.ts";
import type {
  Roster,
  VendorSchedule,
  VendorShift,
  VendorUser,
} from "../roster.ts";
import { overlaps, type Window } from "../window.ts";
import { isLayerBased, scheduleWith } from "./generations.ts";
import { pageOf } from "./paging.ts";
import { pagerDutyId, schedulePayload, userReference } from "./references.ts";
import { windowOf } from "./window.ts";

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
  const start = Math.max(shift.start ?? -Infinity, window.since);
  const end = Math.min(shift.end ?? Infinity, window.until);
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
