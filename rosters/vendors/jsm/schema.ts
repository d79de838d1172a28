import * as v from "valibot";
import { Id, messagesIn, Text } from "../../http/validate.ts";
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
    responder: v.nullish(Recipient),
    flattenedResponders: v.nullish(v.array(Recipient)),
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
  isLast: v.nullish(v.boolean(), true),
});

export type UserFields = v.InferOutput<typeof UserPage>["values"][number];

const Words = v.fallback(v.string(), "");
const Details = v.array(v.object({ title: Words, detail: Words }));

/**
 * The forms of error of Atlassian's gateway, its operations and Jira. Jira's
 * `errors` has a message for each field.
 */
const ErrorBody = v.object({
  message: Words,
  errorMessages: v.optional(v.unknown()),
  errors: v.optional(v.unknown()),
});

/** The message in an error's body, or `""`. */
export function errorMessageOf(body: unknown): string {
  const parsed = v.safeParse(ErrorBody, body);
  if (!parsed.success) return "";
  const { message, errorMessages, errors } = parsed.output;
  const details = v.is(Details, errors)
    ? v.parse(Details, errors).flatMap(({ title, detail }) => [title, detail])
    : messagesIn(errors);
  return [message, ...messagesIn(errorMessages), ...details]
    .filter(Boolean).join(": ");
}
