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
  {
    scope: "datastore:read",
    method: "apps.datastore.get",
    args: { datastore: "runs", id: "checkpoint" },
  },
  { scope: "triggers:read", method: "workflows.triggers.list", args: {} },
];

/**
 * The scopes that the app's token lacks, found by calling a method that needs
 * each. Any other failure of such a call says nothing about its scope.
 *
 * @param person Any Slack user id.
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
