import type { PersonEntry } from "../document.ts";
import type { Day, ZonedText } from "../when.ts";
import { cellsOf, fitted } from "./cells.ts";
import type { Paint, StateLook } from "./look.ts";

/** The narrowest terminal with a chart. */
export const NARROWEST_CHART = 80;

/** Less than this says nothing of a day. */
const LEAST_CELLS_A_DAY = 3;

const LONGEST_NAME = 24;
const MIDNIGHT = "┊";
const INDENT = 2;

/** The chart's measures; `null` if the terminal is too narrow for so many days. */
export interface ChartShape {
  name: number;
  cellsADay: number;
}

export function chartShape(
  people: readonly Pick<PersonEntry, "name">[],
  days: number,
  columns: number,
): ChartShape | null {
  if (columns < NARROWEST_CHART) return null;
  const longest = people.reduce(
    (most, { name }) => Math.max(most, cellsOf(name)),
    "Who shows what".length - INDENT,
  );
  const most = Math.max(14, Math.min(LONGEST_NAME, Math.floor(columns / 5)));
  const name = Math.min(longest, most) + 1;
  const cellsADay = Math.floor((columns - INDENT - name) / days);
  return cellsADay < LEAST_CELLS_A_DAY ? null : { name, cellsADay };
}

/** The line above the rows, with a day at each midnight. */
export function headOf(
  title: string,
  { name, cellsADay }: ChartShape,
  days: readonly Day[],
  text: ZonedText,
): string {
  const label = ({ start }: Day) => {
    const short = text.shortDay(start);
    if (cellsADay > cellsOf(short)) return short;
    const [weekday = "", number = ""] = short.split(" ");
    return cellsADay > weekday.length ? weekday : number;
  };
  const marks = days.map((day) => fitted(label(day), cellsADay));
  return (fitted(title, INDENT + name) + marks.join("")).trimEnd();
}

/** One person's row. */
export function rowOf(
  { name: fullName, planned }: PersonEntry,
  { name, cellsADay }: ChartShape,
  days: readonly Day[],
  looks: ReadonlyMap<string, StateLook>,
): string {
  const spans = planned.map(({ from, to, state }) => ({
    from: Date.parse(from) / 1000,
    to: to === null ? Infinity : Date.parse(to) / 1000,
    state,
  }));
  let row = "";
  let paint: Paint | null = null;
  let run = "";
  const flush = () => {
    row += paint === null ? run : paint(run);
    run = "";
  };
  for (const { start, end } of days) {
    const step = (end - start) / cellsADay;
    for (let cell = 0; cell < cellsADay; cell++) {
      const middle = start + (cell + 0.5) * step;
      const span = spans.find((each) =>
        each.from <= middle && middle < each.to
      );
      const look = span ? looks.get(span.state)! : null;
      if ((look?.paint ?? null) !== paint) {
        flush();
        paint = look?.paint ?? null;
      }
      run += look?.mark ?? (cell === 0 ? MIDNIGHT : " ");
    }
  }
  flush();
  return `${" ".repeat(INDENT)}${fitted(fullName, name)}${row}`.trimEnd();
}

/** `1.5 h`, for the legend. */
export function cellText({ cellsADay }: ChartShape): string {
  const hours = 24 / cellsADay;
  return `${Number.isInteger(hours) ? hours : hours.toFixed(1)} h`;
}

/** Where rows begin. */
export function legendIndent({ name }: ChartShape): string {
  return " ".repeat(INDENT + name);
}
