import type { ConfigInput } from "../../config/schema.ts";
import { JSM_SITE } from "../../packages/slack-box/vendors/jsm.ts";
import type {
  VendorSchedule,
  VendorShift,
} from "../../packages/slack-box/vendors/roster.ts";
import fixed from "../../dev/fixed_config.ts";

/** A person of the demo, as vendors know them. */
interface DemoPerson {
  id: string;
  name: string;
  email: string;
  tz: string;
}

export const DEMO_PEOPLE: readonly DemoPerson[] = [
  ...["alice", "bruno", "chidi", "dana", "emeka", "fumiko", "goran"],
  ...["hana", "ines", "kavya"],
].map((name) => ({
  id: `U0${name.toUpperCase().padEnd(8, "0")}`,
  name,
  email: `${name}@example.com`,
  tz: "Europe/London",
}));

/** On rosters, but not known to any vendor's Slack integration. */
const GUEST = "guest@agency.example";

/** Day and hour of March 2026 in London, which is UTC then. */
const at = (day: number, hour: number) => Date.UTC(2026, 2, day, hour);

function shift(
  name: string,
  [fromDay, fromHour]: [number, number],
  [toDay, toHour]: [number, number],
): VendorShift {
  const email = name.includes("@") ? name : `${name}@example.com`;
  const [startMs, endMs] = [at(fromDay, fromHour), at(toDay, toHour)];
  return { email, startMs, endMs, level: 1 };
}

/** Whole days; `last` is on leave, too. */
function leave(name: string, first: number, last: number): VendorShift {
  const whole = shift(name, [first, 0], [last + 1, 0]);
  return { ...whole, wholeDays: true };
}

/** These people in turn, from nine to nine, for three weeks. */
function inTurn(names: readonly string[], days: number): VendorShift[] {
  return Array.from({ length: Math.ceil(21 / days) }, (_, index) => {
    const from = 1 + index * days;
    return shift(names[index % names.length]!, [from, 9], [from + days, 9]);
  });
}

/** A calendar that names people by their names alone. */
const SUPPORT_CALENDAR = [
  "BEGIN:VCALENDAR",
  "VERSION:2.0",
  "PRODID:-//Shiftlight//Preview//EN",
  "X-WR-CALNAME:Support",
  "BEGIN:VEVENT",
  "UID:maya@example.com",
  "DTSTAMP:20260105T080000Z",
  "DTSTART:20260303T090000Z",
  "DTEND:20260303T210000Z",
  "SUMMARY:Maya",
  "END:VEVENT",
  "BEGIN:VEVENT",
  "UID:swap@example.com",
  "DTSTAMP:20260105T080000Z",
  "DTSTART:20260304T210000Z",
  "DTEND:20260304T090000Z",
  "SUMMARY:Swap",
  "END:VEVENT",
  "END:VCALENDAR",
  "",
].join("\r\n");

export const DEMO_SCHEDULES: VendorSchedule[] = [
  {
    id: "PPAYMENTS",
    name: "Payments",
    vendor: "pagerduty",
    shifts: inTurn(["alice", "bruno", "hana"], 1),
  },
  {
    id: "PSEARCH",
    name: "Search",
    vendor: "grafana",
    shifts: [
      ...inTurn(["dana", "alice"], 3),
      shift("bruno", [3, 8], [3, 20]),
    ],
  },
  {
    id: "PINCIDENTS",
    name: "Incidents",
    vendor: "incident_io",
    shifts: [
      shift("goran", [2, 8], [2, 20]),
      shift("kavya", [3, 8], [3, 20]),
      shift("goran", [4, 8], [4, 20]),
      shift(GUEST, [5, 8], [5, 20]),
    ],
  },
  {
    id: "PDESK",
    name: "Service desk",
    vendor: "jsm",
    shifts: inTurn(["emeka", "fumiko"], 2),
  },
  {
    id: "POLD",
    name: "Old",
    vendor: "opsgenie",
    shifts: inTurn(["chidi"], 7),
  },
  {
    id: "company",
    name: "Time off",
    vendor: "bamboohr",
    shifts: [leave("ines", 2, 3), leave("chidi", 4, 6), leave("alice", 6, 9)],
  },
  {
    id: "releases",
    name: "Releases",
    vendor: "json",
    shifts: [
      shift("fumiko", [5, 6], [6, 18]),
      shift("kavya", [5, 6], [6, 18]),
    ],
  },
  {
    id: "support",
    name: "Support",
    vendor: "ical",
    shifts: [],
    raw: SUPPORT_CALENDAR,
  },
];

const onCall = { state: "on_call" };

export const DEMO_SETTINGS: ConfigInput = {
  ...fixed,
  time_zone: "Europe/London",
  sources: [
    {
      type: "pagerduty",
      id: "pagerduty",
      ...onCall,
      schedules: ["PPAYMENTS"],
      region: "us",
      token: "PAGERDUTY_TOKEN",
    },
    {
      type: "grafana",
      id: "edge",
      ...onCall,
      url: "https://grafana.example.com/oncall",
      schedules: ["PSEARCH"],
    },
    {
      type: "incident_io",
      id: "incidents",
      ...onCall,
      schedules: ["PINCIDENTS"],
    },
    {
      type: "jsm",
      id: "desk",
      ...onCall,
      cloud_id: JSM_SITE,
      schedules: ["PDESK"],
    },
    { type: "opsgenie", id: "old", ...onCall, schedules: ["POLD"] },
    { type: "bamboohr", id: "leave", state: "pto", company: "example" },
    {
      type: "json",
      id: "releases",
      state: "deploy_freeze",
      url: "https://rosters.example.com/releases.json",
      token: "JSON_TOKEN",
    },
    {
      type: "ical",
      id: "rota",
      ...onCall,
      url: "https://calendars.example.com/support.ics",
    },
  ],
};
