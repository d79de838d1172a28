import { dayAt, daysAfter, spanOf } from "../../rosters/zoned_time.ts";
import { getRecord } from "../../slack/record_store.ts";
import { consents } from "../../slack/records/consents.ts";
import type { Consent } from "../../reconciler/consent.ts";
import type { FormValues } from "../consent/answers.ts";
import { recordConsent } from "../consent/record_consent.ts";
import { type Execution, nowOf } from "../execution.ts";
import type { Interaction } from "../interaction.ts";
import { askerOf } from "../state/asker.ts";

/** What a button carries. Anyone can forge it. */
export interface ChoiceInputs extends Interaction {
  choice: string;
  value: string;
}

/**
 * Changes one answer of the person who clicked, and no other.
 *
 * @returns whether it was changed: not for a guest or a person who has not opted in,
 * nor for a choice that there is not.
 * @throws {SlackFailure} if it could not be stored.
 */
export async function setChoice(
  execution: Execution,
  { interactivity, choice, value }: ChoiceInputs,
): Promise<boolean> {
  const person = interactivity.interactor.id;
  const asker = await askerOf(execution, person);
  if (asker?.standing !== "member") return false;
  const { records } = await getRecord(execution.client, consents, person);
  const consent = records.get(person) ?? null;
  if (consent === null || consent.withdrawn_at !== null) return false;
  const tomorrow = tomorrowIn(asker.timeZone, nowOf(execution));
  const values = valuesFor(execution, consent, { choice, value, tomorrow });
  if (values === null) return false;
  await recordConsent(execution, { interactivity, ...values });
  return true;
}

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  dnd: ["yes", "no"],
  presence: ["yes", "no"],
  notices: ["yes", "no"],
  on_own_status: ["skip", "defer", "replace"],
  after_manual_change: ["yield", "resume"],
};

/** @returns the answer as the form would give it; `null` if there is none such. */
function valuesFor(
  { config }: Execution,
  { states }: Consent,
  { choice, value, tomorrow }: {
    choice: string;
    value: string;
    tomorrow: number;
  },
): FormValues | null {
  switch (choice) {
    case "show":
      return Object.hasOwn(config.states, value)
        ? { states: [...states, value] }
        : null;
    case "hide": {
      const left = states.filter((state) => state !== value);
      return left.length > 0 && left.length < states.length
        ? { states: left }
        : null;
    }
    case "pause":
      if (value === "end") return { paused_until: 0 };
      return value === "tomorrow" ? { paused_until: tomorrow } : null;
    default:
      return Object.hasOwn(CHOICES, choice) && CHOICES[choice]!.includes(value)
        ? { [choice]: value }
        : null;
  }
}

/** When the next day begins there (Unix seconds). */
function tomorrowIn(timeZone: string, now: number): number {
  const from = daysAfter(dayAt(now, timeZone), 1);
  return spanOf({ from, until: daysAfter(from, 1) }, timeZone).start;
}
