import { formatInstant } from "../instant.ts";

export interface LoggedRequest {
  /** ISO 8601. */
  at: string;
  method: string;
  /** A person, the app's bot user, or `null` for no token of this workspace. */
  token_owner: string | null;
  ok: boolean;
  error?: string;
}

/** Every request that reached Slack's Web API or a roster vendor. */
export class RequestLog {
  #requests: Array<Omit<LoggedRequest, "at"> & { at_ms: number }> = [];

  add(request: Omit<LoggedRequest, "at"> & { at_ms: number }): void {
    this.#requests.push(request);
  }

  clear(): void {
    this.#requests = [];
  }

  report() {
    const by_method: Record<string, number> = {};
    for (const { method } of this.#requests) {
      by_method[method] = (by_method[method] ?? 0) + 1;
    }
    const log: LoggedRequest[] = this.#requests.map(({ at_ms, ...rest }) => ({
      at: formatInstant(at_ms),
      ...rest,
    }));
    return { total: this.#requests.length, by_method, log };
  }
}
