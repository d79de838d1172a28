import * as v from "valibot";
import { Id, Text } from "../../http/validate.ts";
import {
  hasPeople,
  Listed,
  nextPage,
  Recipient,
  timelineOf,
  times,
} from "../opsgenie/schema.ts";

/**
 * `GET /v1/schedules` (developer.atlassian.com/cloud/jira/service-desk-ops/rest/v2,
 * group schedules)
 */
export const SchedulePage = v.pipe(
  v.object({ values: v.array(Listed), links: nextPage }),
  v.transform(({ values, links }) => ({
    schedules: values,
    next: links?.next || null,
  })),
);

// With the vendor's field names, so that an error names the field as the vendor does.
const Period = v.pipe(
  v.object({
    ...times,
    responder: v.optional(Recipient),
    flattenedResponders: v.optional(v.array(Recipient)),
  }),
  v.transform(({ responder, flattenedResponders, ...period }) => ({
    ...period,
    people: responder ? [responder] : flattenedResponders,
  })),
  hasPeople(),
);

/** `GET /v1/schedules/{id}/timeline` (same place, group schedule-timelines) */
export const TimelineAnswer = v.object(timelineOf(Period));

/** Jira's `GET /rest/api/3/user/bulk`; people may hide their e-mail. */
export const UserPage = v.object({
  values: v.array(v.object({
    accountId: Id,
    displayName: Text,
    emailAddress: Text,
  })),
  isLast: v.optional(v.boolean(), true),
});

export type UserFields = v.InferOutput<typeof UserPage>["values"][number];

const Words = v.fallback(v.string(), "");
const Many = <S extends v.GenericSchema>(item: S) =>
  v.fallback(v.array(item), []);

/** The forms of error of Atlassian's gateway, its operations and Jira. */
const ErrorBody = v.object({
  message: Words,
  errorMessages: Many(v.string()),
  errors: Many(v.object({ title: Words, detail: Words })),
});

/** The message in an error's body, or `""`. */
export function errorMessageOf(body: unknown): string {
  const parsed = v.safeParse(ErrorBody, body);
  if (!parsed.success) return "";
  const { message, errorMessages, errors } = parsed.output;
  const details = errors.flatMap(({ title, detail }) => [title, detail]);
  return [message, ...errorMessages, ...details].filter(Boolean).join(": ");
}
