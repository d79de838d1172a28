import * as v from "valibot";
import { SECONDS_PER_DAY, SECONDS_PER_HOUR } from "../../time.ts";
import type { Filter } from "../record_store.ts";
import { defineStore, type Item, type RecordFormat } from "./define_store.ts";
import { instant, text, zone } from "./fields.ts";

/** The longest time for which a look-up that found a person is kept. */
const FOUND_KEPT_SECONDS = SECONDS_PER_DAY;

/** Look-ups that were stored together expire within this time of each other. */
const SPREAD_SECONDS = 6 * SECONDS_PER_HOUR;

/** How long a look-up that found no person is kept. */
export const MISS_KEPT_SECONDS = SECONDS_PER_HOUR;

/**
 * How long a look-up that found a person is kept: 18 to 24 hours, always the same
 * for one identity. So look-ups of one run do not all expire in one run.
 */
export function foundKeptSeconds(identity: string): number {
  let hash = 0;
  for (let at = 0; at < identity.length; at++) {
    hash = (hash * 31 + identity.charCodeAt(at)) % SPREAD_SECONDS;
  }
  return FOUND_KEPT_SECONDS - hash;
}

/**
 * - `identity`: `pagerduty:PXPGF42`.
 * - `looked_up`: what they were looked up by; a changed e-mail address is looked
 *   up again.
 * - `slack_id`: `""` when no person was found.
 * - `expires_at`: Unix seconds.
 */
const KNOWN_PERSON = v.object({
  identity: v.pipe(v.string(), v.nonEmpty()),
  looked_up: text,
  slack_id: v.optional(text, ""),
  name: v.optional(text, ""),
  time_zone: v.optional(zone, ""),
  expires_at: instant,
});

/** A cached look-up: which Slack account a roster identity has, or that it has none. */
export type KnownPerson = v.InferOutput<typeof KNOWN_PERSON>;

/** Look-ups by roster identity. */
export const knownPeople = defineStore<KnownPerson>({
  name: "people",
  key: "identity",
  // A run asks for most of the store, and its items are small.
  scanAbove: 50,
  version: 1,
  schema: KNOWN_PERSON,
  toFields: (known) =>
    Object.fromEntries(
      Object.entries(known).filter(([, value]) => value !== ""),
    ),
});

/** The same datastore as raw items, for records that do not parse. */
export const storedLookUps: RecordFormat<Item> = {
  name: knownPeople.name,
  key: knownPeople.key,
  parse: (item) => item,
  format: (item) => item,
};

/** The look-ups that found this person. */
export function lookUpsOf(person: string): Filter {
  return {
    expression: "#slack_id = :person",
    expression_attributes: { "#slack_id": "slack_id" },
    expression_values: { ":person": person },
  };
}
