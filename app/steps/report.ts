import type { StepReport } from "../../reconciler/change.ts";
import { SlackFailure } from "../../slack/failure.ts";
import { postMessage } from "../../slack/messages.ts";
import { putRecords } from "../../slack/record_store.ts";
import { type Reported, reportedRuns } from "../../slack/records/runs.ts";
import { SECONDS_PER_DAY, SECONDS_PER_HOUR } from "../../time.ts";
import { type Execution, nowOf, waitForReadConsistency } from "../execution.ts";
import { reportNotPosted } from "../messages/report.ts";
import { problemLines, reportText } from "../report/report_text.ts";
import { firstMessages, splitMessage } from "../report/split_message.ts";
import { lastingKeys, withoutReported } from "../report/deduplicate.ts";
import { getStepReports } from "../state/step_reports.ts";
import { putCheckpoint, readLastRun } from "../state/run_state.ts";
import { ReportNotPosted } from "./reported_step.ts";
import { readScope } from "./step_inputs.ts";

const STEPS = ["fetch", "restore", "apply", "book"];

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
}

/** The step *report what was done*: events are always reported, lasting problems once. */
export async function reportStep(
  execution: Execution,
  inputs: ReportInputs,
): Promise<{ posted: boolean }> {
  const scope = readScope(inputs);
  if (scope === "nothing") return { posted: false };
  // The steps before this one have just stored their reports.
  await waitForReadConsistency(execution);
  const own = await getStepReports(execution, inputs.run_id, STEPS);
  // Without a record, lasting problems are reported once more: better than not at all.
  const known = own.reported ?? NOTHING_REPORTED;
  const earlier = known.unposted.filter((run) => run !== inputs.run_id);
  const unposted = await Promise.all(
    earlier.map((run) => getStepReports(execution, run, STEPS)),
  );
  const report = joined([...unposted, own].map(({ report }) => report));
  const reportedKeys = new Set(known.keys);
  const now = nowOf(execution);
  // Also if the record means the future: then it is wrong.
  const listsDaily = Math.abs(now - known.listed_at) >= LIST_AGAIN_SECONDS;
  const fresh = withoutReported(report, reportedKeys, listsDaily);
  const text = reportText(fresh);
  const channel = inputs.channel?.trim() || execution.config.report_channel;
  if (text !== null) {
    try {
      const rest = await post(execution, channel, text);
      log([...problemLines(fresh.problems).rest, ...rest]);
    } catch (thrown) {
      await keepForLater(execution, known, [...earlier, inputs.run_id]);
      throw explained(thrown, channel);
    }
  }
  const lasting = lastingKeys(report);
  // A run for watched people does not show that other failures are over.
  const all = scope === "everybody" ? lasting : [...lasting, ...reportedKeys];
  const keys = new Set([...new Set(all)].slice(0, MOST_KEYS));
  const listed_at = fresh.problems.some(({ daily }) => daily)
    ? now
    : known.listed_at;
  const isNew = !isSameSet(keys, reportedKeys) || listed_at !== known.listed_at;
  if (isNew || known.unposted.length > 0) {
    const record = { keys: [...keys].sort(), listed_at, unposted: [] };
    await putReported(execution, record);
  }
  return { posted: text !== null && channel !== null };
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
  await putReported(execution, { ...known, unposted });
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

async function putReported(
  { client }: Execution,
  reported: Omit<Reported, "id">,
): Promise<void> {
  await putRecords(client, reportedRuns, [{ ...reported, id: "reported" }]);
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
