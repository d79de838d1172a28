import { DAY, SECOND } from "@std/datetime";
import { WRITER_MAY_LIVE } from "../../reconciler/claim.ts";
import type { StepReport } from "../../reconciler/result.ts";
import type { SlackClient } from "../../slack/call.ts";
import {
  type Broken,
  type Found,
  getRecords,
  putRecords,
  type Store,
} from "../../slack/record_store.ts";
import {
  type ConsentsRevision,
  consentsRevisions,
  type RunResults,
  runResults,
  type Settled,
  settledRuns,
} from "../../slack/records/runs.ts";
import { type Execution, nowOf } from "./execution.ts";
import { recordProblem } from "./observation.ts";

/** Results in one record: some 100 kB, far below the 400 kB of an item. */
const PIECE = 400;

/** How many pieces of one step a report reads: 10 000 results. */
const PIECES = 25;

/** How long the results of a run are kept (seconds). */
const RESULTS_KEPT = 7 * DAY / SECOND;

/** What the last run left, and whether consents have changed since. */
export interface LastRun {
  settled: Settled | null;
  /** `""` while a consent is being written: it equals no other. */
  revision: string;
  /** What of it does not parse. */
  broken: Broken[];
}

/** Reads, in one call, what a poll compares itself with. A broken record counts as none. */
export async function readLastRun(execution: Execution): Promise<LastRun> {
  const { client } = execution;
  const both = {
    ...settledRuns,
    parse: (item: Record<string, unknown>): Settled | ConsentsRevision =>
      item.id === "settled"
        ? settledRuns.parse(item)
        : consentsRevisions.parse(item),
    format: (): never => {
      throw new Error("these records are only read together");
    },
  };
  const found = await getRecords(client, both, ["settled", "consents"]);
  const { records, broken } = found;
  const settled = records.get("settled");
  const consents = records.get("consents");
  return {
    settled: settled?.id === "settled" ? settled : null,
    revision: consents?.id === "consents"
      ? revisionOf(consents, nowOf(execution))
      : "none",
    broken,
  };
}

function revisionOf(
  { revision, pending_since }: ConsentsRevision,
  now: number,
): string {
  const writing = pending_since !== null &&
    now - pending_since < WRITER_MAY_LIVE;
  return writing ? "" : revision;
}

export async function putSettled(
  client: SlackClient,
  settled: Settled,
): Promise<void> {
  await putAll(client, settledRuns, [settled]);
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

/** Leaves what a step did for the report of its run. */
export async function putStepReport(
  execution: Execution,
  run: string,
  step: string,
  report: StepReport,
): Promise<void> {
  const all = [
    ...report.results.map((result) => ({ result })),
    ...report.problems.map((problem) => ({ problem })),
  ];
  const expires_at = nowOf(execution) + RESULTS_KEPT;
  const records: RunResults[] = [];
  for (let from = 0; from < all.length; from += PIECE) {
    const id = pieceId(run, step, records.length);
    records.push({ id, results: all.slice(from, from + PIECE), expires_at });
  }
  await putAll(execution.client, runResults, records);
}

/** What the steps of a run left, in the order of the steps. */
export async function getStepReports(
  { client }: Execution,
  run: string,
  steps: string[],
): Promise<StepReport> {
  const report: StepReport = { results: [], problems: [] };
  const tell = ({ broken }: Found<RunResults>) =>
    report.problems.push(...broken.map(recordProblem));
  const firsts = steps.map((step) => pieceId(run, step, 0));
  const found = await getRecords(client, runResults, firsts);
  tell(found);
  for (const step of steps) {
    const first = found.records.get(pieceId(run, step, 0));
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
  return report;
}

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
