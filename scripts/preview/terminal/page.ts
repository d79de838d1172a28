import { stateLabel, type StateRules } from "../../../reconciler/state_rule.ts";
import type { PreviewDocument, SourceEntry } from "../document.ts";
import { type Day, type ZonedText } from "../when.ts";
import { fitted, wrapped } from "./cells.ts";
import { changesOf, timeText } from "./changes.ts";
import {
  cellText,
  chartShape,
  headOf,
  legendIndent,
  NARROWEST_CHART,
  rowOf,
} from "./chart.ts";
import { type Colors, looksOf } from "./look.ts";

/** How a document is to be shown. */
export interface View {
  columns: number;
  colors: Colors;
  rules: StateRules;
  days: readonly Day[];
  text: ZonedText;
  /** Whether every change and every person is shown. */
  all: boolean;
}

const MOST_CHANGES = 16;
const MOST_ROWS = 60;
const NARROWEST = 40;
const WIDEST = 200;

/** The width in which the preview is shown, for a terminal's. */
export function usedColumns(columns: number): number {
  return Math.min(WIDEST, Math.max(NARROWEST, columns));
}

/** The document as lines; none is wider than `view.columns` cells. */
export function pageOf(document: PreviewDocument, view: View): string[] {
  return [
    ...headLines(document, view),
    ...section("Sources", sourceLines(document, view), view),
    ...chartLines(document, view),
    ...changeLines(document, view),
    ...numbered("Could not be read", unreadable(document), view),
    ...numbered("Unknown people", unknown(document), view),
    ...numbered(
      "Left out",
      document.left_out.map(({ source, reason }) => `${source}: ${reason}`),
      view,
    ),
    ...numbered(
      "Look twice",
      document.look_twice.map(({ text }) => text),
      view,
    ),
    ...section(
      "Not known without Slack",
      document.not_known.flatMap((each) => item(each, view)),
      view,
    ),
  ];
}

function headLines(
  { from, to, time_zone }: PreviewDocument,
  { columns, colors, text }: View,
): string[] {
  const start = Date.parse(from) / 1000;
  const title = `Preview  ${text.date(start)}, ${text.time(start)} to ${
    text.date(Date.parse(to) / 1000)
  }, ${time_zone}`;
  const promise =
    "Slack is not asked and nothing is written: this process has no right to.";
  return [
    ...wrapped(promise, columns).map((line) => colors.dim(line)),
    ...wrapped(title, columns).map((line) => colors.bold(line)),
    "",
  ];
}

function section(title: string, lines: string[], { colors }: View): string[] {
  return lines.length === 0 ? [] : [colors.bold(title), ...lines, ""];
}

function numbered(title: string, texts: string[], view: View): string[] {
  const lines = texts.flatMap((each) => item(each, view));
  return section(`${title} (${texts.length})`, lines, view);
}

function item(text: string, { columns }: View): string[] {
  return wrapped(text, columns, "  ", "    ");
}

function sourceLines(
  { sources }: PreviewDocument,
  { columns, colors, rules }: View,
): string[] {
  if (sources.length === 0) return ["  none in the configuration"];
  const longest = (of: (source: SourceEntry) => string) =>
    Math.min(20, Math.max(...sources.map((each) => of(each).length)));
  const [idWidth, typeWidth] = [
    longest(({ id }) => id),
    longest(({ type }) => type),
  ];
  return sources.flatMap((source) => {
    const { id, type, state, schedules, unreadable } = source;
    const whole = unreadable.some(({ schedule, identity }) =>
      schedule === null && identity === undefined
    );
    const mark = whole
      ? colors.red("✗")
      : unreadable.length > 0
      ? colors.yellow("!")
      : colors.green("✓");
    const names = schedules.join(", ") || "no schedule has a shift";
    const what = whole ? "not read" : `${names} → ${stateLabel(rules, state)}`;
    const start = `${fitted(id, idWidth)}  ${fitted(type, typeWidth)}  `;
    const hanging = " ".repeat(4 + start.length);
    const [first = "", ...more] = wrapped(what, columns, hanging);
    return [`  ${mark} ${start}${first.trimStart()}`, ...more];
  });
}

function chartLines(document: PreviewDocument, view: View): string[] {
  const { people, total } = document;
  const { columns, colors, days, text, rules, all } = view;
  if (people.length === 0) {
    const nobody = total === 0
      ? "Nobody is on any roster that could be read."
      : `None of ${total} people on the rosters fits --only.`;
    return section("Who shows what", item(nobody, view), view);
  }
  const shape = chartShape(people, days.length, columns);
  if (shape === null) {
    const why = columns < NARROWEST_CHART
      ? `The chart needs ${NARROWEST_CHART} columns.`
      : "The chart needs more columns for so many days.";
    return section("Who shows what", item(why, view), view);
  }
  const looks = looksOf(rules, colors);
  const head = headOf("Who shows what", shape, days, text);
  const shown = all ? people : people.slice(0, MOST_ROWS);
  const used = new Set(
    people.flatMap(({ planned }) => planned.map(({ state }) => state)),
  );
  const legend = [
    ...[...looks].filter(([state]) => used.has(state)).map(([state, look]) =>
      `${look.mark} ${stateLabel(rules, state)}`
    ),
    `┊ midnight, one cell is ${cellText(shape)}`,
  ].join(" · ");
  const left = people.length - shown.length;
  return [
    colors.bold(head),
    ...shown.map((person) => rowOf(person, shape, days, looks)),
    ...(left > 0
      ? [`  … ${left} more people: --all, --only NAME, --json`]
      : []),
    ...wrapped(legend, columns, legendIndent(shape)),
    "",
  ];
}

function changeLines(document: PreviewDocument, view: View): string[] {
  const [from, to] = [document.from, document.to]
    .map((each) => Date.parse(each) / 1000) as [number, number];
  const { columns, colors, text, all } = view;
  const changes = changesOf(document.people, { from, to });
  const shown = all ? changes : changes.slice(0, MOST_CHANGES);
  const width = Math.min(
    Math.floor(columns / 4),
    Math.max(0, ...shown.map(({ name }) => name.length)),
  );
  let day = "";
  const lines = shown.flatMap(({ at, name, text: words }) => {
    const own = text.longDay(at);
    const heading = own === day ? [] : [colors.dim(`  ${own}`)];
    day = own;
    const time = fitted(timeText(at, from, text), 5);
    const start = `  ${time}  ${fitted(name, width)}  `;
    const hanging = " ".repeat(5 + 6 + width);
    const [first = "", ...more] = wrapped(words, columns, hanging);
    return [...heading, start + first.trimStart(), ...more];
  });
  const left = changes.length - shown.length;
  const rest = left === 0 ? [] : [`  … ${left} more: --all, --json`];
  return section("What changes, and when", [...lines, ...rest], view);
}

function unreadable({ sources }: PreviewDocument): string[] {
  return sources.flatMap(({ id, unreadable }) =>
    unreadable.map(({ reason, schedule, identity }) => {
      const where = identity === undefined ? [id, schedule] : [id, identity];
      const named = where.filter((each) => each !== null).join(", ");
      const who = identity === undefined
        ? "People on it alone are"
        : "Their shifts there are";
      const ended = /[.!?]$/.test(reason) ? reason : `${reason}.`;
      return `${named}: ${ended} ${who} missing above.`;
    })
  );
}

function unknown({ unknown }: PreviewDocument): string[] {
  return unknown.map(({ name, sources, reason, paste }) =>
    `${name}, on ${sources.join(", ")}: ${reason}. Paste ${paste}`
  );
}
