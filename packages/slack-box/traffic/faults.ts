import type { VendorAnswer, VendorStandIn } from "../vendors/stand_in.ts";
import type { ApiAnswer } from "../web_api/answer.ts";

/** How the next calls of a method fail. */
export interface Fault {
  /** A method of Slack's Web API, or a roster vendor's name. */
  method: string;
  /** Only calls about this person; `null`: all calls. */
  user: string | null;
  /** Vendors only: only calls whose path begins so; `null`: all calls. */
  path: string | null;
  /** Calls that will still pass, before the first one fails. */
  skip: number;
  /** Calls that will still fail. */
  times: number;
  failure: Failure;
}

/** An answer that is a refusal. */
export type Refused =
  | { error: string; retry_after: number | null }
  | { status: number; retry_after: number | null };

export type Failure =
  | Refused
  /** The connection is cut before the work is done, or after. */
  | { cut: "before" | "after" }
  /** Vendors only: 200 with this text instead of the answer. */
  | { body: string }
  /** No answer comes, until the caller's own deadline. */
  | { hang: true };

/** The faults that are still to come, oldest first. */
export class Faults {
  #waiting: Fault[] = [];

  add(fault: Fault): void {
    this.#waiting.push({ ...fault });
  }

  clear(): void {
    this.#waiting = [];
  }

  /** Counts a call; returns the failure that it meets, or `null`. */
  take(
    method: string,
    user: string | null,
    path: string | null,
  ): Failure | null {
    for (const fault of this.#waiting) {
      if (fault.method !== method) continue;
      if (fault.user !== null && fault.user !== user) continue;
      if (fault.path !== null && !path?.startsWith(fault.path)) continue;
      if (fault.skip > 0) {
        fault.skip--;
        continue;
      }
      fault.times--;
      if (fault.times === 0) {
        this.#waiting = this.#waiting.filter((one) => one !== fault);
      }
      return fault.failure;
    }
    return null;
  }
}

/** Whether a bulk call does some of its work and fails for the rest. */
export function failsInPart(method: string, failure: Failure): boolean {
  return /^apps\.datastore\.bulk(Put|Get|Delete)$/.test(method) &&
    "error" in failure && failure.error === "partial_failure";
}

/** Slack's error for an HTTP status of a failure on its side. */
const ERROR_OF_STATUS: Record<number, string> = {
  429: "ratelimited",
  500: "internal_error",
  503: "service_unavailable",
  504: "request_timeout",
};

/** Slack's answer to a call that fails with an error or a status. */
export function faultyAnswer(failure: Refused): ApiAnswer {
  const limited = "status" in failure
    ? failure.status === 429
    : failure.error === "ratelimited";
  const error = "error" in failure
    ? failure.error
    : ERROR_OF_STATUS[failure.status] ?? "fatal_error";
  const status = "status" in failure ? failure.status : limited ? 429 : 200;
  const wait = limited ? failure.retry_after ?? 30 : failure.retry_after;
  return {
    status,
    headers: {
      "content-type": "application/json; charset=utf-8",
      ...(wait === null ? {} : { "retry-after": String(wait) }),
    },
    body: { ok: false, error },
  };
}

/** The same for a vendor, in its own format. */
export function faultyVendorAnswer(
  standIn: VendorStandIn,
  failure: Refused,
): VendorAnswer {
  const wait = failure.retry_after ?? undefined;
  return "status" in failure
    ? standIn.refusal(failure.status, undefined, wait)
    : standIn.refusal(500, failure.error, wait);
}

/** Stops one execution after the n-th call that functions make, once. */
export class KillSwitch {
  #callsLeft: number | null = null;

  arm(afterCalls: number): void {
    this.#callsLeft = afterCalls;
  }

  /** Counts a call of a function; true when it is the last of its execution. */
  count(method: string): boolean {
    if (this.#callsLeft === null) return false;
    if (method.startsWith("functions.complete")) return false;
    this.#callsLeft--;
    if (this.#callsLeft > 0) return false;
    this.#callsLeft = null;
    return true;
  }
}
