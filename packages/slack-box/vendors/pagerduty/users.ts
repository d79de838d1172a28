import { success, type VendorAnswer } from "../answer.ts";
import type { Roster } from "../roster.ts";
import { PagerDutyRefusal } from "./answer.ts";
import { pageOf } from "./paging.ts";
import { pagerDutyId, userPayload } from "./references.ts";

/** `GET /users`, with `query` for part of a name or e-mail. */
export function listUsers(
  roster: Roster,
  query: URLSearchParams,
): VendorAnswer {
  const part = (query.get("query") ?? "").toLowerCase();
  const found = roster.usersOf("pagerduty")
    .filter((user) =>
      `${user.name} ${user.email}`.toLowerCase().includes(part)
    );
  const { entries, page } = pageOf(found, query);
  return success({ users: entries.map(userPayload), ...page });
}

/** `GET /users/{id}` */
export function readUser(roster: Roster, id: string): VendorAnswer {
  const user = roster.usersOf("pagerduty")
    .find((one) => pagerDutyId(one) === id);
  if (user === undefined) throw new PagerDutyRefusal(404);
  return success({ user: userPayload(user) });
}
