import * as v from "valibot";
import {
  quoted,
  region,
  scheduleNames,
  secretName,
  sourceFields,
  text,
} from "../fields.ts";

/**
 * Jira Service Management Operations: what an Opsgenie source has, and
 * `cloud_id`.
 */
export const schema = v.pipe(
  v.strictObject({
    type: v.literal("jsm"),
    ...sourceFields,
    /** The site's id, from `https://<site>.atlassian.net/_edge/tenant_info`. */
    cloud_id: text(
      /^[\w-]+$/,
      (id) =>
        `${quoted(id)} is not a site's id; find it at ` +
        `https://<site>.atlassian.net/_edge/tenant_info`,
    ),
    /** Names or ids of schedules. */
    schedules: scheduleNames,
    /** Has no effect: a source that was Opsgenie's may keep it. */
    region,
    /**
     * The name of the secret with the e-mail and API token, never the token
     * itself; `JSM_API_TOKEN` by default.
     */
    token: v.optional(secretName, "JSM_API_TOKEN"),
  }),
  // Atlassian has one address for all regions.
  v.transform(({ region: _none, ...source }) => source),
);

export function addressOf(): string {
  return "https://api.atlassian.com";
}
