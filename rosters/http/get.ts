import { SECOND } from "@std/datetime";
import { type Account, withoutToken } from "./account.ts";
import {
  type Answer,
  askByFetch,
  LARGEST_BODY,
  type Query,
  TooLarge,
} from "./ask.ts";
import { failure, type Outcome, success } from "./outcome.ts";
import { refusal } from "./refusal.ts";

const CALL_MS = 10 * SECOND;
/** A longer wait for the rate limit is left to the next poll. */
const LONGEST_WAIT_S = 20;

/** The JSON that a vendor answers with 2xx. */
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

/** The text that a vendor answers with 2xx. */
export async function getText(
  account: Account,
  path: string,
  query: Query,
): Promise<Outcome<string>> {
  const answer = await answerOf(account, path, query);
  return answer.ok ? success(answer.value.text) : answer;
}

/** Asks once; after a 429 whose end is near, waits for that and asks once more. */
async function answerOf(
  account: Account,
  path: string,
  query: Query,
): Promise<Outcome<Answer>> {
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
  return status >= 200 && status < 300 ? asked : refusal(account, status, data);
}

/** Milliseconds until the vendor answers again; `null` when too long or unsaid. */
function untilReset(account: Account, headers: Headers): number | null {
  const { waitOf = retryAfter } = account.vendor;
  const seconds = waitOf(headers);
  if (!(seconds >= 0 && seconds <= LONGEST_WAIT_S)) return null;
  const wait = Math.max(1, seconds) * SECOND;
  return account.clock.now() + wait < account.stopAt ? wait : null;
}

function retryAfter(headers: Headers): number {
  return Number(headers.get("retry-after") ?? NaN);
}

async function ask(
  account: Account,
  path: string,
  query: Query,
): Promise<Outcome<Answer>> {
  const { vendor, clock, stopAt } = account;
  const left = Math.min(CALL_MS, stopAt - clock.now());
  if (left <= 0) {
    return tooSlow(account, path, "in the time that a reading may take");
  }
  const signal = clock.deadline(left);
  try {
    const asking = vendor.ask ?? askByFetch;
    return success(await asking(account, path, query, signal));
  } catch (thrown) {
    if (signal.aborted) {
      return tooSlow(account, path, `within ${left / SECOND} s`);
    }
    const where = placeOf(path);
    if (thrown instanceof TooLarge) {
      return failure(
        null,
        `${vendor.name} answered${where} with more than ${
          LARGEST_BODY / 1024 / 1024
        } MB`,
      );
    }
    const why = withoutToken(account, String(thrown));
    return failure(
      null,
      `${vendor.name} cannot be reached${where && ` for${where}`}: ${why}`,
    );
  }
}

/** An address without a path of its own needs none named. */
function placeOf(path: string): string {
  return path === "" ? "" : ` ${path}`;
}

function tooSlow({ vendor }: Account, path: string, limit: string) {
  return failure(
    null,
    `${vendor.name} did not answer${placeOf(path)} ${limit}`,
  );
}
