import type { RosterIdentity } from "../../port.ts";
import type { Account } from "../../http/account.ts";
import { mergeDetails } from "../../http/identities.ts";
import { type Outcome, success } from "../../http/outcome.ts";
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
  const users = await readAll(account, "/api/v1/users/", {}, UserPage);
  if (!users.ok) return users;
  const found = users.value.flatMap(({ id, slack }) => {
    const [only, ...others] = [slack ?? []].flat();
    // Of several nobody could say which workspace's is meant.
    return only && others.length === 0
      ? [{ key: `grafana:${id}`, slackId: only.user_id }]
      : [];
  });
  return success(mergeDetails(people, found));
}
