import * as v from "valibot";
import { SECONDS_PER_DAY } from "../../time.ts";
import type { Filter } from "../record_store.ts";
import { defineStore, type Item, type RecordFormat } from "./define_store.ts";
import { instant, text as anyText } from "./fields.ts";

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
  /**
   * For whole days: the first, `2026-03-02`, and the day after the last one,
   * `null` while it is open. `start` and `end` are those days in the zone that
   * the person had then.
   */
  days: { from: string; until: string | null } | null;
  label: string;
  /** Slack user id. */
  declared_by: string;
  declared_at: number;
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
  }),
  v.check(
    ({ person, group }) => (person === null) !== (group === null),
    "expected either a person or a group",
  ),
  v.transform(({ first_day, until_day, ...rest }): DeclaredShift => ({
    ...rest,
    days: first_day === null ? null : { from: first_day, until: until_day },
  })),
);

/** Declared shifts by id. */
export const declaredShifts = defineStore<DeclaredShift>({
  name: "declared_shifts",
  key: "id",
  version: 1,
  schema: DECLARED,
  toFields: ({ days, ...rest }) => ({
    ...rest,
    first_day: days?.from ?? null,
    until_day: days?.until ?? null,
    expires_at: rest.end === null ? null : rest.end + ENDED_KEPT_SECONDS,
  }),
});

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
