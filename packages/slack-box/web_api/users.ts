import { peopleWithEmail } from "../directory.ts";
import type { WorkspacePerson } from "../state.ts";
import { pageOf, readLimitOrNone } from "./arguments.ts";
import type { ApiMethod, Call } from "./method.ts";
import { invalidArguments, Refusal } from "./refusal.ts";
import { botUserObject, userObject } from "./user_object.ts";

const DEFAULT_PAGE = 200;
/** Slack, users.list: at most 1000 a page, 200 recommended. */
const LARGEST_PAGE = 1000;

export const USER_METHODS: readonly ApiMethod[] = [
  {
    name: "users.list",
    tier: 2,
    tokens: "any",
    scope: "users:read",
    errors: ["invalid_cursor"],
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
      return { user: userObject(state, person, token, nowSeconds) };
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
  const { ids, response_metadata } = pageOf(
    args,
    "user",
    [...state.people.keys(), state.botUserId],
    readLimitOrNone(args, DEFAULT_PAGE, LARGEST_PAGE),
    () => new Refusal("invalid_cursor"),
  );
  const members = ids.map((id) => {
    const person = state.people.get(id);
    return person === undefined
      ? botUserObject(state)
      : userObject(state, person, token, nowSeconds);
  });
  return { members, cache_ts: nowSeconds, response_metadata };
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
      const { state, token } = call;
      const id = call.args.text("user") ?? token.owner;
      if (id === state.botUserId) return { presence: "active" };
      const person = state.people.get(id);
      if (person === undefined) throw invalidArguments("unknown user");
      if (id !== token.owner) return { presence: presenceOf(person) };
      // Slack, users.getPresence: details only for the token's own user.
      return {
        presence: presenceOf(person),
        online: true,
        auto_away: false,
        manual_away: person.manual_away,
        connection_count: 1,
        last_activity: call.nowSeconds,
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

/** All people's clients are connected here, so only a manual *away* shows. */
function presenceOf(person: WorkspacePerson): "active" | "away" {
  return person.manual_away || person.deleted ? "away" : "active";
}

export const USER_GROUP_METHODS: readonly ApiMethod[] = [
  {
    name: "usergroups.users.list",
    tier: 2,
    tokens: "any",
    scope: "usergroups:read",
    errors: ["no_such_subteam", "plan_upgrade_required"],
    perform({ state, args }) {
      const id = args.requiredText("usergroup");
      // No account here is disabled, so the answer is the same.
      args.flag("include_disabled");
      // Slack has user groups only on paid plans.
      if (state.plan === "free") throw new Refusal("plan_upgrade_required");
      const group = state.userGroups?.get(id);
      if (group === undefined) throw new Refusal("no_such_subteam");
      return { users: group.members };
    },
  },
];
