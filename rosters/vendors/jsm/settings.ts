import * as v from "valibot";
import {
  quoted,
  regionField,
  schedulesField,
  settingsObject,
  sourceFields,
  text,
  tokenField,
} from "../fields.ts";

const schema = v.pipe(
  settingsObject({
    type: v.literal("jsm"),
    ...sourceFields,
    /** The site's id, from `https://<site>.atlassian.net/_edge/tenant_info`. */
    cloud_id: text(
      /^[\w-]+$/,
      (id) =>
        `${quoted(id)} is not a site's id; find it at ` +
        `https://<site>.atlassian.net/_edge/tenant_info`,
    ),
    ...schedulesField,
    /**
     * `https://acme.atlassian.net`, for an API token without scopes: people are then
     * looked up there. `null` (the default): the token has scopes.
     */
    site: v.optional(
      v.nullable(text(
        /^https:\/\/[a-z0-9][a-z0-9-]*\.atlassian\.net\/?$/,
        () => `must be the site's own address, https://<site>.atlassian.net`,
      )),
      null,
    ),
    // Has no effect: a source that was Opsgenie's may keep it.
    ...regionField,
    ...tokenField("JSM_API_TOKEN"),
  }),
  // Atlassian has one address for all regions.
  v.transform(({ region: _none, ...source }) => source),
);

/**
 * Jira Service Management Operations: what an Opsgenie source has, and
 * `cloud_id`.
 */
export const jsm = {
  schema,
  addressOf: () => "https://api.atlassian.com",
  peopleAddressOf: ({ site }: v.InferOutput<typeof schema>) => site,
};
