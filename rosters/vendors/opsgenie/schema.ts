import * as v from "valibot";
import { Id, Text, Time } from "../../http/validate.ts";

// Opsgenie's answers. Jira Service Management's have some parts in common
// (../jsm/schema.ts). A field that may be absent may also be null.

/** A recipient that a period names: a `user`, or another kind, such as a team. */
export const Recipient = v.pipe(
  v.object({ id: Text, name: Text, type: v.string() }),
  v.check(
    ({ type, id, name }) => type !== "user" || Boolean(id || name),
    "a user with an id",
  ),
);

export type Recipient = v.InferOutput<typeof Recipient>;

/** Unix seconds. */
export const times = { startDate: Time, endDate: Time };

/** A period names its people in one of two fields; which one depends on its age. */
export const hasPeople = <T extends { people: unknown }>() =>
  v.check<T, string>(({ people }) => people != null, "a recipient");

/** A schedule's timeline; each vendor has its own form of `period`. */
export const timelineOf = <P extends v.GenericSchema>(period: P) => ({
  // The range that it covers: whole days in the schedule's zone.
  ...times,
  finalTimeline: v.object({
    rotations: v.array(v.object({
      deleted: v.nullish(v.boolean(), false),
      // Absent from a rotation that has no period in the range.
      periods: v.nullish(v.array(period), []),
    })),
  }),
});

export const Listed = v.object({
  id: Id,
  name: Id,
  enabled: v.nullish(v.boolean(), true),
});

export type Listed = v.InferOutput<typeof Listed>;

/** The address of the next page. */
export const nextPage = v.nullish(v.object({ next: Text }));

/** A page of schedules, in terms of both vendors. */
export interface ScheduleList {
  schedules: Listed[];
  next: string | null;
}

/** A schedule's timeline, in terms of both vendors. */
export interface Timeline {
  /** Unix seconds. */
  startDate: number;
  endDate: number;
  _parent?: { id: string } | null | undefined;
  finalTimeline: {
    rotations: {
      deleted: boolean;
      periods: {
        startDate: number;
        endDate: number;
        people?: Recipient[] | null | undefined;
      }[];
    }[];
  };
}

/** `GET /v2/schedules` (docs.opsgenie.com/docs/schedule-api, /docs/pagination) */
export const SchedulePage = v.pipe(
  v.object({ data: v.array(Listed), paging: nextPage }),
  v.transform(({ data, paging }) => ({
    schedules: data,
    next: paging?.next || null,
  })),
);

// With the vendor's field names, so that an error names the field as the vendor does.
const Period = v.pipe(
  v.object({
    ...times,
    recipient: v.nullish(Recipient),
    flattenedRecipients: v.nullish(v.array(Recipient)),
  }),
  v.transform(({ recipient, flattenedRecipients, ...period }) => ({
    ...period,
    people: recipient ? [recipient] : flattenedRecipients,
  })),
  hasPeople(),
);

/** `GET /v2/schedules/{id}/timeline?date&interval&intervalUnit` */
export const TimelineAnswer = v.pipe(
  v.object({
    data: v.object({
      _parent: v.nullish(v.object({ id: Id })),
      ...timelineOf(Period),
    }),
  }),
  v.transform(({ data }) => data),
);

/** docs.opsgenie.com/docs/response: `{"message","code"?,"took","requestId"}`. */
const ErrorBody = v.object({ message: v.string() });

/** The message in an error's body, or `""`. */
export function errorMessageOf(body: unknown): string {
  const parsed = v.safeParse(ErrorBody, body);
  return parsed.success ? parsed.output.message : "";
}
