// Before pdjs, which reads them while it loads.
import "./node_globals.ts";
import { api } from "@pagerduty/pdjs";
import * as v from "valibot";
import type { Ask, Vendor } from "../../http/account.ts";

/** PagerDuty's error body: `{"error":{"message","code","errors"?:[…]}}`. */
const ErrorBody = v.object({
  error: v.object({
    message: v.fallback(v.string(), ""),
    errors: v.fallback(v.optional(v.array(v.string()), []), []),
  }),
});

/**
 * One call through pdjs 2.2.4, around what it does: its retries on 429 cannot
 * be switched off, so they are spent at once (`retryTimeout: 0`); its timeout
 * only leaves a timer behind; a 4xx is no error to it; a body that is not JSON,
 * or stopped coming, rejects with the response; and it hands `redirect` on to
 * `fetch`, which must not take the token to another host.
 */
const askByPdjs: Ask = async ({ base, token }, path, query, signal) => {
  try {
    const { status, headers, data } = await api({
      url: base + path,
      token,
      queryParameters: query,
      redirect: "manual",
      signal,
      requestTimeout: 0,
      retryTimeout: 0,
    });
    return { status, headers, data, text: "" };
  } catch (thrown) {
    if (signal.aborted || !isAnswer(thrown)) throw thrown;
    const { status, headers } = thrown;
    return { status, headers, data: undefined, text: "" };
  }
};

function isAnswer(thrown: unknown): thrown is Response {
  return typeof thrown === "object" && thrown !== null &&
    "status" in thrown && typeof thrown.status === "number" &&
    "headers" in thrown;
}

/** PagerDuty's REST API. */
export const PAGERDUTY: Vendor = {
  name: "PagerDuty",
  credential: "API key",
  remedy: "read-only PagerDuty API key",
  hint: `for an account in the EU, region: "eu" in the configuration`,
  rights: "read schedules, escalation policies and users",
  urlSetting: "PAGERDUTY_API_URL",
  // pdjs sends the token itself.
  headers: () => ({}),
  retryAfterOf: (headers) => Number(headers.get("ratelimit-reset") ?? NaN),
  errorMessageOf: (body) => {
    const parsed = v.safeParse(ErrorBody, body);
    if (!parsed.success) return "";
    const { message, errors } = parsed.output.error;
    return [message, ...errors].filter((text) => text !== "").join(": ");
  },
  ask: askByPdjs,
};
