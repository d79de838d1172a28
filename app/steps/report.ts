import {
  lastingKey,
  type Problem,
  type Result,
  type StepReport,
} from "../../reconciler/change.ts";
import { SlackFailure } from "../../slack/failure.ts";
import { postMessage } from "../../slack/messages.ts";
import { putRecords } from "../../slack/record_store.ts";
import { type Reported, reportedRuns } from "../../slack/records/runs.ts";
import { type Execution, nowOf, waitForReadConsistency } from "../execution.ts";
import { getStepReports } from "../state/step_reports.ts";
import { putCheckpoint, readLastRun } from "../state/run_state.ts";
import { readScope } from "./step_inputs.ts";
import { firstMessages, inMessages } from "../report/in_messages.ts";
import { problemLines, reportText } from "../report/report_text.ts";
import { shortKey } from "../report/short_key.ts";
import { SECONDS_PER_DAY, SECONDS_PER_HOUR } from "../../time.ts";

const STEPS = ["fetch", "restore", "apply", "book"];

const NOTHING_REPORTED: Reported = {
  id: "reported",
  keys: [],
  listed_at: 0,
  unposted: [],
};

/** How often what lasts is listed that is listed again and again (seconds). */
const LIST_AGAIN = SECONDS_PER_DAY;

/** Runs whose report waits for a channel that can be posted to. */
const RUNS_KEPT = 20;

const POST_AGAIN = SECONDS_PER_HOUR;

/**
 * How much of what lasts is remembered: some 250 kB, below the 400 kB of an
 * item. What is beyond may be told again.
 */
const MOST_KEYS = 15_000;

const REMEDIES = new Set([
  "not_in_channel",
  "channel_not_found",
  "is_archived",
]);

interface ReportInputs {
  run_id: string;
  scope?: string | undefined;
  channel?: string | undefined;
}

/** The step *report what was done*: what happened always, what lasts once. */
export async function reportStep(
  execution: Execution,
  inputs: ReportInputs,
): Promise<{ posted: boolean }> {
  const scope = readScope(inputs);
  if (scope === "nothing") return { posted: false };
  // What the steps before this one left a moment ago may not be seen at once.
  await waitForReadConsistency(execution);
  const own = await getStepReports(execution, inputs.run_id, STEPS);
  // Begun anew, it tells once more what lasts: better than not at all.
  const known = own.reported ?? NOTHING_REPORTED;
  const earlier = known.unposted.filter((run) => run !== inputs.run_id);
  const unposted = await Promise.all(
    earlier.map((run) => getStepReports(execution, run, STEPS)),
  );
  const report = merged([...unposted, own].map(({ report }) => report));
  const reported = new Set(known.keys);
  const now = nowOf(execution);
  const lists = now - known.listed_at >= LIST_AGAIN;
  const told = withoutReported(report, reported, lists);
  const listed_at = told.problems.some(({ daily }) => daily)
    ? now
    : known.listed_at;
  const text = reportText(told);
  const channel = inputs.channel?.trim() || execution.config.report_channel;
  if (text !== null) {
    try {
      const rest = await post(execution, channel, text);
      log([...problemLines(told.problems).rest, ...rest]);
    } catch (thrown) {
      await keepForLater(execution, known, [...earlier, inputs.run_id]);
      throw explained(thrown, channel);
    }
  }
  // Whoever was not looked at may still fail: only a look at everybody forgets.
  const lasting = keysOf(report);
  const all = scope === "everybody" ? lasting : [...lasting, ...reported];
  const keys = new Set([...new Set(all)].slice(0, MOST_KEYS));
  const isNew = !isSameSet(keys, reported) || listed_at !== known.listed_at;
  if (isNew || known.unposted.length > 0) {
    const told = { keys: [...keys].sort(), listed_at, unposted: [] };
    await putReported(execution, told);
  }
  return { posted: text !== null && channel !== null };
}

/** @returns the lines for which there was no room. */
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
  for (const piece of inMessages(lines.join("\n"))) console.log(piece);
}

/**
 * What could not be posted is posted with the next report. Once that is tried
 * at the next poll, from then on by the hour.
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
  const due = known.unposted.length === 0 ? now : now + POST_AGAIN;
  const next_due = Math.min(checkpoint.next_due ?? Infinity, due);
  await putCheckpoint(execution.client, { ...checkpoint, next_due });
}

/** Of a report that cannot be posted, who can mend it, and how. */
function explained(thrown: unknown, channel: string | null): unknown {
  const known = thrown instanceof SlackFailure && REMEDIES.has(thrown.error);
  return known
    ? new Error(
      `report to ${channel}: ${thrown.error}; invite the app there (/invite @Shiftlight) or correct report_channel`,
    )
    : thrown;
}

async function putReported(
  { client }: Execution,
  reported: Omit<Reported, "id">,
): Promise<void> {
  await putRecords(client, reportedRuns, [{ ...reported, id: "reported" }]);
}

function merged(reports: StepReport[]): StepReport {
  return {
    results: reports.flatMap(({ results }) => results),
    problems: reports.flatMap(({ problems }) => problems),
  };
}

function problemKey({ about, reason }: Problem): string {
  return shortKey(`${about}: ${reason}`);
}

function resultKey(result: Result): string | null {
  const key = lastingKey(result);
  return key === null ? null : shortKey(key);
}

/** What is told once for as long as it lasts; what is listed daily is not. */
function keysOf({ results, problems }: StepReport): string[] {
  const once = problems.filter(({ daily }) => !daily);
  const lasting = results.flatMap((result) => resultKey(result) ?? []);
  return [...once.map(problemKey), ...lasting];
}

function withoutReported(
  { results, problems }: StepReport,
  known: ReadonlySet<string>,
  lists: boolean,
): StepReport {
  // Two steps of a run may come upon the same one.
  const each = new Map<string, Problem>();
  for (const problem of problems) {
    const key = problemKey(problem);
    if (!each.has(key)) each.set(key, problem);
  }
  return {
    results: results.filter((result) => {
      const key = resultKey(result);
      return key === null || !known.has(key);
    }),
    problems: [...each].filter(([key, { daily }]) =>
      daily ? lists : !known.has(key)
    ).map(([, problem]) => problem),
  };
}

function isSameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((each) => b.has(each));
}
