/**
 * What the last complete run left, in the datastore `runs`.
 * Instants are Unix seconds. Fields are described above their schema: bundles
 * keep the comments within it.
 */
import * as v from "valibot";
import { STATUS } from "./claims.ts";
import { count, instant } from "./fields.ts";
import { runStore } from "./run_store.ts";

/** The wanted handoffs, in the words of the step that books them. */
const HANDOFFS = v.pipe(
  v.string(),
  v.check(
    (text) => /^(none|\d+( \d+)*)$/.test(text),
    "expected handoffs",
  ),
);

/** A stored snapshot, with what is needed to delete it. */
export const STORED_SNAPSHOT = v.object({
  version: v.string(),
  chunks: count,
  read_at: instant,
});

export type StoredSnapshot = v.InferOutput<typeof STORED_SNAPSHOT>;

/**
 * What readings showed of a source: when the last of its shifts ends (`null`: not
 * known), and since when it lists none although that is ahead.
 */
const LISTED = v.object({
  until: v.nullable(instant),
  empty_since: v.exactOptional(instant),
});

/**
 * - `snapshot`, `snapshot_at`: the snapshot that the run went by, and when it
 *   was read.
 * - `snapshots`: those that are stored, newest first.
 * - `changes_at`: when a shift of that snapshot starts or ends next, or `null`.
 *   From then on the rosters count as changed.
 * - `upcoming`: digests of what starts and ends after that reading, by quarter
 *   of an hour, up to `booked_until`, to which handoffs are booked.
 * - `ahead`: the same of all that was read, however far ahead. The stored
 *   snapshot must have what the last reading had.
 * - `listed`: the sources with shifts, by id.
 * - `handoffs`: the wanted ones, in the words of the step that books them.
 * - `book_at`: when further handoffs are to be booked, or `null`.
 * - `started_at`, `started_revision`: when the last run began, and the
 *   consents' revision then.
 * - `open`: whether a run has begun to write and not finished.
 * - `overlapped`: whether another run may have been at work when it began.
 * - `next_due`: the next instant at which anything is due, or `null`.
 * - `watch`: people whose own status is read at every poll.
 * - `ours`: what some of them show that is ours, by person.
 * - `failing`: people for whom the last run failed. They are tried again at
 *   once, then every hour.
 * - `unmapped`: how many people on the rosters were not found in Slack.
 */
const CHECKPOINT = v.object({
  id: v.literal("checkpoint"),
  roster_digest: v.string(),
  config_digest: v.string(),
  consents_revision: v.string(),
  snapshot: v.string(),
  snapshot_at: instant,
  snapshots: v.array(STORED_SNAPSHOT),
  changes_at: v.nullable(instant),
  upcoming: v.record(v.string(), v.string()),
  ahead: v.optional(v.record(v.string(), v.string()), {}),
  listed: v.optional(v.record(v.string(), LISTED), {}),
  booked_until: instant,
  handoffs: HANDOFFS,
  book_at: v.nullable(instant),
  started_at: instant,
  started_revision: v.string(),
  open: v.boolean(),
  overlapped: v.boolean(),
  next_due: v.nullable(instant),
  watch: v.array(v.string()),
  ours: v.optional(v.record(v.string(), STATUS)),
  failing: v.array(v.string()),
  unmapped: count,
});

/** The state that the last complete run left. A poll compares its reading with it. */
export type Checkpoint = v.InferOutput<typeof CHECKPOINT>;

export const checkpoints = runStore(1, CHECKPOINT);
