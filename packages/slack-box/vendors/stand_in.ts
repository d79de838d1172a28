import type { Roster } from "./roster.ts";

/** A request to a vendor. */
export interface VendorRequest {
  method: string;
  /**
   * The path below the vendor's root, not decoded: `/oncalls`,
   * `/v2/schedules/A%20B`.
   */
  path: string;
  query: URLSearchParams;
  /** The value of a header, by its lower-case name. */
  header(name: string): string | null;
}

export interface VendorAnswer {
  status: number;
  headers: Record<string, string>;
  /** An object is sent as JSON, a text unchanged. */
  body: Record<string, unknown> | string;
}

/** Thrown to end a request with a vendor's refusal. */
export class VendorRefusal extends Error {
  constructor(readonly answer: VendorAnswer) {
    super(`the vendor answers ${answer.status}`);
    this.name = "VendorRefusal";
  }
}

/** The result of `work`, or the refusal that it throws. */
export function orRefusal(work: () => VendorAnswer): VendorAnswer {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof VendorRefusal) return thrown.answer;
    throw thrown;
  }
}

/** 200 with that body. */
export function success(body: VendorAnswer["body"]): VendorAnswer {
  return { status: 200, headers: {}, body };
}

/** A stand-in for a vendor. */
export interface VendorStandIn {
  /** The vendor's answer at `nowMs` (Unix milliseconds). */
  answer(request: VendorRequest, nowMs: number): VendorAnswer;
  /**
   * A fault in the vendor's own format.
   *
   * @param error Replaces the vendor's usual message.
   * @param retryAfterSeconds When a 429 ends; absent: the vendor's usual time.
   */
  refusal(
    status: number,
    error?: string,
    retryAfterSeconds?: number,
  ): VendorAnswer;
}

export interface StandInParts {
  /** The schedules of all vendors; a stand-in serves those of its own name. */
  roster: Roster;
  /** The one credential that it accepts. */
  token: string;
  /** `documented` enforces the vendor's rate. */
  rates: "documented" | "none";
}

export type MakeStandIn = (parts: StandInParts) => VendorStandIn;

/** What differs from vendor to vendor. */
interface VendorParts {
  /** Whether a request has the credential; absent: none is needed. */
  admits?(request: VendorRequest): boolean;
  /** The status if a request has not; 401 unless given. */
  statusIfRefused?: number;
  /** Requests that it accepts within a window; absent: no limit. */
  rate?: { requests: number; withinMs: number };
  /** The answer to one request too many; a plain 429 unless given. */
  limited?(secondsToReset: number, nowMs: number): VendorAnswer;
  refusal: VendorStandIn["refusal"];
  /** Answers all other requests, or throws to refuse. */
  route(request: VendorRequest, nowMs: number): VendorAnswer;
}

/**
 * Makes a stand-in. It checks the credential first, then the rate, then the
 * request.
 *
 * @param parts What differs from vendor to vendor.
 * @returns The stand-in, for the table in `vendors.ts`.
 */
export function standIn(
  { rates }: Pick<StandInParts, "rates">,
  parts: VendorParts,
): VendorStandIn {
  const { admits, statusIfRefused: refused = 401, rate, refusal, route } =
    parts;
  const {
    limited = (seconds: number) => refusal(429, undefined, seconds),
  } = parts;
  const window = rate && new RateWindow(rate.requests, rate.withinMs, rates);
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

/** Counts requests over a sliding window. */
export class RateWindow {
  readonly limit: number;
  #windowMs: number;
  #enforced: boolean;
  /** Times of the requests within the window, in Unix milliseconds. */
  #recent: number[] = [];

  /** At most `limit` requests within any `windowMs` milliseconds. */
  constructor(
    limit: number,
    windowMs: number,
    rates: "documented" | "none",
  ) {
    this.limit = limit;
    this.#windowMs = windowMs;
    this.#enforced = rates === "documented";
  }

  /**
   * Counts a request; returns false, without counting it, if it is one too
   * many.
   */
  admit(nowMs: number): boolean {
    if (!this.#enforced) return true;
    while (this.#recent[0]! <= nowMs - this.#windowMs) this.#recent.shift();
    if (this.#recent.length >= this.limit) return false;
    this.#recent.push(nowMs);
    return true;
  }

  /** Requests that are still allowed after the last one. */
  get remaining(): number {
    return this.limit - this.#recent.length;
  }

  /** Whole seconds until the oldest request no longer counts. */
  secondsToReset(nowMs: number): number {
    const oldest = this.#recent[0] ?? nowMs;
    return Math.ceil((oldest + this.#windowMs - nowMs) / 1000);
  }
}

/** The parts of a path between its slashes, decoded: `["schedules", "A B"]`. */
export function segmentsOf(path: string): string[] {
  return path.split("/").filter(Boolean).map(decoded);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/**
 * Matches a path with a pattern of segments, where `:` stands for any segment.
 *
 * @returns The segments that `:` stands for, or `null` if the path does not
 * match.
 * @example routed("/v2/schedules/S1", "v2", "schedules", ":"); // ["S1"]
 */
export function routed(path: string, ...pattern: string[]): string[] | null {
  const segments = segmentsOf(path);
  if (segments.length !== pattern.length) return null;
  const named: string[] = [];
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index]!;
    if (part === ":") named.push(segment);
    else if (part !== segment) return null;
  }
  return named;
}
