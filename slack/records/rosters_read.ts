import * as v from "valibot";
import { STORED_SNAPSHOT } from "./checkpoint.ts";
import { instant } from "./fields.ts";
import { runStore } from "./run_store.ts";

/**
 * - `key`: source, schedule (`null`: all of its) and identity (`null`: everyone's).
 * - `since`: since when it cannot be read (Unix seconds).
 */
const UNREAD_SINCE = v.object({
  key: v.tuple([v.string(), v.nullable(v.string()), v.nullable(v.string())]),
  since: instant,
});

export type UnreadSince = v.InferOutput<typeof UNREAD_SINCE>;

const SCHEDULE = v.object({
  source: v.string(),
  schedule: v.string(),
  name: v.string(),
});

/**
 * - `at`: when (Unix seconds).
 * - `snapshot`: the one that says what was read.
 * - `unread`: what could not be read.
 * - `schedules`: those that can be asked for. One that cannot be read stays.
 */
const ROSTERS_READ = v.object({
  id: v.literal("rosters_read"),
  at: instant,
  snapshot: STORED_SNAPSHOT,
  unread: v.array(UNREAD_SINCE),
  schedules: v.array(SCHEDULE),
});

/**
 * The last reading of the rosters, also by a poll that found nothing new. What
 * people are answered goes by it; runs do without.
 */
export type RostersRead = v.InferOutput<typeof ROSTERS_READ>;

export const rostersRead = runStore(1, ROSTERS_READ);

export const ROSTERS_READ_ID = "rosters_read";
