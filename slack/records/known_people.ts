import * as v from "valibot";
import { SCHEMA_VERSION, type Store } from "../record_store.ts";
import { parseFields } from "./body.ts";
import { SECONDS_PER_DAY, SECONDS_PER_HOUR } from "../../time.ts";

/** How long a look-up is kept, in seconds: somebody found, and nobody found. */
export const FOUND_KEPT = SECONDS_PER_DAY;
export const MISS_KEPT = SECONDS_PER_HOUR;

/** A look-up kept: who a roster identity is in Slack, or that it is nobody. */
export interface KnownPerson {
  /** `pagerduty:PXPGF42`. */
  identity: string;
  /** What the look-up went by, so that a changed e-mail is looked up anew. */
  looked_up: string;
  /** `""`: nobody was found. */
  slack_id: string;
  name: string;
  time_zone: string;
  /** Unix seconds; a miss is kept for a shorter time. */
  expires_at: number;
}

const KNOWN_PERSON = v.object({
  identity: v.pipe(v.string(), v.minLength(1)),
  looked_up: v.string(),
  slack_id: v.optional(v.string(), ""),
  name: v.optional(v.string(), ""),
  time_zone: v.optional(v.string(), ""),
  expires_at: v.number(),
});

export const knownPeople: Store<KnownPerson> = {
  name: "people",
  key: "identity",
  // Nearly all that is kept is asked for, and an item is small.
  scan_above: 50,
  parse: (item) => parseFields(KNOWN_PERSON, item),
  format: (known) => {
    const said = Object.entries(known).filter(([, value]) => value !== "");
    return { schema_version: SCHEMA_VERSION, ...Object.fromEntries(said) };
  },
};
