import type { Problem, StepReport } from "../../reconciler/change.ts";
import { type Found, getRecords } from "../../slack/record_store.ts";
import { type Checkpoint } from "../../slack/records/checkpoint.ts";
import type { FailedSteps } from "../../slack/records/failed_steps.ts";
import type { ReportDue, Reported } from "../../slack/records/reported.ts";
import {
  type Latest,
  type ModeRecord,
  type Posted,
  postedId,
  runRecords,
  type RunResults,
  runResults,
} from "../../slack/records/runs.ts";
import { SECONDS_PER_DAY } from "../../time.ts";
import { type Execution, nowOf } from "../execution.ts";
import { modeOf, putAll } from "./run_state.ts";
import { recordProblem } from "./step_log.ts";

/** Results in one record: some 100 kB. */
const RESULTS_PER_RECORD = 400;

/** Bytes of one record, below the 400 kB of an item: reasons may be long. */
const BYTES_PER_RECORD = 300_000;

/** How many records of one step a report reads: 10 000 results. */
const MOST_RECORDS = 25;

/** Until then a run can be reported. */
export const RESULTS_KEPT_SECONDS = 7 * SECONDS_PER_DAY;

/** Stores a step's results and problems for the report of its run, and other records `beside` them, in one call. */
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
  const expires_at = nowOf(execution) + RESULTS_KEPT_SECONDS;
  const pieces = piecesOf(all);
  // It shows that the step has done its work.
  if (pieces.length === 0 && beside.length > 0) pieces.push([]);
  const records = pieces.map((results, index): RunResults => {
    const id = recordId(runKey(execution, execution.run), step, index);
    const more = index < pieces.length - 1 ? { more: true } : {};
    return { id, results, ...more, expires_at };
  });
  await putAll(execution.client, runRecords, [...beside, ...records]);
}

/** Splits results into groups that fit into a record each. */
function piecesOf<T>(results: readonly T[]): T[][] {
  const pieces: T[][] = [];
  let bytes = 0;
  for (const result of results) {
    // JSON within JSON, as it is stored.
    const json = JSON.stringify(JSON.stringify(result));
    const size = new TextEncoder().encode(json).length;
    const last = pieces.at(-1);
    if (
      last === undefined || last.length === RESULTS_PER_RECORD ||
      bytes + size > BYTES_PER_RECORD
    ) {
      pieces.push([result]);
      bytes = size;
    } else {
      last.push(result);
      bytes += size;
    }
  }
  return pieces;
}

/**
 * The key of a run's records. It names the workflow that the execution is a step
 * of: a step can neither read nor replace what another workflow's run stored.
 */
export function runKey({ workflow }: Execution, run: string): string {
  return workflow === "" ? run : `${workflow}/${run}`;
}

/** What the steps of a run stored, and what was reported before. */
export interface StoredReports {
  /** In the order of the steps. */
  report: StepReport;
  reported: Reported | null;
  /** The channels that this run was posted to. */
  postedTo: string[];
  /** The steps that stored something: those of a run that has done its work. */
  ran: ReadonlySet<string>;
  /** What counts now, whatever counted during the run. */
  mode: ReturnType<typeof modeOf>;
  reportDue: ReportDue | null;
  failedSteps: FailedSteps | null;
}

/** @param run The key of a run. */
export async function getStepReports(
  { client, config }: Execution,
  run: string,
  steps: string[],
): Promise<StoredReports> {
  const report: StepReport = { results: [], problems: [] };
  const reportBroken = ({ broken }: Found<unknown>) =>
    report.problems.push(...broken.map(recordProblem));
  const firsts = steps.map((step) => recordId(run, step, 0));
  const posted = postedId(run);
  const ids = [
    ...["reported", "report_due", "failed_steps", "mode"],
    ...[posted, ...firsts],
  ];
  const found = await getRecords(client, runRecords, ids);
  reportBroken(found);
  const ran = new Set<string>();
  for (const step of steps) {
    const first = found.records.get(recordId(run, step, 0)) as
      | RunResults
      | undefined;
    if (first) {
      ran.add(step);
      add(report, first);
    }
    if (first?.more) {
      const ids = Array.from(
        { length: MOST_RECORDS - 1 },
        (_, index) => recordId(run, step, index + 1),
      );
      const rest = await getRecords(client, runResults, ids);
      reportBroken(rest);
      for (const id of ids) add(report, rest.records.get(id));
    }
  }
  const get = <T extends { id: string }>(id: T["id"]) =>
    (found.records.get(id) ?? null) as T | null;
  const unknownMode = found.broken.some(({ id }) => id === "mode");
  const { channels = [] } = (found.records.get(posted) ?? {}) as Partial<
    Posted
  >;
  return {
    report,
    reported: get<Reported>("reported"),
    postedTo: channels,
    ran,
    mode: modeOf(config, get<ModeRecord>("mode"), unknownMode),
    reportDue: get<ReportDue>("report_due"),
    failedSteps: get<FailedSteps>("failed_steps"),
  };
}

function recordId(run: string, step: string, index: number): string {
  return `${run}:${step}:${index}`;
}

function add(report: StepReport, record: RunResults | undefined): void {
  for (const each of record?.results ?? []) {
    if (isResult(each)) report.results.push(each.result);
    else if (isProblem(each)) report.problems.push(each.problem);
    else report.problems.push(malformedEntry(record!.id));
  }
}

interface Entry {
  result?: StepReport["results"][number];
  problem?: StepReport["problems"][number];
}

function isResult(entry: unknown): entry is Required<Pick<Entry, "result">> {
  const { result } = (entry ?? {}) as Entry;
  if (!result) return false;
  const { person, name, action, reason, error } = result;
  return areTexts(person, name, action, reason, error ?? "");
}

function isProblem(entry: unknown): entry is Required<Pick<Entry, "problem">> {
  const { problem } = (entry ?? {}) as Entry;
  return problem ? areTexts(problem.about, problem.reason) : false;
}

function areTexts(...values: unknown[]): boolean {
  return values.every((value) => typeof value === "string");
}

function malformedEntry(id: string): Problem {
  const reason = "holds a result that does not parse, which is left out";
  return { about: `record ${id} of ${runResults.name}`, reason };
}
