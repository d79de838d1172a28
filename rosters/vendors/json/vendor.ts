import * as v from "valibot";
import type { ValidatedSource } from "../../../config/sources.ts";
import type { Vendor } from "../../http/account.ts";

/** What the endpoint may say of an error: `{"error": "…"}`. */
const ErrorBody = v.object({ error: v.string() });

/** Whoever serves the address: errors call it by its host. */
export function vendorOf({ url }: ValidatedSource<"json">): Vendor {
  const { host } = new URL(url);
  return {
    name: host,
    credential: "bearer token",
    remedy: `bearer token for ${host}`,
    rights: "read its shifts",
    urlSetting: "JSON_API_URL",
    headers: (token): Record<string, string> =>
      token === "" ? {} : { authorization: `Bearer ${token}` },
    errorMessageOf: (body) => {
      const parsed = v.safeParse(ErrorBody, body);
      return parsed.success ? parsed.output.error : "";
    },
  };
}
