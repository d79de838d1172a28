import * as v from "valibot";
import { Id, messagesIn, Text, Time, Whole } from "../../http/validate.ts";

/** A page of any list. */
export interface Page<T> {
  results: T[];
  next: string | null;
  current_page_number?: number | null | undefined;
}

const pageOf = <S extends v.GenericSchema>(item: S) =>
  v.object({
    results: v.array(item),
    /** Shows only whether there is a next page: the address is not followed. */
    next: v.nullable(v.string()),
    /** Older versions do not have it. */
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

const SlackAccount = v.object({ user_id: Text });

/**
 * `GET /api/v1/users/?page`. The documentation shows a list of Slack accounts; the
 * source code (grafana/oncall, public_api/serializers/users.py) sends one account
 * or null.
 */
export const UserPage = pageOf(v.object({
  id: Id,
  slack: v.nullish(v.union([v.array(SlackAccount), SlackAccount])),
}));

/** An error of Django REST framework, in which the API is written. */
const ErrorBody = v.object({ detail: v.string() });

/** The message in an error's body, or `""`. A 400 has a list for each field. */
export function errorMessageOf(body: unknown): string {
  const parsed = v.safeParse(ErrorBody, body);
  return parsed.success ? parsed.output.detail : messagesIn(body).join("; ");
}

export type ShiftFields = v.InferOutput<typeof ShiftPage>["results"][number];
