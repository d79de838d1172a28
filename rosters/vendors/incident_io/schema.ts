import * as v from "valibot";
import { Id, Text, Time } from "../../http/validate.ts";

/** Absent from the last page. */
const PageMeta = v.nullish(v.object({ after: Text }));

/**
 * `GET /v2/schedules?page_size&after`
 * https://docs.incident.io/api-reference/schedules-v2/list
 */
export const SchedulePage = v.object({
  schedules: v.array(v.object({ id: Id, name: v.string() })),
  pagination_meta: PageMeta,
});

/**
 * `GET /v2/schedule_entries?schedule_id&entry_window_start&entry_window_end`
 * https://docs.incident.io/api-reference/schedule-entries-v2/list
 */
export const EntryPage = v.object({
  schedule_entries: v.object({
    /** Rotations with overrides applied; the other lists are not who is on call. */
    final: v.array(v.object({
      start_at: Time,
      end_at: Time,
      // Absent if the entry has no person.
      user: v.nullish(v.object({
        id: Id,
        name: Text,
        email: Text,
        slack_user_id: Text,
      })),
    })),
  }),
  pagination_meta: PageMeta,
});

/** `{type, status, request_id, rate_limit?, errors: [{code, message, source?}]}` */
const ErrorBody = v.object({
  type: v.fallback(v.string(), ""),
  errors: v.array(v.object({ message: v.fallback(v.string(), "") })),
});

/** The message in an error's body, or `""`. */
export function errorMessageOf(body: unknown): string {
  const parsed = v.safeParse(ErrorBody, body);
  if (!parsed.success) return "";
  const { type, errors } = parsed.output;
  return [type, ...errors.map(({ message }) => message)]
    .filter((text) => text !== "").join(": ");
}

export type EntryFields = v.InferOutput<
  typeof EntryPage
>["schedule_entries"]["final"][number];
