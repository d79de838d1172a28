import { refusal } from "../provider/answer.ts";
import type { ApiAnswer } from "../web_api/answer.ts";
import { PAGERDUTY } from "./call.ts";

/** How the next calls of a method fail. */
export interface Fault {
  /** A method of Slack's Web API, or `pagerduty`. */
  method: string;
  /** Only calls about this person; `null`: everybody's. */
  user: string | null;
  /** Calls that will still fail. */
  times: number;
  failure: Failure;
}

export type Failure =
  | { error: string; retry_after: number | null }
  | { status: number; retry_after: number | null }
  | { cut: "before" | "after" };

/** The faults that wait for their calls, oldest first. */
export class Faults {
  #waiting: Fault[] = [];

  add(fault: Fault): void {
    this.#waiting.push({ ...fault });
  }

  clear(): void {
    this.#waiting = [];
  }

  /** The failure that this call meets, counted; `null` when it meets none. */
  take(method: string, user: string | null): Failure | null {
    const fault = this.#waiting.find((one) =>
      one.method === method && (one.user === null || one.user === user)
    );
    if (fault === undefined) return null;
    fault.times--;
    if (fault.times === 0) {
      this.#waiting = this.#waiting.filter((one) => one !== fault);
    }
    return fault.failure;
  }
}

/** Whether a bulk call does some of its work and fails for the rest. */
export function failsInPart(method: string, failure: Failure): boolean {
  return /^apps\.datastore\.bulk(Put|Get|Delete)$/.test(method) &&
    "error" in failure && failure.error === "partial_failure";
}

/** Slack's error for an HTTP status that tells of trouble on its side. */
const ERROR_OF_STATUS: Record<number, string> = {
  429: "ratelimited",
  500: "internal_error",
  503: "service_unavailable",
  504: "request_timeout",
};

function retryAfter(seconds: number | null, absent: number): number {
  return seconds ?? absent;
}

/** The answer of a call that fails with an error or an HTTP status. */
export function faultyAnswer(
  method: string,
  failure: Exclude<Failure, { cut: string }>,
): ApiAnswer {
  if (method === PAGERDUTY) return faultyProviderAnswer(failure);
  const limited = "status" in failure
    ? failure.status === 429
    : failure.error === "ratelimited";
  const error = "error" in failure
    ? failure.error
    : ERROR_OF_STATUS[failure.status] ?? "fatal_error";
  const status = "status" in failure ? failure.status : limited ? 429 : 200;
  const wait = limited
    ? retryAfter(failure.retry_after, 30)
    : failure.retry_after;
  return {
    status,
    headers: {
      "content-type": "application/json; charset=utf-8",
      ...(wait === null ? {} : { "retry-after": String(wait) }),
    },
    body: { ok: false, error },
  };
}

function faultyProviderAnswer(
  failure: Exclude<Failure, { cut: string }>,
): ApiAnswer {
  const status = "status" in failure ? failure.status : 500;
  const answer = refusal(status);
  if ("error" in failure) {
    answer.body = { error: { message: failure.error, code: 2000 } };
  }
  if (status === 429) {
    answer.headers = {
      "ratelimit-limit": "960",
      "ratelimit-remaining": "0",
      "ratelimit-reset": String(retryAfter(failure.retry_after, 20)),
    };
  }
  return answer;
}
