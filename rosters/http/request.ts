import { SECOND } from "@std/datetime";
import { chunk } from "../../chunk.ts";
import {
  type Account,
  type Answer,
  type Ask,
  type Query,
  withoutAddresses,
  withoutToken,
} from "./account.ts";
import { octetsWithin, TooLarge } from "./byte_budget.ts";
import {
  type Failure,
  failure,
  type Outcome,
  secretFailure,
  success,
} from "./outcome.ts";

/** Limit for one call. */
const CALL_LIMIT_MS = 10 * SECOND;
/** Longest wait after a 429. Otherwise the next poll tries again. */
const WAIT_LIMIT_SECONDS = 20;
/** Calls to a vendor at the same time: most vendors limit them by the minute. */
const CALLS_AT_ONCE = 5;
/** Redirects of one call that are followed. */
const REDIRECT_LIMIT = 5;

/**
 * Reads the JSON of an answer with status 2xx.
 *
 * @param path Added to the account's address.
 * @returns the parsed body, not yet checked, or a failure. Never rejects.
 */
export async function get(
  account: Account,
  path: string,
  query: Query,
): Promise<Outcome<unknown>> {
  const answer = await answerOf(account, path, query);
  if (!answer.ok) return answer;
  const { data } = answer.value;
  if (data !== undefined) return success(data);
  const { name } = account.vendor;
  return failure(
    null,
    `${name} answered${placeOf(path)} with what is not JSON`,
  );
}

/** Like `get`, for a format that says itself how its octets are decoded. */
export async function getOctets(
  account: Account,
  path: string,
  query: Query,
): Promise<Outcome<{ octets: Uint8Array; charset: string | null }>> {
  const answer = await answerOf(account, path, query);
  if (!answer.ok) return answer;
  const { octets, headers } = answer.value;
  const type = headers.get("content-type") ?? "";
  const [, charset = null] = /charset="?([\w-]+)/i.exec(type) ?? [];
  return success({ octets, charset });
}

/**
 * Calls `read` for all items, a few at a time.
 *
 * @param read Must not reject.
 * @returns the results in the order of the items.
 */
export async function inGroups<T, R>(
  items: readonly T[],
  read: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  for (const group of chunk(items, CALLS_AT_ONCE)) {
    results.push(...await Promise.all(group.map(read)));
  }
  return results;
}

/** Makes a request. After a 429 with a short wait, it is retried once. */
async function answerOf(
  account: Account,
  path: string,
  query: Query,
): Promise<Outcome<Answer>> {
  let asked = await ask(account, path, query);
  if (!asked.ok) return asked;
  if (asked.value.status === 429) {
    const waitMs = waitAfter429(account, asked.value.headers);
    if (waitMs !== null) {
      await account.clock.sleep(waitMs);
      asked = await ask(account, path, query);
      if (!asked.ok) return asked;
    }
  }
  const { status, data } = asked.value;
  return status >= 200 && status < 300
    ? asked
    : describeHttpError(account, status, data);
}

/** Milliseconds to wait after a 429, or `null` if that is unknown or too long. */
function waitAfter429(account: Account, headers: Headers): number | null {
  const { retryAfterOf = retryAfter } = account.vendor;
  const seconds = retryAfterOf(headers);
  if (!(seconds >= 0 && seconds <= WAIT_LIMIT_SECONDS)) return null;
  const waitMs = Math.max(1, seconds) * SECOND;
  return account.clock.now() + waitMs < account.stopAtMs ? waitMs : null;
}

function retryAfter(headers: Headers): number {
  return Number(headers.get("retry-after") ?? NaN);
}

/** Makes one call within its time limit. */
async function ask(
  account: Account,
  path: string,
  query: Query,
): Promise<Outcome<Answer>> {
  const { vendor, clock, stopAtMs } = account;
  const leftMs = Math.min(CALL_LIMIT_MS, stopAtMs - clock.now());
  if (leftMs <= 0) {
    return tooSlow(account, path, "in the time that a reading may take");
  }
  const signal = clock.deadline(leftMs);
  try {
    const asking = vendor.ask ?? askByFetch;
    return success(await asking(account, path, query, signal));
  } catch (thrown) {
    if (signal.aborted) {
      return tooSlow(account, path, `within ${leftMs / SECOND} s`);
    }
    const where = placeOf(path);
    if (thrown instanceof TooLarge) {
      return failure(
        null,
        `${vendor.name} sent more than ${thrown.limit}: ` +
          `take less into the source ${account.source} of shiftlight.config.ts, ` +
          `or lower limits.roster_hours`,
      );
    }
    // It quotes the address, or that of a redirect.
    const why = withoutAddresses(withoutToken(account, String(thrown)));
    return failure(
      null,
      `${vendor.name} cannot be reached${where && ` for${where}`}: ${why}`,
    );
  }
}

/** How a message names a path. An address without a path needs no name. */
function placeOf(path: string): string {
  return path === "" ? "" : ` ${path}`;
}

function tooSlow({ vendor }: Account, path: string, limit: string): Failure {
  return failure(
    null,
    `${vendor.name} did not answer${placeOf(path)} ${limit}`,
  );
}

/**
 * Makes one call by `fetch`. A redirect is followed within the vendor's host alone,
 * and only if the headers hold no credential. Otherwise it is the answer.
 */
export const askByFetch: Ask = async (account, path, query, signal) => {
  const { base, vendor, token } = account;
  const headers = { accept: "application/json", ...vendor.headers(token) };
  let url = urlOf(base + path, query);
  let answer = await askAt(account, url, { headers, signal });
  if (isInHeaders(account)) return answer;
  for (let left = REDIRECT_LIMIT; left > 0; left--) {
    const next = redirectOf(answer, url);
    if (next === null) break;
    url = next;
    answer = await askAt(account, url, { headers, signal });
  }
  return answer;
};

/**
 * Sends one request and reads the answer within the account's budget. It follows no
 * redirect: `fetch` itself would follow to any host, and Deno before 2.1.2 would
 * take the headers along (CVE-2025-21620).
 *
 * @throws {TooLarge} if the budget is used up.
 */
export async function askAt(
  { budget }: Pick<Account, "budget">,
  url: string,
  init: Pick<RequestInit, "headers" | "signal">,
): Promise<Answer> {
  const response = await fetch(url, { ...init, redirect: "manual" });
  const octets = await octetsWithin(budget, response);
  const { status, headers } = response;
  const data = parsed(new TextDecoder().decode(octets));
  return { status, headers, data, octets };
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Where an answer sends to: the same host by https, or the same origin. Otherwise `null`. */
function redirectOf(
  { status, headers }: Answer,
  from: string,
): string | null {
  const location = headers.get("location");
  if (!REDIRECTS.has(status) || location === null) return null;
  if (!URL.canParse(location, from)) return null;
  const to = new URL(location, from);
  const { host, origin } = new URL(from);
  const isSafe = to.protocol === "https:" || to.origin === origin;
  const isPlain = to.username === "" && to.password === "";
  return isSafe && isPlain && to.host === host ? to.href : null;
}

/** Whether the credential is in the headers. */
function isInHeaders({ vendor, token }: Account): boolean {
  const headersWith = (each: string) => JSON.stringify(vendor.headers(each));
  return headersWith(token) !== headersWith("");
}

/** The address with the query added to its own. */
function urlOf(address: string, query: Query): string {
  const url = new URL(address);
  for (const [name, values] of Object.entries(query)) {
    for (const value of [values].flat()) url.searchParams.append(name, value);
  }
  return url.href;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Says what a status other than 2xx means and how to fix it. */
function describeHttpError(
  account: Pick<
    Account,
    "vendor" | "secret" | "token" | "source" | "remedies"
  >,
  status: number,
  body: unknown,
): Failure {
  const { vendor, secret, source, remedies } = account;
  const said = withoutToken(account, vendor.errorMessageOf(body)).slice(0, 200);
  const answered = `${vendor.name} answered ${status}${said && ` (${said})`}`;
  if (secret !== "" && (status === 401 || status === 403)) {
    return describeRefusedSecret(account, status, said);
  }
  if (status >= 300 && status < 400) {
    return failure(
      status,
      `${answered}: it sends elsewhere; correct its address`,
    );
  }
  if (status === 429) {
    return failure(status, remedies.ofRate(answered));
  }
  if (status >= 500) {
    return failure(status, remedies.ofOutage(answered));
  }
  if (status === 404 || status === 410) {
    return failure(
      status,
      `${answered}: what it was asked for is not there; ` +
        `correct the source ${source} in shiftlight.config.ts`,
    );
  }
  return failure(status, answered);
}

function describeRefusedSecret(
  { vendor, secret, remedies }: Pick<
    Account,
    "vendor" | "secret" | "remedies"
  >,
  status: 401 | 403,
  said: string,
): Failure {
  const refused = `${vendor.name} refused the ${vendor.credential} ` +
    `in the secret ${secret}`;
  const words = said && `, saying "${said}"`;
  const note = `(${status}; Slack's own tokens are not concerned)${words}`;
  const hint = vendor.hint ? `; ${vendor.hint}` : "";
  return secretFailure(
    secret,
    status,
    status === 401
      ? `${refused} ${note}: ${
        remedies.setSecret(secret, vendor.remedy)
      }${hint}`
      : `${refused} what it asked for ${note}: ` +
        `give ${secret} one that may ${vendor.rights}`,
  );
}
