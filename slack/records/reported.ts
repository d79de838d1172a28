/**
 * What the report channel was told and when, in the datastore `runs`.
 * Instants are Unix seconds. Fields are described above their schema: bundles
 * keep the comments within it.
 */
import * as v from "valibot";
import { instant } from "./fields.ts";
import { runStore } from "./run_store.ts";

/**
 * - `key`: what it is about.
 * - `since`: when it began.
 * - `told_at`: when it was last told; 0: not yet.
 * - `called`: whether the operators were mentioned.
 * - `over_at`: since when it is over; told once that has lasted.
 */
const OUTAGE = v.object({
  key: v.string(),
  about: v.string(),
  since: instant,
  told_at: instant,
  called: v.boolean(),
  over_at: v.exactOptional(instant),
});

/** An outage that was told, or is about to be. */
export type OutageRecord = v.InferOutput<typeof OUTAGE>;

/**
 * - `keys`: what has been reported once and still lasts.
 * - `listed_at`: when the daily problems were last listed; 0: never.
 * - `unposted`: runs whose report could not be posted yet.
 * - `outages`: those that last, or are over and not yet told so.
 * - `preview_at`: when a report last said that the app is in preview, or first saw
 *   it; left out when it is not.
 */
const REPORTED = v.object({
  id: v.literal("reported"),
  keys: v.array(v.string()),
  listed_at: instant,
  unposted: v.array(v.string()),
  outages: v.optional(v.array(OUTAGE), []),
  preview_at: v.exactOptional(instant),
});

/** What has been reported and still lasts. */
export type Reported = v.InferOutput<typeof REPORTED>;

export const reportedRuns = runStore(1, REPORTED);

const REPORT_DUE = v.object({
  id: v.literal("report_due"),
  at: v.nullable(instant),
});

/** When there is something to report even if nothing happens; `at: null`: never. Polls read it in the place of `reported`, which is large. */
export type ReportDue = v.InferOutput<typeof REPORT_DUE>;

export const reportsDue = runStore(1, REPORT_DUE);
