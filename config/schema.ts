import * as v from "valibot";
import { regularExpression } from "../rosters/regular_expression.ts";
import { SourceSchema } from "../rosters/sources.ts";
import { quoted, text } from "../rosters/vendors/fields.ts";
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

/** What a state looks like on a person, and which state wins. */
export const StateSchema = v.strictObject({
  /**
   * The status text. `{until}` becomes the end of the shift in the person's own
   * time zone, `{label}` the name of the schedule. It needs text of its own
   * beside these, at most 80 characters and different from every other state's:
   * that is how the app recognises its own statuses.
   */
  text: template,
  /**
   * Another text from a level on, for people who are called later:
   * `{ "2": "Backup for {label} until {until}" }`.
   */
  level_texts: v.optional(v.record(level, template), {}),
  /** One emoji with its colons: `:pager:`, or `:wave::skin-tone-3:`. */
  emoji,
  /**
   * The state with the largest number wins when a person is in several at once.
   * No two states have the same number.
   */
  priority: v.pipe(
    v.number(),
    v.check((value) => Number.isFinite(value), "must be a finite number"),
  ),
  /** Pauses notifications, for people who allow it. Refused for `on_call`. */
  dnd: v.optional(v.boolean(), false),
  /** Shows the person as away, for people who allow it. */
  away: v.optional(v.boolean(), false),
  /**
   * When Slack itself clears the status if the app is down: `shift_end` (the
   * default), some minutes after the end of the shift, or `lease`, a day ahead
   * and renewed while the shift lasts.
   */
  expiry: v.optional(v.picklist(["shift_end", "lease"]), "shift_end"),
});

/** The whole configuration: what an installer may write, and its defaults. */
export const ConfigSchema = v.strictObject({
  /** What shifts look like in Slack, by the name of their state. */
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
  /** Where shifts come from. */
  sources: v.array(SourceSchema),
  /**
   * People whose e-mail on a roster is not the one they use in Slack: e-mail or
   * vendor id (`pagerduty:PXPGF42`) on the left, Slack id on the right. Case
   * does not matter in e-mail addresses.
   */
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
  /** For rosters that only give names. The first alias that matches counts. */
  aliases: v.optional(
    v.array(v.strictObject({
      /** A regular expression: `^Bob\\b`. Case does not matter. */
      pattern: regularExpression,
      /** The Slack id or e-mail address of the person with such a name. */
      person: text(
        PERSON_OR_EMAIL,
        (who) =>
          `${quoted(who)} is neither a member's id nor an e-mail address`,
      ),
    })),
    [],
  ),
  /** Names and e-mail addresses on rosters that stand for no person: `["Nobody"]` by default. */
  placeholders: v.optional(v.array(v.string()), ["Nobody"]),
  /** Minutes between two polls: 15 (the default), 20, 30 or 60. */
  poll_minutes: v.optional(v.picklist([15, 20, 30, 60]), 15),
  /** Channel id for reports; without one they go to `slack activity` alone. */
  report_channel: v.optional(
    v.nullable(text(
      /^[CG][A-Z0-9]{2,}$/,
      (id) => `${quoted(id)} is not a channel's id, such as "C0123456789"`,
    )),
    null,
  ),
  /** Slack ids of the people who may do what concerns everyone. */
  operators: v.optional(v.array(person), []),
  /** Slack ids of people who, beside the operators, may declare freezes for user groups. */
  freeze_managers: v.optional(v.array(person), []),
  /** One-off triggers for handoffs, which then need not wait for a poll. */
  handoffs: v.optional(
    v.strictObject({
      /** How many hours ahead they are made, 0 (none) to 24; 6 by default. */
      hours: v.optional(wholeNumber(0, 24), 6),
      /** How many may wait at once, 1 to 100; 30 by default. */
      at_most: v.optional(wholeNumber(1, 100), 30),
    }),
    {},
  ),
  /** IANA zone for people whose own is not known; `UTC` by default. */
  time_zone: v.optional(
    v.pipe(
      v.string(),
      v.check(
        isTimeZone,
        ({ input }) =>
          `${quoted(input)} is not a time zone, such as "Europe/London"`,
      ),
    ),
    "UTC",
  ),
  /**
   * The companion app through which people connect their own account. Without
   * it only tokens among the secrets serve, people's own or admins'.
   */
  companion_app: v.optional(
    v.nullable(v.strictObject({
      client_id: text(
        /^\S+$/,
        (id) => `${quoted(id)} is not an app's client id`,
      ),
    })),
    null,
  ),
  /**
   * `preview` (the default) plans, reports each plan once and writes nothing;
   * `enforce` does what it plans. After a click on *Switch mode* that choice
   * counts.
   */
  mode: v.optional(v.picklist(["preview", "enforce"]), "preview"),
  /** How long the audit log is kept, in days; 90 by default. */
  audit_days: v.optional(wholeNumber(1, 730), 90),
  limits: v.optional(
    v.strictObject({
      /** How far ahead rosters are read, in hours; two weeks by default. */
      roster_hours: v.optional(wholeNumber(1, 720), 336),
      /** Seconds a function may run: 60 at Slack (the default), 15 under `slack run`. */
      function_seconds: v.optional(wholeNumber(10, 60), 60),
      /**
       * The share of the active claims that one run may end before their
       * recorded end; half by default. It applies from 10 active claims up.
       */
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
      /**
       * `documented` (the default): calls are paced by Slack's documented rates.
       * `none`: they are not, for an app that Slack grants more; after a refusal
       * the app waits as long as Slack asks.
       */
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
