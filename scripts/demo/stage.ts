import { emojify } from "node-emoji";
import pc from "picocolors";
import Table from "cli-table3";

/** Where the demo prints. Colours are used on a terminal only. */
export interface Stage {
  colors: ReturnType<typeof pc.createColors>;
  line(text?: string): void;
  /** `widths`: of each column, with its gap; longer cells are wrapped. */
  table(head: string[], rows: string[][], widths: number[]): void;
}

export function consoleStage(): Stage {
  const coloured = Deno.stdout.isTerminal() && !Deno.env.get("NO_COLOR");
  return stageOn((line) => console.log(line), coloured);
}

/** A stage whose lines go to `write`. */
export function stageOn(
  write: (line: string) => void,
  coloured: boolean,
): Stage {
  const colors = pc.createColors(coloured);
  const line = (text = "") => write(text);
  const table: Stage["table"] = (head, rows, widths) => {
    const shown = new Table({
      head: head.map((title) => colors.dim(title)),
      style: { head: [], border: [], "padding-left": 0, "padding-right": 2 },
      chars: BORDERLESS,
      colWidths: widths,
      wordWrap: true,
    });
    shown.push(...rows);
    for (const row of shown.toString().split("\n")) line(`  ${row.trimEnd()}`);
  };
  return { colors, line, table };
}

/** The characters of a table without a frame. */
export const BORDERLESS = Object.fromEntries(
  [
    ...["top", "top-mid", "top-left", "top-right"],
    ...["bottom", "bottom-mid", "bottom-left", "bottom-right"],
    ...["left", "left-mid", "mid", "mid-mid", "right", "right-mid", "middle"],
  ].map((place) => [place, ""]),
);

/** `:pager:` as people see it. */
export function withEmoji(text: string): string {
  return emojify(text);
}
