import type { Problem, Result, StepReport } from "../../reconciler/change.ts";
import type { FailedSteps } from "../../slack/records/failed_steps.ts";
import type { Reported } from "../../slack/records/reported.ts";
import { SECONDS_PER_DAY } from "../../time.ts";
import { isWithin, stepText } from "../messages/outages.ts";
import {
  distinctProblems,
  lastingKeys,
  withoutReported,
} from "./deduplicate.ts";
import {
  followOutages,
  type OutageNews,
  outagesDueAt,
  splitOutages,
} from "./outages.ts";

/** How often the daily problems are listed. */
const LIST_AGAIN_SECONDS = SECONDS_PER_DAY;

/** How often a report says that the app is in preview. */
const PREVIEW_AGAIN_SECONDS = 7 * SECONDS_PER_DAY;

/**
 * How many keys are kept: some 250 kB, below the 400 kB of an item. Results and
 * problems beyond that may be reported again.
 */
const MOST_KEYS = 15_000;

/** What a run found, for the report. */
export interface Found {
  /** What this run found. */
  own: StepReport;
  /** The same, and what runs found that could not be reported. */
  all: StepReport;
  /** Whether the run looked at everybody: what failed before and does not now is over. */
  isWhole: boolean;
  /** Whether it did all its work, too: an outage that it did not find is over. */
  isComplete: boolean;
  /** Failures of whole steps that were told. */
  failedSteps: FailedSteps["told"];
  /** Whether the app is in preview, and whether everyone is restored meanwhile; `null`: it is not. */
  preview: { isRestoring: boolean } | null;
}

/** What there is to say. */
export interface News {
  results: Result[];
  /** Without outages. */
  problems: Problem[];
  outages: Pick<OutageNews, "telling" | "over">;
  /** Set if the report says that the app is still in preview. */
  preview: Found["preview"];
}

/**
 * What of a run's findings there is to say, and what is on record afterwards.
 *
 * @param known What has been reported.
 * @param now Unix seconds.
 * @returns `told`, `untold`: the record if the news can be posted, and if not.
 */
export function newsOf(
  known: Reported,
  found: Found,
  hasOperators: boolean,
  now: number,
): { news: News; told: Reported; untold: Reported } {
  const { outages: lasting, others } = splitOutages(
    distinctProblems(found.all.problems),
  );
  const report = { results: found.all.results, problems: others };
  // Also if the record means the future: then it is wrong.
  const listsDaily = Math.abs(now - known.listed_at) >= LIST_AGAIN_SECONDS;
  const fresh = withoutReported(report, new Set(known.keys), listsDaily);
  const lasts = lastsIn(found);
  const outages = followOutages(
    known.outages,
    lasting,
    lasts,
    hasOperators,
    now,
  );
  const { preview_at: _, ...rest } = known;
  const preview = previewOf(known, found, now);
  return {
    news: {
      ...fresh,
      outages: {
        ...outages,
        over: [...outages.over, ...stepsOver(found, now)],
      },
      preview: preview.isDue ? found.preview : null,
    },
    told: {
      ...rest,
      ...preview.told,
      keys: keysAfter(known, report, found.isWhole),
      listed_at: fresh.problems.some(({ daily }) => daily)
        ? now
        : known.listed_at,
      unposted: [],
      outages: outages.told,
    },
    untold: { ...known, outages: outages.untold },
  };
}

/** Whether an outage lasts; `null` if the run does not show it: as one of a schedule, while its source cannot be read. */
function lastsIn({ own, isComplete }: Found) {
  const abouts = new Set(
    own.problems.filter(({ outage }) => outage).map(({ about }) => about),
  );
  return (about: string): boolean | null => {
    if (abouts.has(about)) return true;
    const isHidden = [...abouts].some((other) => isWithin(about, other));
    return isComplete && !isHidden ? false : null;
  };
}

/** The steps that failed before a run that did all its work, each once. */
function stepsOver({ isComplete, failedSteps }: Found, now: number) {
  if (!isComplete) return [];
  const since = new Map<string, number>();
  for (const each of failedSteps) {
    if (each.since === undefined) continue;
    since.set(
      each.title,
      Math.min(since.get(each.title) ?? Infinity, each.since),
    );
  }
  return [...since].map(([title, since]) => ({
    about: stepText(title),
    since,
    until: now,
  }));
}

/** What lasts is not reported again. What a whole run does not find is over. */
function keysAfter(
  { keys }: Reported,
  report: StepReport,
  isWhole: boolean,
): string[] {
  const lasting = lastingKeys(report);
  const all = isWhole ? lasting : [...lasting, ...keys];
  return [...new Set(all)].slice(0, MOST_KEYS).sort();
}

/** The first run in preview begins to count. */
function previewOf(
  { preview_at }: Reported,
  { preview }: Found,
  now: number,
): { isDue: boolean; told: Pick<Reported, "preview_at"> } {
  if (preview === null) return { isDue: false, told: {} };
  const since = preview_at ?? now;
  const isDue = Math.abs(now - since) >= PREVIEW_AGAIN_SECONDS;
  return { isDue, told: { preview_at: isDue ? now : since } };
}

/** When there is something to report even if nothing happens (Unix seconds); `null`: never. */
export function reportDueAt({ outages, preview_at }: Reported): number | null {
  const due = [
    outagesDueAt(outages),
    preview_at === undefined ? null : preview_at + PREVIEW_AGAIN_SECONDS,
  ].filter((at) => at !== null);
  return due.length === 0 ? null : Math.min(...due);
}
