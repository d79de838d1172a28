import * as v from "valibot";
import type { RosterIdentity } from "../../port.ts";
import { Id, Text, Time } from "../../http/validate.ts";
import { identityFrom } from "../../http/identities.ts";

/** Whoever a period names: a `user`, or what is no single person. */
const Recipient = v.pipe(
  v.object({ id: Text, name: Text, type: v.string() }),
  v.check(
    ({ type, id, name }) => type !== "user" || Boolean(id || name),
    "a user with an id",
  ),
);

export type Recipient = v.InferOutput<typeof Recipient>;

const recipient = v.optional(Recipient);
const flattened = v.optional(v.array(Recipient));
const times = { startDate: Time, endDate: Time };

/** Someone is named in the one place or, for what is past, perhaps the other. */
const named = <T extends { people: unknown }>() =>
  v.check<T, string>(({ people }) => people !== undefined, "a recipient");

// Each in its vendor's words, so that an error names the field as it is there.
const OpsgeniePeriod = v.pipe(
  v.object({ ...times, recipient, flattenedRecipients: flattened }),
  v.transform(({ recipient, flattenedRecipients, ...period }) => ({
    ...period,
    people: recipient ? [recipient] : flattenedRecipients,
  })),
  named(),
);

const JsmPeriod = v.pipe(
  v.object({ ...times, responder: recipient, flattenedResponders: flattened }),
  v.transform(({ responder, flattenedResponders, ...period }) => ({
    ...period,
    people: responder ? [responder] : flattenedResponders,
  })),
  named(),
);

/** What both answer of a schedule's timeline; `P`: their own periods. */
const timeline = <P extends v.GenericSchema>(period: P) => ({
  // The range that it really covers: whole days in the schedule's zone.
  ...times,
  finalTimeline: v.object({
    rotations: v.array(v.object({
      deleted: v.optional(v.boolean(), false),
      // A rotation may lack them: nothing of it lies in the range.
      periods: v.optional(v.array(period), []),
    })),
  }),
});

const Listed = v.object({
  id: Id,
  name: Id,
  enabled: v.optional(v.boolean(), true),
});

export type Listed = v.InferOutput<typeof Listed>;

const next = v.nullish(v.object({ next: Text }));

/** How one of the two, Opsgenie and its successor, is asked and answers. */
export interface Dialect {
  /** Path of the list of schedules, below the account's base. */
  path: string;
  list: v.GenericSchema<unknown, { schedules: Listed[]; next: string | null }>;
  timeline: v.GenericSchema<unknown, TimelineAnswer>;
  /** Who a user is, as far as the timeline tells. */
  identityOf(user: Recipient): RosterIdentity;
}

export interface TimelineAnswer {
  /** Unix seconds. */
  startDate: number;
  endDate: number;
  _parent?: { id: string } | undefined;
  finalTimeline: {
    rotations: {
      deleted: boolean;
      periods: {
        startDate: number;
        endDate: number;
        people?: Recipient[] | undefined;
      }[];
    }[];
  };
}

/** docs.opsgenie.com/docs/schedule-api, /docs/pagination, and its OpenAPI. */
export const OPSGENIE_DIALECT: Dialect = {
  path: "/v2/schedules",
  list: v.pipe(
    v.object({ data: v.array(Listed), paging: next }),
    v.transform(({ data, paging }) => ({
      schedules: data,
      next: paging?.next || null,
    })),
  ),
  timeline: v.pipe(
    v.object({
      data: v.object({
        _parent: v.optional(v.object({ id: Id })),
        ...timeline(OpsgeniePeriod),
      }),
    }),
    v.transform(({ data }) => data),
  ),
  // Names are usernames, which in practice are e-mail addresses.
  identityOf: ({ id, name }) => {
    const username = name?.trim().toLowerCase() ?? "";
    const email = /^[^\s@]+@[^\s@]+$/.test(username) ? username : null;
    return identityFrom("opsgenie", { id: id || username, email, name });
  },
};

/**
 * developer.atlassian.com/cloud/jira/service-desk-ops/rest/v2, groups
 * schedules and schedule-timelines.
 */
export const jsmDialect = (cloud: string): Dialect => ({
  path: `/jsm/ops/api/${cloud}/v1/schedules`,
  list: v.pipe(
    v.object({ values: v.array(Listed), links: next }),
    v.transform(({ values, links }) => ({
      schedules: values,
      next: links?.next || null,
    })),
  ),
  timeline: v.object(timeline(JsmPeriod)),
  identityOf: ({ id, name }) => identityFrom("jsm", { id: id || name!, name }),
});
