import { formatInstant } from "../instant.ts";
import { type ProviderAnswer, ProviderRefusal, success } from "./answer.ts";
import { pageOf } from "./paging.ts";
import { schedulePayload, userReference } from "./references.ts";
import type {
  ProviderSchedule,
  ProviderShift,
  ProviderUser,
  Roster,
} from "./roster.ts";
import { overlaps, type Window, windowOf } from "./window.ts";

function usersOf(roster: Roster, schedule: ProviderSchedule): ProviderUser[] {
  const emails = new Set(schedule.shifts.map((shift) => shift.email));
  return [...emails].map((email) => roster.userOf(email));
}

/** `GET /schedules`, with `query` for part of a name. */
export function listSchedules(
  roster: Roster,
  query: URLSearchParams,
): ProviderAnswer {
  const part = (query.get("query") ?? "").toLowerCase();
  const named = roster.schedules
    .filter((one) => one.name.toLowerCase().includes(part));
  const { entries, page } = pageOf(named, query);
  const schedules = entries.map((one) =>
    schedulePayload(one, usersOf(roster, one))
  );
  return success({ schedules, ...page });
}

function renderedEntry(roster: Roster, shift: ProviderShift, window: Window) {
  const start = Math.max(shift.start ?? -Infinity, window.since);
  const end = Math.min(shift.end ?? Infinity, window.until);
  return {
    id: `${roster.userOf(shift.email).id}-${start}`,
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
): ProviderAnswer {
  const schedule = roster.schedules.find((one) => one.id === id);
  if (schedule === undefined) throw new ProviderRefusal(404);
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
      ...schedulePayload(schedule, usersOf(roster, schedule)),
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
