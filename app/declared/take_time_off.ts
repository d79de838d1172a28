import { dayAt, daysAfter, isDate, spanOf } from "../../rosters/zoned_time.ts";
import { type Answer, type Interaction, unchanged } from "../interaction.ts";
import { type Execution, nowOf } from "../execution.ts";
import { declare } from "./declare.ts";
import { zoneOf } from "./zone.ts";

interface TimeOffInputs extends Interaction {
  /** `2026-03-02`; left out, it is today where they live. */
  first_day?: string | undefined;
  /** `2026-03-06`, itself a day off; left out, it is open. */
  last_day?: string | undefined;
}

/**
 * Time off for whoever clicked: whole days where they live, the first and the
 * last of them included.
 *
 * @throws {Error} when a day is none, or it could not be recorded.
 */
export async function takeTimeOff(
  execution: Execution,
  inputs: TimeOffInputs,
): Promise<Answer & { person: string }> {
  const { id: person } = inputs.interactivity.interactor;
  const last = dayOf("last_day", inputs.last_day);
  const given = dayOf("first_day", inputs.first_day);
  const time_zone = await zoneOf(execution, person);
  const first = given ?? dayAt(nowOf(execution), time_zone);
  if (last !== null && last < first) {
    const message = given === null
      ? `The last day (${last}) lies in the past. Nothing was recorded.`
      : `The last day (${last}) lies before the first (${given}). Nothing was recorded.`;
    return { person, ...unchanged(message) };
  }
  const until = last === null ? null : daysAfter(last, 1);
  const { start, end } = spanOf(
    { from: first, until: until ?? first },
    time_zone,
  );
  return await declare(execution, inputs, {
    name: "Time off",
    state: "pto",
    start,
    end: until === null ? null : end,
    days: { from: first, until },
    time_zone,
  });
}

function dayOf(field: string, text: string | undefined): string | null {
  if (text === undefined || text === "") return null;
  if (isDate(text)) return text;
  throw new Error(`${field}: "${text}" is no day; write it as 2026-03-02`);
}
