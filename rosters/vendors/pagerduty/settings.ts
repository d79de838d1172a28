import * as v from "valibot";
import {
  regionField,
  settingsObject,
  sourceFields,
  tokenField,
  vendorIds,
} from "../fields.ts";

const schema = v.pipe(
  settingsObject({
    type: v.literal("pagerduty"),
    ...sourceFields,
    /** Ids of schedules: `["PI7DH85"]`. */
    schedules: v.optional(vendorIds("a schedule", "PI7DH85"), []),
    /** Ids of escalation policies: everyone on call by them, at every level. */
    escalation_policies: v.optional(
      vendorIds("an escalation policy", "PGHDV41"),
      [],
    ),
    ...regionField,
    ...tokenField("PAGERDUTY_TOKEN"),
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

/** PagerDuty: schedules of both generations, and whole escalation policies. */
export const pagerduty = {
  schema,
  addressOf: ({ region }: v.InferOutput<typeof schema>) => ADDRESSES[region],
};
