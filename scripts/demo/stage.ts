import { emojify } from "node-emoji";
import pc from "picocolors";
import Table from "cli-table3";

/** Where the demo shows itself: plain text, and colours on a terminal alone. */
export interface Stage {
  colors: ReturnType<typeof pc.createColors>;
  line(text?: string): void;
  /** `widths`: of each column, with its gap; longer cells are wrapped. */
  table(head: string[], rows: string[][], widths: number[]): void;
}

export function consoleStage(): Stage {
  const wanted = Deno.stdout.isTerminal() && !Deno.env.get("NO_COLOR");
  const colors = pc.createColors(wanted);
  const line = (text = "") => console.log(text);
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

/** Columns alone, without a frame. */
const BORDERLESS = Object.fromEntries(
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
