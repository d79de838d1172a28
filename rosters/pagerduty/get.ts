// Before pdjs, which reads them while it loads.
import "../node_globals.ts";
import { api } from "@pagerduty/pdjs";
import { SECOND } from "@std/datetime";
import type { Account } from "./account.ts";
import { failure, type Outcome } from "./outcome.ts";
import { refusal } from "./refusal.ts";

const CALL_MS = 10 * SECOND;
/** A longer wait for the rate limit is left to the next poll. */
const LONGEST_WAIT_S = 20;

type Query = Record<string, string | string[]>;

/** An answer as it came; `data` is `undefined` where the body is not JSON. */
interface Answer {
  status: number;
  headers: Headers;
  data: unknown;
}

/**
 * Asks once; after a 429 whose `ratelimit-reset` (seconds) is near, waits for
 * it and asks once more. Gives the body of a 2xx answer.
 */
export async function get(
  account: Account,
  path: string,
  query: Query,
): Promise<Outcome<unknown>> {
  let asked = await ask(account, path, query);
  if (!asked.ok) return asked;
  if (asked.value.status === 429) {
    const wait = untilReset(account, asked.value.headers);
    if (wait !== null) {
      await account.clock.sleep(wait);
      asked = await ask(account, path, query);
      if (!asked.ok) return asked;
    }
  }
  const { status, data } = asked.value;
  if (status < 200 || status > 299) return refusal(account, status, data);
  if (data === undefined) {
    return failure(null, `PagerDuty answered ${path} with what is not JSON`);
  }
  return { ok: true, value: data };
}

/** Milliseconds until the rate limit is reset; `null` when too long or unsaid. */
function untilReset(account: Account, headers: Headers): number | null {
  const seconds = Number(headers.get("ratelimit-reset") ?? NaN);
  if (!(seconds >= 0 && seconds <= LONGEST_WAIT_S)) return null;
  const wait = Math.max(1, seconds) * SECOND;
  return account.clock.now() + wait < account.stopAt ? wait : null;
}

/**
 * One call through pdjs 2.2.4, around what it does: its retries on 429 cannot
 * be switched off, so they are spent at once (`retryTimeout: 0`); its timeout
 * only leaves a timer behind; a 4xx is no error to it; and a body that is not
 * JSON, or stopped coming, rejects with the response.
 */
async function ask(
  account: Account,
  path: string,
  query: Query,
): Promise<Outcome<Answer>> {
  const { base, token, clock, stopAt } = account;
  const left = Math.min(CALL_MS, stopAt - clock.now());
  if (left <= 0) return tooSlow(path, "in the time that a reading may take");
  const signal = clock.deadline(left);
  try {
    const { status, headers, data } = await api({
      url: base + path,
      token,
      queryParameters: query,
      signal,
      requestTimeout: 0,
      retryTimeout: 0,
    });
    return { ok: true, value: { status, headers, data } };
  } catch (thrown) {
    if (signal.aborted) return tooSlow(path, `within ${left / SECOND} s`);
    if (isAnswer(thrown)) {
      const { status, headers } = thrown;
      return { ok: true, value: { status, headers, data: undefined } };
    }
    const why = String(thrown).replaceAll(token, "…");
    return failure(null, `PagerDuty cannot be reached for ${path}: ${why}`);
  }
}

function isAnswer(thrown: unknown): thrown is Response {
  return typeof thrown === "object" && thrown !== null &&
    "status" in thrown && typeof thrown.status === "number" &&
    "headers" in thrown;
}

function tooSlow(path: string, limit: string) {
  return failure(null, `PagerDuty did not answer ${path} ${limit}`);
}
