import * as v from "valibot";
import { httpsAddress, secretName, sourceFields } from "../fields.ts";

/** Any system that answers with the JSON of docs/sources/json.md. */
export const schema = v.strictObject({
  type: v.literal("json"),
  ...sourceFields,
  /** `https://…`; `since` and `until` are added to its query. */
  url: httpsAddress,
  /** The name of the secret with a bearer token; `null` (the default): it takes none. */
  token: v.optional(v.nullable(secretName), null),
});

export function addressOf({ url }: v.InferOutput<typeof schema>): string {
  return url;
}
