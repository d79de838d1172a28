/**
 * The other records that runs and operators leave for later runs, all in the
 * datastore `runs`, as the checkpoint (`checkpoint.ts`) and the lease
 * (`lease.ts`) are.
 * Instants are Unix seconds. Fields are described above their schema: bundles
 * keep the comments within it.
 */
import * as v from "valibot";
import type { Mode } from "../../config/schema.ts";
import { type Checkpoint, checkpoints } from "./checkpoint.ts";
import { type FailedSteps, failedSteps } from "./failed_steps.ts";
import { mixedFormat, type RecordFormat } from "./define_store.ts";
import { count, instant } from "./fields.ts";
import {
  type ReportDue,
  type Reported,
  reportedRuns,
  reportsDue,
} from "./reported.ts";
import { isNoticeId, type Notice, notices } from "./operator_actions.ts";
import { runStore } from "./run_store.ts";

const LATEST = v.object({
  id: v.literal("latest"),
  snapshot: v.string(),
  snapshot_at: instant,
});

/**
 * The last reading of the rosters that a run began to apply. Only the steps of a
 * run that restores and applies write it, so every run can tell whether a later one
 * has overtaken it.
 */
export type Latest = v.InferOutput<typeof LATEST>;

export const latestRuns = runStore(1, LATEST);

/**
 * - `run`, `at`: the run, and when it began.
 * - `revision`: the consents' revision then.
 */
const AT_WORK = v.object({
  id: v.literal("at_work"),
  run: v.string(),
  at: instant,
  revision: v.string(),
});

/**
 * The run that began last with something to do. A run that begins at the same
 * moment leaves the work to it.
 */
export type AtWork = v.InferOutput<typeof AT_WORK>;

export const runsAtWork = runStore(1, AT_WORK);

/** `pending_since` is set while a consent is being written. */
const CONSENTS_REVISION = v.object({
  id: v.literal("consents"),
  revision: v.string(),
  pending_since: v.nullable(instant),
});

/** Changes with every change of a consent, so that a poll need not read all consents. */
export type ConsentsRevision = v.InferOutput<typeof CONSENTS_REVISION>;

export const consentsRevisions = runStore(1, CONSENTS_REVISION);

/**
 * `id` is `<run>:<step>:<number>`, `results` JSON of the core's results and
 * problems. `more`: set if another piece follows.
 */
const RUN_RESULTS = v.object({
  id: v.string(),
  results: v.array(v.unknown()),
  more: v.exactOptional(v.boolean()),
  expires_at: instant,
});

/** The results of one step of one run, in numbered pieces. */
export type RunResults = v.InferOutput<typeof RUN_RESULTS>;

export const runResults = runStore(1, RUN_RESULTS);

const POSTED_PREFIX = "posted:";

/**
 * - `id`: `posted:<key of the run>`.
 * - `channels`: Slack ids of channels.
 */
const POSTED = v.object({
  id: v.string(),
  channels: v.array(v.string()),
  expires_at: instant,
});

/** Where a run was posted: nowhere twice. */
export type Posted = v.InferOutput<typeof POSTED>;

export const postedRuns = runStore(1, POSTED);

/** The id of a run's record. */
export function postedId(run: string): string {
  return POSTED_PREFIX + run;
}

/**
 * - `handoffs`: the booked ones, in the words of `Checkpoint.handoffs`.
 * - `failures`: how many times in a row booking has failed, minutes apart.
 * - `failed_at`: when the last of them was.
 * - `retry_at`: when to try again.
 */
const BOOKED = v.object({
  id: v.literal("booked"),
  handoffs: v.string(),
  failures: count,
  failed_at: v.exactOptional(instant),
  retry_at: instant,
});

/** Which of the wanted handoffs are booked. */
export type Booked = v.InferOutput<typeof BOOKED>;

export const bookedRuns = runStore(1, BOOKED);

/**
 * - `at`: when the trigger fires.
 * - `run`: the run that booked it; `""` if a click did.
 * - `attempt`: how many runs before this one were booked because the one before
 *   them had not finished; left out, none.
 */
const ONE_OFF_RUN = v.object({
  id: v.picklist(["continuation", "clicks"]),
  trigger_id: v.string(),
  at: instant,
  run: v.optional(v.string(), ""),
  attempt: v.exactOptional(count),
});

/**
 * A run that is booked by a one-off trigger: `continuation` does what another run
 * left undone, `clicks` does what people asked for by links.
 */
export type OneOffRun = v.InferOutput<typeof ONE_OFF_RUN>;

export const oneOffRuns = runStore(1, ONE_OFF_RUN);

/**
 * - `people`: Slack user ids, sorted.
 * - `active`: how many claims were active when they were held back.
 * - `confirmed_by`, `confirmed_at`: the operator who confirmed them, and when;
 *   `null` until then.
 */
const EARLY_ENDS = v.object({
  id: v.literal("early_ends"),
  people: v.array(v.string()),
  active: count,
  held_at: instant,
  confirmed_by: v.nullable(v.string()),
  confirmed_at: v.nullable(instant),
});

/** Too many ends before their recorded end for one run: they wait for an operator. */
export type EarlyEnds = v.InferOutput<typeof EARLY_ENDS>;

export const earlyEnds = runStore(1, EARLY_ENDS);

/**
 * - `put_back`: whether everyone is restored, no matter what the rosters say. It
 *   ends with the next switch.
 * - `set_by`: Slack user id of the operator. It and `set_at` are for people who
 *   query the record: a wrong one must not make the mode unknown.
 */
const MODE = v.object({
  id: v.literal("mode"),
  mode: v.picklist(["preview", "enforce"] satisfies Mode[]),
  put_back: v.boolean(),
  set_by: v.fallback(v.string(), ""),
  set_at: v.fallback(instant, 0),
});

/** The mode that an operator switched to. It counts in place of the configured one. */
export type ModeRecord = v.InferOutput<typeof MODE>;

export const modes = runStore(1, MODE);

/**
 * - `first_by`: a Slack user id.
 * - `channel`, `ts`: the message that shows that the channel can be posted to;
 *   `""`: none yet.
 */
const SET_UP = v.object({
  id: v.literal("set_up"),
  first_by: v.string(),
  channel: v.string(),
  ts: v.string(),
});

/** Who set the app up first, and the message that this left in the report channel. */
export type SetUpRecord = v.InferOutput<typeof SET_UP>;

export const setUps = runStore(1, SET_UP);

const USER_LIST = v.object({
  id: v.literal("user_list"),
  pages: v.pipe(v.number(), v.minValue(1)),
});

/** How many pages of the list of all people a poll had to read, at least. */
export type UserList = v.InferOutput<typeof USER_LIST>;

export const userLists = runStore(1, USER_LIST);

const RECONNECT_PREFIX = "reconnect:";

/**
 * - `id`: `reconnect:<person>`.
 * - `since`: when the telling began.
 * - `told_at`: when the message was posted; `null`: perhaps it never was.
 */
const RECONNECT = v.object({
  id: v.pipe(
    v.string(),
    v.check(
      (id) => id.startsWith(RECONNECT_PREFIX),
      "expected reconnect:<person>",
    ),
  ),
  person: v.string(),
  since: instant,
  told_at: v.nullable(instant),
});

/**
 * Whether a person was told, or is being told, that their connection no longer
 * works. It is not in their consent, which only their own click may write: a
 * run that wrote it could undo an opt-out that happens meanwhile.
 */
export type Reconnect = v.InferOutput<typeof RECONNECT>;

export const reconnects = runStore(1, RECONNECT);

/** The id of a person's record. */
export function reconnectId(person: string): string {
  return RECONNECT_PREFIX + person;
}

/** The records of which there is one each. */
export type SingleRecord =
  | Checkpoint
  | Latest
  | AtWork
  | ConsentsRevision
  | Reported
  | ReportDue
  | FailedSteps
  | Booked
  | OneOffRun
  | EarlyEnds
  | ModeRecord
  | UserList;

export type RunRecord = SingleRecord | RunResults | Posted | Notice;

const SINGLE: Readonly<Record<SingleRecord["id"], RecordFormat<RunRecord>>> = {
  checkpoint: checkpoints,
  latest: latestRuns,
  at_work: runsAtWork,
  consents: consentsRevisions,
  reported: reportedRuns,
  report_due: reportsDue,
  failed_steps: failedSteps,
  booked: bookedRuns,
  continuation: oneOffRuns,
  clicks: oneOffRuns,
  early_ends: earlyEnds,
  mode: modes,
  user_list: userLists,
};

/** What a run reads and writes, in one call: single records, and the results of its steps. */
export const runRecords = mixedFormat<RunRecord>(runResults, (id) => {
  if (Object.hasOwn(SINGLE, id)) return SINGLE[id as SingleRecord["id"]];
  if (isNoticeId(id)) return notices;
  return id.startsWith(POSTED_PREFIX) ? postedRuns : runResults;
});
