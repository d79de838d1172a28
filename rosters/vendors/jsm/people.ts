import * as v from "valibot";
import type { RosterIdentity } from "../../port.ts";
import type { Account } from "../../http/account.ts";
import { Id, Text } from "../../http/validate.ts";
import { inGroups } from "../../http/request.ts";
import { identityFrom, mergeDetails } from "../../http/identities.ts";
import { type Failure, type Outcome, success } from "../../http/outcome.ts";
import { readPages } from "../../http/paging.ts";

/** Account ids asked about in one call, lest its address become too long. */
const AT_ONCE = 50;

/** Jira's `GET /rest/api/3/user/bulk`; an e-mail may be hidden by its owner. */
const UserPage = v.object({
  values: v.array(v.object({
    accountId: Id,
    displayName: Text,
    emailAddress: Text,
  })),
  isLast: v.optional(v.boolean(), true),
});

type User = v.InferOutput<typeof UserPage>["values"][number];

/**
 * Who the people are, by their keys. Schedules tell account ids alone: Jira is
 * asked for names and e-mails. Where it refuses to tell, or does not know,
 * people have no e-mail: then the table of the configuration maps them.
 */
export async function readPeople(
  account: Account,
  cloud: string,
  identities: readonly RosterIdentity[],
): Promise<Outcome<Map<string, RosterIdentity>>> {
  const keys = [...new Set(identities.map(({ key }) => key))].sort();
  const ids = keys.map((key) => key.slice("jsm:".length));
  const parts = Array.from(
    { length: Math.ceil(ids.length / AT_ONCE) },
    (_, part) => ids.slice(part * AT_ONCE, (part + 1) * AT_ONCE),
  );
  const read = await inGroups(parts, (part) => readUsers(account, cloud, part));
  const found: RosterIdentity[] = [];
  for (const outcome of read) {
    if (outcome.ok) found.push(...outcome.value.map(identityOf));
    else if (!isRefusal(outcome)) return outcome;
  }
  return success(mergeDetails(identities, found));
}

/** Not allowed, or nothing there. Anything else may be over at the next poll. */
function isRefusal({ status }: Failure): boolean {
  return status !== null && status >= 400 && status < 500 && status !== 429;
}

function readUsers(account: Account, cloud: string, ids: string[]) {
  const path = `/ex/jira/${cloud}/rest/api/3/user/bulk`;
  let startAt = 0;
  const query = () => ({
    accountId: ids,
    maxResults: String(AT_ONCE),
    startAt: String(startAt),
  });
  return readPages<typeof UserPage, User>(
    account,
    { path, query: query() },
    UserPage,
    ({ values, isLast }) => {
      startAt += values.length;
      const over = isLast || values.length === 0;
      return { items: values, next: over ? null : { path, query: query() } };
    },
  );
}

function identityOf(
  { accountId: id, emailAddress: email, displayName: name }: User,
): RosterIdentity {
  return identityFrom("jsm", { id, email, name });
}
