import type { StepReport } from "../../reconciler/change.ts";
import { SlackFailure } from "../../slack/failure.ts";
import { postMessage } from "../../slack/messages.ts";
import { putRecords } from "../../slack/record_store.ts";
import {
  type Posted,
  postedId,
  type Reported,
  reportedRuns,
  runRecords,
} from "../../slack/records/runs.ts";
import { SECONDS_PER_DAY, SECONDS_PER_HOUR } from "../../time.ts";
import { type Execution, nowOf, waitForReadConsistency } from "../execution.ts";
import { reportNotPosted } from "../messages/report.ts";
import { answerClick } from "../report/answer_click.ts";
import { problemLines, reportText } from "../report/report_text.ts";
import { firstMessages, splitMessage } from "../report/split_message.ts";
import { lastingKeys, withoutReported } from "../report/deduplicate.ts";
import {
  getStepReports,
  RESULTS_KEPT_SECONDS,
  runKey,
  type StoredReports,
} from "../state/step_reports.ts";
import { putCheckpoint, readLastRun } from "../state/run_state.ts";
import type { PollScope } from "../roster/change_detection.ts";
import { ReportNotPosted } from "./reported_step.ts";
import { readScope } from "./step_inputs.ts";

const STEPS = ["fetch", "restore", "apply", "book"];

/** Stands for the log, where there is no channel. */
const LOG = "";

const NOTHING_REPORTED: Reported = {
  id: "reported",
  keys: [],
  listed_at: 0,
  unposted: [],
};

/** How often the daily problems are listed. */
const LIST_AGAIN_SECONDS = SECONDS_PER_DAY;

/** How many runs may wait for a channel that accepts their report. */
const RUNS_KEPT = 20;

/** How often a failed report is retried. */
const POST_AGAIN_SECONDS = SECONDS_PER_HOUR;

/**
 * How many keys are kept: some 250 kB, below the 400 kB of an item. Results and
 * problems beyond that may be reported again.
 */
const MOST_KEYS = 15_000;

/** Errors of a post that an operator can fix. */
const FIXABLE = new Set([
  "not_in_channel",
  "channel_not_found",
  "is_archived",
]);

interface ReportInputs {
  run_id: string;
  scope?: string | undefined;
  channel?: string | undefined;
  /** Who clicked *Sync now*, and how much could not be read then. */
  answer_to?: string | undefined;
  unreadable?: number | undefined;
}

/**
 * The step *report what was done*: events are always reported, lasting problems
 * once. A run is posted once to each channel, and only by its own workflow. Only
 * what the configured channel was told counts as told.
 */
export async function reportStep(
  execution: Execution,
  inputs: ReportInputs,
): Promise<{ posted: boolean }> {
  const scope = readScope(inputs);
  if (scope === "nothing") {
    await answerClick(execution, inputs, null);
    return { posted: false };
  }
  // The steps before this one have just stored their reports.
  await waitForReadConsistency(execution);
  const run = runKey(execution, inputs.run_id);
  const own = await getStepReports(execution, run, STEPS);
  const configured = execution.config.report_channel;
  const channel = inputs.channel?.trim() || configured;
  if (own.postedTo.includes(channel ?? LOG)) return { posted: false };
  await answerClick(execution, inputs, own.report);
  return channel === configured
    ? await reportToOperators(execution, run, own, scope)
    : await reportElsewhere(execution, run, own, channel!);
}

/** Posts to the configured channel, with what could not be posted there before. */
async function reportToOperators(
  execution: Execution,
  run: string,
  own: StoredReports,
  scope: PollScope,
): Promise<{ posted: boolean }> {
  // Without a record, lasting problems are reported once more: better than not at all.
  const known = own.reported ?? NOTHING_REPORTED;
  const earlier = known.unposted.filter((each) => each !== run);
  const unposted = await Promise.all(
    earlier.map((each) => getStepReports(execution, each, STEPS)),
  );
  const report = joined([...unposted, own].map(({ report }) => report));
  const channel = execution.config.report_channel;
  const { fresh, text } = news(execution, report, known);
  if (text !== null) {
    try {
      const rest = await post(execution, channel, text);
      log([...problemLines(fresh.problems).rest, ...rest]);
    } catch (thrown) {
      await keepForLater(execution, known, [...earlier, run]);
      throw explained(thrown, channel);
    }
  }
  const told: (Reported | Posted)[] = [];
  if (text !== null) {
    const all = [...unposted, own];
    [...earlier, run].forEach((each, index) =>
      told.push(postedRecord(execution, each, all[index]!, channel))
    );
  }
  const reported = reportedAfter(execution, known, report, fresh, scope);
  if (reported !== null) told.push(reported);
  await putRecords(execution.client, runRecords, told);
  return { posted: text !== null && channel !== null };
}

/** Posts to a channel of the workflow's own. */
async function reportElsewhere(
  execution: Execution,
  run: string,
  own: StoredReports,
  channel: string,
): Promise<{ posted: boolean }> {
  const known = own.reported ?? NOTHING_REPORTED;
  const { text } = news(execution, own.report, known);
  if (text === null) return { posted: false };
  try {
    log(await post(execution, channel, text));
  } catch (thrown) {
    throw explained(thrown, channel);
  }
  const posted = postedRecord(execution, run, own, channel);
  await putRecords(execution.client, runRecords, [posted]);
  return { posted: true };
}

/** What of a report was not reported before, and its text; `null`: nothing. */
function news(
  execution: Execution,
  report: StepReport,
  known: Reported,
): { fresh: StepReport; text: string | null } {
  // Also if the record means the future: then it is wrong.
  const listsDaily =
    Math.abs(nowOf(execution) - known.listed_at) >= LIST_AGAIN_SECONDS;
  const fresh = withoutReported(report, new Set(known.keys), listsDaily);
  return { fresh, text: reportText(fresh) };
}

function postedRecord(
  execution: Execution,
  run: string,
  { postedTo }: StoredReports,
  channel: string | null,
): Posted {
  const channels = [...postedTo, channel ?? LOG];
  const expires_at = nowOf(execution) + RESULTS_KEPT_SECONDS;
  return { id: postedId(run), channels, expires_at };
}

/** The record of what has been reported; `null` if it stays as it is. */
function reportedAfter(
  execution: Execution,
  known: Reported,
  report: StepReport,
  fresh: StepReport,
  scope: PollScope,
): Reported | null {
  const reportedKeys = new Set(known.keys);
  const lasting = lastingKeys(report);
  // A run for watched people does not show that other failures are over.
  const all = scope === "everybody" ? lasting : [...lasting, ...reportedKeys];
  const keys = new Set([...new Set(all)].slice(0, MOST_KEYS));
  const listed_at = fresh.problems.some(({ daily }) => daily)
    ? nowOf(execution)
    : known.listed_at;
  const isNew = !isSameSet(keys, reportedKeys) || listed_at !== known.listed_at;
  if (!isNew && known.unposted.length === 0) return null;
  return { id: "reported", keys: [...keys].sort(), listed_at, unposted: [] };
}

/** @returns the lines that did not fit. */
async function post(
  { client }: Execution,
  channel: string | null,
  text: string,
): Promise<string[]> {
  if (channel === null) {
    console.log(text);
    return [];
  }
  const { messages, rest } = firstMessages(text);
  for (const message of messages) await postMessage(client, channel, message);
  return rest;
}

function log(lines: string[]): void {
  if (lines.length === 0) return;
  for (const part of splitMessage(lines.join("\n"))) console.log(part);
}

/**
 * Keeps a report that could not be posted; the next report includes it. The next
 * poll retries at once, after that one poll an hour does.
 */
async function keepForLater(
  execution: Execution,
  known: Reported,
  runs: string[],
): Promise<void> {
  const unposted = runs.slice(-RUNS_KEPT);
  await putRecords(execution.client, reportedRuns, [{ ...known, unposted }]);
  const { checkpoint } = await readLastRun(execution);
  if (!checkpoint) return;
  const now = nowOf(execution);
  const due = known.unposted.length === 0 ? now : now + POST_AGAIN_SECONDS;
  const next_due = Math.min(checkpoint.next_due ?? Infinity, due);
  await putCheckpoint(execution.client, { ...checkpoint, next_due });
}

/** The error, with its remedy if an operator can fix it. */
function explained(thrown: unknown, channel: string | null): unknown {
  if (!(thrown instanceof SlackFailure)) return thrown;
  return new ReportNotPosted(
    FIXABLE.has(thrown.error)
      ? reportNotPosted(channel, thrown.error)
      : thrown.message,
  );
}

function joined(reports: StepReport[]): StepReport {
  return {
    results: reports.flatMap(({ results }) => results),
    problems: reports.flatMap(({ problems }) => problems),
  };
}

function isSameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((each) => b.has(each));
}
