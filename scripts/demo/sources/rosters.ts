import type {
  MakeStandIn,
  VendorRequest,
} from "../../../packages/slack-box/vendors/stand_in.ts";
import {
  type VendorMakers,
  VENDORS,
} from "../../../packages/slack-box/vendors/vendors.ts";
import { at } from "../presence.ts";

/** The name of ines, for whom BambooHR has nothing else. */
const NAME_ONLY = "Ines Ortega";

/** On a roster, but not in Slack. */
export const STRANGER = "guest@agency.example";

/** A roster's placeholder for a slot without a person. */
export const PLACEHOLDER = "nobody@example.com";

/** A schedule that the configuration names and Opsgenie no longer has. */
export const GONE = "Checkout";

function shift(name: string, start: string, end: string) {
  const email = name.includes("@") ? name : `${name}@example.com`;
  return { email, start: at(start), end: at(end) };
}

/** A freeze each Monday; the first was weeks ago. */
const RELEASE_CALENDAR = [
  "BEGIN:VCALENDAR",
  "VERSION:2.0",
  "PRODID:-//Shiftlight//Demo//EN",
  "X-WR-CALNAME:Releases",
  "BEGIN:VEVENT",
  "UID:freeze@example.com",
  "DTSTAMP:20260105T080000Z",
  "DTSTART;TZID=Europe/London:20260105T100000",
  "DTEND;TZID=Europe/London:20260105T160000",
  "RRULE:FREQ=WEEKLY;BYDAY=MO",
  "SUMMARY:Freeze before the release",
  "END:VEVENT",
  "BEGIN:VEVENT",
  "UID:open-day@example.com",
  "DTSTAMP:20260105T080000Z",
  "DTSTART:20260302T090000Z",
  "DTEND:20260302T170000Z",
  "SUMMARY:Open day",
  "END:VEVENT",
  "END:VCALENDAR",
  "",
].join("\r\n");

const PAGERDUTY_AND_ATLASSIAN = [
  {
    id: "PPAYMENTS",
    name: "Payments",
    vendor: "pagerduty",
    shifts: [
      shift(PLACEHOLDER, "08:00", "09:00"),
      shift("bruno", "09:00", "17:00"),
      shift(PLACEHOLDER, "17:00", "23:30"),
    ],
  },
  {
    id: "PLEDGER",
    name: "Ledger",
    vendor: "pagerduty",
    pagerduty: { generation: 3 },
    shifts: [shift("chidi", "09:00", "17:00")],
  },
  {
    id: "search",
    name: "Search",
    vendor: "opsgenie",
    shifts: [shift("bruno", "09:30", "17:00")],
  },
  {
    id: "support",
    name: "Support",
    vendor: "jsm",
    shifts: [
      shift("alice", "12:07", "13:37"),
      shift("emeka", "13:37", "17:00"),
    ],
  },
];

const INCIDENTS_AND_ABSENCES = [
  {
    id: "incidents",
    name: "Incidents",
    vendor: "incident_io",
    shifts: [
      shift("hana", "09:00", "17:00"),
      shift(STRANGER, "09:00", "17:00"),
    ],
  },
  {
    id: "company",
    name: "Time off",
    state: "pto",
    vendor: "bamboohr",
    shifts: [{ email: NAME_ONLY, start: "2026-03-02", end: "2026-03-03" }],
  },
  {
    id: "absences",
    name: "Absences",
    state: "pto",
    vendor: "json",
    shifts: [shift("alice", "11:00", "15:00")],
  },
  {
    id: "releases",
    name: "Releases",
    state: "deploy_freeze",
    vendor: "ical",
    shifts: [],
    raw: RELEASE_CALENDAR,
  },
];

/** @param takenOver Whether goran has taken the rest of fumiko's day in Grafana. */
export function schedules(takenOver: boolean) {
  return [
    ...PAGERDUTY_AND_ATLASSIAN,
    {
      id: "storage",
      name: "Storage",
      vendor: "grafana",
      shifts: takenOver
        ? [shift("fumiko", "09:00", "12:00"), shift("goran", "12:00", "17:00")]
        : [shift("fumiko", "09:00", "17:00")],
    },
    ...INCIDENTS_AND_ABSENCES,
  ];
}

/** The group that a freeze is for. */
export const RELEASERS = {
  id: "SRELEASERS",
  name: "releasers",
  members: ["UALICE", "UDANA"],
};

/** The sources as an installer writes them; `mended`: without the deleted schedule. */
export function settings(mended: boolean): Record<string, unknown> {
  const onCall = { state: "on_call" };
  return {
    sources: [
      {
        type: "pagerduty",
        id: "pagerduty",
        ...onCall,
        schedules: ["PPAYMENTS", "PLEDGER"],
      },
      {
        type: "opsgenie",
        id: "opsgenie",
        ...onCall,
        schedules: mended ? ["Search"] : ["Search", GONE],
      },
      {
        type: "jsm",
        id: "jsm",
        ...onCall,
        cloud_id: "local-site",
        schedules: ["Support"],
      },
      {
        type: "grafana",
        id: "grafana",
        ...onCall,
        url: "https://grafana.example.com/oncall",
        schedules: ["Storage"],
      },
      {
        type: "incident_io",
        id: "incident_io",
        ...onCall,
        schedules: ["Incidents"],
      },
      {
        type: "bamboohr",
        id: "bamboohr",
        state: "pto",
        company: "example",
        directory: false,
      },
      {
        type: "json",
        id: "json",
        state: "pto",
        url: "https://rosters.example.com/absences.json",
        token: "JSON_TOKEN",
      },
      {
        type: "ical",
        id: "ical",
        state: "deploy_freeze",
        url: "https://calendars.example.com/releases.ics",
        match: "freeze*",
        everybody: [RELEASERS.id],
      },
    ],
    aliases: [{ pattern: NAME_ONLY, person: "UINES" }],
  };
}

/** BambooHR of a company that does not share its directory, so people have only names. */
const closed: MakeStandIn = (parts) => {
  const open = VENDORS.bamboohr!(parts);
  return {
    ...open,
    answer: (request: VendorRequest, nowMs) =>
      request.path.endsWith("/directory")
        ? open.refusal(403)
        : open.answer(request, nowMs),
  };
};

/** All vendors, BambooHR without its directory. */
export const vendors: VendorMakers = { ...VENDORS, bamboohr: closed };
