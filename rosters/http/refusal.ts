import { type Account, withoutToken } from "./account.ts";
import { type Failure, failure } from "./outcome.ts";

/** A status other than 2xx in words: what it means and what to do about it. */
export function refusal(
  account: Pick<Account, "vendor" | "secret" | "token" | "source">,
  status: number,
  body: unknown,
): Failure {
  const { vendor, secret, source } = account;
  const said = withoutToken(account, vendor.errorMessageOf(body)).slice(0, 200);
  const answered = `${vendor.name} answered ${status}${said && ` (${said})`}`;
  if (secret !== "" && (status === 401 || status === 403)) {
    const refused = `${vendor.name} refused the ${vendor.credential} ` +
      `in the secret ${secret}`;
    const note = `(${status}; Slack's own tokens are not concerned)`;
    const hint = vendor.hint ? `; ${vendor.hint}` : "";
    return failure(
      status,
      status === 401
        ? `${refused} ${note}: slack env set ${secret} <${vendor.remedy}>${hint}`
        : `${refused} what it asked for ${note}: ` +
          `give ${secret} one that may ${vendor.rights}`,
    );
  }
  if (status >= 300 && status < 400) {
    return failure(
      status,
      `${answered}: it sends elsewhere; correct its address`,
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
  if (status === 404 || status === 410) {
    return failure(
      status,
      `${answered}: what it was asked for is not there; ` +
        `correct the source ${source} in shiftlight.config.ts`,
    );
  }
  return failure(status, answered);
}
