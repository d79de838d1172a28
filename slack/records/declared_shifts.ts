import * as v from "valibot";
import { SECONDS_PER_DAY } from "../../time.ts";
import type { Filter } from "../record_store.ts";
import { defineStore, type Item, type RecordFormat } from "./define_store.ts";
import { instant, text as anyText } from "./fields.ts";

/** The first day, `2026-03-02`, and the day after the last one; `null` while it is open. */
interface WholeDays {
  from: string;
  until: string | null;
}

/** What a person ended by a click: enough to bring it back as it was. */
interface EndedEarly {
  /** When, and by whom (Slack user id). */
  at: number;
  by: string;
  /** What it had before. */
  end: number | null;
  days: WholeDays | null;
  /** When that person brought it back; `null` if they did not. */
  undone_at: number | null;
}

/** A shift that a person declared, for themselves or for a user group. Unix seconds. */
export interface DeclaredShift {
  /** The function execution that recorded it. */
  id: string;
  /** Slack user id; `null` for a user group's. */
  person: string | null;
  /** Slack user group id; `null` for a person's. */
  group: string | null;
  state: string;
  start: number;
  /** `null` while it is open. Not after `start` when it was ended before it began. */
  end: number | null;
  /** `start` and `end` are these days in the zone that the person had then. */
  days: WholeDays | null;
  label: string;
  /** Slack user id. */
  declared_by: string;
  declared_at: number;
  /** Whether Slack allowed no call to see if its person had opted in. */
  unconfirmed: boolean;
  ended: EndedEarly | null;
}

/** How long an ended shift is kept: as long as the results of a run. */
const ENDED_KEPT_SECONDS = 7 * SECONDS_PER_DAY;

const text = v.pipe(anyText, v.nonEmpty());
const day = v.pipe(v.string(), v.isoDate());

const DECLARED = v.pipe(
  v.object({
    id: text,
    person: v.nullish(text, null),
    group: v.nullish(text, null),
    state: text,
    start: instant,
    end: v.nullish(instant, null),
    first_day: v.nullish(day, null),
    until_day: v.nullish(day, null),
    label: anyText,
    declared_by: text,
    declared_at: instant,
    unconfirmed: v.nullish(v.boolean(), false),
    ended_at: v.nullish(instant, null),
    ended_by: v.nullish(text, null),
    former_end: v.nullish(instant, null),
    former_first_day: v.nullish(day, null),
    former_until_day: v.nullish(day, null),
    undone_at: v.nullish(instant, null),
  }),
  v.check(
    ({ person, group }) => (person === null) !== (group === null),
    "expected either a person or a group",
  ),
  v.transform(({
    first_day,
    until_day,
    ended_at: at,
    ended_by: by,
    former_end: end,
    former_first_day,
    former_until_day,
    undone_at,
    ...rest
  }): DeclaredShift => {
    const before = daysOf(former_first_day, former_until_day);
    return {
      ...rest,
      days: daysOf(first_day, until_day),
      ended: at === null || by === null
        ? null
        : { at, by, end, days: before, undone_at },
    };
  }),
);

function daysOf(from: string | null, until: string | null): WholeDays | null {
  return from === null ? null : { from, until };
}

/** Declared shifts by id. */
export const declaredShifts = defineStore<DeclaredShift>({
  name: "declared_shifts",
  key: "id",
  version: 1,
  schema: DECLARED,
  toFields: ({ days, ended, unconfirmed, ...rest }) => ({
    ...rest,
    unconfirmed: unconfirmed || null,
    ended_at: ended?.at ?? null,
    ended_by: ended?.by ?? null,
    former_end: ended?.end ?? null,
    former_first_day: ended?.days?.from ?? null,
    former_until_day: ended?.days?.until ?? null,
    undone_at: ended?.undone_at ?? null,
    first_day: days?.from ?? null,
    until_day: days?.until ?? null,
    expires_at: rest.end === null ? null : rest.end + ENDED_KEPT_SECONDS,
  }),
});

/** A shift that a person ended, as it was before; another one as it is. */
export function asBefore(shift: DeclaredShift): DeclaredShift {
  const { end, days } = shift.ended ?? shift;
  return { ...shift, end, days };
}

/** The same datastore as raw items, for records that do not parse. */
export const declaredItems: RecordFormat<Item> = {
  name: declaredShifts.name,
  key: declaredShifts.key,
  parse: (item) => item,
  format: (item) => item,
};

/** The shifts that were declared for one person, or for one user group. */
export function declaredFor(whose: "person" | "group", id: string): Filter {
  return {
    expression: "#whose = :id",
    expression_attributes: { "#whose": whose },
    expression_values: { ":id": id },
  };
}

/** What this person ended, and what was declared for them or by them. */
export function endedOrDeclaredBy(person: string): Filter {
  return {
    expression: "#ended_by = :id or #person = :id or #declared_by = :id",
    expression_attributes: {
      "#ended_by": "ended_by",
      "#person": "person",
      "#declared_by": "declared_by",
    },
    expression_values: { ":id": person },
  };
}
