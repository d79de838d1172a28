import { isOverBudget, SIZE_BUDGET } from "../bundle/size_table.ts";
import type { BundleSize } from "../bundle/size_table.ts";
import type { CalendarReading } from "./calendar.ts";
import type { Case } from "./cases.ts";
import type { ClickCost } from "./clicks.ts";
import { shareOfFloor } from "./floors.ts";
import { isComplete, type Measurement } from "./measure.ts";
import type { MonthResult } from "./month.ts";
import type { InstantResult } from "./same_instant.ts";
import type { Comparing } from "./comparing.ts";
import type { Planning } from "./planning.ts";
import type { PreviewOfMany } from "./preview.ts";
import { callCount } from "./race.ts";
import type { SizeCase, SizeResult } from "./sizes.ts";

/** A budget and what was measured. */
export interface Budget {
  what: string;
  limit: string;
  measured: string;
  ok: boolean;
  /** Whether it is of calls, runs or bytes, which are the same on every machine. */
  counted: boolean;
}

/** Slack calls of a poll that finds nothing new. */
export const QUIET_CALLS = 5;
/** Datastore calls of a click. */
export const CLICK_CALLS = 6;
const MINIMUM_SHARE = 0.95;
const DATASTORE_CALLS_A_PERSON = 0.25;
const DATASTORE_CALLS_A_RUN = 20;
const EXECUTION_SECONDS = 60;
const PLANNING_SECONDS = 1;
const COMPARING_SECONDS = 1;
const PLANNING_BYTES = 500e6;
const CALENDAR_SECONDS = 2;
const CALENDAR_BYTES = 200e6;

/** For the preview of 10 000 people, after the vendors answered. */
const PREVIEW_SECONDS = 1;
const PREVIEW_BYTES = 300e6;

/** The sizes for which a share of the floor is required. */
const SHARE_AT = [100, 1_000];

/** The sizes for which reads and writes of profiles have a budget. */
const PROFILES_AT = [1, 100];

/** The size for which datastore calls have a budget. */
const BATCH = 100;

/** All budgets of what was measured. */
export function budgetsOf(
  measurements: Measurement[],
  planning: Planning | null,
  bundles: BundleSize[],
): Budget[] {
  const quiet = measurements.filter(({ phase }) => phase === "quiet");
  const settings = Map.groupBy(quiet, ({ tokens, dnd }) => `${tokens} ${dnd}`);
  return [
    ...[...settings.values()].flatMap(quietBudgets),
    ...measurements.flatMap((each) => [
      ...floorBudgets(each),
      ...callBudgets(each),
      ...executionBudget(each),
    ]),
    ...(planning ? planningBudgets(planning) : []),
    ...bundles.filter(({ withPdjs }) => !withPdjs).map(bundleBudget),
  ];
}

/** A click takes few datastore calls, and none of those that runs live on. */
export function clickBudgets(clicks: ClickCost[]): Budget[] {
  return clicks.map(({ what, calls, errors }) => {
    const bulk = countOf(calls, /^bulk/);
    const count = countOf(calls, /./);
    return {
      what: `${what}: datastore calls`,
      limit: `<= ${CLICK_CALLS}, none bulk`,
      measured: errors[0] ?? (bulk > 0 ? `${count}, ${bulk} bulk` : `${count}`),
      ok: errors.length === 0 && bulk === 0 && count <= CLICK_CALLS,
      counted: true,
    };
  });
}

/** `start of 100, own tokens, DND` */
export function nameOf(each: Case): string {
  const { phase, people, rates } = each;
  const free = rates === "none" ? ", no rates" : "";
  return `${phase} of ${people}, ${settingOf(each)}${free}`;
}

function settingOf({ tokens, dnd }: Pick<Case, "tokens" | "dnd">): string {
  return `${tokens === "own" ? "own tokens" : tokens}${dnd ? ", DND" : ""}`;
}

const TOUCHES = /^(users\.profile\.|dnd\.|users\.(get|set)Presence)/;

/** The most calls that a setting took at any of its sizes. */
function quietBudgets(group: Measurement[]): Budget[] {
  const sizes = group.map(({ people }) => people);
  const range = `${Math.min(...sizes)} to ${Math.max(...sizes)}`;
  const what = `quiet poll of ${range}, ${settingOf(group[0]!)}`;
  const [first, second] = [`${what}: people's`, `${what}: Slack calls`];
  if (!group.every(isComplete)) {
    return [missed(first, "0"), missed(second, `<= ${QUIET_CALLS}`)];
  }
  const touching = group.map(({ calls }) => countOf(calls, TOUCHES));
  return [
    atMost(first, 0, Math.max(...touching)),
    atMost(second, QUIET_CALLS, Math.max(...group.map(callCount))),
  ];
}

function countOf(calls: Record<string, number>, methods: RegExp): number {
  return Object.entries(calls).filter(([method]) => methods.test(method))
    .reduce((sum, [, count]) => sum + count, 0);
}

/** Only starts must reach a share of the floor. */
function floorBudgets(each: Measurement): Budget[] {
  const { phase, people, floor } = each;
  if (phase !== "start" || !SHARE_AT.includes(people)) return [];
  const what = nameOf(each);
  const share = (part: string, least: number | null, took: number | null) =>
    least === null
      ? []
      : [shareBudget(`${what}: ${part}`, shareOfFloor(least, took))];
  return [
    ...share("statuses", floor.status_seconds, each.status_seconds),
    ...share("snoozes", floor.snooze_seconds, each.snooze_seconds),
  ];
}

function shareBudget(what: string, share: number | null): Budget {
  const limit = `>= ${MINIMUM_SHARE} of floor`;
  if (share === null) return missed(what, limit);
  const measured = Math.min(1, share).toFixed(2);
  const ok = share >= MINIMUM_SHARE;
  return { what, limit, measured, ok, counted: false };
}

function callBudgets(each: Measurement): Budget[] {
  const { phase, people, tokens, dnd, rates, calls, runs } = each;
  const counted = phase === "start" || phase === "end";
  const plain = tokens === "own" && !dnd && rates === "documented";
  if (!counted || !plain || !PROFILES_AT.includes(people)) return [];
  const what = nameOf(each);
  const limit = DATASTORE_CALLS_A_PERSON * people +
    DATASTORE_CALLS_A_RUN * runs;
  const figures: [string, number, number][] = [
    ["profile reads", people, countOf(calls, /^users\.profile\.get$/)],
    ["profile writes", people, countOf(calls, /^users\.profile\.set$/)],
  ];
  if (people === BATCH) {
    const stored = countOf(calls, /^apps\.datastore\./);
    figures.push([`datastore calls, ${runsText(runs)}`, limit, stored]);
  }
  return figures.map(([part, most, count]) =>
    isComplete(each)
      ? atMost(`${what}: ${part}`, most, count)
      : missed(`${what}: ${part}`, `<= ${most}`)
  );
}

function executionBudget(each: Measurement): Budget[] {
  if (each.rates !== "none") return [];
  const { status_seconds, runs_at_work: runs } = each;
  const what = nameOf(each);
  const limit = `<= ${EXECUTION_SECONDS} s, 1 run`;
  if (status_seconds === null) return [missed(what, limit)];
  const measured = `${status_seconds.toFixed(1)} s, ${runsText(runs)}`;
  const ok = status_seconds <= EXECUTION_SECONDS && runs === 1;
  return [{ what, limit, measured, ok, counted: false }];
}

/** Slack calls of a quiet poll beside the reads for people whom it waits for. */
const CALLS_BESIDE_READS = 2;

/** A start is on time within this. */
const START_SECONDS = 60;

/** What a size may cost: calls of a quiet poll, or time and failures of a start. */
export function sizeBudget(each: SizeResult): Budget {
  const { situation, people, start_seconds, errors } = each;
  const what = situationText(each);
  if (situation === "waiting") {
    // All people of these workspaces are on one page of the list.
    const limit = CALLS_BESIDE_READS + Math.min(people, 1);
    return atMost(what, limit, callCount(each));
  }
  const limit = `<= ${START_SECONDS} s, no failed step`;
  if (start_seconds === null) {
    return { ...missed(what, limit), measured: "late" };
  }
  const failed = errors.length === 0 ? "" : `, ${errors.join(", ")}`;
  const measured = `${start_seconds.toFixed(1)} s${failed}`;
  const ok = start_seconds <= START_SECONDS && errors.length === 0;
  return { what, limit, measured, ok, counted: false };
}

/** `start while 1000 look-ups are stale` */
export function situationText({ situation, people }: SizeCase): string {
  switch (situation) {
    case "waiting":
      return `quiet poll while ${people} wait for their own status to go`;
    case "stale":
      return `start while ${people} look-ups have expired`;
    case "fresh":
      return `first start with ${people} people on the rosters`;
  }
}

function runsText(runs: number): string {
  return `${runs} run${runs === 1 ? "" : "s"}`;
}

/** A missed budget without a figure: some people were not served. */
function missed(what: string, limit: string): Budget {
  return { what, limit, measured: "not all right", ok: false, counted: true };
}

function planningBudgets(
  { people, seconds, peak_bytes }: Planning,
): Budget[] {
  const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  return [
    {
      what: `planning ${people} people`,
      limit: `< ${PLANNING_SECONDS} s`,
      measured: `${seconds.toFixed(2)} s CPU`,
      ok: seconds < PLANNING_SECONDS,
      counted: false,
    },
    {
      what: `planning ${people} people: peak memory`,
      limit: `< ${megabytes(PLANNING_BYTES)}`,
      measured: megabytes(peak_bytes),
      ok: peak_bytes < PLANNING_BYTES,
      counted: false,
    },
  ];
}

/** What changed since it was told is found beside a poll's other work. */
export function comparingBudget({ people, seconds }: Comparing): Budget {
  return {
    what: `comparing the rosters of ${people} people`,
    limit: `< ${COMPARING_SECONDS} s`,
    measured: `${seconds.toFixed(2)} s CPU`,
    ok: seconds < COMPARING_SECONDS,
    counted: false,
  };
}

/** A calendar of 20 000 events is read within what a poll has. */
export function calendarBudgets(
  { events, seconds, bytes }: CalendarReading,
): Budget[] {
  const what = `calendar of ${events} events`;
  return [
    {
      what,
      limit: `< ${CALENDAR_SECONDS} s`,
      measured: `${seconds.toFixed(2)} s CPU`,
      ok: seconds < CALENDAR_SECONDS,
      counted: false,
    },
    {
      what: `${what}: memory`,
      limit: `< ${CALENDAR_BYTES / 1e6} MB`,
      measured: `${Math.round(bytes / 1e6)} MB`,
      ok: bytes < CALENDAR_BYTES,
      counted: false,
    },
  ];
}

/** A preview of 10 000 people comes while one waits for it. */
export function previewBudgets(
  { people, days, seconds, peak_bytes }: PreviewOfMany,
): Budget[] {
  const what = `preview of ${people} people, ${days} days`;
  return [
    {
      what,
      limit: `< ${PREVIEW_SECONDS} s`,
      measured: `${seconds.toFixed(2)} s CPU`,
      ok: seconds < PREVIEW_SECONDS,
      counted: false,
    },
    {
      what: `${what}: peak memory`,
      limit: `< ${PREVIEW_BYTES / 1e6} MB`,
      measured: `${Math.round(peak_bytes / 1e6)} MB`,
      ok: peak_bytes < PREVIEW_BYTES,
      counted: false,
    },
  ];
}

function bundleBudget(size: BundleSize): Budget {
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
  return {
    what: `bundle ${size.name}`,
    limit: kilobytes(SIZE_BUDGET),
    measured: kilobytes(size.bytes),
    ok: !isOverBudget(size),
    counted: true,
  };
}

/** Of a poll and a handoff's own run at one instant, one does the work. */
export function instantBudget(
  { people, latencyMs, runs_at_work }: InstantResult,
): Budget {
  const what = `poll and handoff at one instant, ${people} people, ` +
    `${latencyMs} ms a call: runs that did anything`;
  return { ...atMost(what, 1, runs_at_work), ok: runs_at_work === 1 };
}

/** Every start and end of the month shows within a minute. */
export function monthBudget(
  { shifts, moved, latest_seconds }: MonthResult,
): Budget {
  const what = `a month of ${shifts} shifts, ${moved} moved or cancelled: ` +
    "latest start or end";
  const limit = `<= ${START_SECONDS} s`;
  if (latest_seconds === null) return { ...missed(what, limit), measured: "-" };
  const measured = `${latest_seconds.toFixed(1)} s`;
  const ok = latest_seconds <= START_SECONDS;
  return { what, limit, measured, ok, counted: false };
}

function atMost(what: string, limit: number, measured: number): Budget {
  return {
    what,
    limit: `<= ${limit}`,
    measured: String(measured),
    ok: measured <= limit,
    counted: true,
  };
}

/** The last line of the benchmark, and whether a counted budget was missed. */
export function verdictOn(
  budgets: readonly Budget[],
): { line: string; failed: boolean } {
  const missed = budgets.filter(({ ok }) => !ok);
  const counted = missed.filter((budget) => budget.counted);
  const others = missed.length - counted.length;
  const timed = others === 0
    ? ""
    : `; ${others} of seconds or memory missed, which depend on this machine`;
  const line = counted.length === 0
    ? `all counted budgets are kept${timed}`
    : `${
      counted.length === 1
        ? "a counted budget is missed"
        : `${counted.length} counted budgets are missed`
    }: ${counted.map(({ what }) => what).join("; ")}${timed}`;
  return { line, failed: counted.length > 0 };
}
