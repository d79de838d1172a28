import { compareKeys } from "../order.ts";
import type { RosterIdentity } from "../port.ts";
import type { Account } from "../reading/account.ts";
import { fit } from "../reading/fit.ts";
import { get } from "../reading/get.ts";
import { inGroups } from "../reading/groups.ts";
import type { Outcome } from "../reading/outcome.ts";
import { nameOf } from "./entry.ts";
import { UserAnswer, type UserFields } from "./schema.ts";

/**
 * Who the users are, by their id. Those that came as references, without an
 * e-mail, are read from `/users/{id}`, each once.
 */
export async function readIdentities(
  account: Account,
  users: readonly UserFields[],
): Promise<Outcome<Map<string, RosterIdentity>>> {
  const fullest = new Map<string, UserFields>();
  // Sorted, so that where they differ PagerDuty's order does not decide.
  const sorted = [...users].sort((a, b) => compareKeys(keysOf(a), keysOf(b)));
  for (const user of sorted) {
    const held = fullest.get(user.id);
    if (!held || (!held.email && user.email)) fullest.set(user.id, user);
  }
  const read = await inGroups(
    [...fullest.values()],
    (user) => user.email ? identityOf(user) : readUser(account, user),
  );
  const identities = new Map<string, RosterIdentity>();
  for (const outcome of read) {
    if (!outcome.ok) return outcome;
    const { id, identity } = outcome.value;
    identities.set(id, identity);
  }
  return { ok: true, value: identities };
}

function keysOf({ id, email, summary, name }: UserFields): string[] {
  return [id, email ?? "", summary ?? "", name ?? ""];
}

type Found = Outcome<{ id: string; identity: RosterIdentity }>;

/** A user whom PagerDuty no longer has keeps the name on the schedule. */
async function readUser(account: Account, user: UserFields): Promise<Found> {
  const path = `/users/${encodeURIComponent(user.id)}`;
  const answer = await get(account, path, {});
  if (!answer.ok) return answer.status === 404 ? identityOf(user) : answer;
  const fitted = fit(account, UserAnswer, path, answer.value);
  if (!fitted.ok) return fitted;
  const { email, name, summary } = fitted.value.user;
  return identityOf({
    id: user.id,
    email,
    summary: user.summary || summary,
    name: user.name || name,
  });
}

function identityOf(user: UserFields): Promise<Found> {
  const email = user.email?.trim().toLowerCase() || null;
  const identity = { key: `pagerduty:${user.id}`, email, name: nameOf(user) };
  return Promise.resolve({ ok: true, value: { id: user.id, identity } });
}
