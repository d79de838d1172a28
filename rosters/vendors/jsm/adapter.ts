import { chunk } from "../../../chunk.ts";
import { type Account, rosterFrom, type Vendor } from "../../http/account.ts";
import { identityFrom, mergeDetails } from "../../http/identities.ts";
import {
  type Failure,
  failure,
  type Outcome,
  success,
} from "../../http/outcome.ts";
import { readPages } from "../../http/paging.ts";
import { inGroups } from "../../http/request.ts";
import type { ReadRoster, RosterIdentity } from "../../port.ts";
import type { ValidatedSource } from "../../sources.ts";
import { type Dialect, readSchedules } from "../opsgenie/dialect.ts";
import {
  errorMessageOf,
  SchedulePage,
  TimelineAnswer,
  type UserFields,
  UserPage,
} from "./schema.ts";

/** Jira Service Management's operations, Opsgenie's successor. */
const JSM: Vendor = {
  name: "Jira Service Management",
  credential: "API token",
  remedy: "email:API-token",
  hint: "the e-mail is that of the account whose token it is",
  rights: "read schedules (scope read:ops-config:jira-service-management)",
  urlSetting: "JSM_API_URL",
  headers: (token) => ({ authorization: `Basic ${btoa(token)}` }),
  secretVariants: (token) => [btoa(token), token.slice(token.indexOf(":") + 1)],
  errorMessageOf,
};

const dialectOf = (cloudId: string): Dialect => ({
  path: `/jsm/ops/api/${cloudId}/v1/schedules`,
  list: SchedulePage,
  timeline: TimelineAnswer,
  identityOf: ({ id, name }) => identityFrom("jsm", { id: id || name!, name }),
});

/**
 * Jira Service Management's operations: schedules in the manner of Opsgenie,
 * people as Atlassian accounts, whose names and e-mails come from Jira.
 */
export function jsmRoster(source: ValidatedSource<"jsm">): ReadRoster {
  return rosterFrom(JSM, source, async (account, source, window) => {
    const { cloud_id } = source;
    return malformedSecret(account) ?? await readSchedules(
      account,
      source,
      window,
      dialectOf(cloud_id),
      (people) => readPeople(account, cloud_id, people),
    );
  });
}

/** The failure of a secret that is not an e-mail and a token; otherwise `null`. */
function malformedSecret({ token, secret }: Account): Failure | null {
  if (/^[^:]+:.+$/.test(token)) return null;
  return failure(
    null,
    `the secret ${secret} holds no e-mail and API token with a colon between ` +
      `them: slack env set ${secret} <${JSM.remedy}>`,
  );
}

/** Account ids in one call. More would make the address too long. */
const IDS_PER_CALL = 50;

/**
 * The people by key, with their names and e-mails from Jira, because schedules have
 * only account ids. If Jira refuses or does not know a person, they have no e-mail
 * and the table of the configuration must map them.
 */
async function readPeople(
  account: Account,
  cloudId: string,
  identities: readonly RosterIdentity[],
): Promise<Outcome<Map<string, RosterIdentity>>> {
  const keys = [...new Set(identities.map(({ key }) => key))].sort();
  const ids = keys.map((key) => key.slice("jsm:".length));
  const outcomes = await inGroups(
    chunk(ids, IDS_PER_CALL),
    (some) => readUsers(account, cloudId, some),
  );
  const found: RosterIdentity[] = [];
  for (const outcome of outcomes) {
    if (outcome.ok) found.push(...outcome.value.map(identityOf));
    else if (!isRefusal(outcome)) return outcome;
  }
  return success(mergeDetails(identities, found));
}

/** Whether Jira refused or found nothing. Other failures may be over at the next poll. */
function isRefusal({ status }: Failure): boolean {
  return status !== null && status >= 400 && status < 500 && status !== 429;
}

function readUsers(account: Account, cloudId: string, ids: string[]) {
  const path = `/ex/jira/${cloudId}/rest/api/3/user/bulk`;
  let startAt = 0;
  const query = () => ({
    accountId: ids,
    maxResults: String(IDS_PER_CALL),
    startAt: String(startAt),
  });
  return readPages<typeof UserPage, UserFields>(
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
  { accountId: id, emailAddress: email, displayName: name }: UserFields,
): RosterIdentity {
  return identityFrom("jsm", { id, email, name });
}
