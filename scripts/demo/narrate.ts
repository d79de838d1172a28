import type { Stage } from "./stage.ts";

/** A line on what somebody does, with its time, and what it comes to. */
export function narrate(
  { colors, line }: Stage,
  time: string,
  words: string,
  outcome = "",
): void {
  line(`${colors.bold(time)}  ${colors.cyan(words)}${outcome}`);
  line();
}
