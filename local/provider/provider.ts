import {
  type ProviderAnswer,
  ProviderRefusal,
  type ProviderRequest,
  refusal,
} from "./answer.ts";
import { onCalls } from "./oncalls.ts";
import type { Roster } from "./roster.ts";
import { listSchedules, readSchedule } from "./schedules.ts";
import { listUsers, readUser } from "./users.ts";

const REQUESTS_A_MINUTE = 960;
const MINUTE_MS = 60_000;

export interface ProviderOptions {
  roster: Roster;
  /** The one API key it accepts. */
  token: string;
  /** `documented` enforces the provider's rate over a sliding minute. */
  rates: "documented" | "none";
}

/** PagerDuty's REST API, as far as a roster is read through it. */
export class Provider {
  readonly roster: Roster;
  #token: string;
  #rates: "documented" | "none";
  /** When the requests of the last minute came, in Unix milliseconds. */
  #recent: number[] = [];

  constructor(options: ProviderOptions) {
    this.roster = options.roster;
    this.#token = options.token;
    this.#rates = options.rates;
  }

  answer(request: ProviderRequest, nowMs: number): ProviderAnswer {
    if (!this.#isAuthorized(request.authorization)) return refusal(401);
    const limited = this.#limit(nowMs);
    if (limited) return limited;
    try {
      const answer = this.#route(request, nowMs);
      return { ...answer, headers: { ...this.#rateHeaders(nowMs) } };
    } catch (error) {
      if (error instanceof ProviderRefusal) return error.answer;
      throw error;
    }
  }

  #isAuthorized(authorization: string | null): boolean {
    return authorization === `Token token=${this.#token}` ||
      authorization === `Bearer ${this.#token}`;
  }

  #limit(nowMs: number): ProviderAnswer | null {
    if (this.#rates === "none") return null;
    while (this.#recent[0]! <= nowMs - MINUTE_MS) this.#recent.shift();
    if (this.#recent.length >= REQUESTS_A_MINUTE) {
      return { ...refusal(429), headers: this.#rateHeaders(nowMs) };
    }
    this.#recent.push(nowMs);
    return null;
  }

  #rateHeaders(nowMs: number): Record<string, string> {
    const oldest = this.#recent[0] ?? nowMs;
    const resetMs = oldest + MINUTE_MS - nowMs;
    return {
      "ratelimit-limit": String(REQUESTS_A_MINUTE),
      "ratelimit-remaining": String(REQUESTS_A_MINUTE - this.#recent.length),
      "ratelimit-reset": String(Math.ceil(resetMs / 1000)),
    };
  }

  #route(request: ProviderRequest, nowMs: number): ProviderAnswer {
    if (request.method !== "GET") throw new ProviderRefusal(404);
    const [kind, id, ...rest] = request.path.split("/").filter(Boolean);
    if (rest.length > 0) throw new ProviderRefusal(404);
    if (id === undefined) {
      switch (kind) {
        case "oncalls":
          return onCalls(this.roster, request.query, nowMs);
        case "schedules":
          return listSchedules(this.roster, request.query);
        case "users":
          return listUsers(this.roster, request.query);
      }
    }
    if (kind === "schedules" && id !== undefined) {
      return readSchedule(this.roster, id, request.query, nowMs);
    }
    if (kind === "users" && id !== undefined) return readUser(this.roster, id);
    throw new ProviderRefusal(404);
  }
}
