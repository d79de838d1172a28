import type { Config, Mode } from "../../config/schema.ts";
import { WRITER_MAY_LIVE_SECONDS } from "../../reconciler/claim.ts";
import { RESTORED_EVERYONE } from "../../reconciler/wanted.ts";
import type { SlackClient } from "../../slack/call.ts";
import {
  type Broken,
  getRecords,
  putRecords,
} from "../../slack/record_store.ts";
import type { RecordFormat } from "../../slack/records/define_store.ts";
import {
  type Booked,
  type Checkpoint,
  checkpoints,
  type ConsentsRevision,
  consentsRevisions,
  type Continuation,
  type EarlyEnds,
  type Latest,
  type ModeRecord,
  runRecords,
  type UserList,
} from "../../slack/records/runs.ts";
import { type Execution, nowOf } from "../execution.ts";

/** The records that runs leave for each other. */
export interface LastRun {
  checkpoint: Checkpoint | null;
  latest: Latest | null;
  /** Changes with every change of a consent; `""` while one is being written. */
  revision: string;
  /** Whether plans are carried out. */
  mode: Mode;
  /** Why everyone is restored; `null` if they are not. */
  restoreReason: string | null;
  continuation: Continuation | null;
  earlyEnds: EarlyEnds | null;
  booked: Booked | null;
  userList: UserList | null;
  /** The records that do not parse. */
  broken: Broken[];
}

/** The ids of these records. */
const LAST_RUN = [
  ...["checkpoint", "latest", "consents", "mode", "continuation"],
  ...["early_ends", "booked", "user_list"],
];

/** Reads the records of the last run in one call. A broken record counts as missing. */
export async function readLastRun(execution: Execution): Promise<LastRun> {
  const found = await getRecords(execution.client, runRecords, LAST_RUN);
  const get = <T extends { id: string }>(id: T["id"]) =>
    (found.records.get(id) ?? null) as T | null;
  const consents = get<ConsentsRevision>("consents");
  const unknownMode = found.broken.some(({ id }) => id === "mode");
  return {
    checkpoint: get<Checkpoint>("checkpoint"),
    latest: get<Latest>("latest"),
    revision: consents ? revisionOf(consents, nowOf(execution)) : "none",
    ...modeOf(execution.config, get<ModeRecord>("mode"), unknownMode),
    continuation: get<Continuation>("continuation"),
    earlyEnds: get<EarlyEnds>("early_ends"),
    booked: get<Booked>("booked"),
    userList: get<UserList>("user_list"),
    broken: found.broken,
  };
}

/** The mode that an operator switched to, else the configured one. While it is unknown, nothing is written. */
function modeOf(
  config: Config,
  record: ModeRecord | null,
  unknown: boolean,
): Pick<LastRun, "mode" | "restoreReason"> {
  if (unknown) return { mode: "preview", restoreReason: null };
  const restoreReason = record?.put_back ? RESTORED_EVERYONE : null;
  return { mode: record?.mode ?? config.mode, restoreReason };
}

function revisionOf(
  { revision, pending_since }: ConsentsRevision,
  now: number,
): string {
  const writing = pending_since !== null &&
    now - pending_since < WRITER_MAY_LIVE_SECONDS;
  return writing ? "" : revision;
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
  await putAll(execution.client, consentsRevisions, [{
    id: "consents",
    revision: `${execution.id}${pending ? ":pending" : ""}`,
    pending_since: pending ? nowOf(execution) : null,
  }]);
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
