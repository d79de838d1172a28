import * as v from "valibot";
import { Id, Text, Time, Whole } from "../reading/fit.ts";

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
