import type { WorkspacePerson } from "../state.ts";
import type { ApiMethod, Call } from "./method.ts";
import { snoozeAt } from "./presentation.ts";
import { invalidArguments, Refusal } from "./refusal.ts";

/**
 * Slack does not publish the limit of `too_long`; a year is enough for every
 * use.
 */
const LONGEST_SNOOZE_MINUTES = 366 * 24 * 60;
/** Slack, dnd.teamInfo: people a call. */
const LARGEST_TEAM = 50;

/** People have no notification schedule here; Slack answers 1 for its times. */
const NO_SCHEDULE = {
  dnd_enabled: false,
  next_dnd_start_ts: 1,
  next_dnd_end_ts: 1,
};

export const DND_METHODS: readonly ApiMethod[] = [
  {
    name: "dnd.info",
    tier: 3,
    tokens: "any",
    scope: "dnd:read",
    errors: ["user_not_found"],
    perform(call) {
      const { state, token } = call;
      const id = call.args.text("user") ?? token.owner;
      const person = state.people.get(id);
      if (person === undefined) throw new Refusal("user_not_found");
      // Slack, dnd.info: snooze fields only for the token's own user.
      if (id !== token.owner) return NO_SCHEDULE;
      return { ...NO_SCHEDULE, ...snoozeFields(person, call.nowSeconds) };
    },
  },
  {
    name: "dnd.teamInfo",
    tier: 2,
    tokens: "any",
    scope: "dnd:read",
    errors: ["no_users_provided", "user_not_visible"],
    perform(call) {
      const listed = call.args.text("users")?.split(",") ?? [];
      const ids = listed.map((id) => id.trim()).filter((id) => id !== "");
      if (ids.length === 0) throw new Refusal("no_users_provided");
      if (ids.length > LARGEST_TEAM) throw invalidArguments("too many users");
      if (!ids.every((id) => call.state.people.has(id))) {
        throw new Refusal("user_not_visible");
      }
      return {
        users: Object.fromEntries(ids.map((id) => [id, { ...NO_SCHEDULE }])),
      };
    },
  },
  {
    name: "dnd.setSnooze",
    tier: 2,
    tokens: "user",
    scope: "dnd:write",
    errors: ["missing_duration", "snooze_failed", "too_long"],
    perform: setSnooze,
  },
  {
    name: "dnd.endSnooze",
    tier: 2,
    tokens: "user",
    scope: "dnd:write",
    errors: ["snooze_end_failed", "snooze_not_active"],
    perform(call) {
      const person = ownPerson(call, "snooze_end_failed");
      const { snooze_enabled } = snoozeAt(person, call.nowSeconds);
      if (!snooze_enabled && !person.snooze_indefinite) {
        throw new Refusal("snooze_not_active");
      }
      person.snooze_until = 0;
      person.snooze_indefinite = false;
      return { ...NO_SCHEDULE, snooze_enabled: false };
    },
  },
  {
    name: "dnd.endDnd",
    tier: 2,
    tokens: "user",
    scope: "dnd:write",
    errors: ["not_in_dnd"],
    perform() {
      // It ends a scheduled session, never a snooze, and people have no
      // schedule.
      throw new Refusal("not_in_dnd");
    },
  },
];

/** Snoozes for whole minutes from now; replaces another snooze. */
function setSnooze(call: Call): Record<string, unknown> {
  const minutes = call.args.integer("num_minutes");
  if (minutes === undefined) throw new Refusal("missing_duration");
  if (minutes < 1) throw new Refusal("snooze_failed");
  if (minutes > LONGEST_SNOOZE_MINUTES) throw new Refusal("too_long");
  const person = ownPerson(call, "snooze_failed");
  person.snooze_until = call.nowSeconds + minutes * 60;
  person.snooze_indefinite = false;
  return snoozeFields(person, call.nowSeconds);
}

function snoozeFields(
  person: WorkspacePerson,
  nowSeconds: number,
): Record<string, unknown> {
  const { snooze_enabled, snooze_until } = snoozeAt(person, nowSeconds);
  if (person.snooze_indefinite) {
    return { snooze_enabled, snooze_is_indefinite: true };
  }
  if (!snooze_enabled) return { snooze_enabled };
  return {
    snooze_enabled,
    snooze_endtime: snooze_until,
    snooze_remaining: snooze_until - nowSeconds,
    snooze_is_indefinite: false,
  };
}

function ownPerson(call: Call, error: string): WorkspacePerson {
  const person = call.state.people.get(call.token.owner);
  if (person === undefined) throw new Refusal(error);
  return person;
}
