import * as v from "valibot";
import {
  httpsAddress,
  secretName,
  settingsObject,
  sourceFields,
} from "../fields.ts";

const schema = settingsObject({
  type: v.literal("json"),
  ...sourceFields,
  /** `https://…`; `since` and `until` are added to its query. */
  url: httpsAddress,
  /** Name of the secret with a bearer token; `null` (the default): none. */
  token: v.optional(v.nullable(secretName), null),
});

/** Any system that answers with the JSON of docs/sources/json.md. */
export const json = {
  schema,
  addressOf: ({ url }: v.InferOutput<typeof schema>) => url,
};
