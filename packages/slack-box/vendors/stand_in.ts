import type { Roster } from "./roster.ts";

/** A request to a vendor, with what its answer depends on. */
export interface VendorRequest {
  method: string;
  /** Below the vendor's root, as it came: `/oncalls`, `/v2/schedules/A%20B`. */
  path: string;
  query: URLSearchParams;
  /** The value of a header, by its name in small letters. */
  header(name: string): string | null;
}

export interface VendorAnswer {
  status: number;
  headers: Record<string, string>;
  /** An object is sent as JSON, a text as it is. */
  body: Record<string, unknown> | string;
}

/** An answer that is thrown, so that a look-up can end a request. */
export class VendorRefusal extends Error {
  constructor(readonly answer: VendorAnswer) {
    super(`the vendor answers ${answer.status}`);
    this.name = "VendorRefusal";
  }
}

/** What `work` answers, also where it refuses by throwing. */
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
  statusIfRefused?: number;
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
  const { admits, statusIfRefused: refused = 401, rate, refusal, route } =
    parts;
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

/** Counts requests over a sliding window, as a vendor that limits them does. */
export class RateWindow {
  readonly limit: number;
  #windowMs: number;
  #enforced: boolean;
  /** When the requests within the window came, in Unix milliseconds. */
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

  /** Counts a request; false, and not counted, when it is one too many. */
  admit(nowMs: number): boolean {
    if (!this.#enforced) return true;
    while (this.#recent[0]! <= nowMs - this.#windowMs) this.#recent.shift();
    if (this.#recent.length >= this.limit) return false;
    this.#recent.push(nowMs);
    return true;
  }

  /** Requests that still fit, as of the last one. */
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
 * Whom a route's pattern names in a path, by place: `routed("/v2/schedules/S1",
 * "v2", "schedules", ":")` is `["S1"]`. `null` when the path is another one.
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
