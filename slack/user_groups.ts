import { call, type SlackClient } from "./call.ts";
import { APP, malformed, SlackFailure } from "./failure.ts";

const METHOD = "usergroups.users.list";

/** What Slack's own words leave open: what to do. */
const REMEDIES: ReadonlyMap<string, string> = new Map([
  ["no_such_subteam", "there is no such user group: correct its id"],
  [
    "plan_upgrade_required",
    "user groups need a paid plan: name people instead",
  ],
]);

/**
 * The Slack ids of a user group's members; none where it is disabled.
 *
 * @throws {SlackFailure} that says which group and what to do.
 */
export async function membersOf(
  client: SlackClient,
  group: string,
): Promise<string[]> {
  try {
    const { users } = await call(client, METHOD, { usergroup: group });
    const isList = Array.isArray(users) &&
      users.every((id) => typeof id === "string");
    if (!isList) throw malformed(METHOD, APP, "no users");
    return users;
  } catch (thrown) {
    throw thrown instanceof SlackFailure ? explained(thrown, group) : thrown;
  }
}

function explained(failure: SlackFailure, group: string): SlackFailure {
  const remedy = REMEDIES.get(failure.error);
  if (!remedy) return failure;
  const { method, error, kind, credential, retryAfter } = failure;
  const detail = `${group}: ${remedy}`;
  return new SlackFailure(method, error, kind, credential, retryAfter, detail);
}
