import { dayAt, instantIn, offsetAt } from "../../rosters/zoned_time.ts";
import { SECONDS_PER_DAY, SECONDS_PER_HOUR } from "../../time.ts";
import { type Execution, nowOf } from "../execution.ts";
import { type Answer, type Interaction, unchanged } from "../interaction.ts";
import { NO_OTHER_END, workingDayOver } from "../messages/declared.ts";
import { readerOf, zoneOf } from "./answer_facts.ts";
import { declare } from "./declare.ts";

/** Focus time pauses notifications, so it ends by itself. */
const LONGEST_SECONDS = SECONDS_PER_DAY;

interface FocusInputs extends Interaction {
  /** `1h`, `2h`, `working_day` or `other`; left out, `1h`. */
  length?: string | undefined;
  /** Unix seconds. It counts in place of `length`. */
  until?: number | undefined;
}

/** When focus time ends (Unix seconds), and what else to say; or why it cannot be told. */
type End = { end: number; note?: string } | { objection: string };

/**
 * Declares focus time for the person who clicked, from now on: for an hour, unless
 * they chose another end within a day.
 *
 * @throws {Error} if it could not be recorded.
 */
export async function startFocusTime(
  execution: Execution,
  inputs: FocusInputs,
): Promise<Answer & { person: string }> {
  const person = inputs.interactivity.interactor.id;
  const chosen = await endOf(execution, person, inputs);
  if ("objection" in chosen) return { person, ...unchanged(chosen.objection) };
  return await declare(execution, person, {
    state: "focus",
    start: nowOf(execution),
    end: chosen.end,
    days: null,
    longestSeconds: LONGEST_SECONDS,
    note: chosen.note,
    reader: await readerOf(execution, person),
  });
}

/** @throws {SlackFailure} if the end depends on the person's clock, and Slack does not answer. */
async function endOf(
  execution: Execution,
  person: string,
  { length, until }: FocusInputs,
): Promise<End> {
  const now = nowOf(execution);
  if (until !== undefined) return { end: until };
  switch (length) {
    case "other":
      return { objection: NO_OTHER_END };
    case "2h":
      return { end: now + 2 * SECONDS_PER_HOUR };
    case "working_day": {
      const { working_day_end } = execution.config;
      const timeZone = await zoneOf(execution, person);
      const end = todayAt(working_day_end, timeZone, now);
      if (end > now) return { end };
      const note = workingDayOver(working_day_end);
      return { end: now + SECONDS_PER_HOUR, note };
    }
    default:
      return { end: now + SECONDS_PER_HOUR };
  }
}

/** @param time `17:00`. @returns Unix seconds. */
function todayAt(time: string, timeZone: string, now: number): number {
  const wall = Date.parse(`${dayAt(now, timeZone)}T${time}:00Z`) / 1000;
  return instantIn({ offsetAt: (at) => offsetAt(at, timeZone) }, wall);
}
