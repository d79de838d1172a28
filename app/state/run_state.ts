import type { Config, Mode } from "../../config/schema.ts";
import { WRITER_MAY_LIVE_SECONDS } from "../../reconciler/claim.ts";
import { RESTORED_EVERYONE } from "../../reconciler/wanted.ts";
import type { SlackClient } from "../../slack/call.ts";
import { asFailure } from "../../slack/failure.ts";
import {
  type Broken,
  getRecord,
  getRecords,
  putRecord,
  putRecords,
} from "../../slack/record_store.ts";
import type { RecordFormat } from "../../slack/records/define_store.ts";
import {
  type Checkpoint,
  checkpoints,
} from "../../slack/records/checkpoint.ts";
import type { ReportDue } from "../../slack/records/reported.ts";
import {
  type AtWork,
  type Booked,
  type ConsentsRevision,
  consentsRevisions,
  type EarlyEnds,
  type Latest,
  type ModeRecord,
  modes,
  type OneOffRun,
  type RunRecord,
  runRecords,
  type SingleRecord,
  type UserList,
} from "../../slack/records/runs.ts";
import {
  ACTIONS,
  type Notice,
  noticeId,
} from "../../slack/records/operator_actions.ts";
import {
  SECONDS_PER_DAY,
  SECONDS_PER_HOUR,
  SECONDS_PER_MINUTE,
} from "../../time.ts";
import { type Execution, nowOf } from "../execution.ts";
import { type PastInstants, setAsideAhead } from "./ahead.ts";

/** The records that runs leave for each other. */
export interface LastRun {
  checkpoint: Checkpoint | null;
  latest: Latest | null;
  atWork: AtWork | null;
  /**
   * Changes with every change of a consent, and with every run that is booked for
   * clicks; `""` while a consent is being written, and until that run begins.
   */
  revision: string;
  /** Whether plans are carried out. */
  mode: Mode;
  /** Why everyone is restored; `null` if they are not. */
  restoreReason: string | null;
  continuation: OneOffRun | null;
  earlyEnds: EarlyEnds | null;
  booked: Booked | null;
  userList: UserList | null;
  reportDue: ReportDue | null;
  /** Operators' actions of which the report channel was not told yet. */
  notices: Notice[];
  /** The records that do not parse. */
  broken: Broken[];
}

const MODE = "mode";

/** The ids of these records. */
const LAST_RUN = [
  ...["checkpoint", "latest", "consents", "mode", "continuation"],
  ...["early_ends", "booked", "clicks", "user_list", "at_work"],
  "report_due",
  ...ACTIONS.map(noticeId),
];

/** No shift that a run knows starts or ends later than this from now: people declare two years ahead at most. */
const FURTHEST_SHIFT_SECONDS = 3 * 365 * SECONDS_PER_DAY;

/** No one-off run is booked further ahead. */
const FURTHEST_RUN_SECONDS = 10 * SECONDS_PER_MINUTE;

/** No report is due further ahead: the reminder of the preview comes once a week. */
const FURTHEST_REPORT_SECONDS = 7 * SECONDS_PER_DAY;

const oneOffInstants = ({ at }: OneOffRun) => ({
  at: at - FURTHEST_RUN_SECONDS,
});

/** Instants of these records that cannot lie ahead. As such a record would stop runs for good, it counts as broken. */
const INSTANTS: {
  [Id in SingleRecord["id"]]?: (
    record: Extract<SingleRecord, { id: Id }>,
  ) => PastInstants;
} = {
  checkpoint: ({ snapshot_at, started_at, ...ahead }) => ({
    snapshot_at,
    started_at,
    next_due: (ahead.next_due ?? 0) - FURTHEST_SHIFT_SECONDS,
    changes_at: (ahead.changes_at ?? 0) - FURTHEST_SHIFT_SECONDS,
    book_at: (ahead.book_at ?? 0) - FURTHEST_SHIFT_SECONDS,
    booked_until: ahead.booked_until - SECONDS_PER_DAY,
  }),
  latest: ({ snapshot_at }) => ({ snapshot_at }),
  at_work: ({ at }) => ({ at }),
  consents: ({ pending_since }) => ({ pending_since }),
  booked: ({ retry_at, failed_at = 0 }) => ({
    retry_at: retry_at - SECONDS_PER_HOUR,
    failed_at,
  }),
  continuation: oneOffInstants,
  clicks: oneOffInstants,
  report_due: ({ at }) => ({ at: (at ?? 0) - FURTHEST_REPORT_SECONDS }),
  early_ends: ({ held_at, confirmed_at }) => ({ held_at, confirmed_at }),
};

/** Reads the records of the last run in one call. A broken record counts as missing. */
export async function readLastRun(execution: Execution): Promise<LastRun> {
  const found = await getRecords(execution.client, runRecords, LAST_RUN);
  setAsideAhead(found, runRecords.name, instantsOf, nowOf(execution));
  const get = <T extends { id: string }>(id: T["id"]) =>
    (found.records.get(id) ?? null) as T | null;
  const now = nowOf(execution);
  const unknownMode = found.broken.some(({ id }) => id === "mode");
  return {
    checkpoint: get<Checkpoint>("checkpoint"),
    latest: get<Latest>("latest"),
    atWork: get<AtWork>("at_work"),
    revision: revisionOf(
      get<ConsentsRevision>("consents"),
      get<OneOffRun>("clicks"),
      now,
    ),
    ...modeOf(execution.config, get<ModeRecord>("mode"), unknownMode),
    continuation: get<OneOffRun>("continuation"),
    earlyEnds: get<EarlyEnds>("early_ends"),
    booked: get<Booked>("booked"),
    userList: get<UserList>("user_list"),
    reportDue: get<ReportDue>("report_due"),
    notices: ACTIONS.flatMap((kind) => get<Notice>(noticeId(kind)) ?? []),
    broken: found.broken,
  };
}

/** Whether plans are carried out, and why everyone is restored if they are. */
export type ModeInForce = Pick<LastRun, "mode" | "restoreReason">;

/**
 * Reads the mode by a call of its own, for a click.
 *
 * @returns `null` if Slack does not answer: an answer can do without.
 */
export async function readMode(
  execution: Execution,
): Promise<ModeInForce | null> {
  const { client, config } = execution;
  try {
    const { records, broken } = await getRecord(client, modes, MODE);
    return modeOf(config, records.get(MODE) ?? null, broken.length > 0);
  } catch (thrown) {
    console.warn(`the mode: ${asFailure(thrown, "reading").message}`);
    return null;
  }
}

function instantsOf(record: RunRecord): PastInstants {
  const of = INSTANTS[record.id as SingleRecord["id"]] as
    | ((record: RunRecord) => PastInstants)
    | undefined;
  return of?.(record) ?? {};
}

/** The mode that an operator switched to, else the configured one. While it is unknown, nothing is written. */
export function modeOf(
  config: Config,
  record: ModeRecord | null,
  unknown: boolean,
): ModeInForce {
  if (unknown) return { mode: "preview", restoreReason: null };
  const restoreReason = record?.put_back ? RESTORED_EVERYONE : null;
  return { mode: record?.mode ?? config.mode, restoreReason };
}

function revisionOf(
  consents: ConsentsRevision | null,
  clicks: OneOffRun | null,
  now: number,
): string {
  const since = consents?.pending_since ?? null;
  const writing = since !== null && now - since < WRITER_MAY_LIVE_SECONDS;
  if (writing || clicks !== null && clicks.at > now) return "";
  const revision = consents?.revision ?? "none";
  return clicks === null ? revision : `${revision} ${clicks.trigger_id}`;
}

export async function putCheckpoint(
  client: SlackClient,
  checkpoint: Checkpoint,
): Promise<void> {
  await putAll(client, checkpoints, [checkpoint]);
}

/**
 * Marks the consents as changed, so that no poll relies on what it read during
 * the change. Call it with `pending` before the change, and without after it.
 */
export async function markConsentsChanged(
  execution: Execution,
  pending: boolean,
): Promise<void> {
  await putRecord(execution.client, consentsRevisions, {
    id: "consents",
    revision: `${execution.id}${pending ? ":pending" : ""}`,
    pending_since: pending ? nowOf(execution) : null,
  });
}

/** @throws {Error} if any of the records was not stored. */
export async function putAll<T>(
  client: SlackClient,
  store: RecordFormat<T>,
  records: T[],
): Promise<void> {
  const lost = await putRecords(client, store, records);
  if (lost.size === 0) return;
  const names = [...lost].join(", ");
  throw new Error(
    `${store.name}: Slack did not store ${names}; the next run goes on`,
  );
}
