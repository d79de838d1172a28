import { chunk } from "../../../chunk.ts";
import { type Account, rosterFrom, type Vendor } from "../../http/account.ts";
import { identityFrom, mergeDetails } from "../../http/identities.ts";
import {
  type Failure,
  type Outcome,
  secretFailure,
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
import { jsm } from "./settings.ts";

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
    return malformedSecret(account) ?? await readSchedules(
      account,
      source,
      window,
      dialectOf(source.cloud_id),
      (people) => readPeople(jiraOf(account, source), people),
    );
  });
}

/** The failure of a secret that is not an e-mail and a token; otherwise `null`. */
function malformedSecret(
  { token, secret, remedies }: Account,
): Failure | null {
  if (/^[^:]+:.+$/.test(token)) return null;
  return secretFailure(
    secret,
    null,
    `the secret ${secret} holds no e-mail and API token with a colon between ` +
      `them: ${remedies.setSecret(secret, JSM.remedy)}`,
  );
}

/** Account ids in one call. More would make the address too long. */
const IDS_PER_CALL = 50;

/** Jira's REST API, and what to do if it refuses the token. */
interface Jira {
  account: Account;
  path: string;
  remedy: string;
}

/**
 * Jira where the token may ask it: a token with scopes at Atlassian's common
 * address, one without scopes at the site's own
 * (support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account).
 * Either is refused at the other's address.
 */
function jiraOf(
  account: Account,
  { id, cloud_id, site }: ValidatedSource<"jsm">,
): Jira {
  const users = "/rest/api/3/user/bulk";
  if (site === null) {
    return {
      account,
      path: `/ex/jira/${cloud_id}${users}`,
      remedy: "a token with scopes needs read:jira-user; a token without " +
        `scopes needs site: "https://<site>.atlassian.net" in the source ${id} ` +
        "of shiftlight.config.ts",
    };
  }
  // A stand-in answers for both addresses.
  const base = account.base === jsm.addressOf()
    ? site.replace(/\/$/, "")
    : account.base;
  return {
    account: { ...account, base },
    path: users,
    remedy: `a token with scopes is refused at ${site}: remove site from the ` +
      `source ${id} of shiftlight.config.ts, and give it read:jira-user`,
  };
}

/**
 * The people by key, with their names and e-mails from Jira, because schedules have
 * only account ids. If Jira does not know a person or hides their e-mail, the table
 * of the configuration must map them. If it refuses to look people up, nothing is
 * known of anyone, so the source is unreadable.
 */
async function readPeople(
  jira: Jira,
  identities: readonly RosterIdentity[],
): Promise<Outcome<Map<string, RosterIdentity>>> {
  const keys = [...new Set(identities.map(({ key }) => key))].sort();
  const ids = keys.map((key) => key.slice("jsm:".length));
  const outcomes = await inGroups(
    chunk(ids, IDS_PER_CALL),
    (some) => readUsers(jira, some),
  );
  const found: RosterIdentity[] = [];
  for (const outcome of outcomes) {
    if (outcome.ok) found.push(...outcome.value.map(identityOf));
    else if (outcome.status !== 404) return withRemedy(outcome, jira);
  }
  return success(mergeDetails(identities, found));
}

/** Says who was looked up, and for a refusal what the token lacks. */
function withRemedy(failed: Failure, { remedy }: Jira): Failure {
  const { status, reason } = failed;
  const isRefused = status === 401 || status === 403;
  return {
    ...failed,
    reason: `looking up people: ${reason}${isRefused ? `; ${remedy}` : ""}`,
  };
}

function readUsers({ account, path }: Jira, ids: string[]) {
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
