import type { Answer } from "../../talking/answer.ts";
import { type CommandName, COMMANDS } from "../../talking/commands.ts";
import type { NameMatch } from "../../talking/match_name.ts";
import {
  noSchedule,
  scheduleMissing,
  severalSchedules,
} from "../../talking/texts/schedules.ts";

/**
 * The answer to a fragment that is not exactly one schedule's: which names there are,
 * or are near.
 *
 * @param typed The fragment, as it was typed.
 */
export function notOneSchedule<T>(
  match: Exclude<NameMatch<T>, { kind: "one" }>,
  nameOf: (found: T) => string,
  typed: string,
  command: CommandName,
): Answer {
  const { usage } = COMMANDS[command];
  const [start = ""] = usage.split(/ [<[]/);
  switch (match.kind) {
    case "empty":
      return scheduleMissing(usage);
    case "several":
      return severalSchedules(typed, match.found.map(nameOf), start);
    case "none":
      return noSchedule(typed, match.nearest.map(nameOf), start);
  }
}
