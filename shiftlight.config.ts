/**
 * Everything an installer decides. It is checked whenever it is loaded, by the
 * tests as by `slack deploy`: whatever is wrong is listed with its place, all of
 * it at once. The ids below are samples; put your own.
 *
 * Tokens never stand here. They are secrets of the app:
 * `slack env set PAGERDUTY_TOKEN …`.
 *
 * Settings can be changed without touching the file: the secret
 * `SHIFTLIGHT_CONFIG` holds JSON with the same names, and what it holds counts
 * instead of what stands here:
 * `slack env set SHIFTLIGHT_CONFIG '{"report_channel": "C0123456789"}'`, and
 * `slack deploy` once more, for a running app may not see a secret that changed.
 * What is fixed when the app is deployed stays as it stands here: the companion
 * app, the choices of the opt-in form, the triggers, the domains it may reach.
 */
import { defineConfig } from "./config/define_config.ts";
import type { ConfigInput } from "./config/schema.ts";

type Settings = Required<ConfigInput>;

/**
 * What a shift looks like in Slack. People choose for themselves which of these
 * states they allow; nobody is touched who did not. Add a state of your own
 * under a name in small letters.
 *
 * - `text`: the status. `{until}` is the end of the shift in the person's own
 *   time zone, with its day when that is not today, and `{label}` the name of
 *   the schedule. Beside these it needs words of its own, at most 80 characters,
 *   different from every other state's: that is how the app tells its statuses
 *   from people's.
 * - `emoji`: its name with colons, also one of your workspace's own.
 * - `level_texts`: another text for who is called second, third and so on:
 *   `{ "2": "Backup for {label} until {until}" }` holds from level 2 on.
 * - `priority`: of several states at once the largest number wins.
 * - `dnd: true`: pauses notifications, for people who allowed that. Refused for
 *   `on_call`: whoever is on call is never silenced.
 * - `away: true`: shows the person as away, for people who allowed that.
 * - `expiry`: when Slack itself clears the status should the app be down.
 *   `"shift_end"`, which holds unless you say otherwise, is some minutes after
 *   the end; `"lease"` is a day ahead, renewed for as long as the shift lasts.
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
 * into the same state. Each kind has a page of its own under `docs/sources/`.
 *
 * - `id`: a name of your choice, unique among the sources, for reports.
 * - `state`: one of the states above.
 * - `type`: `"pagerduty"`, `"opsgenie"`, `"jsm"` (Jira Service Management),
 *   `"grafana"` (OnCall, IRM), `"incident_io"`, `"bamboohr"` (who's out), `"json"`
 *   (any system of your own) or `"ical"` (any calendar with an address). What
 *   else an entry has depends on it; for PagerDuty:
 * - `schedules`: the ids at the end of the schedules' addresses in PagerDuty
 *   (`…pagerduty.com/schedules#PI7DH85`).
 * - `region`: `"us"`, which holds unless you say otherwise, or `"eu"`.
 * - `token`: the name of the secret with the API token, for which a read-only
 *   one is enough; `"PAGERDUTY_TOKEN"` unless you say otherwise.
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
 * People are found in Slack by the Slack id or the e-mail address on the roster.
 * Name those whose address differs, by that address or by their id at the vendor:
 *
 *     "ann.on.roster@example.com": "U0123456789",
 *     "pagerduty:PXPGF42": "U0123456789",
 *
 * A member's id is behind "Copy member ID" in their Slack profile.
 */
const people: Settings["people"] = {};

/**
 * Some rosters, calendars above all, only give a name or a title. Whoever's has
 * the pattern (a regular expression; capitals do not matter) is that person, by
 * their Slack id or e-mail address; the first that fits counts:
 *
 *     { pattern: "^Bob\\b", person: "bob@example.com" },
 */
const aliases: Settings["aliases"] = [];

/** Names and e-mail addresses on the rosters that stand for nobody. */
const placeholders: Settings["placeholders"] = ["Nobody"];

/**
 * How often the rosters are read, in minutes: 15, 20, 30 or 60. After a
 * change here the scheduled triggers have to be made anew.
 */
const poll_minutes: Settings["poll_minutes"] = 15;

/**
 * The channel that hears what changed for whom and what failed. Invite the app
 * to it. `null`: reports go to `slack activity` alone.
 */
const report_channel: Settings["report_channel"] = "C0123456789";

/**
 * Members' ids of those who may set the app up, switch the mode, confirm early
 * ends, and put one person or everybody back: `["U0123456789"]`. Until you name
 * somebody, whoever opens *Set up Shiftlight* first may do that alone, and nobody
 * can switch it on.
 */
const operators: Settings["operators"] = [];

/**
 * Members' ids of those who, beside the operators, may declare a deploy freeze
 * for a whole user group. Everybody may for themselves.
 */
const freeze_managers: Settings["freeze_managers"] = [];

/**
 * So that a shift starts and ends to the minute, not at the next poll, runs are
 * booked for the handoffs of the next `hours` (0: none, at most 24), no more
 * than `at_most` at once (1 to 100).
 */
const handoffs: Settings["handoffs"] = { hours: 6, at_most: 30 };

/** The zone of people who set none in Slack; an IANA name. */
const time_zone: Settings["time_zone"] = "UTC";

/**
 * The companion app through which people connect their own Slack account, which
 * Slack demands for changing somebody's status, notifications and presence. Its
 * client id is on its "Basic Information" page. `null`: only tokens among the
 * secrets serve, people's own or admins'.
 */
const companion_app: Settings["companion_app"] = {
  client_id: "000000000000.0000000000000",
};

/**
 * `"preview"`: every plan is told in the report channel, once, and nothing is
 * written. `"enforce"`: what is planned is done. Read some plans first; an
 * operator then switches with the link trigger *Switch mode*, without deploying
 * anew, and that counts from then on.
 */
const mode: Settings["mode"] = "preview";

/** How long the audit log is kept, in days: 1 to 730. */
const audit_days: Settings["audit_days"] = 90;

/**
 * - `roster_hours`: how far ahead rosters are read, in hours: 1 to 720. The end of
 *   a shift that lies further ahead is not known, and its status says so.
 * - `function_seconds`: how long one step may run, 10 to 60 seconds: 60 when
 *   deployed, 15 under `slack run`.
 * - `early_end_share`: a run that would end more than this share of the shifts
 *   that are shown, before their recorded end, does none of that and asks the
 *   operators first: a roster gone strange clears nobody. Above 0, at most 1;
 *   it counts once 10 shifts are shown.
 * - `rates`: `"documented"` paces the calls by the rates that Slack documents;
 *   `"none"` is for an app that Slack grants more.
 */
const limits: Settings["limits"] = {
  roster_hours: 336,
  function_seconds: 60,
  early_end_share: 0.5,
  rates: "documented",
};

export default defineConfig({
  states,
  sources,
  people,
  aliases,
  placeholders,
  poll_minutes,
  report_channel,
  operators,
  freeze_managers,
  handoffs,
  time_zone,
  companion_app,
  mode,
  audit_days,
  limits,
});
