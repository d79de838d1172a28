import type { Config, Mode } from "../../config/schema.ts";
import { WRITER_MAY_LIVE_SECONDS } from "../../reconciler/claim.ts";
import type { StepReport } from "../../reconciler/change.ts";
import type { SlackClient } from "../../slack/call.ts";
import {
  type Broken,
  type Found,
  getRecords,
  putRecords,
} from "../../slack/record_store.ts";
import type { Store } from "../../slack/records/define_store.ts";
import {
  type Booked,
  bookedRuns,
  type Checkpoint,
  checkpoints,
  type ConsentsRevision,
  consentsRevisions,
  type Continuation,
  continuations,
  type EarlyEnds,
  earlyEnds,
  type Latest,
  latestRuns,
  type ModeRecord,
  modes,
  type Reported,
  reportedRuns,
  type RunResults,
  runResults,
} from "../../slack/records/runs.ts";
import { type Execution, nowOf } from "../execution.ts";
import { recordProblem } from "./record_problem.ts";
import { SECONDS_PER_DAY } from "../../time.ts";

/** Results in one record: some 100 kB, far below the 400 kB of an item. */
const PIECE = 400;

/** How many pieces of one step a report reads: 10 000 results. */
const PIECES = 25;

/** How long the results of a run are kept (seconds). */
const RESULTS_KEPT = 7 * SECONDS_PER_DAY;

/** What runs leave each other, and whether consents have changed since. */
export interface LastRun {
  checkpoint: Checkpoint | null;
  latest: Latest | null;
  /** `""` while a consent is being written: it equals no other. */
  revision: string;
  /** Whether plans are carried out. */
  mode: Mode;
  /** Why everything is given back, whatever the rosters say; `null`: it is not. */
  put_back: string | null;
  continuation: Continuation | null;
  early_ends: EarlyEnds | null;
  booked: Booked | null;
  /** What of it does not parse. */
  broken: Broken[];
}

type Left =
  | Checkpoint
  | Latest
  | ConsentsRevision
  | ModeRecord
  | Continuation
  | EarlyEnds
  | Booked;

/** What a poll compares itself with, by id: read together, in one call. */
const LEFT: Readonly<Record<Left["id"], Store<Left>["parse"]>> = {
  checkpoint: checkpoints.parse,
  latest: latestRuns.parse,
  consents: consentsRevisions.parse,
  mode: modes.parse,
  continuation: continuations.parse,
  early_ends: earlyEnds.parse,
  booked: bookedRuns.parse,
};

const left: Store<Left> = {
  ...checkpoints,
  parse: (item) => LEFT[item.id as Left["id"]](item),
  format: (): never => {
    throw new Error("these records are only read together");
  },
};

/** Reads, in one call, what a poll compares itself with. A broken record counts as none. */
export async function readLastRun(execution: Execution): Promise<LastRun> {
  const found = await getRecords(execution.client, left, Object.keys(LEFT));
  const get = <T extends Left>(id: T["id"]) =>
    (found.records.get(id) ?? null) as T | null;
  const consents = get<ConsentsRevision>("consents");
  const unknownMode = found.broken.some(({ id }) => id === "mode");
  return {
    checkpoint: get<Checkpoint>("checkpoint"),
    latest: get<Latest>("latest"),
    revision: consents ? revisionOf(consents, nowOf(execution)) : "none",
    ...modeOf(execution.config, get<ModeRecord>("mode"), unknownMode),
    continuation: get<Continuation>("continuation"),
    early_ends: get<EarlyEnds>("early_ends"),
    booked: get<Booked>("booked"),
    broken: found.broken,
  };
}

/** What an operator switched to, else what is configured; nothing is written while it is not known. */
function modeOf(
  config: Config,
  record: ModeRecord | null,
  unknown: boolean,
): Pick<LastRun, "mode" | "put_back"> {
  if (unknown) return { mode: "preview", put_back: null };
  const put_back = record?.put_back ? "an operator put everybody back" : null;
  return { mode: record?.mode ?? config.mode, put_back };
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
 * Marks the consents as changed: before the change as pending, after it for
 * good, so that no poll settles by what it read in between.
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

/** Leaves what a step did for the report of its run, and what else it has to leave, in one call. */
export async function putStepReport(
  execution: Execution,
  step: string,
  report: StepReport,
  beside: (Checkpoint | Latest)[] = [],
): Promise<void> {
  const all = [
    ...report.results.map((result) => ({ result })),
    ...report.problems.map((problem) => ({ problem })),
  ];
  const expires_at = nowOf(execution) + RESULTS_KEPT;
  const records: RunResults[] = [];
  for (let from = 0; from < all.length; from += PIECE) {
    const id = pieceId(execution.run, step, records.length);
    records.push({ id, results: all.slice(from, from + PIECE), expires_at });
  }
  await putAll(execution.client, anyRun, [...beside, ...records]);
}

/** Records of the datastore `runs` look the same from outside, whatever they hold. */
const anyRun: Store<Checkpoint | Latest | RunResults> = {
  ...runResults,
  format: (record) => runResults.format(record as RunResults),
};

/** What the steps of a run left, in the order of the steps, and what has been reported before. */
export async function getStepReports(
  { client }: Execution,
  run: string,
  steps: string[],
): Promise<{ report: StepReport; reported: Reported | null }> {
  const report: StepReport = { results: [], problems: [] };
  const tell = ({ broken }: Found<unknown>) =>
    report.problems.push(...broken.map(recordProblem));
  const firsts = steps.map((step) => pieceId(run, step, 0));
  const ids = ["reported", ...firsts];
  const found = await getRecords(client, reportedOrResults, ids);
  tell(found);
  for (const step of steps) {
    const first = found.records.get(pieceId(run, step, 0)) as
      | RunResults
      | undefined;
    if (first) add(report, first);
    if (first?.results.length === PIECE) {
      const ids = Array.from(
        { length: PIECES - 1 },
        (_, index) => pieceId(run, step, index + 1),
      );
      const rest = await getRecords(client, runResults, ids);
      tell(rest);
      for (const id of ids) add(report, rest.records.get(id));
    }
  }
  const reported = found.records.get("reported") as Reported | undefined;
  return { report, reported: reported ?? null };
}

const reportedOrResults: Store<Reported | RunResults> = {
  ...runResults,
  parse: (item) =>
    item.id === "reported" ? reportedRuns.parse(item) : runResults.parse(item),
  format: (): never => {
    throw new Error("these records are only read together");
  },
};

function pieceId(run: string, step: string, index: number): string {
  return `${run}:${step}:${index}`;
}

function add(report: StepReport, piece: RunResults | undefined): void {
  for (const each of (piece?.results ?? []) as Entry[]) {
    if ("result" in each) report.results.push(each.result);
    else report.problems.push(each.problem);
  }
}

type Entry =
  | { result: StepReport["results"][number] }
  | { problem: StepReport["problems"][number] };

/** @throws {Error} when any of the records was not written. */
async function putAll<T>(
  client: SlackClient,
  store: Store<T>,
  records: T[],
): Promise<void> {
  const lost = await putRecords(client, store, records);
  if (lost.size === 0) return;
  const names = [...lost].join(", ");
  throw new Error(
    `${store.name}: Slack did not store ${names}; the next run goes on`,
  );
}
