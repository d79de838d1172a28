import * as v from "valibot";
import { emojiProblem, isEmojiName } from "./emoji.ts";
import { SourceSchema } from "./source_schema.ts";
import { templateProblems } from "./template.ts";
import { isRegularExpression, quoted, text } from "./text_schema.ts";

const PERSON = /^[UW][A-Z0-9]{2,}$/;
const CHANNEL = /^[CG][A-Z0-9]{2,}$/;
const EMAIL = "[^\\s@:]+@[^\\s@]+";
const ROSTER_IDENTITY = new RegExp(`^(${EMAIL}|[a-z_]+:\\S.*)$`);
const PERSON_OR_EMAIL = new RegExp(`^([UW][A-Z0-9]{2,}|${EMAIL})$`);

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
  level_texts: v.optional(
    v.record(
      text(
        /^([2-9]|[1-9]\d)$/,
        () => `must be a level from 2 to 99; the first level's is \`text\``,
      ),
      Template,
    ),
    {},
  ),
  emoji: Emoji,
  priority: v.pipe(
    v.number(),
    v.check((value) => Number.isFinite(value), "must be a finite number"),
  ),
  dnd: v.optional(v.boolean(), false),
  away: v.optional(v.boolean(), false),
  expiry: v.optional(v.picklist(["shift_end", "lease"]), "shift_end"),
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
  aliases: v.optional(
    v.array(v.strictObject({
      pattern: isRegularExpression,
      person: text(
        PERSON_OR_EMAIL,
        (who) =>
          `${quoted(who)} is neither a member's id nor an e-mail address`,
      ),
    })),
    [],
  ),
  placeholders: v.optional(v.array(v.string()), ["Nobody"]),
  poll_minutes: v.optional(v.picklist([15, 20, 30, 60]), 15),
  report_channel: v.optional(
    v.nullable(text(
      CHANNEL,
      (id) => `${quoted(id)} is not a channel's id, such as "C0123456789"`,
    )),
    null,
  ),
  operators: v.optional(v.array(Person), []),
  freeze_managers: v.optional(v.array(Person), []),
  handoffs: v.optional(
    v.strictObject({
      hours: v.optional(whole(0, 24), 6),
      at_most: v.optional(whole(1, 100), 30),
    }),
    {},
  ),
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
