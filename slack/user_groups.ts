import { call, type SlackClient } from "./call.ts";
import { APP, malformed, SlackFailure } from "./failure.ts";
import { decodeEntities } from "./messages.ts";

const LIST = "usergroups.list";
const MEMBERS = "usergroups.users.list";

/** Remedies for errors whose name does not say one. */
const GROUP_REMEDIES: ReadonlyMap<string, string> = new Map([
  ["no_such_subteam", "there is no such user group: correct its id"],
  [
    "plan_upgrade_required",
    "user groups need a paid plan: name people instead",
  ],
]);

/**
 * The Slack user ids of a user group's members; none when the group is disabled.
 *
 * @param group The group's id, such as `S0123456789`.
 * @throws {SlackFailure} that names the group and what to do.
 */
export async function userGroupMembers(
  client: SlackClient,
  group: string,
): Promise<string[]> {
  try {
    const { users } = await call(client, MEMBERS, { usergroup: group });
    const isList = Array.isArray(users) &&
      users.every((id) => typeof id === "string");
    if (!isList) throw malformed(MEMBERS, APP, "no users");
    return users;
  } catch (thrown) {
    throw thrown instanceof SlackFailure ? withRemedy(thrown, group) : thrown;
  }
}

function withRemedy(failure: SlackFailure, group?: string): SlackFailure {
  const remedy = GROUP_REMEDIES.get(failure.error);
  if (!remedy) return failure;
  const { method, error, kind, credential, retryAfterSeconds } = failure;
  return new SlackFailure(
    method,
    error,
    kind,
    credential,
    retryAfterSeconds,
    group === undefined ? remedy : `${group}: ${remedy}`,
  );
}

/** A user group, as people know it. */
export interface UserGroup {
  /** `S0123456789`. */
  id: string;
  name: string;
  /** Without its `@`. */
  handle: string;
}

/**
 * The user groups of the workspace, without disabled ones.
 *
 * @throws {SlackFailure} when Slack does not list them.
 */
export async function listUserGroups(
  client: SlackClient,
): Promise<UserGroup[]> {
  try {
    const { usergroups } = await call(client, LIST, {});
    if (!Array.isArray(usergroups)) throw malformed(LIST, APP, "no groups");
    return usergroups.map(({ id, name, handle }) => ({
      id: String(id ?? ""),
      name: decodeEntities(String(name ?? "")),
      handle: String(handle ?? ""),
    }));
  } catch (thrown) {
    throw thrown instanceof SlackFailure ? withRemedy(thrown) : thrown;
  }
}
