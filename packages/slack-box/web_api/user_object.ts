import type { Token, WorkspacePerson, WorkspaceState } from "../state.ts";
import { statusAt } from "./presentation.ts";

/** Slack, users.profile.get: `email` only with this scope. */
const EMAIL_SCOPE = "users:read.email";

/** The rest of a profile, as Slack answers what is not filled in. */
const UNFILLED = {
  title: "",
  phone: "",
  skype: "",
  pronouns: "",
  start_date: "",
  fields: null,
  avatar_hash: "g0123456789a",
  is_custom_image: false,
  huddle_state: "default_unset",
  huddle_state_expiration_ts: 0,
  ...Object.fromEntries(
    [24, 32, 48, 72, 192, 512].map((size) => [
      `image_${size}`,
      `https://example.com/avatar-${size}.png`,
    ]),
  ),
};

/** The `profile` of a user object, as `token` may see it at `nowSeconds`. */
export function profileOf(
  state: WorkspaceState,
  person: WorkspacePerson,
  token: Token,
  nowSeconds: number,
): Record<string, unknown> {
  const status = statusAt(person, nowSeconds);
  return {
    ...UNFILLED,
    first_name: person.name,
    last_name: "",
    real_name: person.name,
    real_name_normalized: person.name,
    display_name: person.name,
    display_name_normalized: person.name,
    status_text: status.text,
    status_text_canonical: "",
    status_emoji: status.emoji,
    status_emoji_display_info: emojiDisplay(status.emoji),
    status_expiration: status.expiration,
    status_clear_on_focus_end: person.status_clear_on_focus_end ?? false,
    team: person.organization ?? state.teamId,
    ...(token.scopes.has(EMAIL_SCOPE) ? { email: person.email } : {}),
  };
}

function emojiDisplay(emoji: string): Record<string, string>[] {
  if (emoji === "") return [];
  return [{ emoji_name: emoji.replace(/^:|:$/g, ""), display_url: "" }];
}

/** A user object, as `token` may see it at `nowSeconds`. */
export function userObject(
  state: WorkspaceState,
  person: WorkspacePerson,
  token: Token,
  nowSeconds: number,
): Record<string, unknown> {
  const { role } = person;
  const identity = {
    id: person.id,
    team_id: person.organization ?? state.teamId,
    name: person.name,
    deleted: person.deleted,
    profile: profileOf(state, person, token, nowSeconds),
    is_bot: false,
    is_app_user: false,
    updated: 0,
  };
  // Slack omits the time zone and roles of a deactivated account.
  if (person.deleted) return identity;
  return {
    ...identity,
    color: "9f69e7",
    real_name: person.name,
    tz: person.tz,
    tz_label: person.tz,
    tz_offset: zoneOffset(person.tz, nowSeconds),
    is_admin: role !== "member",
    is_owner: role === "owner" || role === "primary_owner",
    is_primary_owner: role === "primary_owner",
    is_restricted: person.guest ?? false,
    is_ultra_restricted: false,
    is_email_confirmed: true,
    who_can_share_contact_card: "EVERYONE",
  };
}

/** The app's name as an account's: `my-app` for "My App". */
export function handleOf({ appName }: WorkspaceState): string {
  return appName.toLowerCase().replace(/[^a-z0-9]+/g, "-");
}

/** The app's own bot, as `users.list` and `users.info` answer it. */
export function botUserObject(state: WorkspaceState): Record<string, unknown> {
  return {
    id: state.botUserId,
    team_id: state.teamId,
    name: handleOf(state),
    deleted: false,
    real_name: state.appName,
    tz: "Etc/UTC",
    tz_label: "Etc/UTC",
    tz_offset: 0,
    profile: {
      real_name: state.appName,
      display_name: "",
      status_text: "",
      status_emoji: "",
      status_expiration: 0,
      api_app_id: state.appId,
      bot_id: `B${state.botUserId.slice(1)}`,
      always_active: true,
      team: state.teamId,
    },
    is_admin: false,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_bot: true,
    is_app_user: false,
    updated: 0,
  };
}

const offsetFormats = new Map<string, Intl.DateTimeFormat>();

/** Seconds that `zone` is ahead of UTC at `nowSeconds`; 0 for an unknown zone. */
function zoneOffset(zone: string, nowSeconds: number): number {
  try {
    let format = offsetFormats.get(zone);
    if (format === undefined) {
      format = new Intl.DateTimeFormat("en-US", {
        timeZone: zone,
        timeZoneName: "longOffset",
      });
      offsetFormats.set(zone, format);
    }
    const name = format.formatToParts(nowSeconds * 1000)
      .find((part) => part.type === "timeZoneName")?.value ?? "";
    const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
    if (sign === undefined) return 0;
    const seconds = Number(hours) * 3600 + Number(minutes) * 60;
    return sign === "-" ? -seconds : seconds;
  } catch {
    return 0;
  }
}
