/**
 * Everything an installer decides. `deno task config` and `slack deploy` check the
 * file and list all mistakes at once, each with its place; `deno task preview`
 * shows what it comes to on your own rosters. The ids below are samples: replace
 * them with your own.
 *
 * Never put a token here. Tokens are secrets of the app:
 * `slack env set PAGERDUTY_TOKEN …`.
 *
 * You can change settings without changing this file. The secret
 * `SHIFTLIGHT_CONFIG` holds JSON with the same names, and its settings replace
 * the ones here:
 * `slack env set SHIFTLIGHT_CONFIG '{"report_channel": "C0123456789"}'`, then
 * `slack deploy` again, because a running app may not see a changed secret. Some
 * settings are fixed when the app is deployed and always come from this file: the
 * companion app, the choices of the opt-in form, the triggers, and the domains
 * that the app may reach.
 */
import { defineConfig } from "./config/define_config.ts";
import type { ConfigInput } from "./config/schema.ts";

type Settings = Required<ConfigInput>;

/**
 * What a shift looks like in Slack. Each person chooses which of these states to
 * allow; the app never touches a person who allowed none. You can add states of
 * your own, with names in small letters.
 *
 * - `text`: the status. `{until}` is the end of the shift in the person's own
 *   time zone, with the day if that is not today; of whole days it is the last one
 *   (`Wed`). `{label}` is the name of the schedule. The status also needs words of its own, at most 80 characters and
 *   different from every other state's: that is how the app recognises its own
 *   statuses.
 * - `emoji`: the emoji's name with colons. Your workspace's own emoji work too.
 * - `label`: what people call the state within a sentence, in forms, messages and
 *   reports. If left out, it follows from the name: `deploy_freeze` is "deploy
 *   freeze"; `pto` is "time off" and `focus` is "focus time".
 * - `level_texts`: another text for people who are called second, third and so
 *   on: `{ "2": "Backup for {label} until {until}" }` applies from level 2 on.
 * - `priority`: if a person is in several states, the largest number wins.
 * - `dnd: true`: pauses notifications, for people who allowed that.
 * - `away: true`: shows the person as away, for people who allowed that. Both are
 *   refused for `on_call`: the app never silences a person on call, whichever
 *   state shows meanwhile.
 * - `expiry`: when Slack itself clears the status if the app is down.
 *   `"shift_end"` (the default) is some minutes after the end; `"lease"` is a day
 *   ahead and is renewed as long as the shift lasts.
 * - `linkable: true`: channels may ask who is in this state. It is the default of
 *   `on_call` and `deploy_freeze`; of a state such as time off it would tell a
 *   channel who is away.
 */
const states: Settings["states"] = {
  on_call: {
    text: "On call for {label} until {until}",
    emoji: ":pager:",
    priority: 40,
  },
  pto: {
    text: "On leave until {until}",
    emoji: ":palm_tree:",
    priority: 30,
    dnd: true,
    away: true,
  },
  deploy_freeze: {
    text: "Deploy freeze until {until}",
    emoji: ":snowflake:",
    priority: 20,
  },
  focus: {
    text: "Focus time until {until}",
    emoji: ":headphones:",
    priority: 10,
    dnd: true,
  },
};

/**
 * Where shifts come from: one entry for each set of schedules that puts people
 * into the same state.
 *
 * - `id`: a name of your choice, unique among the sources, for reports.
 * - `state`: one of the states above.
 * - `type`: `"pagerduty"`, `"opsgenie"`, `"jsm"` (Jira Service Management),
 *   `"grafana"` (OnCall, IRM), `"incident_io"`, `"bamboohr"` (who's out), `"json"`
 *   (any system of your own) or `"ical"` (any calendar with an address).
 *
 * The other settings depend on the type. Each type has a page under
 * `docs/sources/`, and an editor with Deno explains a setting when you point at
 * it. For PagerDuty:
 *
 * - `schedules`: the ids at the end of the schedules' addresses in PagerDuty
 *   (`…pagerduty.com/schedules#PI7DH85`).
 * - `escalation_policies`: ids of policies, beside schedules or in their place.
 *   `levels: [1]` reads only who is called first by them.
 * - `region`: `"us"` (the default) or `"eu"`.
 * - `token`: the name of the secret with the API key; a read-only key is enough.
 *   `"PAGERDUTY_TOKEN"` is the default.
 */
const sources: Settings["sources"] = [
  {
    type: "pagerduty",
    id: "pagerduty",
    state: "on_call",
    schedules: ["PI7DH85"],
    region: "us",
    token: "PAGERDUTY_TOKEN",
  },
];

/**
 * The app finds people in Slack by the Slack id or e-mail address on the roster.
 * List people with another address in Slack, by the address on the roster or by
 * their id at the vendor:
 *
 *     "ann.on.roster@example.com": "U0123456789",
 *     "pagerduty:PXPGF42": "U0123456789",
 *
 * A member's id is behind "Copy member ID" in their Slack profile.
 */
const people: Settings["people"] = {};

/**
 * Some rosters, mostly calendars, only give a name or a title. If it fits the
 * pattern, it means the person with that Slack id or e-mail address. A pattern is
 * the whole name; * in it stands for any characters or none, and case does not
 * matter. The first pattern that fits counts:
 *
 *     { pattern: "Bob *", person: "bob@example.com" },
 *     { pattern: "*(deputy: Ann)*", person: "U0123456789" },
 */
const aliases: Settings["aliases"] = [];

/** Patterns, as for `aliases`, of names and e-mail addresses that stand for no person. */
const placeholders: Settings["placeholders"] = ["Nobody"];

/**
 * How often the rosters are read, in minutes: 15, 20, 30 or 60. After a change,
 * open *Set up Shiftlight* again: it makes and removes polls.
 */
const poll_minutes: Settings["poll_minutes"] = 15;

/**
 * The channel for reports of what changed and what failed. Invite the app to it.
 * With `null`, reports go to `slack activity` only.
 */
const report_channel: Settings["report_channel"] = "C0123456789";

/**
 * Whether reports show texts of people's own: the status that a person had before a
 * shift, and has again after it. With `false`, reports still name the person, the
 * shift and what was done.
 */
const report_texts: Settings["report_texts"] = true;

/**
 * Member ids of the people who may set the app up, switch the mode, confirm early
 * ends, and restore one person or everyone: `["U0123456789"]`. While the list is
 * empty, only the first person who opens *Set up Shiftlight* may set it up, and
 * the app cannot be switched on.
 */
const operators: Settings["operators"] = [];

/**
 * Member ids of people who may declare a deploy freeze for a user group, as the
 * operators may. Every person may declare one for themselves.
 */
const freeze_managers: Settings["freeze_managers"] = [];

/**
 * Shifts start and end to the minute, not at the next poll, because the app books
 * a run for each handoff of the next `hours` (at most 24; 0 books none), up to
 * `at_most` runs at a time (1 to 100).
 */
const handoffs: Settings["handoffs"] = { hours: 6, at_most: 30 };

/** The time zone of people who have none in Slack; an IANA name. */
const time_zone: Settings["time_zone"] = "UTC";

/** When a working day ends, `HH:MM` by each person's own clock: a choice of *Start focus time*. */
const working_day_end: Settings["working_day_end"] = "17:00";

/**
 * The companion app through which people connect their own Slack account. Slack
 * requires that to change a person's status, notifications and presence. Its
 * client id is on its "Basic Information" page. With `null`, the app uses only
 * the tokens among its secrets, people's own or admins'.
 */
const companion_app: Settings["companion_app"] = {
  client_id: "000000000000.0000000000000",
};

/**
 * Whether a workflow may give *Set statuses* a text and an emoji of its own. Every
 * person whom `slack function access` grants that step could then write any text
 * into the statuses of people who opted in and have a shift.
 */
const workflow_texts: Settings["workflow_texts"] = false;

/**
 * People ask the app in channels and in its own messages: `help`, `who`, `link
 * schedule`. `docs_url` is a page of yours that `help` links to; `null`: none.
 * With `talk: null`, the app hears no messages and needs none of the scopes for
 * that: `app_mentions:read`, `im:history`, `channels:read`, `groups:read`. Its
 * links stay.
 */
const talk: Settings["talk"] = { docs_url: null };

/**
 * `"preview"`: the app reports each plan once in the report channel and writes
 * nothing. `"enforce"`: it does what it plans. Read some plans first. An operator
 * then switches with the link *Switch mode*, without a new deployment; from then
 * on that choice counts instead of the one here.
 */
const mode: Settings["mode"] = "preview";

/** How long the audit log is kept, in days: 1 to 730. */
const audit_days: Settings["audit_days"] = 90;

/**
 * - `roster_hours`: how far ahead rosters are read, in hours: 1 to 720. If a shift
 *   ends later than that, its status says "until further notice".
 * - `function_seconds`: how long one step may run, 10 to 60 seconds: 60 when
 *   deployed, 15 under `slack run`.
 * - `early_end_share`: if a run would end more than this share of the shown shifts
 *   before their recorded end, it ends none of them and asks the operators first,
 *   so that a broken roster does not clear every status. Above 0, at most 1; it
 *   applies once 10 shifts are shown.
 * - `rates`: `"documented"` paces calls by the rates that Slack documents;
 *   `"none"` is for an app that Slack grants more.
 */
const limits: Settings["limits"] = {
  roster_hours: 336,
  function_seconds: 60,
  early_end_share: 0.5,
  rates: "documented",
};

export default defineConfig(
  {
    states,
    sources,
    people,
    aliases,
    placeholders,
    poll_minutes,
    report_channel,
    report_texts,
    operators,
    freeze_managers,
    handoffs,
    time_zone,
    working_day_end,
    companion_app,
    workflow_texts,
    talk,
    mode,
    audit_days,
    limits,
  } satisfies Settings,
);
