import * as v from "valibot";
import {
  httpsAddress,
  schedulesField,
  settingsObject,
  sourceFields,
  tokenField,
} from "../fields.ts";

const schema = settingsObject({
  type: v.literal("grafana"),
  ...sourceFields,
  /** `https://oncall-prod-us-central-0.grafana.net/oncall`, from its settings page. */
  url: httpsAddress,
  ...schedulesField,
  /** `https://acme.grafana.net`, for a service account's token; `null` by default. */
  stack: v.optional(v.nullable(httpsAddress), null),
  ...tokenField("GRAFANA_ONCALL_TOKEN"),
});

/** Grafana OnCall, and IRM in Grafana Cloud. */
export const grafana = {
  schema,
  addressOf: ({ url }: v.InferOutput<typeof schema>) => url,
};
