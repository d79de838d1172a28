import * as v from "valibot";
import { NEVER, runStore } from "./run_store.ts";
import type { StoredSnapshot } from "./snapshots.ts";

/** What the last complete run checkpoint: what a poll compares itself with. */
export interface Checkpoint {
  id: "checkpoint";
  roster_digest: string;
  config_digest: string;
  consents_revision: string;
  /** The snapshot it was checkpoint by, and when that was read (Unix seconds). */
  snapshot: string;
  snapshot_at: number;
  /** The snapshots that are stored, newest first. */
  snapshots: StoredSnapshot[];
  /**
   * When, by that snapshot, a shift starts or ends next (Unix seconds), or
   * `null`. Should nothing have changed by then, the rosters have.
   */
  changes_at: number | null;
  /**
   * What starts and ends after that reading, by quarters of an hour, as far as
   * handoffs are booked: up to `booked_until` (Unix seconds).
   */
  upcoming: Record<string, string>;
  booked_until: number;
  /** Those that are wanted, as the step that books takes them. */
  handoffs: string;
  /** When further ones are to be booked (Unix seconds), or `null`. */
  book_at: number | null;
  /** When the last run began (Unix seconds), and the consents' revision then. */
  started_at: number;
  started_revision: string;
  /** Whether a run has begun to write and not finished. */
  open: boolean;
  /** Whether another run may have been at work as this one began. */
  overlapped: boolean;
  /** The next instant at which anything is due (Unix seconds), or `null`. */
  next_due: number | null;
  /** People whose own status is read at every poll. */
  watch: string[];
  /** People whom the last run failed: tried again at once, from then on by the hour. */
  failing: string[];
  /** How many people on the rosters were not found in Slack. */
  unmapped: number;
}

export const checkpoints = runStore<Checkpoint>(v.object({
  id: v.literal("checkpoint"),
  roster_digest: v.string(),
  config_digest: v.string(),
  consents_revision: v.string(),
  snapshot: v.string(),
  snapshot_at: v.number(),
  snapshots: v.array(v.object({
    version: v.string(),
    chunks: v.number(),
    read_at: v.number(),
  })),
  changes_at: v.nullable(v.number()),
  upcoming: v.optional(v.record(v.string(), v.string()), {}),
  booked_until: v.optional(v.number(), 0),
  handoffs: v.optional(v.string(), "none"),
  book_at: v.optional(v.nullable(v.number()), null),
  started_at: v.number(),
  started_revision: v.string(),
  open: v.boolean(),
  overlapped: v.optional(v.boolean(), false),
  next_due: v.nullable(v.number()),
  watch: v.array(v.string()),
  failing: v.array(v.string()),
  unmapped: v.number(),
}));

/** Changes whenever anybody's consent does, so that a poll need not read them all. */
export interface ConsentsRevision {
  id: "consents";
  revision: string;
  /** Unix seconds; set while a consent is being written. */
  pending_since: number | null;
}

export const consentsRevisions = runStore<ConsentsRevision>(v.object({
  id: v.literal("consents"),
  revision: v.string(),
  pending_since: v.nullable(v.number()),
}));

/** The failures that have been reported and still last. */
export interface Reported {
  id: "reported";
  keys: string[];
  /** When what is listed once a day was listed last (Unix seconds). */
  listed_at: number;
  /** Runs whose report could not be posted yet. */
  unposted: string[];
}

export const reportedRuns = runStore<Reported>(v.object({
  id: v.literal("reported"),
  keys: v.array(v.string()),
  listed_at: v.optional(v.number(), NEVER),
  unposted: v.array(v.string()),
}));

/** What became of the changes of one step of one run, in numbered pieces. */
export interface RunResults {
  /** `<run>:<step>:<number>`. */
  id: string;
  /** JSON of the results, as the core knows them. */
  results: unknown[];
  expires_at: number;
}

export const runResults = runStore<RunResults>(v.object({
  id: v.string(),
  results: v.array(v.unknown()),
  expires_at: v.optional(v.number(), NEVER),
}));
