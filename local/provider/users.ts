import { type ProviderAnswer, ProviderRefusal, success } from "./answer.ts";
import { pageOf } from "./paging.ts";
import { userPayload } from "./references.ts";
import type { Roster } from "./roster.ts";

/** `GET /users`, with `query` for part of a name or e-mail. */
export function listUsers(
  roster: Roster,
  query: URLSearchParams,
): ProviderAnswer {
  const part = (query.get("query") ?? "").toLowerCase();
  const found = roster.users()
    .filter((user) =>
      `${user.name} ${user.email}`.toLowerCase().includes(part)
    );
  const { entries, page } = pageOf(found, query);
  return success({ users: entries.map(userPayload), ...page });
}

/** `GET /users/{id}` */
export function readUser(roster: Roster, id: string): ProviderAnswer {
  const user = roster.users().find((one) => one.id === id);
  if (user === undefined) throw new ProviderRefusal(404);
  return success({ user: userPayload(user) });
}
