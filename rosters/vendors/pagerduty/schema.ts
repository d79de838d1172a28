import * as v from "valibot";
import { Id, Text, Time, Whole } from "../../http/validate.ts";

/** A user, whole or as a reference, which has no e-mail. */
const User = v.object({ id: Id, summary: Text, name: Text, email: Text });

/** `GET /oncalls?include[]=users`: the same for schedules of both generations. */
export const OnCallPage = v.object({
  oncalls: v.array(v.object({
    user: User,
    // null: on call without a schedule, by the escalation policy itself.
    schedule: v.nullable(v.object({ id: Id, summary: Text })),
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
        rendered_schedule_entries: v.array(v.object({
          start: v.nullable(Time),
          end: v.nullable(Time),
          user: User,
        })),
      }),
    }),
  }),
  v.transform(({ schedule: { id, summary, name, final_schedule } }) => ({
    id,
    label: summary || name || id,
    entries: final_schedule.rendered_schedule_entries,
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
        computed_shift_assignments: v.array(v.object({
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

/** `{"error":{"message","code","errors"?:[…]}}` */
const ErrorBody = v.object({
  error: v.object({
    message: v.fallback(v.string(), ""),
    errors: v.fallback(v.optional(v.array(v.string()), []), []),
  }),
});

/** The message in an error's body, or `""`. */
export function errorMessageOf(body: unknown): string {
  const parsed = v.safeParse(ErrorBody, body);
  if (!parsed.success) return "";
  const { message, errors } = parsed.output.error;
  return [message, ...errors].filter((text) => text !== "").join(": ");
}

export type UserFields = v.InferOutput<typeof User>;
export type PolicyFields = v.InferOutput<
  typeof PolicyAnswer
>["escalation_policy"];
