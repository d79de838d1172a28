import * as v from "valibot";
import type { Account } from "./account.ts";
import { type Failure, failure } from "./outcome.ts";

/** PagerDuty's error body: `{"error":{"message","code","errors"?:[…]}}`. */
const ErrorBody = v.object({
  error: v.object({
    message: v.fallback(v.string(), ""),
    errors: v.fallback(v.optional(v.array(v.string()), []), []),
  }),
});

/** A status other than 2xx in words: what it means and what to do about it. */
export function refusal(
  account: Pick<Account, "secret" | "token">,
  status: number,
  body: unknown,
): Failure {
  const { secret, token } = account;
  const said = wordsOf(body).replaceAll(token, "…");
  const answered = `PagerDuty answered ${status}${said && ` (${said})`}`;
  if (status === 401) {
    return failure(
      status,
      `PagerDuty refused the API key in the secret ${secret} (401; Slack's own tokens are not concerned): ` +
        `slack env set ${secret} <read-only PagerDuty API key>; for an account in the EU, region: "eu" in the configuration`,
    );
  }
  if (status === 403) {
    return failure(
      status,
      `PagerDuty refused the API key in the secret ${secret} what it asked for (403; Slack's own tokens are not concerned): ` +
        `give ${secret} a key that may read schedules and users`,
    );
  }
  if (status === 429) {
    return failure(
      status,
      `${answered}: its rate limit is used up; the next poll tries again`,
    );
  }
  if (status >= 500) {
    return failure(status, `${answered}: the next poll tries again`);
  }
  return failure(status, answered);
}

function wordsOf(body: unknown): string {
  const parsed = v.safeParse(ErrorBody, body);
  if (!parsed.success) return "";
  const { message, errors } = parsed.output.error;
  return [message, ...errors].filter((text) => text !== "").join(": ")
    .slice(0, 200);
}
