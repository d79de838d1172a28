/**
 * What runs and operators leave for later runs: one kind of record after the
 * other, all in the datastore `runs`. The lease is there too (`lease.ts`).
 */
import * as v from "valibot";
import type { Mode } from "../../config/types.ts";
import { defineBodyStore, type Migration, type Store } from "./define_store.ts";

/**
 * A store of one kind of record within `runs`, by id. A record without
 * `expires_at` is kept.
 */
export function runStore<T extends { id: string; expires_at?: number }>(
  version: number,
  schema: v.GenericSchema<unknown, T>,
  migrations: Record<number, Migration> = {},
): Store<T> {
  return defineBodyStore<T>({
    name: "runs",
    key: "id",
    version,
    migrations,
    schema,
    columns: ({ expires_at }) => expires_at ? { expires_at } : {},
  });
}

/** A snapshot that is stored: what it takes to delete it. */
const STORED_SNAPSHOT = v.object({
  version: v.string(),
  chunks: v.number(),
  /** Unix seconds. */
  read_at: v.number(),
});

export type StoredSnapshot = v.InferOutput<typeof STORED_SNAPSHOT>;

const CHECKPOINT = v.object({
  id: v.literal("checkpoint"),
  roster_digest: v.string(),
  config_digest: v.string(),
  consents_revision: v.string(),
  /** The snapshot that the run went by, and when it was read (Unix seconds). */
  snapshot: v.string(),
  snapshot_at: v.number(),
  /** The snapshots that are stored, newest first. */
  snapshots: v.array(STORED_SNAPSHOT),
  /**
   * When a shift of that snapshot starts or ends next (Unix seconds), or
   * `null`. From then on the rosters count as changed.
   */
  changes_at: v.nullable(v.number()),
  /**
   * Digests of what starts and ends after that reading, by quarter of an hour,
   * up to `booked_until` (Unix seconds), to which handoffs are booked.
   */
  upcoming: v.record(v.string(), v.string()),
  booked_until: v.number(),
  /** The wanted handoffs, in the words of the step that books them. */
  handoffs: v.string(),
  /** When further handoffs are to be booked (Unix seconds), or `null`. */
  book_at: v.nullable(v.number()),
  /** When the last run began (Unix seconds), and the consents' revision then. */
  started_at: v.number(),
  started_revision: v.string(),
  /** Whether a run has begun to write and not finished. */
  open: v.boolean(),
  /** Whether another run may have been at work when this one began. */
  overlapped: v.boolean(),
  /** The next instant at which anything is due (Unix seconds), or `null`. */
  next_due: v.nullable(v.number()),
  /** People whose own status is read at every poll. */
  watch: v.array(v.string()),
  /** People for whom the last run failed: tried again at once, then every hour. */
  failing: v.array(v.string()),
  /** How many people on the rosters were not found in Slack. */
  unmapped: v.number(),
});

/** What the last complete run left: a poll compares itself with it. */
export type Checkpoint = v.InferOutput<typeof CHECKPOINT>;

export const checkpoints = runStore(1, CHECKPOINT);

const LATEST = v.object({
  id: v.literal("latest"),
  snapshot: v.string(),
  /** Unix seconds. */
  snapshot_at: v.number(),
});

/**
 * The last reading of the rosters. Only the step that reads them writes it, so
 * every run can tell whether a later one has overtaken it.
 */
export type Latest = v.InferOutput<typeof LATEST>;

export const latestRuns = runStore(1, LATEST);

const CONSENTS_REVISION = v.object({
  id: v.literal("consents"),
  revision: v.string(),
  /** Unix seconds; set while a consent is being written. */
  pending_since: v.nullable(v.number()),
});

/** Changes with every change of a consent, so that a poll need not read them all. */
export type ConsentsRevision = v.InferOutput<typeof CONSENTS_REVISION>;

export const consentsRevisions = runStore(1, CONSENTS_REVISION);

const RUN_RESULTS = v.object({
  /** `<run>:<step>:<number>`. */
  id: v.string(),
  /** JSON of the core's results and problems. */
  results: v.array(v.unknown()),
  /** Unix seconds. */
  expires_at: v.number(),
});

/** The results of one step of one run, in numbered pieces. */
export type RunResults = v.InferOutput<typeof RUN_RESULTS>;

export const runResults = runStore(1, RUN_RESULTS);

const REPORTED = v.object({
  id: v.literal("reported"),
  keys: v.array(v.string()),
  /** When the daily problems were last listed (Unix seconds); 0: never. */
  listed_at: v.number(),
  /** Runs whose report could not be posted yet. */
  unposted: v.array(v.string()),
});

/** The failures that have been reported and still last. */
export type Reported = v.InferOutput<typeof REPORTED>;

export const reportedRuns = runStore(1, REPORTED);

const BOOKED = v.object({
  id: v.literal("booked"),
  /** The booked handoffs, in the words of `Checkpoint.handoffs`. */
  handoffs: v.string(),
  /** How many times in a row booking has failed. */
  failures: v.number(),
  /** When to try again (Unix seconds). */
  retry_at: v.number(),
});

/** Which of the wanted handoffs are booked. */
export type Booked = v.InferOutput<typeof BOOKED>;

export const bookedRuns = runStore(1, BOOKED);

const CONTINUATION = v.object({
  id: v.literal("continuation"),
  trigger_id: v.string(),
  /** When it fires (Unix seconds). */
  at: v.number(),
});

/** The one-off trigger of the run that does what this one had no time for. */
export type Continuation = v.InferOutput<typeof CONTINUATION>;

export const continuations = runStore(1, CONTINUATION);

const EARLY_ENDS = v.object({
  id: v.literal("early_ends"),
  /** Slack user ids, sorted. */
  people: v.array(v.string()),
  /** How many claims were active then. */
  active: v.number(),
  /** Unix seconds. */
  held_at: v.number(),
  /** The operator who confirmed them, and when (Unix seconds); `null` until then. */
  confirmed_by: v.nullable(v.string()),
  confirmed_at: v.nullable(v.number()),
});

/** Ends before their recorded end, too many for one run: they wait for an operator. */
export type EarlyEnds = v.InferOutput<typeof EARLY_ENDS>;

export const earlyEnds = runStore(1, EARLY_ENDS);

const MODE = v.object({
  id: v.literal("mode"),
  mode: v.picklist(["preview", "enforce"] satisfies Mode[]),
  /** Whether everyone is restored, no matter what the rosters say. Ends with the next switch. */
  put_back: v.boolean(),
  /** Slack user id of the operator, and when (Unix seconds). */
  set_by: v.string(),
  set_at: v.number(),
});

/** The mode that an operator switched to. It counts in place of the configured one. */
export type ModeRecord = v.InferOutput<typeof MODE>;

export const modes = runStore(1, MODE);

const SET_UP = v.object({
  id: v.literal("set_up"),
  /** Slack user id. */
  first_by: v.string(),
  /** The message that shows that the channel can be posted to; `""`: none yet. */
  channel: v.string(),
  ts: v.string(),
});

/** Who set the app up first, and the message which that left in the report channel. */
export type SetUpRecord = v.InferOutput<typeof SET_UP>;

export const setUps = runStore(1, SET_UP);

const RECONNECT_PREFIX = "reconnect:";

const RECONNECT = v.object({
  /** `reconnect:<person>`. */
  id: v.pipe(v.string(), v.startsWith(RECONNECT_PREFIX)),
  person: v.string(),
  /** When the telling began (Unix seconds). */
  since: v.number(),
  /** When the message was posted (Unix seconds); `null`: perhaps it never was. */
  told_at: v.nullable(v.number()),
});

/**
 * That a person was told, or is being told, that their connection no longer
 * works. It is not in their consent, which only their own click may write: a
 * run that wrote it could undo an opt-out that happens meanwhile.
 */
export type Reconnect = v.InferOutput<typeof RECONNECT>;

export const reconnects = runStore(1, RECONNECT);

export function reconnectId(person: string): string {
  return RECONNECT_PREFIX + person;
}
