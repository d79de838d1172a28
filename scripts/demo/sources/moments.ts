import type { Status } from "../../../reconciler/status.ts";
import { at, NO_STATUS, unix } from "../presence.ts";
import type { Moment, ScenePerson } from "../scene.ts";
import { GONE, schedules } from "./rosters.ts";

const everything = {
  states: ["on_call", "pto", "deploy_freeze", "focus"],
  on_own_status: "replace",
  dnd: true,
  presence: true,
};

function person(
  name: string,
  about: string,
  more: Partial<ScenePerson> = {},
): ScenePerson {
  const id = `U${name.toUpperCase()}`;
  const usual = {
    status: NO_STATUS,
    snooze_until: 0,
    tz: "Europe/London",
    consent: everything,
  };
  return { id, name, about, ...usual, ...more };
}

function own(text: string, emoji: string, until?: string): Status {
  return { text, emoji, expiration: until ? unix(at(until)) : 0 };
}

/** The person whose day the scene follows. */
export const LEAD = "alice";

/** Installs the app and is on no roster. */
export const OPERATOR = "olga";

export const cast: ScenePerson[] = [
  person(
    LEAD,
    "focus time by a click, a freeze by iCalendar, leave by JSON, on call by JSM",
    { status: own("Working from home", ":house_with_garden:") },
  ),
  person("bruno", "on call by PagerDuty and by Opsgenie at once"),
  person("chidi", "on call by a shift-based schedule of PagerDuty", {
    status: own("Heads down", ":headphones:"),
  }),
  person("dana", "in the group that freezes; opted in for on call alone", {
    status: own("At the dentist", ":tooth:"),
    consent: { ...everything, states: ["on_call"] },
  }),
  person("emeka", "takes over from alice in JSM, at 13:37", {
    status: own("Reviewing", ":eyes:", "23:30"),
  }),
  person("fumiko", "on call by Grafana, which is down from 10:50 to 14:00", {
    status: own("Learning the piano", ":musical_keyboard:"),
  }),
  person("goran", "takes over from fumiko in Grafana while it is down"),
  person("hana", "on call by incident.io", {
    status: own("Commuting", ":train:", "09:40"),
    consent: { ...everything, on_own_status: "defer" },
  }),
  person("ines", "on leave by BambooHR, which gives a name only; in Berlin", {
    tz: "Europe/Berlin",
    status: own("On the 4th floor", ":office:"),
  }),
  person(OPERATOR, "sets Shiftlight up", { consent: null }),
];

/** What a person must show from a moment on. */
export interface Right {
  /** As people see it; `null`: exactly their own. */
  shows: string | null;
  /** What the sources say, and which one wins. */
  why: string;
}

/** An instant of the day and what people must show after it. */
export interface SourcesMoment extends Moment {
  /** By name, the people who change; all others stay as they were. */
  right: Record<string, Right>;
}

const shows = (shows: string, why: string): Right => ({ shows, why });
const theirs = (why: string): Right => ({ shows: null, why });

const FOCUS = "🎧 Focus time until 17:00, notifications paused";
const FREEZE = "❄️ Deploy freeze until 16:00";
const LEAVE = "🌴 On leave until 15:00, notifications paused, away";
const SUPPORT = "📟 On call for Support until 13:37";

/** The link that sets the app up. */
export const SET_UP = "Set up Shiftlight";

/**
 * The day, in order.
 *
 * @param mendSettings Removes the deleted schedule from the configuration.
 */
export function momentsOf(mendSettings: () => void): SourcesMoment[] {
  return [...morning(mendSettings), ...outage, ...evening];
}

const morning = (mendSettings: () => void): SourcesMoment[] => [
  {
    at: at("08:51"),
    text: "olga opens Set up Shiftlight, right after the deployment",
    act: async (workspace) => await workspace.click(OPERATOR, SET_UP),
    right: {},
  },
  {
    at: at("08:53"),
    text: `olga takes ${GONE} out of the configuration, and opens it again`,
    act: async (workspace) => {
      mendSettings();
      await workspace.click(OPERATOR, SET_UP);
    },
    right: {},
  },
  {
    at: at("09:01"),
    text: "the shifts of the day have begun",
    right: {
      bruno: shows("📟 On call for Payments until 17:00", "on call: pagerduty"),
      chidi: shows(
        "📟 On call for Ledger until 17:00",
        "on call: pagerduty, shift-based",
      ),
      fumiko: shows("📟 On call for Storage until 17:00", "on call: grafana"),
      hana: theirs("on call: incident_io; waits for theirs to be gone"),
      ines: shows(
        "🌴 On leave until Mon, notifications paused, away",
        "leave: bamboohr, by an alias",
      ),
    },
  },
  {
    at: at("09:20"),
    text: "alice opens Start focus time: until 17:00",
    act: async (workspace) => {
      const form = { until: unix(at("17:00")) };
      await workspace.click("alice", "Start focus time", form);
    },
    right: {},
  },
  {
    at: at("09:21"),
    text: "the run that was booked for all clicks of the minute is over",
    right: { alice: shows(FOCUS, "focus: declared") },
  },
  {
    at: at("09:31"),
    text: "bruno is on call in Opsgenie as well",
    right: {
      bruno: shows(
        "📟 On call for Payments, Search until 17:00",
        "on call: pagerduty and opsgenie",
      ),
    },
  },
  {
    at: at("09:46"),
    text: "hana's own status has run out",
    right: {
      hana: shows(
        "📟 On call for Incidents until 17:00",
        "on call: incident_io",
      ),
    },
  },
  {
    at: at("10:01"),
    text: "the release calendar freezes: alice and dana",
    right: {
      alice: shows(FREEZE, "freeze: ical > focus: declared"),
      dana: theirs("freeze: ical; not opted in for it"),
    },
  },
];

const outage: SourcesMoment[] = [
  {
    at: at("10:50"),
    text: "Grafana begins to answer 503",
    act: async (workspace) =>
      await workspace.addFault({ method: "grafana", status: 503 }),
    right: {},
  },
  {
    at: at("11:01"),
    text: "alice's leave begins; fumiko is on a roster that cannot be read",
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
    text: "in Grafana goran takes over at 12:00, which nobody can read",
    act: async (workspace) => await workspace.putSchedules(schedules(true)),
    right: {},
  },
  {
    at: at("12:06"),
    text: "a minute before alice is on call",
    right: {},
  },
  {
    at: at("12:08"),
    text: "alice is on call from 12:07: between two polls, by its own trigger",
    right: {
      alice: shows(
        SUPPORT,
        "on call: jsm > leave: json > freeze: ical > focus: declared",
      ),
    },
  },
  {
    at: at("13:36"),
    text: "a minute before the handoff",
    right: {},
  },
  {
    at: at("13:38"),
    text: "the handoff of 13:37: emeka is on call, alice no longer",
    right: {
      alice: shows(LEAVE, "leave: json > freeze: ical > focus: declared"),
      emeka: shows("📟 On call for Support until 17:00", "on call: jsm"),
    },
  },
  {
    at: at("14:00"),
    text: "Grafana answers again",
    act: async (workspace) => await workspace.removeFaults(),
    right: {},
  },
];

const evening: SourcesMoment[] = [
  {
    at: at("14:16"),
    text: "Grafana has been read: what nobody could see is made good",
    right: {
      fumiko: theirs("handed over at 12:00"),
      goran: shows("📟 On call for Storage until 17:00", "on call: grafana"),
    },
  },
  {
    at: at("15:01"),
    text: "alice's leave is over",
    right: { alice: shows(FREEZE, "freeze: ical > focus: declared") },
  },
  {
    at: at("16:01"),
    text: "the freeze is over",
    right: { alice: shows(FOCUS, "focus: declared") },
  },
  {
    at: at("17:01"),
    text: "the day is over",
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
    text: "it is a minute to midnight in Berlin",
    right: {},
  },
  {
    at: at("23:01"),
    text: "midnight in Berlin: ines's day off is over",
    right: { ines: theirs("over at midnight, where they live") },
  },
];
