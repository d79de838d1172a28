import type { RosterIdentity } from "../port.ts";
import type { Account } from "../reading/account.ts";
import { fit } from "../reading/fit.ts";
import { get } from "../reading/get.ts";
import { type Outcome, success } from "../reading/outcome.ts";
import { Directory } from "./schema.ts";

const PATH = "/api/v1/employees/directory";

/**
 * These people by key, with their work e-mails as far as the directory has
 * them. From one that the company does not share (403) or that is empty (404)
 * there are none: people have but their names then.
 */
export async function withEmails(
  account: Account,
  people: readonly RosterIdentity[],
): Promise<Outcome<Map<string, RosterIdentity>>> {
  const known = new Map(people.map((each) => [each.key, each]));
  const answer = await get(account, PATH, {});
  if (!answer.ok) {
    const closed = answer.status === 403 || answer.status === 404;
    return closed ? success(known) : answer;
  }
  const fitted = fit(account, Directory, PATH, answer.value);
  if (!fitted.ok) return fitted;
  for (const { id, workEmail } of fitted.value.employees) {
    const identity = known.get(`bamboohr:${id}`);
    const email = workEmail?.trim().toLowerCase();
    if (identity && email) known.set(identity.key, { ...identity, email });
  }
  return success(known);
}
