import { SECOND } from "@std/datetime";
import * as v from "valibot";
import { failure, type Outcome } from "./outcome.ts";

const ISO_WITH_ZONE =
  /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** ISO 8601 with its zone, to Unix seconds. */
const Time = v.pipe(
  v.string(),
  v.check(
    (text) => ISO_WITH_ZONE.test(text) && !Number.isNaN(Date.parse(text)),
    "a time in ISO 8601 with its zone",
  ),
  v.transform((text) => Math.floor(Date.parse(text) / SECOND)),
);

const Id = v.pipe(v.string(), v.nonEmpty());
const Text = v.nullish(v.string());
const Whole = v.pipe(v.number(), v.integer());

/** A user, whole or as a reference, which has no e-mail. */
const User = v.object({ id: Id, summary: Text, name: Text, email: Text });

/** `GET /oncalls?include[]=users` */
export const OnCallPage = v.object({
  oncalls: v.array(v.object({
    user: User,
    // null: on call without a schedule, by the escalation policy itself.
    schedule: v.nullable(v.object({ id: Id, summary: Text })),
    escalation_level: Whole,
    start: v.nullable(Time),
    end: v.nullable(Time),
  })),
  limit: v.pipe(Whole, v.minValue(1)),
  offset: v.pipe(Whole, v.minValue(0)),
  more: v.boolean(),
});

/** `GET /schedules/{id}?since&until` */
export const ScheduleAnswer = v.object({
  schedule: v.object({
    id: Id,
    summary: Text,
    name: Text,
    final_schedule: v.object({
      rendered_schedule_entries: v.array(v.object({
        start: v.nullable(Time),
        end: v.nullable(Time),
        user: User,
      })),
    }),
  }),
});

/** `GET /users/{id}` */
export const UserAnswer = v.object({ user: User });

export type UserFields = v.InferOutput<typeof User>;

/** The answer to `path` in the schema's terms, or which field does not fit. */
export function fit<S extends v.GenericSchema>(
  schema: S,
  path: string,
  data: unknown,
): Outcome<v.InferOutput<S>> {
  const parsed = v.safeParse(schema, data, { abortEarly: true });
  if (parsed.success) return { ok: true, value: parsed.output };
  const misfit = misfitOf(parsed.issues[0]);
  return failure(null, `PagerDuty's answer to ${path} does not fit: ${misfit}`);
}

/** `oncalls[3].user.email: expected string, received 7` */
function misfitOf(issue: v.BaseIssue<unknown>): string {
  const where = fieldOf((issue.path ?? []).map(({ key }) => key));
  const field = where === "" ? "the body" : where;
  const received = issue.received.slice(0, 60);
  if (issue.kind === "schema" && received === "undefined") {
    return `${field}: missing`;
  }
  const expected = issue.expected ?? issue.message;
  return `${field}: expected ${expected}, received ${received}`;
}

function fieldOf(keys: readonly unknown[]): string {
  return keys.map((key, at) => {
    if (typeof key === "number") return `[${key}]`;
    return at === 0 ? String(key) : `.${key}`;
  }).join("");
}
