import pc from "picocolors";
import Table from "cli-table3";

/** Where the demo prints. Colours are used on a terminal only. */
export interface Stage {
  colors: ReturnType<typeof pc.createColors>;
  /** A line, wrapped. */
  line(text?: string): void;
  /** Something said in Slack: its lines, wrapped, behind a bar. */
  quote(text: string): void;
  /**
   * A table as wide as the terminal; cells are wrapped. `shares`: how the width is
   * divided among the columns; `FIT`: as wide as its widest cell.
   */
  table(head: string[], rows: string[][], shares: number[]): void;
}

/** A column that is as wide as its widest cell. */
export const FIT = 0;

/** Columns of a terminal that the demo uses. */
const NARROWEST = 80;
const WIDEST = 160;

/** Where the width is not known: a file, a pipe. */
const USUAL_WIDTH = 120;

const INDENT = "  ";
const GAP = 2;

export function consoleStage(): Stage {
  const coloured = Deno.stdout.isTerminal() && !Deno.env.get("NO_COLOR");
  return stageOn((line) => console.log(line), coloured, terminalWidth());
}

/** `COLUMNS`, or else the terminal's own width. */
function terminalWidth(): number {
  const columns = Number(Deno.env.get("COLUMNS"));
  if (columns > 0) return columns;
  return Deno.stdout.isTerminal() ? Deno.consoleSize().columns : USUAL_WIDTH;
}

/** A stage whose lines go to `write`, each at most `columns` wide. */
export function stageOn(
  write: (line: string) => void,
  coloured: boolean,
  columns = USUAL_WIDTH,
): Stage {
  const colors = pc.createColors(coloured);
  const width = Math.min(WIDEST, Math.max(NARROWEST, columns));
  const line = (text = "") => {
    for (const each of wrapped(text, width)) write(each);
  };
  const quote = (text: string) => {
    const bar = `${INDENT}${colors.dim("│")} `;
    const room = width - INDENT.length - 2;
    for (const each of text.split("\n").flatMap((one) => wrapped(one, room))) {
      write((bar + each).trimEnd());
    }
  };
  const table: Stage["table"] = (head, rows, shares) => {
    const all = [head, ...rows];
    const widths = divided(
      width - INDENT.length,
      shares,
      (column) =>
        Math.max(...all.map((row) => row[column]!.replace(ANSI, "").length)),
    );
    const titles = head.map((title) => colors.dim(title));
    for (const row of borderless([titles, ...rows], widths)) {
      write((INDENT + row).trimEnd());
    }
  };
  return { colors, line, quote, table };
}

/** Divides a width by shares; what columns that fit need is taken off before. */
function divided(
  width: number,
  shares: number[],
  widestIn: (column: number) => number,
): number[] {
  const fitting = shares.map((share, column) =>
    share === FIT ? widestIn(column) + GAP : 0
  );
  const sum = (numbers: number[]) => numbers.reduce((all, one) => all + one, 0);
  const left = width - sum(fitting);
  return shares.map((share, column) =>
    fitting[column] || Math.floor(left * share / sum(shares))
  );
}

// deno-lint-ignore no-control-regex
const ANSI = /\x1b\[[0-9;]*m/g;

/** A text in lines of at most this width, the items of a list with a hanging indent. */
function wrapped(text: string, width: number): string[] {
  const indent = /^ */.exec(text)![0];
  const hanging = indent +
    (/^ *[✓✗•] /.test(text.replace(ANSI, "")) ? "  " : "");
  const rows = borderless([[text.trim()]], [width - hanging.length], 0);
  return rows.map((row, index) =>
    ((index === 0 ? indent : hanging) + row).trimEnd()
  );
}

/** The lines of a table without a frame. A word that is too long is broken. */
function borderless(
  rows: string[][],
  widths: number[],
  gap = GAP,
): string[] {
  const table = new Table({
    style: { head: [], border: [], "padding-left": 0, "padding-right": gap },
    chars: BORDERLESS,
    colWidths: widths,
    wordWrap: true,
  });
  table.push(
    ...rows.map((row) =>
      row.map((cell, index) => broken(cell, widths[index]! - gap))
    ),
  );
  return table.toString().split("\n");
}

function broken(cell: string, width: number): string {
  return cell.replace(
    /[\x21-\x7e]+/g,
    (word) => word.match(new RegExp(`.{1,${width}}`, "g"))!.join(" "),
  );
}

/** The characters of a table without a frame. */
export const BORDERLESS = Object.fromEntries(
  [
    ...["top", "top-mid", "top-left", "top-right"],
    ...["bottom", "bottom-mid", "bottom-left", "bottom-right"],
    ...["left", "left-mid", "mid", "mid-mid", "right", "right-mid", "middle"],
  ].map((place) => [place, ""]),
);
