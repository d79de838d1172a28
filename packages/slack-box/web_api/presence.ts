import type { WorkspacePerson } from "../state.ts";
import type { ApiMethod } from "./method.ts";
import { invalidArguments, Refusal } from "./refusal.ts";

export const PRESENCE_METHODS: readonly ApiMethod[] = [
  {
    name: "users.getPresence",
    tier: 3,
    tokens: "any",
    scope: "users:read",
    // Slack documents none of its own, not even for an unknown person.
    errors: [],
    perform(call) {
      const { state, token } = call;
      const id = call.args.text("user") ?? token.owner;
      if (id === state.bot_user_id) return { presence: "active" };
      const person = state.people.get(id);
      if (person === undefined) throw invalidArguments("unknown user");
      if (id !== token.owner) return { presence: presenceOf(person) };
      // Slack, users.getPresence: of others only `presence`.
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
    // A bot could set its own; a function's token cannot reach a person's.
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

/** Everybody's client is connected here, so only a manual *away* shows. */
function presenceOf(person: WorkspacePerson): "active" | "away" {
  return person.manual_away || person.deleted ? "away" : "active";
}
