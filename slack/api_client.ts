import type { SlackClient } from "./call.ts";

const USER_AGENT = `Deno/${Deno.version.deno} OS/${Deno.build.os} shiftlight`;

/** An answer with another status than 2xx. */
class HttpError extends Error {
  constructor(
    method: string,
    readonly status: number,
    readonly headers: Headers,
  ) {
    super(`${method}: HTTP status ${status}`);
  }
}

/**
 * A client of Slack's Web API: one POST a call, form-encoded. Values that are
 * not text are sent as JSON, as Slack reads them.
 *
 * Its calls throw an `HttpError` for a status other than 2xx, a `SyntaxError`
 * for an answer that is not a JSON object, and a `TypeError` if there is none.
 *
 * @param token The app's own. A call with the argument `token` uses that one.
 * @param url Where the methods are; by default `https://slack.com/api/`.
 */
export function createApiClient(token: string, url?: string): SlackClient {
  const base = (url || "https://slack.com/api/").replace(/\/$/, "");
  return {
    async apiCall(method, data = {}) {
      const response = await fetch(`${base}/${method}`, {
        method: "POST",
        headers: {
          "Authorization": `Bearer ${data.token ?? token}`,
          "Content-Type": "application/x-www-form-urlencoded",
          "User-Agent": USER_AGENT,
        },
        body: formOf(data),
      });
      if (response.ok) return objectOf(await response.json(), method);
      // The status says enough. An unread body would hold its connection.
      await response.body?.cancel();
      throw new HttpError(method, response.status, response.headers);
    },
  };
}

function formOf(data: Record<string, unknown>): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(data)) {
    if (value === undefined) continue;
    form.set(name, typeof value === "string" ? value : JSON.stringify(value));
  }
  return form;
}

function objectOf(answer: unknown, method: string): Record<string, unknown> {
  if (typeof answer === "object" && answer !== null && !Array.isArray(answer)) {
    return answer as Record<string, unknown>;
  }
  throw new SyntaxError(`${method}: the answer is not a JSON object`);
}
