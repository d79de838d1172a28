import * as v from "valibot";
import { Id, Text, Time, Whole } from "../../http/validate.ts";

/**
 * A page of any list. Grafana's own addresses of further pages are not
 * followed: only whether there is one counts.
 */
const pageOf = <S extends v.GenericSchema>(item: S) =>
  v.object({
    results: v.array(item),
    next: v.nullable(v.string()),
    /** Older versions do not say it. */
    current_page_number: v.nullish(Whole),
  });

/** `GET /api/v1/schedules/?page` */
export const SchedulePage = pageOf(v.object({ id: Id, name: v.string() }));

/** `GET /api/v1/schedules/{id}/final_shifts?start_date&end_date` */
export const ShiftPage = pageOf(v.object({
  user_pk: Id,
  user_email: Text,
  user_username: Text,
  shift_start: Time,
  shift_end: Time,
}));

const SlackAccount = v.object({ user_id: Id });

/**
 * `GET /api/v1/users/?page`. Where Slack is concerned the documentation has a
 * list; the program (grafana/oncall, public_api/serializers/users.py) gives one
 * account or null.
 */
export const UserPage = pageOf(v.object({
  id: Id,
  slack: v.nullish(v.union([SlackAccount, v.array(SlackAccount)])),
}));

export type ShiftFields = v.InferOutput<typeof ShiftPage>["results"][number];
export type UserFields = v.InferOutput<typeof UserPage>["results"][number];
