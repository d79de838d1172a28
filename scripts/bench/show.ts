import Table from "cli-table3";
import pc from "picocolors";
import { type Rows, wrapped } from "./text.ts";

const WIDTH = 98;

const colors = pc.createColors(
  Deno.stdout.isTerminal() && !Deno.env.get("NO_COLOR"),
);

/** Columns alone, without a frame. */
const BORDERLESS = Object.fromEntries(
  [
    ...["top", "top-mid", "top-left", "top-right"],
    ...["bottom", "bottom-mid", "bottom-left", "bottom-right"],
    ...["left", "left-mid", "mid", "mid-mid", "right", "right-mid", "middle"],
  ].map((place) => [place, ""]),
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

/** A line for whoever waits, on a terminal alone. */
export function progress(text: string): void {
  if (!Deno.stderr.isTerminal()) return;
  Deno.stderr.writeSync(new TextEncoder().encode(`\r\x1b[2K${text}`));
}
