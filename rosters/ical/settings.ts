import * as v from "valibot";
import { regularExpression } from "../regular_expression.ts";
import {
  httpsAddress,
  quoted,
  secretName,
  sourceFields,
  text,
} from "../vendors/fields.ts";

/** A calendar at an address: time off, freezes, most schedules. */
export const schema = v.pipe(
  v.strictObject({
    type: v.literal("ical"),
    ...sourceFields,
    /** `https://…`; `{secret}` in it stands for a part that must stay secret. */
    url: httpsAddress,
    /** The name of the secret that `{secret}` stands for; `null` (the default): none. */
    token: v.optional(v.nullable(secretName), null),
    /** What the schedule is called; the calendar's own name by default. */
    label: v.optional(v.nullable(v.string()), null),
    /** Only events whose summary matches this regular expression; all by default. */
    match: v.optional(v.nullable(regularExpression), null),
    /**
     * Whom an event is about: its `attendees`, its `organizer`, the person in
     * its `summary`, or `auto` (the default): the attendees if it has any, else
     * the summary.
     */
    who: v.optional(
      v.picklist(["auto", "attendees", "organizer", "summary"]),
      "auto",
    ),
    /**
     * For calendars whose every event is about the same people, such as a
     * deploy freeze: Slack ids of people or user groups, or e-mail addresses.
     */
    everybody: v.optional(
      v.nullable(v.pipe(
        v.array(text(
          /^([UWS][A-Z0-9]{2,}|[^\s@:]+@[^\s@]+)$/,
          (who) =>
            `${quoted(who)} is no Slack id of a person or user group, ` +
            `nor an e-mail address`,
        )),
        v.minLength(1, "needs somebody; leave it out to go by the events"),
      )),
      null,
    ),
  }),
  v.forward(
    v.check(
      ({ url, token }) => url.includes("{secret}") === (token !== null),
      `names a secret exactly when the url has "{secret}" in its place`,
    ),
    ["token"],
  ),
);

export function addressOf({ url }: v.InferOutput<typeof schema>): string {
  return url;
}
