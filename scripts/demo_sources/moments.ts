import { at, unix } from "../demo/day.ts";
import { GONE, schedules } from "./rosters.ts";
import type { World } from "./world.ts";

/** What is right for a person from a moment on. */
export interface Right {
  /** As people see it; `null`: their own, exactly. */
  shows: string | null;
  /** Which sources say what, and which wins. */
  why: string;
}

/** An instant of the day: what happens then, and what is right after it. */
export interface Moment {
  at: string;
  /** What happens; told before the table. */
  told: string;
  act?: (world: World) => Promise<void>;
  /** By name, whoever changes; everybody else stays as they were. */
  right: Record<string, Right>;
}

const shows = (shows: string, why: string): Right => ({ shows, why });
const theirs = (why: string): Right => ({ shows: null, why });

const FOCUS = "🎧 Focus time until 17:00, notifications paused";
const FREEZE = "❄️ Deploy freeze until 16:00";
const LEAVE = "🌴 On leave until 15:00, notifications paused, away";
const SUPPORT = "📟 On call for Support until 13:37";

const morning: Moment[] = [
  {
    at: at("08:51"),
    told: "olga opens Set up Shiftlight, right after the deployment",
    act: async (world) => await world.setUp(),
    right: {},
  },
  {
    at: at("08:53"),
    told: `olga takes ${GONE} out of the configuration, and opens it again`,
    act: async (world) => {
      world.mendSettings();
      await world.setUp();
    },
    right: {},
  },
  {
    at: at("09:01"),
    told: "the shifts of the day have begun",
    right: {
      bruno: shows("📟 On call for Payments until 17:00", "on call: pagerduty"),
      chidi: shows(
        "📟 On call for Ledger until 17:00",
        "on call: pagerduty, shift-based",
      ),
      fumiko: shows("📟 On call for Storage until 17:00", "on call: grafana"),
      hana: theirs("on call: incident_io; waits for theirs to be gone"),
      ines: shows(
        "🌴 On leave until Tue 00:00, notifications paused, away",
        "leave: bamboohr, by an alias",
      ),
    },
  },
  {
    at: at("09:20"),
    told: "alice opens Start focus time: until 17:00",
    act: async (world) => {
      const form = { until: unix(at("17:00")) };
      await world.click("alice", "Start focus time", form);
    },
    right: { alice: shows(FOCUS, "focus: declared") },
  },
  {
    at: at("09:31"),
    told: "bruno is on call in Opsgenie as well",
    right: {
      bruno: shows(
        "📟 On call for Payments, Search until 17:00",
        "on call: pagerduty and opsgenie",
      ),
    },
  },
  {
    at: at("09:46"),
    told: "hana's own status has run out",
    right: {
      hana: shows(
        "📟 On call for Incidents until 17:00",
        "on call: incident_io",
      ),
    },
  },
  {
    at: at("10:01"),
    told: "the release calendar freezes: alice and dana",
    right: {
      alice: shows(FREEZE, "freeze: ical > focus: declared"),
      dana: theirs("freeze: ical; not opted in for it"),
    },
  },
];

const outage: Moment[] = [
  {
    at: at("10:50"),
    told: "Grafana begins to answer 503",
    act: async (world) => await world.takeDown("grafana"),
    right: {},
  },
  {
    at: at("11:01"),
    told: "alice's leave begins; fumiko is on a roster that cannot be read",
    right: {
      alice: shows(LEAVE, "leave: json > freeze: ical > focus: declared"),
      fumiko: shows(
        "📟 On call for Storage until 17:00",
        "grafana cannot be read: kept as they are",
      ),
    },
  },
  {
    at: at("11:40"),
    told: "in Grafana goran takes over at 12:00, which nobody can read",
    act: async (world) => await world.putSchedules(schedules(true)),
    right: {},
  },
  {
    at: at("12:06"),
    told: "a minute before alice is on call",
    right: {},
  },
  {
    at: at("12:08"),
    told: "alice is on call from 12:07: between two polls, by its own trigger",
    right: {
      alice: shows(
        SUPPORT,
        "on call: jsm > leave: json > freeze: ical > focus: declared",
      ),
    },
  },
  {
    at: at("13:36"),
    told: "a minute before the handoff",
    right: {},
  },
  {
    at: at("13:38"),
    told: "the handoff of 13:37: emeka is on call, alice no longer",
    right: {
      alice: shows(LEAVE, "leave: json > freeze: ical > focus: declared"),
      emeka: shows("📟 On call for Support until 17:00", "on call: jsm"),
    },
  },
  {
    at: at("14:00"),
    told: "Grafana answers again",
    act: async (world) => await world.bringBack(),
    right: {},
  },
];

const evening: Moment[] = [
  {
    at: at("14:16"),
    told: "Grafana has been read: what nobody could see is made good",
    right: {
      fumiko: theirs("handed over at 12:00"),
      goran: shows("📟 On call for Storage until 17:00", "on call: grafana"),
    },
  },
  {
    at: at("15:01"),
    told: "alice's leave is over",
    right: { alice: shows(FREEZE, "freeze: ical > focus: declared") },
  },
  {
    at: at("16:01"),
    told: "the freeze is over",
    right: { alice: shows(FOCUS, "focus: declared") },
  },
  {
    at: at("17:01"),
    told: "the day is over",
    right: {
      alice: theirs("all four over"),
      bruno: theirs("both over"),
      chidi: theirs("over"),
      emeka: theirs("over"),
      goran: theirs("over"),
      hana: shows("–", "over; theirs ran out at 09:40: not revived"),
    },
  },
  {
    at: at("22:59"),
    told: "it is a minute to midnight in Berlin",
    right: {},
  },
  {
    at: at("23:01"),
    told: "midnight in Berlin: ines's day off is over",
    right: { ines: theirs("over at midnight, where they live") },
  },
];

/** The day, in order. */
export const moments: Moment[] = [...morning, ...outage, ...evening];
