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
    /** What rotations and overrides come to; the others are not on call. */
    final: v.array(v.object({
      start_at: Time,
      end_at: Time,
      // Absent: nobody.
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

export type EntryFields = v.InferOutput<
  typeof EntryPage
>["schedule_entries"]["final"][number];
