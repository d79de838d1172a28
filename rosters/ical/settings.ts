import * as v from "valibot";
import { namePattern } from "../name_pattern.ts";
import {
  httpsAddress,
  quoted,
  secretName,
  settingsObject,
  sourceFields,
  text,
} from "../vendors/fields.ts";

const schema = v.pipe(
  settingsObject({
    type: v.literal("ical"),
    ...sourceFields,
    /** `https://…`; `{secret}` in it stands for a part that must stay secret. */
    url: httpsAddress,
    /** Name of the secret that `{secret}` stands for; `null` (the default): none. */
    token: v.optional(v.nullable(secretName), null),
    /** What the schedule is called; the calendar's own name by default. */
    label: v.optional(v.nullable(v.string()), null),
    /** Patterns such as `*PTO*`: only events whose summary fits one; all by default. */
    match: v.optional(
      v.nullable(v.union([namePattern, v.array(namePattern)])),
      null,
    ),
    /** Only events that Outlook marks as out of office; `false` by default: all. */
    out_of_office_only: v.optional(v.boolean(), false),
    /** The people of an event; `auto` (the default): its attendees, else its summary. */
    who: v.optional(
      v.picklist(["auto", "attendees", "organizer", "summary"]),
      "auto",
    ),
    /** The people of every event: Slack ids of people or user groups, or e-mail addresses. */
    everybody: v.optional(
      v.nullable(v.pipe(
        v.array(text(
          /^([UWS][A-Z0-9]{2,}|[^\s@:]+@[^\s@]+)$/,
          (who) =>
            `${quoted(who)} is no Slack id of a person or user group, ` +
            `nor an e-mail address`,
        )),
        v.nonEmpty(
          "needs at least one person or group; leave it out to read people from the events",
        ),
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

/** A calendar at an address: time off, freezes, most schedules. */
export const ical = {
  schema,
  addressOf: ({ url }: v.InferOutput<typeof schema>) => url,
};
