import { defineConfig } from "../../../config/define_config.ts";
import fixed from "../../../dev/fixed_config.ts";
import type {
  RosterIdentity,
  RosterReading,
  RosterShift,
} from "../../../rosters/port.ts";
import type { PreviewDocument } from "../../../scripts/preview/document.ts";
import { foresee, type Question } from "../../../scripts/preview/foresee.ts";

/** `at("3 08:00")` is 08:00 on the third of March 2026. */
export function at(text: string): number {
  const [day, time] = text.split(" ");
  return Date.parse(`2026-03-${day!.padStart(2, "0")}T${time}:00Z`) / 1000;
}

export function identity(
  name: string,
  more: Partial<RosterIdentity> = {},
): RosterIdentity {
  const email = `${name}@example.com`;
  return { key: `pagerduty:${name}`, email, name, ...more };
}

export function shift(
  who: RosterIdentity,
  start: string,
  end: string | null,
  more: Partial<RosterShift> = {},
): RosterShift {
  return {
    identity: who,
    state: "on_call",
    start: at(start),
    end: end === null ? null : at(end),
    source: "pagerduty",
    schedule: "P1",
    label: "Payments",
    level: 1,
    ...more,
  };
}

/** The preview of a week from Monday, 2 March 2026, 08:00. */
export function previewOf(
  shifts: RosterShift[],
  more: Partial<Question> = {},
  reading: Partial<RosterReading> = {},
): PreviewDocument {
  return foresee({
    config: defineConfig(fixed),
    known: [],
    timeZone: "UTC",
    from: at("2 08:00"),
    to: at("9 00:00"),
    only: null,
    ...more,
  }, { shifts, unreadable: [], rejected: [], schedules: [], ...reading });
}
