import { orRefusal, type VendorAnswer, type VendorRequest } from "./answer.ts";
import { RateWindow } from "./rate_window.ts";
import type { Roster } from "./roster.ts";

/** What takes a vendor's place. */
export interface VendorStandIn {
  /** What the vendor answers at `nowMs`, Unix milliseconds. */
  answer(request: VendorRequest, nowMs: number): VendorAnswer;
  /**
   * A fault in the vendor's own words and with its own headers. `error`
   * replaces its usual words; after `retryAfterSeconds`, or what the vendor
   * would say itself, a 429 is over.
   */
  refusal(
    status: number,
    error?: string,
    retryAfterSeconds?: number,
  ): VendorAnswer;
}

export interface StandInParts {
  /** Everybody's schedules: a vendor serves `schedulesOf` its own name. */
  roster: Roster;
  /** The one credential that it takes. */
  token: string;
  /** `documented` enforces the vendor's rate. */
  rates: "documented" | "none";
}

export type MakeStandIn = (parts: StandInParts) => VendorStandIn;

/** What a vendor has of its own, in the frame that all of them have. */
interface VendorParts {
  /** Whether a request has the credential; all do unless given. */
  admits?(request: VendorRequest): boolean;
  /** The status for those that have not; 401 unless given. */
  refused?: number;
  /** Requests that it takes within so many milliseconds; no end of them unless given. */
  rate?: { requests: number; within_ms: number };
  /** What is one request too many; a plain 429 unless given. */
  limited?(secondsToReset: number, nowMs: number): VendorAnswer;
  refusal: VendorStandIn["refusal"];
  /** What it answers to the others, or throws to refuse. */
  route(request: VendorRequest, nowMs: number): VendorAnswer;
}

/** A stand-in: first the credential counts, then the rate, then what is asked. */
export function standIn(
  { rates }: Pick<StandInParts, "rates">,
  parts: VendorParts,
): VendorStandIn {
  const { admits, refused = 401, rate, refusal, route } = parts;
  const {
    limited = (seconds: number) => refusal(429, undefined, seconds),
  } = parts;
  const window = rate && new RateWindow(rate.requests, rate.within_ms, rates);
  return {
    answer(request, nowMs) {
      if (admits && !admits(request)) return refusal(refused);
      if (window && !window.admit(nowMs)) {
        return limited(window.secondsToReset(nowMs), nowMs);
      }
      return orRefusal(() => route(request, nowMs));
    },
    refusal,
  };
}
