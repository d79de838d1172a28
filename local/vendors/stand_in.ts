import type { VendorAnswer, VendorRequest } from "./answer.ts";
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
