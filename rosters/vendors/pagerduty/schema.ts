import * as v from "valibot";
import { Id, messagesIn, Text, Time, Whole } from "../../http/validate.ts";

/** A user, whole or as a reference, which has no e-mail. */
const User = v.object({ id: Id, summary: Text, name: Text, email: Text });

/** The fields of an assignment that may say that it is a shadow. */
const MARKED = ["member", "source", "assignment"];

/**
 * Whether an assignment is marked as a shadow: such a person watches and is not on
 * call. PagerDuty does not document the mark. Any type or role that says so counts,
 * and a flag called so. Names do not count: they are people's own words.
 */
function isShadow(assignment: unknown): boolean {
  if (typeof assignment !== "object" || assignment === null) return false;
  return Object.entries(assignment).some(([field, value]) => {
    if (MARKED.includes(field)) return isShadow(value);
    if (/shadow/i.test(field)) return value === true;
    return /(^|_)(type|role|kind)$/.test(field) && typeof value === "string" &&
      /shadow/i.test(value);
  });
}

/** A list of assignments, without the shadows, which may hold anything. */
const withoutShadows = <S extends v.GenericSchema>(assignment: S) =>
  v.pipe(
    v.array(v.unknown()),
    v.transform((all) => all.filter((each) => !isShadow(each))),
    v.array(assignment),
  );

/** `GET /oncalls?include[]=users`: the same for schedules of both generations. */
export const OnCallPage = v.object({
  oncalls: withoutShadows(v.object({
    user: User,
    // null: on call without a schedule, by the escalation policy itself.
    schedule: v.nullish(v.object({ id: Id, summary: Text }), null),
    escalation_policy: v.object({ id: Id, summary: Text }),
    escalation_level: Whole,
    start: v.nullable(Time),
    end: v.nullable(Time),
  })),
  limit: v.pipe(Whole, v.minValue(1)),
  offset: v.pipe(Whole, v.minValue(0)),
  more: v.boolean(),
  total: v.nullish(Whole),
});

/** The answer about a shift-based schedule where a layer-based one is expected. */
export const OtherGeneration = v.object({
  schedule: v.object({ type: v.literal("schedule_v3") }),
});

/** A final schedule of either generation. Unix seconds. */
export interface FinalSchedule {
  id: string;
  label: string;
  entries: { user: UserFields; start: number | null; end: number | null }[];
}

const named = { id: Id, summary: Text, name: Text };

/** `GET /schedules/{id}?since&until` */
export const ScheduleAnswer = v.pipe(
  v.object({
    schedule: v.object({
      ...named,
      final_schedule: v.object({
        rendered_schedule_entries: withoutShadows(v.object({
          start: v.nullable(Time),
          end: v.nullable(Time),
          // Not among the fields that PagerDuty always sends.
          user: v.nullish(User),
        })),
      }),
    }),
  }),
  v.transform(({ schedule: { id, summary, name, final_schedule } }) => ({
    id,
    label: summary || name || id,
    entries: final_schedule.rendered_schedule_entries
      .flatMap(({ user, ...when }) => user ? [{ user, ...when }] : []),
  })),
);

/**
 * `GET /v3/schedules/{id}?include[]=final_schedule&since&until`. Several people
 * may be on at once, and an entry may have no person. People have only their
 * ids here; `/users` has names and e-mails.
 */
export const ShiftBasedAnswer = v.pipe(
  v.object({
    schedule: v.object({
      ...named,
      final_schedule: v.object({
        computed_shift_assignments: withoutShadows(v.object({
          start_time: Time,
          end_time: Time,
          member: v.variant("type", [
            v.object({ type: v.literal("user_member"), user_id: Id }),
            v.object({ type: v.literal("empty_member") }),
          ]),
        })),
      }),
    }),
  }),
  v.transform(({ schedule: { id, summary, name, final_schedule } }) => ({
    id,
    label: summary || name || id,
    entries: final_schedule.computed_shift_assignments.flatMap(
      ({ member, start_time: start, end_time: end }) =>
        member.type === "user_member"
          ? [{ user: { id: member.user_id }, start, end }]
          : [],
    ),
  })),
);

/** `GET /escalation_policies/{id}`: its rules in the order of escalation. */
export const PolicyAnswer = v.object({
  escalation_policy: v.object({
    id: Id,
    summary: Text,
    name: Text,
    escalation_rules: v.array(v.object({
      targets: v.array(v.object({ id: Id, type: Id, summary: Text })),
    })),
  }),
});

/** `GET /users/{id}` */
export const UserAnswer = v.object({ user: User });

/** `{"error":{"message","code","errors"?}}`: a list of texts; in v3, lists by field. */
const ErrorBody = v.object({
  error: v.object({
    message: v.fallback(v.string(), ""),
    errors: v.optional(v.unknown()),
  }),
});

/** The message in an error's body, or `""`. */
export function errorMessageOf(body: unknown): string {
  const parsed = v.safeParse(ErrorBody, body);
  if (!parsed.success) return "";
  const { message, errors } = parsed.output.error;
  return [message, ...messagesIn(errors)].filter((text) => text !== "")
    .join(": ");
}

export type UserFields = v.InferOutput<typeof User>;
export type PolicyFields = v.InferOutput<
  typeof PolicyAnswer
>["escalation_policy"];
