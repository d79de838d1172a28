import * as v from "valibot";
import { emojiProblem, isEmojiName } from "./emoji.ts";
import { templateProblems } from "./template.ts";

const PERSON = /^[UW][A-Z0-9]{2,}$/;
const CHANNEL = /^[CG][A-Z0-9]{2,}$/;
const ROSTER_IDENTITY = /^([^\s@:]+@[^\s@]+|pagerduty:[\w-]+)$/;

const quoted = (value: unknown): string => JSON.stringify(value);

function text(
  pattern: RegExp,
  message: (value: string) => string,
) {
  return v.pipe(
    v.string(),
    v.check((value) => pattern.test(value), ({ input }) => message(input)),
  );
}

function whole(least: number, most: number) {
  return v.pipe(
    v.number(),
    v.check(
      (value) => Number.isInteger(value) && value >= least && value <= most,
      ({ input }) =>
        `must be a whole number from ${least} to ${most}, not ${input}`,
    ),
  );
}

const Emoji = v.pipe(
  v.string(),
  v.check(
    isEmojiName,
    ({ input }) => emojiProblem(input),
  ),
);

const Template = v.pipe(
  v.string(),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    for (const message of templateProblems(dataset.value)) {
      addIssue({ message });
    }
  }),
);

const Person = text(
  PERSON,
  (id) => `${quoted(id)} is not a member's id, such as "U0123456789"`,
);

const TimeZone = v.pipe(
  v.string(),
  v.check(
    isTimeZone,
    ({ input }) =>
      `${quoted(input)} is not a time zone, such as "Europe/London"`,
  ),
);

/** Zones found to be some: to make a format takes longer than all other checks. */
const zones = new Set<string>();

function isTimeZone(zone: string): boolean {
  if (zones.has(zone)) return true;
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    zones.add(zone);
    return true;
  } catch {
    return false;
  }
}

export const StateSchema = v.strictObject({
  text: Template,
  emoji: Emoji,
  priority: v.pipe(
    v.number(),
    v.check((value) => Number.isFinite(value), "must be a finite number"),
  ),
  dnd: v.optional(v.boolean(), false),
  away: v.optional(v.boolean(), false),
  expiry: v.optional(v.picklist(["shift_end", "lease"]), "shift_end"),
});

// With a second kind of source this becomes a variant.
export const SourceSchema = v.strictObject({
  type: v.literal("pagerduty"),
  id: text(
    /^[\w-]{1,40}$/,
    (id) =>
      `${quoted(id)} may have letters, digits, "_" and "-" only, up to 40`,
  ),
  state: v.string(),
  schedules: v.pipe(
    v.array(text(
      /^[\w-]+$/,
      (id) => `${quoted(id)} is not a schedule's id, such as "PI7DH85"`,
    )),
    v.minLength(1, `needs at least one schedule's id, such as ["PI7DH85"]`),
  ),
  region: v.optional(v.picklist(["us", "eu"]), "us"),
  token: v.optional(
    // The value stays out of the message: it may be a token by mistake.
    text(
      /^[A-Z][A-Z0-9_]*$/,
      () =>
        `must be the name of a secret in capitals, such as ` +
        `"PAGERDUTY_TOKEN", never the token itself`,
    ),
    "PAGERDUTY_TOKEN",
  ),
});

const People = v.record(
  text(
    ROSTER_IDENTITY,
    () =>
      `is neither an e-mail address nor a vendor's id, ` +
      `such as "pagerduty:PXPGF42"`,
  ),
  Person,
);

export const ConfigSchema = v.strictObject({
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
  people: v.optional(People, {}),
  poll_minutes: v.optional(v.picklist([15, 20, 30, 60]), 15),
  report_channel: v.optional(
    v.nullable(text(
      CHANNEL,
      (id) => `${quoted(id)} is not a channel's id, such as "C0123456789"`,
    )),
    null,
  ),
  operators: v.optional(v.array(Person), []),
  time_zone: v.optional(TimeZone, "UTC"),
  companion_app: v.optional(
    v.nullable(v.strictObject({
      client_id: text(
        /^\S+$/,
        (id) => `${quoted(id)} is not an app's client id`,
      ),
    })),
    null,
  ),
  mode: v.optional(v.picklist(["preview", "enforce"]), "preview"),
  audit_days: v.optional(whole(1, 730), 90),
  limits: v.optional(
    v.strictObject({
      roster_hours: v.optional(whole(1, 720), 336),
      function_seconds: v.optional(whole(10, 60), 60),
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
