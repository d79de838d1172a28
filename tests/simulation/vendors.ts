import { JSM_SITE } from "../../packages/slack-box/vendors/jsm.ts";
import { type Schedule, SCHEDULES } from "./setting.ts";

/** The first two tell levels, so they serve the on-call schedules here. */
export const VENDORS = [
  ...["pagerduty", "json"] as const,
  ...["opsgenie", "jsm", "grafana", "incident_io", "ical"] as const,
] as const;

export type Vendor = typeof VENDORS[number];

/** A schedule, who serves it, and the source of the configuration that reads it. */
export interface ServedSchedule extends Schedule {
  vendor: Vendor;
  source: string;
}

/**
 * Who serves the schedules, in the order of `SCHEDULES`. Of each state's two, some
 * are of one source, others of two sources, of two vendors, of a vendor and a
 * calendar.
 */
const SERVICES: readonly (readonly Vendor[])[] = [
  [
    ...["pagerduty", "pagerduty", "pagerduty", "json"] as const,
    ...["json", "json", "json", "ical"] as const,
  ],
  [
    ...["json", "json", "opsgenie", "opsgenie"] as const,
    ...["ical", "ical", "opsgenie", "json"] as const,
  ],
  [
    ...["pagerduty", "json", "ical", "jsm"] as const,
    ...["grafana", "grafana", "incident_io", "ical"] as const,
  ],
];

/** How many ways there are to serve the schedules. */
export const WAYS_TO_SERVE = SERVICES.length;

/** Vendors of which one source names several schedules. */
const OF_SEVERAL: readonly Vendor[] = [
  ...["pagerduty", "opsgenie", "jsm", "grafana", "incident_io"] as const,
];

/** The schedules as they are served one way. */
export function servedSchedules(way: number): ServedSchedule[] {
  const vendors = SERVICES[way]!;
  return SCHEDULES.map((each, index) => {
    const { state } = each;
    const vendor = vendors[index]!;
    // Of each state, the first of the two is at an even index.
    const isShared = vendors[index ^ 1] === vendor &&
      OF_SEVERAL.includes(vendor);
    const source = isShared ? state : `${state}_${index % 2}`;
    return { ...each, vendor, source };
  });
}

/** The sources of the configuration that read these schedules. */
export function sourcesOf(schedules: readonly ServedSchedule[]) {
  const ids = [...new Set(schedules.map(({ source }) => source))];
  return ids.map((id) => {
    const own = schedules.filter(({ source }) => source === id);
    const { state, vendor: type } = own[0]!;
    return { id, state, type, ...placesOf(own) };
  });
}

function placesOf(schedules: ServedSchedule[]): Record<string, unknown> {
  const ids = schedules.map(({ id }) => id);
  switch (schedules[0]!.vendor) {
    case "pagerduty":
      return { schedules: ids, region: "us", token: "PAGERDUTY_TOKEN" };
    case "opsgenie":
      return { schedules: ids, region: "us" };
    case "jsm":
      return { cloud_id: JSM_SITE, schedules: ids };
    case "grafana":
      return { url: "https://grafana.example.com/oncall", schedules: ids };
    case "incident_io":
      return { schedules: ids };
    case "json":
      return {
        url: `https://rosters.example.com/${ids[0]}.json`,
        token: "JSON_TOKEN",
      };
    case "ical":
      return { url: `https://calendars.example.com/${ids[0]}.ics` };
  }
}
