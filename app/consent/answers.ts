import type { Config } from "../../config/schema.ts";
import type { Consent } from "../../reconciler/consent.ts";
import { firstState } from "../../reconciler/state_rule.ts";
import { unknownChoice, unknownStates } from "../messages/opting_in.ts";

/** What the opt-in form gives. Slack gives a field that was left empty as nothing or as an empty value. */
export interface FormValues {
  states?: string[] | null | undefined;
  on_own_status?: string | null | undefined;
  after_manual_change?: string | null | undefined;
  /** `yes` or `no`, as those that follow: an unticked box could not say "as before". */
  dnd?: string | null | undefined;
  presence?: string | null | undefined;
  notices?: string | null | undefined;
  /** By a button alone: Unix seconds, 0 to end a pause. */
  paused_until?: number | undefined;
  workflow_presence?: string | null | undefined;
}

const NAMES = [
  "states",
  "on_own_status",
  "after_manual_change",
  "dnd",
  "presence",
  "notices",
  "paused_until",
  "workflow_presence",
] as const;

type Name = typeof NAMES[number];

/** What a person chose. */
export type Choices = Pick<Consent, Name>;

/** The fields that were filled in. */
export type Answers = Partial<Choices>;

const YES_OR_NO = ["yes", "no"] as const;

/** @throws {Error} that names the invalid answer. */
export function readAnswers(
  states: Config["states"],
  values: FormValues,
): Answers {
  const chosen = [...new Set(values.states ?? [])];
  const unknown = chosen.filter((state) => !Object.hasOwn(states, state));
  if (unknown.length > 0) {
    throw new Error(unknownStates(unknown, Object.keys(states)));
  }
  const dnd = oneOf(YES_OR_NO, values.dnd);
  const presence = oneOf(YES_OR_NO, values.presence);
  const notices = oneOf(YES_OR_NO, values.notices);
  const workflows = oneOf(YES_OR_NO, values.workflow_presence);
  return withoutMissing({
    states: chosen.length === 0 ? undefined : chosen,
    on_own_status: oneOf(["skip", "defer", "replace"], values.on_own_status),
    after_manual_change: oneOf(["yield", "resume"], values.after_manual_change),
    dnd: dnd && dnd === "yes",
    presence: presence && presence === "yes",
    notices: notices && notices === "yes",
    paused_until: values.paused_until,
    workflow_presence: workflows && workflows === "yes",
  });
}

function oneOf<T extends string>(
  choices: readonly T[],
  given: string | null | undefined,
): T | undefined {
  if (given === undefined || given === null || given === "") return undefined;
  const found = choices.find((choice) => choice === given);
  if (found) return found;
  throw new Error(unknownChoice(given, choices));
}

function withoutMissing(
  answers: { [Each in Name]: Choices[Each] | undefined },
): Answers {
  const given = Object.entries(answers).filter(([, value]) =>
    value !== undefined
  );
  return Object.fromEntries(given);
}

/** What counts for a person who opts in for the first time, where the form was left empty. */
export function firstChoices(states: Config["states"]): Choices {
  return {
    states: [firstState(states)],
    on_own_status: "defer",
    after_manual_change: "yield",
    dnd: false,
    presence: false,
    notices: false,
    workflow_presence: false,
  };
}

/** The answers that a later opt-in overwrote without answering them itself. */
export function lostAnswers(
  answers: Answers,
  { answered = [], ...stored }: Choices & Pick<Consent, "answered">,
): Answers {
  const lost = NAMES.filter((name) =>
    answers[name] !== undefined && !answered.includes(name) &&
    JSON.stringify(stored[name]) !== JSON.stringify(answers[name])
  );
  return Object.fromEntries(lost.map((name) => [name, answers[name]]));
}

/** The names of the answers. */
export function namesOf(answers: Answers): Name[] {
  return NAMES.filter((name) => answers[name] !== undefined);
}
