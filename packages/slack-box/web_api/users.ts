import { peopleWithEmail } from "../directory.ts";
import type { WorkspacePerson } from "../state.ts";
import { pageOf, readLimit } from "./arguments.ts";
import type { ApiMethod, Call } from "./method.ts";
import { invalidArguments, Refusal } from "./refusal.ts";
import { botUserObject, userObject } from "./user_object.ts";

/**
 * Slack, users.list: at most 1000 a page. Without a limit it answers everyone,
 * or `limit_required` "for large teams"; how large is not published.
 */
const LARGEST_PAGE = 1000;

export const USER_METHODS: readonly ApiMethod[] = [
  {
    name: "users.list",
    tier: 2,
    tokens: "any",
    scope: "users:read",
    errors: ["invalid_cursor", "limit_required"],
    perform: listUsers,
  },
  {
    name: "users.info",
    tier: 4,
    tokens: "any",
    scope: "users:read",
    errors: ["user_not_found"],
    perform(call) {
      const { state, token, nowSeconds } = call;
      const id = call.args.requiredText("user");
      if (id === state.botUserId) return { user: botUserObject(state) };
      const person = state.people.get(id);
      if (person === undefined) throw new Refusal("user_not_found");
      const user = userObject(state, person, token, nowSeconds);
      return { user: withLocale(call, user) };
    },
  },
  {
    name: "users.lookupByEmail",
    tier: 3,
    tokens: "any",
    scope: "users:read.email",
    errors: ["users_not_found"],
    perform(call) {
      const { state, token, nowSeconds } = call;
      const email = call.args.requiredText("email").trim();
      // Slack ignores case and does not find deactivated accounts.
      const person = peopleWithEmail(state.people, email)
        .find(({ deleted }) => !deleted);
      if (person === undefined) throw new Refusal("users_not_found");
      return { user: userObject(state, person, token, nowSeconds) };
    },
  },
];

function listUsers(call: Call): Record<string, unknown> {
  const { state, args, token, nowSeconds } = call;
  const everyone = [...state.people.keys(), state.botUserId];
  const { ids, response_metadata } = pageOf(
    args,
    "user",
    everyone,
    pageSize(call, everyone.length),
    () => new Refusal("invalid_cursor"),
  );
  const members = ids.map((id) => {
    const person = state.people.get(id);
    return person === undefined
      ? botUserObject(state)
      : withLocale(call, userObject(state, person, token, nowSeconds));
  });
  return { members, cache_ts: nowSeconds, response_metadata };
}

/** The `limit` of `users.list`; without one, everyone. */
function pageSize({ args }: Call, people: number): number {
  const given = (args.integer("limit") ?? 0) !== 0;
  if (given) return readLimit(args, people, LARGEST_PAGE);
  if (people > LARGEST_PAGE) throw new Refusal("limit_required");
  return people;
}

/** Slack, users.info and users.list: a person's locale only if asked for. */
function withLocale({ args }: Call, user: Record<string, unknown>) {
  return args.flag("include_locale") ? { ...user, locale: "en-US" } : user;
}

export const PRESENCE_METHODS: readonly ApiMethod[] = [
  {
    name: "users.getPresence",
    tier: 3,
    tokens: "any",
    scope: "users:read",
    // Slack documents no errors of its own, not even for an unknown person.
    errors: [],
    perform(call) {
      const { state, token, nowSeconds } = call;
      const id = call.args.text("user") ?? token.owner;
      if (id === state.botUserId) return { presence: "active" };
      const person = state.people.get(id);
      if (person === undefined) throw invalidArguments("unknown user");
      const presence = presenceOf(person, nowSeconds);
      if (id !== token.owner) return { presence };
      const { connections = 1, last_activity = nowSeconds } = person;
      // Slack, users.getPresence: details only for the token's own user.
      return {
        presence,
        online: connections > 0,
        auto_away: isIdle(person, nowSeconds),
        manual_away: person.manual_away,
        connection_count: connections,
        ...(connections > 0 ? { last_activity } : {}),
      };
    },
  },
  {
    name: "users.setPresence",
    tier: 2,
    // A function's token cannot set a person's presence.
    tokens: "user",
    scope: "users:write",
    errors: ["invalid_presence"],
    perform(call) {
      const presence = call.args.requiredText("presence");
      if (presence !== "auto" && presence !== "away") {
        throw new Refusal("invalid_presence");
      }
      const person = call.state.people.get(call.token.owner);
      if (person !== undefined) person.manual_away = presence === "away";
      return {};
    },
  },
];

function presenceOf(
  person: WorkspacePerson,
  nowSeconds: number,
): "active" | "away" {
  const { manual_away, deleted, connections = 1 } = person;
  const isAway = manual_away || deleted || connections === 0 ||
    isIdle(person, nowSeconds);
  return isAway ? "away" : "active";
}

/** Slack, users.getPresence: after ten minutes without activity. */
const IDLE_SECONDS = 600;

function isIdle(
  { last_activity }: WorkspacePerson,
  nowSeconds: number,
): boolean {
  return last_activity !== undefined &&
    nowSeconds - last_activity >= IDLE_SECONDS;
}
