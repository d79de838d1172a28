import * as v from "valibot";
import { region, secretName, sourceFields, vendorIds } from "../fields.ts";

/** PagerDuty: schedules of both generations, and whole escalation policies. */
export const schema = v.pipe(
  v.strictObject({
    type: v.literal("pagerduty"),
    ...sourceFields,
    /** Ids of schedules: `["PI7DH85"]`. */
    schedules: v.optional(vendorIds("a schedule", "PI7DH85"), []),
    /**
     * Ids of escalation policies: everybody on call by them, including people
     * whom a policy names directly, without a schedule.
     */
    escalation_policies: v.optional(
      vendorIds("an escalation policy", "PGHDV41"),
      [],
    ),
    /** Where the account lives: `us` (the default) or `eu`. */
    region,
    /**
     * The name of the secret with the API key, never the key itself;
     * `PAGERDUTY_TOKEN` by default.
     */
    token: v.optional(secretName, "PAGERDUTY_TOKEN"),
  }),
  v.forward(
    v.check(
      ({ schedules, escalation_policies }) =>
        schedules.length + escalation_policies.length > 0,
      `needs at least one schedule's id, such as ["PI7DH85"], ` +
        `or one of escalation_policies`,
    ),
    ["schedules"],
  ),
);

const ADDRESSES = {
  us: "https://api.pagerduty.com",
  eu: "https://api.eu.pagerduty.com",
};

export function addressOf({ region }: v.InferOutput<typeof schema>): string {
  return ADDRESSES[region];
}
