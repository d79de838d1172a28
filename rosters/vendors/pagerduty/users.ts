import type { Account } from "../../http/account.ts";
import { identityFrom } from "../../http/identities.ts";
import { type Outcome, success } from "../../http/outcome.ts";
import { get, inGroups } from "../../http/request.ts";
import { validate } from "../../http/validate.ts";
import { compareKeys } from "../../merge_shifts.ts";
import type { RosterIdentity } from "../../port.ts";
import { UserAnswer, type UserFields } from "./schema.ts";

/** The identity of a user, as far as the answer has it. */
export function identityOf(
  { id, email, summary, name }: UserFields,
): RosterIdentity {
  return identityFrom("pagerduty", { id, email, name: summary || name || id });
}

/** PagerDuty's own id of a person. */
export function userIdOf({ key }: RosterIdentity): string {
  return key.slice("pagerduty:".length);
}

/**
 * The people by key. People who came as references, without an e-mail, are read
 * from `/users/{id}`, each once.
 */
export async function readIdentities(
  account: Account,
  people: readonly RosterIdentity[],
): Promise<Outcome<Map<string, RosterIdentity>>> {
  const fullest = new Map<string, RosterIdentity>();
  // Sorted, so that PagerDuty's order does not decide between two readings.
  const sorted = [...people].sort((a, b) => compareKeys(keysOf(a), keysOf(b)));
  for (const person of sorted) {
    const held = fullest.get(person.key);
    if (!held || (!held.email && person.email)) fullest.set(person.key, person);
  }
  const read = await inGroups(
    [...fullest.values()],
    async (person) =>
      person.email ? success(person) : await readUser(account, person),
  );
  const identities = new Map<string, RosterIdentity>();
  for (const outcome of read) {
    if (!outcome.ok) return outcome;
    identities.set(outcome.value.key, outcome.value);
  }
  return success(identities);
}

function keysOf({ key, email, name }: RosterIdentity): string[] {
  return [key, email ?? "", name];
}

/** A user who no longer exists keeps the name on the schedule. */
async function readUser(
  account: Account,
  person: RosterIdentity,
): Promise<Outcome<RosterIdentity>> {
  const id = userIdOf(person);
  const path = `/users/${encodeURIComponent(id)}`;
  const answer = await get(account, path, {});
  if (!answer.ok) return answer.status === 404 ? success(person) : answer;
  const read = validate(account, UserAnswer, path, answer.value);
  if (!read.ok) return read;
  const user = identityOf({ ...read.value.user, id });
  // Shift-based schedules have no names.
  const name = person.name === id ? user.name : person.name;
  return success({ ...user, name });
}
