import * as v from "valibot";
import { type Item, SCHEMA_VERSION, type Store } from "../record_store.ts";
import { parseBody } from "./body.ts";

/** An `expires_at` that never comes: what runs leave for each other is kept. */
const NEVER = 0;

function runStore<T extends { id: string; expires_at?: number }>(
  schema: v.GenericSchema<unknown, T>,
): Store<T> {
  return {
    name: "runs",
    key: "id",
    parse: (item: Item) => parseBody(schema, item),
    format: (record) => ({
      id: record.id,
      schema_version: SCHEMA_VERSION,
      body: JSON.stringify(record),
      ...(record.expires_at ? { expires_at: record.expires_at } : {}),
    }),
  };
}

/** What the last complete run settled: what a poll compares itself with. */
export interface Settled {
  id: "settled";
  roster_digest: string;
  config_digest: string;
  consents_revision: string;
  /** The snapshot it was settled by. */
  snapshot: string;
  /** Whether a run has begun to write and not finished. */
  open: boolean;
  /** The next instant at which anything is due (Unix seconds), or `null`. */
  next_due: number | null;
  /** People whose own status is read at every poll. */
  watch: string[];
  /** People whom the last run failed: tried again at once, from then on by the hour. */
  failing: string[];
  /** How many people on the rosters were not found in Slack. */
  unmapped: number;
}

export const settledRuns = runStore<Settled>(v.object({
  id: v.literal("settled"),
  roster_digest: v.string(),
  config_digest: v.string(),
  consents_revision: v.string(),
  snapshot: v.string(),
  open: v.boolean(),
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
  /** Runs whose report could not be posted yet. */
  unposted: string[];
}

export const reportedRuns = runStore<Reported>(v.object({
  id: v.literal("reported"),
  keys: v.array(v.string()),
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
