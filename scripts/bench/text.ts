import Table from "cli-table3";
import pc from "picocolors";
import { BORDERLESS } from "../demo/stage.ts";
import type { BundleSize } from "../bundle/size_table.ts";
import {
  type Budget,
  CLICK_CALLS,
  QUIET_CALLS,
  situationText,
} from "./budgets.ts";
import type { Case, Phase } from "./cases.ts";
import type { ClickCost } from "./clicks.ts";
import { shareOfFloor } from "./floors.ts";
import { isComplete, type Measurement } from "./measure.ts";
import type { CalendarReading } from "./calendar.ts";
import type { Planning } from "./planning.ts";
import type { PreviewOfMany } from "./preview.ts";
import { callCount, type RaceResult } from "./race.ts";
import type { SizeResult } from "./sizes.ts";

/** A table as rows of cells; `show` aligns the columns. */
export interface Rows {
  title: string;
  head: string[];
  rows: string[][];
  /** Lines beneath it. */
  notes: string[];
}

const ABSENT = "-";

/** `10000` as `10 000`. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, " ");
}

/** Virtual seconds as `9.6 s`, `71 s`, `1 190 s`. */
export function secondsText(seconds: number | null): string {
  if (seconds === null) return ABSENT;
  return seconds < 10
    ? `${seconds.toFixed(1)} s`
    : `${grouped(Math.round(seconds))} s`;
}

/** The share of the floor, at most 1. */
export function shareText(
  floor: number | null,
  measured: number | null,
): string {
  const share = shareOfFloor(floor, measured);
  return share === null ? ABSENT : Math.min(1, share).toFixed(2);
}

const TITLES: Record<Phase, string> = {
  quiet: "A poll with nothing new, all people on shift",
  start: "All starting at once",
  end: "All ending at once",
  handoff: "A handoff of half to the other half",
};

function titleOf({ phase, tokens, dnd, rates }: Case): string {
  const whose = tokens === "own" ? "own tokens" : `tokens of ${tokens}`;
  const free = rates === "none" ? ", no rates" : "";
  return `${TITLES[phase]}: ${whose}, ${dnd ? "with" : "without"} DND${free}`;
}

/** A table for each phase and setting, its cases in their order. */
export function measurementRows(measurements: Measurement[]): Rows[] {
  const groups = Map.groupBy(measurements, titleOf);
  return [...groups].map(([title, group]) =>
    group[0]!.phase === "quiet"
      ? quietRows(title, group)
      : changeRows(title, group)
  );
}

function quietRows(title: string, group: Measurement[]): Rows {
  return {
    title,
    head: [
      ...["people", "Slack calls", "limit", "roster calls", "runs"],
      ...["workspace", "CPU"],
    ],
    rows: measured(group).map((each) => [
      grouped(each.people),
      grouped(callCount(each)),
      String(QUIET_CALLS),
      grouped(each.roster_calls),
      String(each.runs),
      secondsText(each.poll_seconds),
      cpuText(each),
    ]),
    notes: notesOn(group),
  };
}

function changeRows(title: string, group: Measurement[]): Rows {
  const snoozes = group.some(({ floor }) => floor.snooze_seconds !== null);
  const timed = (floor: number | null, took: number | null) => [
    secondsText(took),
    secondsText(floor),
    shareText(floor, took),
  ];
  return {
    title,
    head: [
      ...["people", "calls", "floor", "ratio"],
      ...["statuses", "floor", "ratio"],
      ...(snoozes ? ["snoozes", "floor", "ratio"] : []),
      ...["429s", "runs", "CPU"],
    ],
    rows: measured(group).map((each) => [
      grouped(each.people),
      grouped(callCount(each)),
      grouped(each.floor.calls),
      shareText(each.floor.calls, isComplete(each) ? callCount(each) : null),
      ...timed(each.floor.status_seconds, each.status_seconds),
      ...(snoozes ? timed(each.floor.snooze_seconds, each.snooze_seconds) : []),
      grouped(each.refused),
      grouped(each.runs),
      cpuText(each),
    ]),
    notes: notesOn(group),
  };
}

function measured(group: Measurement[]): Measurement[] {
  return group.filter(({ problem }) => problem === null);
}

function cpuText({ cpu_seconds }: Measurement): string {
  return cpu_seconds < 1
    ? `${Math.round(cpu_seconds * 1000)} ms`
    : `${cpu_seconds.toFixed(1)} s`;
}

/** The people who were not served and the calls by method. Equal notes are merged. */
function notesOn(group: Measurement[]): string[] {
  const notes = Map.groupBy(
    group.flatMap((each) => {
      const people = grouped(each.people);
      const texts = [unserved(each), ...failures(each), callsText(each)];
      return texts.flatMap((text) => text === null ? [] : { people, text });
    }),
    ({ text }) => text,
  );
  return [...notes].map(([text, same]) =>
    `${same.map(({ people }) => people).join(" | ")}: ${text}`
  );
}

function unserved(each: Measurement): string | null {
  if (each.problem !== null) return each.problem;
  if (isComplete(each)) return null;
  const { right, snoozed, watched_seconds, floor } = each;
  const snoozes = floor.snooze_seconds === null
    ? ""
    : `, ${grouped(snoozed)} snoozed`;
  const after = secondsText(watched_seconds);
  return `after ${after} only ${grouped(right)} are right${snoozes}`;
}

function failures({ errors }: Measurement): string[] {
  return errors.map((error) => `a step failed: ${error}`);
}

function callsText({ problem, calls }: Measurement): string | null {
  if (problem !== null) return null;
  return callList(calls) || "no calls";
}

function callList(calls: Record<string, number>): string {
  return Object.entries(calls).sort(([a], [b]) => a < b ? -1 : 1)
    .map(([method, count]) => `${method} ${grouped(count)}`)
    .join(", ");
}

/** Quiet polls while people are waited for, and starts with many people on the rosters. */
export function sizeRows(results: SizeResult[]): Rows[] {
  if (results.length === 0) return [];
  return [{
    title: "People who are waited for, and many people on the rosters",
    head: ["", "Slack calls", "start", "429s", "failed steps"],
    rows: results.map((each) => [
      situationText(each),
      grouped(callCount(each)),
      secondsText(each.start_seconds),
      grouped(each.refused),
      String(each.errors.length),
    ]),
    notes: results.flatMap((each) => [
      `${situationText(each)}: ${callList(each.calls) || "no calls"}`,
      ...each.errors.map((error) => `${situationText(each)}: ${error}`),
    ]),
  }];
}

export function raceRows(results: RaceResult[]): Rows {
  return {
    title: "Race against a naive syncer: own tokens, with DND",
    head: [
      ...["people", "", "calls a quiet poll", "calls a start", "429s"],
      ...["statuses right", "all right"],
    ],
    rows: results.map((each) => [
      grouped(each.people),
      each.who,
      grouped(each.quiet_calls),
      grouped(each.start_calls),
      grouped(each.refused),
      secondsText(each.status_seconds),
      secondsText(each.seconds),
    ]),
    notes: [],
  };
}

export function clickRows(clicks: ClickCost[]): Rows {
  return {
    title: "A click: calls to the app's datastores",
    head: ["click", "calls", "limit", ""],
    rows: clicks.map(({ what, calls, errors }) => [
      what,
      String(Object.values(calls).reduce((sum, count) => sum + count, 0)),
      String(CLICK_CALLS),
      errors[0] ?? callList(calls),
    ]),
    notes: [],
  };
}

export function planningRows(planning: Planning): Rows {
  const ms = (value: number) => `${Math.round(value)} ms`;
  const mb = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  const { people, shifts, decided } = planning;
  return {
    title: `Planning ${grouped(people)} people with ${grouped(shifts)} shifts`,
    head: ["CPU", "index", "restore", "apply", "peak memory", "of it data"],
    rows: [[
      `${planning.seconds.toFixed(2)} s`,
      ms(planning.index_ms),
      ms(planning.restore_ms),
      ms(planning.apply_ms),
      mb(planning.peak_bytes),
      mb(planning.loaded_bytes),
    ]],
    notes: [
      Object.entries(decided)
        .map(([what, count]) => `${what} ${grouped(count)}`).join(", "),
    ],
  };
}

export function calendarRows(
  { events, shifts, seconds, bytes }: CalendarReading,
): Rows {
  return {
    title: `Reading a calendar of ${grouped(events)} events`,
    head: ["CPU", "memory added", "shifts"],
    rows: [[
      `${seconds.toFixed(2)} s`,
      `${Math.round(bytes / 1e6)} MB`,
      grouped(shifts),
    ]],
    notes: [],
  };
}

export function previewRows(
  { people, days, shifts, planned, seconds, peak_bytes }: PreviewOfMany,
): Rows {
  return {
    title: `Previewing ${days} days of ${grouped(people)} people`,
    head: ["CPU", "peak memory", "shifts", "statuses"],
    rows: [[
      `${seconds.toFixed(2)} s`,
      `${Math.round(peak_bytes / 1e6)} MB`,
      grouped(shifts),
      grouped(planned),
    ]],
    notes: [],
  };
}

export function bundleRows(sizes: BundleSize[]): Rows {
  return {
    title: "Bundles",
    head: ["function", "size", ""],
    rows: sizes.map(({ name, bytes, withPdjs }) => [
      name,
      `${(bytes / 1000).toFixed(1)} kB`,
      withPdjs ? "with PagerDuty's client" : "",
    ]),
    notes: [],
  };
}

export function budgetRows(budgets: Budget[]): Rows {
  return {
    title: "Budgets",
    head: ["", "limit", "measured", ""],
    rows: budgets.map(({ what, limit, measured, ok }) => [
      what,
      limit,
      measured,
      ok ? "ok" : "MISSED",
    ]),
    notes: [],
  };
}

/** Lines of at most `width` characters, broken at spaces, the later ones indented. */
export function wrapped(line: string, width: number): string[] {
  const lines: string[] = [];
  let rest = line;
  while (rest.length > width) {
    const at = rest.lastIndexOf(", ", width - 1);
    if (at <= 4) break;
    lines.push(rest.slice(0, at + 1));
    rest = `    ${rest.slice(at + 2)}`;
  }
  return [...lines, rest];
}

const WIDTH = 98;

const colors = pc.createColors(
  Deno.stdout.isTerminal() && !Deno.env.get("NO_COLOR"),
);

/** Whether a column holds figures: these stand to the right. */
function isFigures(rows: string[][], column: number): boolean {
  return rows.every((row) => /^(-|\d.*)$/.test(row[column]!));
}

/** Prints a table, its figures aligned to the right and its misses in red. */
export function show({ title, head, rows, notes }: Rows): void {
  console.log(`\n${colors.bold(title)}`);
  if (rows.length > 0) {
    const aligns = head.map((_, column) =>
      isFigures(rows, column) ? "right" as const : "left" as const
    );
    const table = new Table({
      head: head.map((name) => colors.dim(name)),
      style: { head: [], border: [], "padding-left": 0, "padding-right": 2 },
      chars: BORDERLESS,
      colAligns: aligns,
    });
    table.push(...rows.map((row) => row.map(painted)));
    const lines = table.toString().split("\n");
    for (const line of lines) console.log(`  ${line.trimEnd()}`);
  }
  for (const note of notes) {
    for (const line of wrapped(note, WIDTH - 2)) {
      console.log(`  ${colors.dim(line)}`);
    }
  }
}

function painted(cell: string): string {
  return cell === "MISSED" ? colors.red(cell) : cell;
}
