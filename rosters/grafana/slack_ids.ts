import type { RosterIdentity } from "../port.ts";
import type { Account } from "../reading/account.ts";
import { type Outcome, success } from "../reading/outcome.ts";
import { readAll } from "./all_pages.ts";
import { UserPage } from "./schema.ts";

/**
 * These people by key, with their Slack ids where Grafana has one of theirs. It
 * says so in its list of users alone.
 */
export async function withSlackIds(
  account: Account,
  people: readonly RosterIdentity[],
): Promise<Outcome<Map<string, RosterIdentity>>> {
  const known = new Map(people.map((each) => [each.key, each]));
  const users = await readAll(account, "/api/v1/users/", {}, UserPage);
  if (!users.ok) return users;
  for (const { id, slack } of users.value) {
    const identity = known.get(`grafana:${id}`);
    const [only, ...others] = [slack ?? []].flat();
    // Of several nobody could say which workspace's is meant.
    if (!identity || !only || others.length > 0) continue;
    known.set(identity.key, { ...identity, slack_id: only.user_id });
  }
  return success(known);
}
