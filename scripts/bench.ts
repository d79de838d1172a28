/**
 * `deno task bench`: what a quiet poll, a start, an end and a handoff cost for
 * crowds of people, each beside its floor; what a click costs; how late the starts and
 * ends of a month are; a race against a naive syncer; what planning takes; how large
 * the bundles are; and each budget.
 * It exits 1 if a counted budget (calls, runs, bytes) is missed, never for seconds.
 *
 * See `USAGE`.
 */
import { bundleFunctions, ROOT } from "./bundle/bundle_functions.ts";
import { shiftlight } from "../packages/slack-box/shiftlight.ts";
import {
  budgetsOf,
  calendarBudgets,
  clickBudgets,
  instantBudget,
  monthBudget,
  nameOf,
  sizeBudget,
  verdictOn,
} from "./bench/budgets.ts";
import {
  type Options,
  parseOptions,
  SECTIONS,
  selectCases,
  SIZES,
} from "./bench/cases.ts";
import { measureCalendar } from "./bench/calendar.ts";
import { measureClicks } from "./bench/clicks.ts";
import { OptionError } from "../packages/slack-box/options.ts";
import { measure, type Measurement } from "./bench/measure.ts";
import { measureMonth } from "./bench/month.ts";
import { measurePlanning } from "./bench/planning.ts";
import {
  INSTANT_CASES,
  type InstantResult,
  measureInstant,
} from "./bench/same_instant.ts";
import { race, type RaceResult, raceSizes } from "./bench/race.ts";
import { measureSize, SIZE_CASES, type SizeResult } from "./bench/sizes.ts";
import {
  budgetRows,
  bundleRows,
  calendarRows,
  clickRows,
  measurementRows,
  planningRows,
  progress,
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

/** @returns whether all counted budgets are kept. */
async function bench(options: Options): Promise<boolean> {
  const tell = (rows: Rows[]) => {
    progress("");
    if (!options.json) rows.forEach(show);
  };
  const wants = (section: Options["only"][number]) =>
    options.only.includes(section);
  if (!options.json) ABOUT.forEach((line) => console.log(line));
  const app = shiftlight;
  const { cases, left_out } = selectCases(options);
  const measurements: Measurement[] = [];
  for (const each of cases) {
    progress(nameOf(each));
    measurements.push(await measure(each, { app }));
  }
  tell(measurementRows(measurements));
  progress("clicks");
  const clicks = wants("clicks") ? await measureClicks() : [];
  if (clicks.length > 0) tell([clickRows(clicks)]);
  const sizes: SizeResult[] = [];
  for (const each of wants("sizes") ? SIZE_CASES : []) {
    progress(`${each.situation} of ${each.people}`);
    sizes.push(await measureSize(each, app));
  }
  tell(sizeRows(sizes));
  const instants: InstantResult[] = [];
  for (const each of wants("instant") ? INSTANT_CASES : []) {
    progress(`poll and handoff of ${each.people}`);
    instants.push(await measureInstant(each, app));
  }
  progress("month");
  const month = wants("month") ? await measureMonth() : null;
  const races: RaceResult[] = [];
  for (const people of wants("race") ? raceSizes(options) : []) {
    progress(`race of ${people}`);
    races.push(...await race(people, app));
  }
  if (races.length > 0) tell([raceRows(races)]);
  progress("planning");
  const planning = wants("planning") ? await measurePlanning() : null;
  if (planning) tell([planningRows(planning)]);
  progress("calendar");
  const calendar = wants("calendar") ? await measureCalendar() : null;
  if (calendar) tell([calendarRows(calendar)]);
  progress("bundles");
  const bundles = wants("bundles") ? await bundleFunctions(BUILD) : [];
  if (bundles.length > 0) tell([bundleRows(bundles)]);
  const budgets = [
    ...budgetsOf(measurements, planning, bundles),
    ...clickBudgets(clicks),
    ...sizes.map(sizeBudget),
    ...instants.map(instantBudget),
    ...(month ? [monthBudget(month)] : []),
    ...(calendar ? calendarBudgets(calendar) : []),
  ];
  tell([
    budgetRows(budgets),
    { title: "Left out", head: [], rows: [], notes: left_out },
  ]);
  const { line, failed } = verdictOn(budgets);
  if (!options.json) {
    console.log(`\n${line}`);
    return !failed;
  }
  const all = {
    measurements,
    clicks,
    sizes,
    instants,
    month,
    races,
    planning,
    calendar,
    bundles,
    budgets,
    left_out,
  };
  console.log(JSON.stringify(all, null, 2));
  return !failed;
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
