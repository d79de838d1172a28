import * as v from "valibot";
import {
  quoted,
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
    /** Ids of escalation policies: everyone on call by them. */
    escalation_policies: v.optional(
      vendorIds("an escalation policy", "PGHDV41"),
      [],
    ),
    /** Levels of these policies: `[1]` for who is called first; all by default. */
    levels: v.optional(
      v.nullable(v.pipe(
        v.array(v.pipe(
          v.number(),
          v.check(
            (level) => Number.isInteger(level) && level >= 1,
            ({ input }) => `${quoted(input)} is no level; the first one is 1`,
          ),
        )),
        v.nonEmpty("needs at least one level, such as [1]; null is all"),
        v.check(
          (levels) => new Set(levels).size === levels.length,
          ({ input }) => `names a level twice: ${input.join(", ")}`,
        ),
      )),
      null,
    ),
    ...regionField,
    ...tokenField("PAGERDUTY_TOKEN"),
  }),
  v.forward(
    v.check(
      ({ levels, escalation_policies }) =>
        levels === null || escalation_policies.length > 0,
      "are levels of escalation_policies, and none is named",
    ),
    ["levels"],
  ),
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
