import type {
  Role,
  Status,
  WorkspacePerson,
  WorkspaceState,
} from "../state.ts";
import { isObject } from "./arguments.ts";
import { acceptEmoji } from "./emoji.ts";
import { DEFAULT_EMOJI, statusAt } from "./presentation.ts";
import type { ApiMethod, Call } from "./method.ts";
import { Refusal } from "./refusal.ts";
import { profileOf } from "./user_object.ts";

/** Slack, users.profile.set: characters of `status_text`. */
const LONGEST_TEXT = 100;

const RANK: Record<Role, number> = {
  member: 0,
  admin: 1,
  owner: 2,
  primary_owner: 3,
};

export const PROFILE_METHODS: readonly ApiMethod[] = [
  {
    name: "users.profile.get",
    tier: 4,
    tokens: "any",
    scope: "users.profile:read",
    errors: ["user_not_found"],
    perform(call) {
      const id = call.args.text("user") ?? call.token.owner;
      const person = call.state.people.get(id);
      // A bot has no profile of its own here.
      if (person === undefined) throw new Refusal("user_not_found");
      return { profile: seenBy(call, person) };
    },
  },
  {
    name: "users.profile.set",
    tier: 3,
    tokens: "user",
    scope: "users.profile:write",
    errors: [
      "cannot_update_admin_user",
      "invalid_emoji_not_allowed",
      "invalid_profile",
      "must_clear_both_status_text_and_status_emoji",
      "not_admin",
      "not_app_admin",
      "permission_denied",
      "profile_set_failed",
      "too_long",
    ],
    perform(call) {
      const person = personToUpdate(call);
      const wanted = readProfile(call);
      const status = statusAt(person, call.nowSeconds);
      person.status = statusAfter(call.state, status, wanted);
      // A write that does not name it leaves it.
      const { status_clear_on_focus_end: clears } = wanted;
      if (clears !== undefined) person.status_clear_on_focus_end = !!clears;
      return { username: person.name, profile: seenBy(call, person) };
    },
  },
];

function seenBy(call: Call, person: WorkspacePerson): Record<string, unknown> {
  return profileOf(call.state, person, call.token, call.nowSeconds);
}

/**
 * Slack, users.profile.set: the owner's own profile or, on a paid plan, the
 * profile of a person with a lower role (Primary Owner > Owner > Admin >
 * Member).
 */
function personToUpdate(call: Call): WorkspacePerson {
  const { state, token } = call;
  const id = call.args.text("user") ?? token.owner;
  const owner = state.people.get(token.owner);
  if (owner === undefined) throw new Refusal("profile_set_failed");
  if (id === owner.id) return owner;
  if (owner.role === "member") throw new Refusal("not_admin");
  if (state.plan === "free") throw new Refusal("permission_denied");
  if (id === state.botUserId) throw new Refusal("not_app_admin");
  const person = state.people.get(id);
  const isHere = person !== undefined && !person.deleted &&
    person.organization === owner.organization;
  if (!isHere) {
    throw new Refusal("profile_set_failed");
  }
  if (
    owner.role !== "primary_owner" && RANK[owner.role] <= RANK[person.role]
  ) {
    throw new Refusal("cannot_update_admin_user");
  }
  return person;
}

/** The fields given: `profile`, else the pair `name` and `value`. */
function readProfile(call: Call): Record<string, unknown> {
  const { args } = call;
  if (args.has("profile")) {
    const profile = args.decoded("profile");
    if (!isObject(profile)) throw new Refusal("invalid_profile");
    return profile;
  }
  const name = args.text("name");
  if (name === undefined) throw new Refusal("invalid_profile");
  const value = name === "status_expiration"
    ? args.integer("value")
    : args.text("value");
  return { [name]: value ?? "" };
}

/**
 * `status` with the fields of `wanted` in it, as Slack stores them; `null`
 * clears a field.
 */
function statusAfter(
  state: WorkspaceState,
  status: Status,
  wanted: Record<string, unknown>,
): Status {
  for (const field of Object.keys(wanted)) {
    // Only the custom status is imitated; other fields are refused, not
    // ignored.
    if (!STATUS_FIELDS.has(field)) throw new Refusal("profile_set_failed");
  }
  const text = readText(wanted.status_text);
  const emoji = readEmoji(state, wanted.status_emoji);
  const expiration = readExpiration(wanted.status_expiration);
  if (
    (text === "" && emoji === undefined) ||
    (emoji === "" && text === undefined)
  ) {
    throw new Refusal("must_clear_both_status_text_and_status_emoji");
  }
  const next: Status = {
    text: text ?? status.text,
    emoji: emoji ?? status.emoji,
    expiration: expiration ??
      // Slack, "Presence and status": when 0 or omitted it does not expire.
      (text === undefined && emoji === undefined ? status.expiration : 0),
  };
  if (next.text === "" && next.emoji === "") next.expiration = 0;
  else if (next.emoji === "") next.emoji = DEFAULT_EMOJI;
  return next;
}

const STATUS_FIELDS = new Set([
  "status_text",
  "status_emoji",
  "status_expiration",
  "status_clear_on_focus_end",
]);

function readText(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (value === null) return "";
  if (typeof value !== "string") throw new Refusal("invalid_profile");
  if ([...value].length > LONGEST_TEXT) throw new Refusal("too_long");
  return value;
}

function readEmoji(
  state: WorkspaceState,
  value: unknown,
): string | undefined {
  if (value === undefined || value === "") return value;
  if (value === null) return "";
  if (typeof value !== "string") throw new Refusal("invalid_profile");
  const emoji = acceptEmoji(state, value);
  if (emoji === null) throw new Refusal("invalid_emoji_not_allowed");
  return emoji;
}

/** Unix seconds, as a number or as digits. */
function readExpiration(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  if (value === null) return 0;
  const seconds = typeof value === "string" && /^\d+$/.test(value)
    ? Number(value)
    : value;
  if (
    typeof seconds !== "number" || !Number.isSafeInteger(seconds) || seconds < 0
  ) {
    throw new Refusal("invalid_profile");
  }
  return seconds;
}
