import type { Token } from "../state.ts";
import { snoozeAt, statusAt } from "../web_api/presentation.ts";
import type { ControlParts } from "./parts.ts";

/** `GET /control/people` */
export function listPeople({ state, clock }: ControlParts) {
  const now = Math.floor(clock.now() / 1000);
  const clients = new Map<string, Token>();
  for (const token of state.tokens.values()) {
    if (token.source === "client") clients.set(token.owner, token);
  }
  const consents = state.datastores.get("consents")?.items;
  return [...state.people.values()].map((person) => {
    const { text, emoji, expiration } = statusAt(person, now);
    const { snooze_enabled, snooze_until } = snoozeAt(person, now);
    return {
      id: person.id,
      name: person.name,
      email: person.email,
      role: person.role,
      token: clients.get(person.id)?.value ?? null,
      status: { text, emoji, expiration },
      dnd: { snooze_enabled, snooze_until },
      presence: { manual_away: person.manual_away },
      opted_in: consents?.has(person.id) ?? false,
    };
  });
}
