import * as v from "valibot";
import {
  httpsAddress,
  scheduleNames,
  secretName,
  sourceFields,
} from "../fields.ts";

/** Grafana OnCall, and IRM in Grafana Cloud. */
export const schema = v.strictObject({
  type: v.literal("grafana"),
  ...sourceFields,
  /** `https://oncall-prod-us-central-0.grafana.net/oncall`, from its settings page. */
  url: httpsAddress,
  /** Names or ids of schedules. */
  schedules: scheduleNames,
  /**
   * `https://acme.grafana.net`, if the credential is a service account's token;
   * `null` (the default) if it is an OnCall API key.
   */
  stack: v.optional(v.nullable(httpsAddress), null),
  /**
   * The name of the secret with the credential, never the credential itself;
   * `GRAFANA_ONCALL_TOKEN` by default.
   */
  token: v.optional(secretName, "GRAFANA_ONCALL_TOKEN"),
});

export function addressOf({ url }: v.InferOutput<typeof schema>): string {
  return url;
}
