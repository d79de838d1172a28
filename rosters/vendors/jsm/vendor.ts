import * as v from "valibot";
import type { Account, Vendor } from "../../http/account.ts";
import { type Failure, failure } from "../../http/outcome.ts";

const Words = v.fallback(v.string(), "");
const Many = <S extends v.GenericSchema>(item: S) =>
  v.fallback(v.array(item), []);

/** The forms of error that Atlassian's gateway, its operations and Jira have. */
const ErrorBody = v.object({
  message: Words,
  errorMessages: Many(v.string()),
  errors: Many(v.object({ title: Words, detail: Words })),
});

/** Jira Service Management's operations, Opsgenie's successor. */
export const JSM: Vendor = {
  name: "Jira Service Management",
  credential: "API token",
  remedy: "email:API-token",
  hint: "the e-mail is that of the account whose token it is",
  rights: "read schedules (scope read:ops-config:jira-service-management)",
  urlSetting: "JSM_API_URL",
  headers: (token) => ({ authorization: `Basic ${btoa(token)}` }),
  secretVariants: (token) => [btoa(token), token.slice(token.indexOf(":") + 1)],
  errorMessageOf: (body) => {
    const parsed = v.safeParse(ErrorBody, body);
    if (!parsed.success) return "";
    const { message, errorMessages, errors } = parsed.output;
    const told = errors.flatMap(({ title, detail }) => [title, detail]);
    return [message, ...errorMessages, ...told].filter(Boolean).join(": ");
  },
};

/** What is wrong with the secret, if it is no e-mail and token. */
export function notBasic({ token, secret }: Account): Failure | null {
  if (/^[^:]+:.+$/.test(token)) return null;
  return failure(
    null,
    `the secret ${secret} holds no e-mail and API token with a colon between ` +
      `them: slack env set ${secret} <${JSM.remedy}>`,
  );
}
