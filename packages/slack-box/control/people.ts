import type { Token, WorkspacePerson } from "../state.ts";
import { isTimeZone } from "../time.ts";
import { snoozeAt, statusAt } from "../web_api/presentation.ts";
import {
  BadRequest,
  bodyWith,
  type ControlParts,
  countField,
  textField,
} from "./request.ts";

/** `GET /control/people` */
export function listPeople({ state, clock, app }: ControlParts) {
  const now = Math.floor(clock.now() / 1000);
  const clients = new Map<string, Token>();
  for (const token of state.tokens.values()) {
    if (token.source === "client") clients.set(token.owner, token);
  }
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
      ...app.describePerson?.(state, person.id),
    };
  });
}

/** `PUT /control/people/{id}`: clients come and go, an account changes. */
export async function changePerson(
  { state }: ControlParts,
  request: Request,
  id: string,
) {
  const body = await bodyWith(
    request,
    ...["connections", "last_activity", "guest", "deleted", "tz"],
  );
  const person = state.people.get(id);
  if (person === undefined) throw new BadRequest(`no person ${id}`);
  Object.assign(person, readChanges(body));
  return { ok: true };
}

function readChanges(body: Record<string, unknown>): Partial<WorkspacePerson> {
  const changes: Partial<WorkspacePerson> = {};
  const connections = countField(body, "connections", 0);
  if (connections !== undefined) changes.connections = connections;
  const last_activity = countField(body, "last_activity", 0);
  if (last_activity !== undefined) changes.last_activity = last_activity;
  const guest = flagField(body, "guest");
  if (guest !== undefined) changes.guest = guest;
  const deleted = flagField(body, "deleted");
  if (deleted !== undefined) changes.deleted = deleted;
  const tz = textField(body, "tz");
  if (tz !== undefined && !isTimeZone(tz)) {
    throw new BadRequest(`tz: no such IANA time zone: ${JSON.stringify(tz)}`);
  }
  if (tz !== undefined) changes.tz = tz;
  return changes;
}

function flagField(
  body: Record<string, unknown>,
  name: string,
): boolean | undefined {
  const value = body[name];
  if (value === undefined || typeof value === "boolean") return value;
  throw new BadRequest(`${name}: expected true or false`);
}
