import { call, type SlackClient } from "./call.ts";
import { SlackFailure } from "./failure.ts";

/** A harmless call that needs a scope. */
interface Probe {
  scope: string;
  method: string;
  args: Record<string, unknown>;
}

const probesFor = (person: string): Probe[] => [
  { scope: "users:read", method: "users.info", args: { user: person } },
  {
    scope: "users:read.email",
    method: "users.lookupByEmail",
    args: { email: "nobody@shiftlight.invalid" },
  },
  {
    scope: "users.profile:read",
    method: "users.profile.get",
    args: { user: person },
  },
  {
    scope: "usergroups:read",
    method: "usergroups.users.list",
    args: { usergroup: "S00000000" },
  },
  { scope: "emoji:read", method: "emoji.list", args: {} },
  {
    scope: "datastore:read",
    method: "apps.datastore.get",
    args: { datastore: "runs", id: "checkpoint" },
  },
  { scope: "triggers:read", method: "workflows.triggers.list", args: {} },
];

/**
 * Finds the scopes that the app's token lacks: calls one method for each scope.
 * A failure other than `missing_scope` says nothing about the scope.
 *
 * @param person Any Slack user id.
 * @returns names such as `users:read`.
 */
export async function missingScopes(
  client: SlackClient,
  person: string,
): Promise<string[]> {
  const lacking = await Promise.all(
    probesFor(person).map(async ({ scope, method, args }) =>
      await isRefused(client, method, args) ? [scope] : []
    ),
  );
  return lacking.flat();
}

async function isRefused(
  client: SlackClient,
  method: string,
  args: Record<string, unknown>,
): Promise<boolean> {
  try {
    await call(client, method, args);
    return false;
  } catch (failure) {
    return failure instanceof SlackFailure && failure.error === "missing_scope";
  }
}
