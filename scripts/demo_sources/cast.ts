import type { Status } from "../../reconciler/status.ts";
import { at, unix } from "../demo/day.ts";

export interface CastPerson {
  id: string;
  name: string;
  /** One line on where their shifts are kept. */
  about: string;
  status: Status;
  tz: string;
  consent: Record<string, unknown> | null;
}

const NONE: Status = { text: "", emoji: "", expiration: 0 };

const everything = {
  states: ["on_call", "pto", "deploy_freeze", "focus"],
  on_own_status: "replace",
  dnd: true,
  presence: true,
};

function person(
  name: string,
  about: string,
  more: Partial<CastPerson> = {},
): CastPerson {
  const id = `U${name.toUpperCase()}`;
  const usual = { status: NONE, tz: "Europe/London", consent: everything };
  return { id, name, about, ...usual, ...more };
}

function own(text: string, emoji: string, until?: string): Status {
  return { text, emoji, expiration: until ? unix(at(until)) : 0 };
}

/** Whose day it is above all. */
export const LEAD = "alice";

/** Installs the app, and is no part of any roster. */
export const OPERATOR = "olga";

export const cast: CastPerson[] = [
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
