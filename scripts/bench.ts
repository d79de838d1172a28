/**
 * `deno task bench`: what a quiet poll, a start, an end and a handoff cost for
 * crowds of people, each beside its floor; what a click costs; how late the starts and
 * ends of a month are; a race against a naive syncer; what planning, finding what
 * changed, and a preview take; how large the bundles are; and each budget.
 * It exits 1 if a counted budget (calls, runs, bytes) is missed, never for seconds.
 *
 * See `USAGE`.
 */
import { bundleFunctions, ROOT } from "./bundle/bundle_functions.ts";
import type { BundleSize } from "./bundle/size_table.ts";
import { shiftlight } from "../packages/slack-box/shiftlight.ts";
import {
  budgetsOf,
  calendarBudgets,
  clickBudgets,
  comparingBudget,
  instantBudget,
  monthBudget,
  nameOf,
  previewBudgets,
  sizeBudget,
  verdictOn,
} from "./bench/budgets.ts";
import {
  type Case,
  type Options,
  parseOptions,
  SECTIONS,
  selectCases,
  SIZES,
} from "./bench/cases.ts";
import { type CalendarReading, measureCalendar } from "./bench/calendar.ts";
import { type ClickCost, measureClicks } from "./bench/clicks.ts";
import { type Comparing, measureComparing } from "./bench/comparing.ts";
import { OptionError } from "../packages/slack-box/options.ts";
import { measure, type Measurement } from "./bench/measure.ts";
import { measureMonth, type MonthResult } from "./bench/month.ts";
import { measurePlanning, type Planning } from "./bench/planning.ts";
import { measurePreview, type PreviewOfMany } from "./bench/preview.ts";
import {
  INSTANT_CASES,
  type InstantResult,
  measureInstant,
} from "./bench/same_instant.ts";
import { race, type RaceResult, raceSizes } from "./bench/race.ts";
import { measureSize, SIZE_CASES, type SizeResult } from "./bench/sizes.ts";
import { onInterrupt, Progress } from "./progress.ts";
import {
  budgetRows,
  bundleRows,
  calendarRows,
  clickRows,
  measurementRows,
  planningRows,
  previewRows,
  raceRows,
  type Rows,
  show,
  sizeRows,
} from "./bench/text.ts";

/** Another folder than that of `deno task bundle`, which may run at the same time. */
const BUILD = `${ROOT}/dist/bench`;

const USAGE = `usage: deno task bench [options]

Measures what the app costs beside what Slack's limits allow, for crowds of people.
Without options it takes some minutes.

  --sizes 20,100         how many people are opted in (${SIZES.join(",")})
  --only quiet,start     some of ${SECTIONS.join(", ")}
  --full                 adds what takes long
  --json                 prints JSON`;

const ABOUT = [
  "Seconds are the workspace's, where every call takes 80 ms and Slack's documented",
  "rates are enforced over a sliding minute. CPU is this process's, the workspace's",
  "own work included. A ratio is the floor's share of what was measured: 1 is best.",
];

/** What was measured so far. */
interface Findings {
  measurements: Measurement[];
  clicks: ClickCost[];
  sizes: SizeResult[];
  instants: InstantResult[];
  month: MonthResult | null;
  races: RaceResult[];
  planning: Planning | null;
  comparing: Comparing | null;
  calendar: CalendarReading | null;
  preview: PreviewOfMany | null;
  bundles: BundleSize[];
}

/** A part of the benchmark: its measurements, and the tables that show them. */
interface Part {
  measurements: { name: string; run: () => Promise<void> }[];
  tables: () => Rows[];
}

/** The parts that were asked for. They add what they measure to `found`. */
function partsOf(
  options: Options,
  cases: readonly Case[],
  found: Findings,
): Part[] {
  const app = shiftlight;
  const part = <T>(
    of: readonly T[],
    name: (each: T) => string,
    run: (each: T) => Promise<void>,
    tables: () => Rows[],
  ): Part => ({
    measurements: of.map((each) => ({
      name: name(each),
      run: () => run(each),
    })),
    tables,
  });
  const wanted = <T>(section: Options["only"][number], all: readonly T[]) =>
    options.only.includes(section) ? all : [];
  return [
    part(cases, nameOf, async (each) => {
      found.measurements.push(await measure(each, { app }));
    }, () => measurementRows(found.measurements)),
    part(wanted("clicks", ["clicks"]), String, async () => {
      found.clicks = await measureClicks();
    }, () => [clickRows(found.clicks)]),
    part(
      wanted("sizes", SIZE_CASES),
      ({ situation, people }) => `${situation} of ${people}`,
      async (each) => {
        found.sizes.push(await measureSize(each, app));
      },
      () => sizeRows(found.sizes),
    ),
    part(
      wanted("instant", INSTANT_CASES),
      ({ people }) => `poll and handoff of ${people}`,
      async (each) => {
        found.instants.push(await measureInstant(each, app));
      },
      () => [],
    ),
    part(wanted("month", ["month"]), String, async () => {
      found.month = await measureMonth();
    }, () => []),
    part(
      wanted("race", raceSizes(options)),
      (people) => `race of ${people}`,
      async (people) => {
        found.races.push(...await race(people, app));
      },
      () => [raceRows(found.races)],
    ),
    part(wanted("planning", ["planning"]), String, async () => {
      found.planning = await measurePlanning();
    }, () => [planningRows(found.planning!)]),
    part(wanted("comparing", ["comparing"]), String, async () => {
      found.comparing = await measureComparing();
    }, () => []),
    part(wanted("calendar", ["calendar"]), String, async () => {
      found.calendar = await measureCalendar();
    }, () => [calendarRows(found.calendar!)]),
    part(wanted("preview", ["preview"]), String, async () => {
      found.preview = await measurePreview();
    }, () => [previewRows(found.preview!)]),
    part(wanted("bundles", ["bundles"]), String, async () => {
      found.bundles = await bundleFunctions(BUILD);
    }, () => [bundleRows(found.bundles)]),
  ].filter(({ measurements }) => measurements.length > 0);
}

/** Prints the budgets of what was measured. @returns whether all counted ones are kept. */
function conclude(
  found: Findings,
  { json }: Options,
  left_out: string[],
): boolean {
  const budgets = [
    ...budgetsOf(found.measurements, found.planning, found.bundles),
    ...clickBudgets(found.clicks),
    ...found.sizes.map(sizeBudget),
    ...found.instants.map(instantBudget),
    ...(found.month ? [monthBudget(found.month)] : []),
    ...(found.comparing ? [comparingBudget(found.comparing)] : []),
    ...(found.calendar ? calendarBudgets(found.calendar) : []),
    ...(found.preview ? previewBudgets(found.preview) : []),
  ];
  const { line, failed } = verdictOn(budgets);
  if (json) {
    console.log(JSON.stringify({ ...found, budgets, left_out }, null, 2));
    return !failed;
  }
  show(budgetRows(budgets));
  show({ title: "Left out", head: [], rows: [], notes: left_out });
  console.log(`\n${line}`);
  return !failed;
}

/** @returns whether all counted budgets are kept. */
async function bench(options: Options): Promise<boolean> {
  const found: Findings = {
    ...{ measurements: [], clicks: [], sizes: [], instants: [], races: [] },
    ...{ month: null, planning: null, comparing: null, calendar: null },
    ...{ preview: null, bundles: [] },
  };
  const { cases, left_out } = selectCases(options);
  const parts = partsOf(options, cases, found);
  const total = parts.flatMap(({ measurements }) => measurements).length;
  const progress = new Progress(total);
  let done = 0;
  onInterrupt(() => {
    progress.clear();
    conclude(found, options, [
      ...left_out,
      `interrupted after ${done} of ${total} measurements`,
    ]);
  });
  if (!options.json) ABOUT.forEach((line) => console.log(line));
  for (const { measurements, tables } of parts) {
    for (const { name, run } of measurements) {
      progress.show(done, name);
      await run();
      done++;
    }
    progress.clear();
    if (!options.json) tables().forEach(show);
  }
  return conclude(found, options, left_out);
}

if (Deno.args.some((arg) => arg === "--help" || arg === "-h")) {
  console.log(USAGE);
  Deno.exit(0);
}
try {
  const kept = await bench(parseOptions(Deno.args));
  if (!kept) Deno.exitCode = 1;
} catch (error) {
  if (!(error instanceof OptionError)) throw error;
  console.error(`bench: ${error.message}`);
  Deno.exit(2);
}
