import { peopleWithEmail } from "../directory.ts";
import type { ApiMethod, Call } from "./method.ts";
import { nextCursor, readCursor } from "./cursor.ts";
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
      if (id === state.bot_user_id) return { user: botUserObject(state) };
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
      // Slack does not tell capitals apart nor find deactivated accounts.
      const person = peopleWithEmail(state.people, email)
        .find(({ deleted }) => !deleted);
      if (person === undefined) throw new Refusal("users_not_found");
      return { user: userObject(state, person, token, nowSeconds) };
    },
  },
];

function listUsers(call: Call): Record<string, unknown> {
  const { state, args, token, nowSeconds } = call;
  // Slack takes a limit of 0 for none.
  const limit = args.integer("limit") || DEFAULT_PAGE;
  if (limit < 1 || limit > LARGEST_PAGE) {
    throw invalidArguments(`limit must be from 1 to ${LARGEST_PAGE}`);
  }
  const from = firstOfPage(call);
  const ids = [...state.people.keys(), state.bot_user_id];
  const start = from === undefined ? 0 : ids.indexOf(from);
  if (start === -1) throw new Refusal("invalid_cursor");
  const members = ids.slice(start, start + limit).map((id) => {
    const person = state.people.get(id);
    return person === undefined
      ? botUserObject(state)
      : userObject(state, person, token, nowSeconds);
  });
  return {
    members,
    cache_ts: nowSeconds,
    response_metadata: { next_cursor: nextCursor("user", ids[start + limit]) },
  };
}

function firstOfPage(call: Call): string | undefined {
  const cursor = call.args.text("cursor");
  if (cursor === undefined) return undefined;
  const id = readCursor("user", cursor);
  if (id === null) throw new Refusal("invalid_cursor");
  return id;
}
