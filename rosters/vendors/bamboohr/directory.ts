import type { RosterIdentity } from "../../port.ts";
import type { Account } from "../../http/account.ts";
import { validate } from "../../http/validate.ts";
import { get } from "../../http/request.ts";
import { mergeDetails } from "../../http/identities.ts";
import { type Outcome, success } from "../../http/outcome.ts";
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
  const answer = await get(account, PATH, {});
  if (!answer.ok) {
    const closed = answer.status === 403 || answer.status === 404;
    return closed ? success(mergeDetails(people, [])) : answer;
  }
  const fitted = validate(account, Directory, PATH, answer.value);
  if (!fitted.ok) return fitted;
  const found = fitted.value.employees.flatMap(({ id, workEmail }) => {
    const email = workEmail?.trim().toLowerCase();
    return email ? [{ key: `bamboohr:${id}`, email }] : [];
  });
  return success(mergeDetails(people, found));
}
