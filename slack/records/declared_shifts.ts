import * as v from "valibot";
import { SCHEMA_VERSION, type Store } from "../record_store.ts";
import { parseFields } from "./body.ts";
import { declaredItems } from "./declared_items.ts";
import { SECONDS_PER_DAY } from "../../time.ts";

/** A shift that somebody declared, for themselves or for a user group. Times are Unix seconds. */
export interface DeclaredShift {
  /** The function execution that recorded it. */
  id: string;
  /** Slack user id; `null` for a user group's. */
  person: string | null;
  /** Slack user group id; `null` for a person's. */
  group: string | null;
  state: string;
  start: number;
  /** `null` while it is open. Not after `start` when it never came to be. */
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

/** How long an ended one is kept (seconds): as long as the results of a run. */
const ENDED_KEPT = 7 * SECONDS_PER_DAY;

const text = v.pipe(v.string(), v.minLength(1));
const day = v.pipe(v.string(), v.isoDate());

const DECLARED = v.pipe(
  v.object({
    id: text,
    person: v.nullish(text, null),
    group: v.nullish(text, null),
    state: text,
    start: v.number(),
    end: v.nullish(v.number(), null),
    first_day: v.nullish(day, null),
    until_day: v.nullish(day, null),
    label: v.string(),
    declared_by: text,
    declared_at: v.number(),
  }),
  v.check(
    ({ person, group }) => (person === null) !== (group === null),
    "expected either a person or a group",
  ),
);

/** Declared shifts by id, each attribute readable by itself. */
export const declaredShifts: Store<DeclaredShift> = {
  ...declaredItems,
  parse: (item) => {
    const { first_day, until_day, ...rest } = parseFields(DECLARED, item);
    const days = first_day === null
      ? null
      : { from: first_day, until: until_day };
    return { ...rest, days };
  },
  format: ({ days, ...rest }) => {
    const fields = {
      schema_version: SCHEMA_VERSION,
      ...rest,
      first_day: days?.from ?? null,
      until_day: days?.until ?? null,
      expires_at: rest.end === null ? null : rest.end + ENDED_KEPT,
    };
    // A datastore has no null: what is not set is left out.
    const set = Object.entries(fields).filter(([, value]) => value !== null);
    return Object.fromEntries(set);
  },
};
