import type { Ask, Vendor } from "../../http/account.ts";
import { askByFetch } from "../../http/request.ts";

/** Its answers have spelled it both ways. */
const ERROR_HEADERS = ["x-bamboohr-error-message", "x-bamboohr-error-messsage"];

/** BambooHR says what is wrong in a header; the body of an error may be anything. */
const ask: Ask = async (...call) => {
  const answer = await askByFetch(...call);
  if (answer.status < 400) return answer;
  const said = ERROR_HEADERS.map((name) => answer.headers.get(name));
  return { ...answer, data: said.find((words) => words) ?? "" };
};

/** The key is the user name; the password may be anything. */
function basicOf(token: string): string {
  return btoa(`${token}:x`);
}

/**
 * BambooHR's API v1. A 429 says in `Retry-After` when it is over
 * (documentation.bamboohr.com/docs/planned-changes-to-the-api).
 */
export const BAMBOOHR: Vendor = {
  name: "BambooHR",
  credential: "API key",
  remedy: "BambooHR API key",
  hint:
    "the key's owner must be an enabled user of the company in the configuration",
  rights: "see Who's Out, which the company must have turned on",
  urlSetting: "BAMBOOHR_API_URL",
  headers: (token) => ({ authorization: `Basic ${basicOf(token)}` }),
  secretVariants: (token) => [basicOf(token)],
  errorMessageOf: (body) => typeof body === "string" ? body : "",
  ask,
};
