import { createColors } from "picocolors";
import type { StateRules } from "../../../reconciler/state_rule.ts";

export type Colors = ReturnType<typeof createColors>;
export type Paint = (text: string) => string;

/** How a state looks in the chart: told apart by marks, also without colours. */
export interface StateLook {
  mark: string;
  paint: Paint;
}

const MARKS = ["█", "▓", "░", "▒", "▞", "═", "◆", "●"];

/** The looks of states, by priority. */
export function looksOf(
  rules: StateRules,
  colors: Colors,
): Map<string, StateLook> {
  const paints = [colors.red, colors.green, colors.cyan, colors.magenta];
  const inOrder = Object.entries(rules)
    .sort(([, a], [, b]) => b.priority - a.priority);
  return new Map(inOrder.map(([state], index) => [state, {
    mark: MARKS[index] ?? letterOf(index - MARKS.length),
    paint: paints[index % paints.length]!,
  }]));
}

/** After all marks: A, B, C. */
function letterOf(index: number): string {
  return String.fromCharCode("A".charCodeAt(0) + index % 26);
}
