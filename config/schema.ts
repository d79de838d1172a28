import * as v from "valibot";
import { namePattern } from "../rosters/name_pattern.ts";
import { SourceSchema } from "../rosters/sources.ts";
import {
  httpsAddress,
  quoted,
  settingsObject,
  text,
} from "../rosters/vendors/fields.ts";
import { isTimeZone } from "../time.ts";
import { emoji, template } from "./status_fields.ts";

const EMAIL = "[^\\s@:]+@[^\\s@]+";
const ROSTER_IDENTITY = new RegExp(`^(${EMAIL}|[a-z_]+:\\S.*)$`);
const PERSON_OR_EMAIL = new RegExp(`^([UW][A-Z0-9]{2,}|${EMAIL})$`);

function wholeNumber(least: number, most: number) {
  return v.pipe(
    v.number(),
    v.check(
      (value) => Number.isInteger(value) && value >= least && value <= most,
      ({ input }) =>
        `must be a whole number from ${least} to ${most}, not ${input}`,
    ),
  );
}

const person = text(
  /^[UW][A-Z0-9]{2,}$/,
  (id) => `${quoted(id)} is not a member's id, such as "U0123456789"`,
);

const level = text(
  /^([2-9]|[1-9]\d)$/,
  () => `must be a level from 2 to 99; the first level's is \`text\``,
);

// shiftlight.config.ts explains each setting, next to its value. Comments inside
// a schema would be part of every bundle.

/** What a state looks like on a person, and which state wins. */
export const StateSchema = settingsObject({
  label: v.optional(text(
    /^(?=.{1,40}$)\p{L}[\p{L}\p{N}]*([ '’-][\p{L}\p{N}]+)*$/u,
    (label) =>
      `${quoted(label)} is no label, such as "on call": words of letters ` +
      `and digits, at most 40 characters`,
  )),
  text: template,
  level_texts: v.optional(v.record(level, template), {}),
  emoji,
  priority: v.pipe(
    v.number(),
    v.check(
      (value) => Number.isFinite(value) && value >= 0,
      "must be a number from 0 up",
    ),
  ),
  dnd: v.optional(v.boolean(), false),
  away: v.optional(v.boolean(), false),
  expiry: v.optional(v.picklist(["shift_end", "lease"]), "shift_end"),
  linkable: v.exactOptional(v.boolean()),
});

/** The whole configuration, with the defaults of what may be left out. */
export const ConfigSchema = settingsObject({
  states: v.pipe(
    v.record(
      text(
        /^[a-z][a-z0-9_]{0,39}$/,
        () =>
          `may have small letters, digits and "_" only, up to 40, ` +
          `a letter first`,
      ),
      StateSchema,
    ),
    v.check(
      (states) => Object.keys(states).length > 0,
      "needs at least one state",
    ),
  ),
  sources: v.array(SourceSchema),
  people: v.optional(
    v.record(
      text(
        ROSTER_IDENTITY,
        () =>
          `is neither an e-mail address nor a vendor's id, ` +
          `such as "pagerduty:PXPGF42"`,
      ),
      person,
    ),
    {},
  ),
  aliases: v.optional(
    v.array(settingsObject({
      pattern: namePattern,
      person: text(
        PERSON_OR_EMAIL,
        (who) =>
          `${quoted(who)} is neither a member's id nor an e-mail address`,
      ),
    })),
    [],
  ),
  placeholders: v.optional(v.array(namePattern), ["Nobody"]),
  poll_minutes: v.optional(v.picklist([15, 20, 30, 60]), 15),
  report_channel: v.optional(
    v.nullable(text(
      /^[CG][A-Z0-9]{2,}$/,
      (id) => `${quoted(id)} is not a channel's id, such as "C0123456789"`,
    )),
    null,
  ),
  report_texts: v.optional(v.boolean(), true),
  operators: v.optional(v.array(person), []),
  freeze_managers: v.optional(v.array(person), []),
  handoffs: v.optional(
    settingsObject({
      hours: v.optional(wholeNumber(0, 24), 6),
      at_most: v.optional(wholeNumber(1, 100), 30),
    }),
    {},
  ),
  working_day_end: v.optional(
    text(
      /^([01]\d|2[0-3]):[0-5]\d$/,
      (time) => `${quoted(time)} is no time of day, such as "17:00"`,
    ),
    "17:00",
  ),
  time_zone: v.optional(
    v.pipe(
      v.string(),
      v.check(
        // An abbreviation is not one place: to Intl, BST is Dhaka.
        (zone) => /^UTC$|\//.test(zone) && isTimeZone(zone),
        ({ input }) =>
          `${quoted(input)} is not a time zone, such as "Europe/London"`,
      ),
    ),
    "UTC",
  ),
  companion_app: v.optional(
    v.nullable(settingsObject({
      client_id: text(
        /^\d+\.\d+$/,
        (id) =>
          `${quoted(id)} is not an app's client id: two numbers with a dot, ` +
          `from its "Basic Information" page`,
      ),
    })),
    null,
  ),
  workflow_texts: v.optional(v.boolean(), false),
  talk: v.optional(
    v.nullable(settingsObject({
      docs_url: v.optional(v.nullable(httpsAddress), null),
    })),
    {},
  ),
  mode: v.optional(v.picklist(["preview", "enforce"]), "preview"),
  audit_days: v.optional(wholeNumber(1, 730), 90),
  limits: v.optional(
    settingsObject({
      roster_hours: v.optional(wholeNumber(1, 720), 336),
      function_seconds: v.optional(wholeNumber(10, 60), 60),
      early_end_share: v.optional(
        v.pipe(
          v.number(),
          v.check(
            (share) => share > 0 && share <= 1,
            ({ input }) => `must be above 0 and at most 1, not ${input}`,
          ),
        ),
        0.5,
      ),
      rates: v.optional(v.picklist(["documented", "none"]), "documented"),
    }),
    {},
  ),
});

/** The whole configuration, as an installer writes it. */
export type ConfigInput = v.InferInput<typeof ConfigSchema>;

/** The configuration once checked, with every default filled in. */
export type Config = v.InferOutput<typeof ConfigSchema>;

/** Whether plans are carried out or only reported. */
export type Mode = Config["mode"];

/** States whose schedules are a channel's business unless the installer says otherwise. */
const LINKABLE: readonly string[] = ["on_call", "deploy_freeze"];

/** Whether channels may ask who is in a state, and link its schedules. */
export function isLinkable({ states }: Config, state: string): boolean {
  return states[state]?.linkable ?? LINKABLE.includes(state);
}
