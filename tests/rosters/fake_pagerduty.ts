import type { ValidatedSource } from "../../rosters/sources.ts";
import { pagerDutyRoster } from "../../rosters/vendors/pagerduty/adapter.ts";
import type { ReadingWindow } from "../../rosters/port.ts";
import {
  at,
  type Handler,
  HOST,
  json,
  readerOf,
  type Subject,
} from "./fake_vendor.ts";

export const TOKEN = "u+Sekret-0123456789";

export const SOURCE: ValidatedSource<"pagerduty"> = {
  type: "pagerduty",
  id: "pd",
  state: "on_call",
  schedules: ["PI7DH85"],
  escalation_policies: [],
  levels: null,
  region: "us",
  token: "PAGERDUTY_TOKEN",
};

/** Two days around the shift of PagerDuty's own example. */
export const WINDOW: ReadingWindow = {
  since: at("2015-03-06T21:00:00Z"),
  until: at("2015-03-08T21:00:00Z"),
};

/** PagerDuty's REST API, for the tests that all vendors share. */
export const SUBJECT: Subject<ValidatedSource<"pagerduty">> = {
  rosterOf: pagerDutyRoster,
  source: SOURCE,
  env: { PAGERDUTY_TOKEN: TOKEN, PAGERDUTY_API_URL: HOST },
  window: WINDOW,
};

/** Reads the source with an answer in PagerDuty's place. */
export const readWith = readerOf(SUBJECT);

export const NOT_FOUND = { error: { message: "Not Found", code: 2100 } };

/** An entry of `/oncalls?include[]=users` as PagerDuty documents it. */
export function oncall(changes: Record<string, unknown> = {}) {
  return {
    user: {
      id: "PT23IWX",
      type: "user",
      summary: "Tim Wright",
      self: "https://api.pagerduty.com/users/PT23IWX",
      html_url: "https://subdomain.pagerduty.com/users/PT23IWX",
      name: "Tim Wright",
      email: "Tim.Wright@Example.com",
      time_zone: "America/Lima",
    },
    schedule: {
      id: "PI7DH85",
      type: "schedule_reference",
      summary: "Daily Engineering Rotation",
      self: "https://api.pagerduty.com/schedules/PI7DH85",
      html_url: "https://subdomain.pagerduty.com/schedules/PI7DH85",
    },
    escalation_policy: {
      id: "PT20YPA",
      type: "escalation_policy_reference",
      summary: "Engineering Escalation Policy",
      self: "https://api.pagerduty.com/escalation_policies/PT20YPA",
      html_url: "https://subdomain.pagerduty.com/escalation_policies/PT20YPA",
    },
    escalation_level: 2,
    start: "2015-03-06T15:28:51-05:00",
    end: "2015-03-07T15:28:51-05:00",
    ...changes,
  };
}

export function page(oncalls: unknown[], changes: object = {}) {
  return {
    oncalls,
    limit: 100,
    offset: 0,
    more: false,
    total: null,
    ...changes,
  };
}

/** A user as `/oncalls` and schedules refer to one: without an e-mail. */
export function reference(id: string, summary: string) {
  return {
    id,
    type: "user_reference",
    summary,
    self: `https://api.pagerduty.com/users/${id}`,
    html_url: `https://subdomain.pagerduty.com/users/${id}`,
  };
}

/** `GET /schedules/{id}`, shortened to what PagerDuty's example has of use. */
export function schedule(
  id: string,
  entries: { start: string | null; end: string | null; user: unknown }[],
) {
  return {
    schedule: {
      id,
      type: "schedule",
      summary: "Weekend Rotation",
      name: "Weekend Rotation",
      time_zone: "America/New_York",
      escalation_policies: [],
      schedule_layers: [],
      overrides_subschedule: {
        name: "Overrides",
        rendered_schedule_entries: [],
        rendered_coverage_percentage: 0,
      },
      final_schedule: {
        name: "Final Schedule",
        rendered_schedule_entries: entries,
        rendered_coverage_percentage: 37.5,
      },
    },
  };
}

/** PagerDuty's answer to a shift-based schedule asked for as a layer-based one. */
export const WRONG_GENERATION = {
  error: { message: "Invalid Input Provided", code: 2001 },
};

/** An assignment of a shift-based schedule's final one; `null`: to no person. */
export function assignment(
  user: string | null,
  start_time: string,
  end_time: string,
) {
  return {
    type: "computed_shift_assignment",
    start_time,
    end_time,
    member: user === null
      ? { type: "empty_member" }
      : { type: "user_member", user_id: user },
    source: { type: "schedule_rotation", rotation_id: "R1" },
  };
}

/** `GET /v3/schedules/{id}?include[]=final_schedule`, shortened. */
export function shiftBased(id: string, assignments: unknown[]) {
  return {
    schedule: {
      id,
      type: "schedule_v3",
      name: "Primary On-Call",
      time_zone: "America/Los_Angeles",
      self: `https://api.pagerduty.com/v3/schedules/${id}`,
      rotations: [],
      final_schedule: {
        type: "final_schedule",
        rendered_coverage_percentage: 100,
        computed_shift_assignments: assignments,
      },
    },
  };
}

/** `GET /escalation_policies/{id}`: a rule for each list of targets. */
export function policy(
  id: string,
  rules: [type: string, id: string, summary?: string][][],
) {
  return {
    escalation_policy: {
      id,
      type: "escalation_policy",
      summary: `Policy ${id}`,
      name: `Policy ${id}`,
      num_loops: 0,
      escalation_rules: rules.map((targets, place) => ({
        id: `PRULE${place}`,
        escalation_delay_in_minutes: 30,
        targets: targets.map(([type, target, summary = target]) => ({
          id: target,
          type: `${type}_reference`,
          summary,
        })),
      })),
      services: [],
      teams: [],
    },
  };
}

/** A user as `/users/{id}` gives one. */
export function user(id: string, name: string) {
  const email = `${name.split(" ")[0]}@Example.com`;
  return { user: { ...reference(id, name), type: "user", name, email } };
}

/**
 * Answers by path, and with 404 what is not in `answers`. `/oncalls` is there
 * twice, as it is asked: `/oncalls by schedule` and `/oncalls by policy`;
 * no one is on call by default.
 */
export function answering(
  answers: Record<string, unknown | (() => Response)>,
): Handler {
  return ({ path, query }) => {
    const by = query.has("schedule_ids[]") ? "by schedule" : "by policy";
    const place = path === "/oncalls" ? `/oncalls ${by}` : path;
    const answer = answers[place] ?? (path === "/oncalls" ? page([]) : null);
    if (typeof answer === "function") return answer();
    return answer === null ? json(NOT_FOUND, 404) : json(answer);
  };
}
