import type { StepReport } from "../../reconciler/change.ts";
import { asFailure, SlackFailure } from "../../slack/failure.ts";
import type { FailedSteps } from "../../slack/records/failed_steps.ts";
import { postMessage } from "../../slack/messages.ts";
import { linksByWorkflow } from "../../slack/triggers.ts";
import { putRecords } from "../../slack/record_store.ts";
import type { ReportDue, Reported } from "../../slack/records/reported.ts";
import {
  type Posted,
  postedId,
  type RunRecord,
  runRecords,
} from "../../slack/records/runs.ts";
import { SECONDS_PER_HOUR } from "../../time.ts";
import { type Execution, nowOf, waitForReadConsistency } from "../execution.ts";
import { reportNotPosted } from "../messages/report.ts";
import { answerClick } from "../report/answer_click.ts";
import { type Found, type News, newsOf, reportDueAt } from "../report/news.ts";
import { hasLinks, problemLines, reportText } from "../report/report_text.ts";
import { firstMessages, splitMessage } from "../report/split_message.ts";
import {
  getStepReports,
  RESULTS_KEPT_SECONDS,
  runKey,
  type StoredReports,
} from "../state/step_reports.ts";
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
  outages: [],
};

/** The steps that a run has done if it shows what is over. */
const DECIDING = ["fetch", "apply"];

/** How many runs may wait for a channel that accepts their report. */
const RUNS_KEPT = 20;

/** How often a failed report is retried. */
const POST_AGAIN_SECONDS = SECONDS_PER_HOUR;

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
  const { client, config } = execution;
  const channel = config.report_channel;
  const { known, earlier, unposted } = await readUnposted(execution, run, own);
  const found = foundBy(own, unposted, scope);
  const { news, told, untold } = newsOf(
    known,
    found,
    config.operators.length > 0,
    nowOf(execution),
  );
  const text = await textOf(execution, news);
  if (text !== null) {
    try {
      const rest = await post(execution, channel, text);
      log([...problemLines(news.problems).rest, ...rest]);
    } catch (thrown) {
      await keepForLater(execution, known, untold, [...earlier, run]);
      throw explained(thrown, channel);
    }
  }
  const posted = text === null
    ? []
    : [...earlier, run].map((each, index) =>
      postedRecord(execution, each, [...unposted, own][index]!, channel)
    );
  const due = dueAfter(own.reportDue, reportDueAt(told));
  const records: RunRecord[] = [...posted, ...due];
  const over = own.failedSteps?.told.some(({ since }) => since !== undefined);
  if (over && found.isComplete) records.push(withoutOpen(own.failedSteps!));
  if (JSON.stringify(told) !== JSON.stringify(known)) records.push(told);
  await putRecords(client, runRecords, records);
  return { posted: text !== null && channel !== null };
}

/** The runs that could not be reported yet, with what has been reported. */
async function readUnposted(
  execution: Execution,
  run: string,
  { reported }: StoredReports,
): Promise<{ known: Reported; earlier: string[]; unposted: StoredReports[] }> {
  // Without a record, lasting problems are reported once more: better than not at all.
  const known = reported ?? NOTHING_REPORTED;
  const earlier = known.unposted.filter((each) => each !== run);
  const unposted = await Promise.all(
    earlier.map((each) => getStepReports(execution, each, STEPS)),
  );
  return { known, earlier, unposted };
}

/** A run for watched people, or one that left its work to another, does not show what is over. */
function foundBy(
  own: StoredReports,
  unposted: StoredReports[],
  scope: PollScope,
): Found {
  const { mode: { mode, restoreReason }, ran } = own;
  return {
    own: own.report,
    all: joined([...unposted, own].map(({ report }) => report)),
    isWhole: scope === "everybody",
    isComplete: scope === "everybody" &&
      DECIDING.every((each) => ran.has(each)),
    failedSteps: own.failedSteps?.told ?? [],
    preview: mode === "preview"
      ? { isRestoring: restoreReason !== null }
      : null,
  };
}

/** The failures of steps, all of them over. */
function withoutOpen({ told, ...rest }: FailedSteps): FailedSteps {
  return { ...rest, told: told.map(({ since: _, ...each }) => each) };
}

/** When the next report is due, if that has changed. */
function dueAfter(known: ReportDue | null, at: number | null): ReportDue[] {
  return at === (known?.at ?? null) ? [] : [{ id: "report_due", at }];
}

/** Posts to a channel of the workflow's own. */
async function reportElsewhere(
  execution: Execution,
  run: string,
  own: StoredReports,
  channel: string,
): Promise<{ posted: boolean }> {
  const known = own.reported ?? NOTHING_REPORTED;
  const found: Found = { ...foundBy(own, [], "watched"), preview: null };
  const { news } = newsOf(known, found, false, nowOf(execution));
  const text = await textOf(execution, news);
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

/** The report as it is posted; `null` if there is nothing to say. Only news with links needs a call. */
async function textOf(
  execution: Execution,
  news: News,
): Promise<string | null> {
  const { client, config: { operators, report_texts: ownTexts, time_zone } } =
    execution;
  let urls = new Map<string, string>();
  try {
    if (hasLinks(news)) urls = await linksByWorkflow(client);
  } catch (thrown) {
    console.warn(asFailure(thrown, "finding links").message);
  }
  const reader = { timeZone: time_zone, now: nowOf(execution) };
  return reportText(news, { operators, ownTexts, reader, urls });
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
  untold: Reported,
  runs: string[],
): Promise<void> {
  const unposted = runs.slice(-RUNS_KEPT);
  const now = nowOf(execution);
  const at = known.unposted.length === 0 ? now : now + POST_AGAIN_SECONDS;
  await putRecords<RunRecord>(execution.client, runRecords, [
    { ...untold, unposted },
    { id: "report_due", at },
  ]);
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
