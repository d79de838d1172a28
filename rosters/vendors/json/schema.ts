import * as v from "valibot";
import { Whole } from "../../http/validate.ts";
import { isDate } from "../../zoned_time.ts";

const TIME =
  /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

const Words = v.pipe(
  v.string(),
  v.check((text) => /\S/.test(text), "a text that is not blank"),
);

const matching = (pattern: RegExp, what: string) =>
  v.pipe(v.string(), v.check((text) => pattern.test(text), what));

/** A time with its zone, or a day: `2026-03-02T09:00:00Z`, `2026-03-02`. */
const Moment = v.nullable(v.pipe(
  v.string(),
  v.check(
    (text) => isDate(text) || isTime(text),
    "a time such as 2026-03-02T09:00:00Z or a day such as 2026-03-02",
  ),
));

function isTime(text: string): boolean {
  return TIME.test(text) && isDate(text.slice(0, "2026-03-02".length));
}

const Person = v.pipe(
  v.object({
    email: v.nullish(matching(/^[^\s@]+@[^\s@]+$/, "an e-mail address"), null),
    slack_id: v.nullish(
      matching(/^[UW][A-Z0-9]{2,}$/, "a Slack id such as U0123456789"),
      null,
    ),
    id: v.nullish(Words, null),
    name: v.nullish(Words, null),
  }),
  v.check(
    ({ email, slack_id, id, name }) =>
      [email, slack_id, id, name].some((each) => each !== null),
    "at least one of email, slack_id, id and name",
  ),
);

const Shift = v.pipe(
  v.object({
    person: Person,
    start: Moment,
    end: Moment,
    schedule: v.nullish(Words, null),
    label: v.nullish(Words, null),
    level: v.nullish(v.pipe(Whole, v.minValue(1)), 1),
    state: v.nullish(
      matching(/^[a-z][a-z0-9_]{0,39}$/, "a state such as on_call"),
      null,
    ),
  }),
  v.check(
    ({ start, end }) => isDay(start) === isDay(end),
    "start and end to be days both or neither",
  ),
);

function isDay(moment: string | null): boolean {
  return moment !== null && isDate(moment);
}

/** One page of the document of docs/sources/json.md; docs/sources/json.schema.json is the same. */
export const RosterPage = v.object({
  version: v.literal(1),
  shifts: v.array(Shift),
  schedules: v.nullish(v.array(v.object({ id: Words, name: Words })), []),
  next: v.nullish(Words, null),
});

export type RosterPage = v.InferOutput<typeof RosterPage>;
export type Entry = RosterPage["shifts"][number];

/** `{"error": "…"}` */
const ErrorBody = v.object({ error: v.string() });

/** The message in an error's body, or `""`. */
export function errorMessageOf(body: unknown): string {
  const parsed = v.safeParse(ErrorBody, body);
  return parsed.success ? parsed.output.error : "";
}
