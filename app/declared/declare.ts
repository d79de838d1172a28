import { allows, type Consent } from "../../reconciler/consent.ts";
import { getRecords } from "../../slack/record_store.ts";
import { consents } from "../../slack/records/consents.ts";
import type { DeclaredShift } from "../../slack/records/declared_shifts.ts";
import { type Answer, type Interaction, unchanged } from "../interaction.ts";
import { type Execution, nowOf } from "../execution.ts";
import { readLastRun } from "../state/run_state.ts";
import { placed } from "./merge_declaration.ts";
import { putDeclared, standing, type Whose } from "./records.ts";
import { declaredAnswer } from "./messages.ts";

/** What somebody asks for by a form. Times are Unix seconds. */
export interface Declaration
  extends Pick<DeclaredShift, "state" | "start" | "end" | "days"> {
  /** What people call it, at the beginning of a sentence: `Focus time`. */
  name: string;
  /** Slack user group id; left out, it is for whoever clicked. */
  group?: string | undefined;
  /** IANA name, for what they are told. */
  time_zone: string;
}

/**
 * Records what the person who clicked declares. What was declared before of the
 * same state for the same person or group is joined with it, if both are whole
 * days that overlap; else it ends where the new one begins.
 *
 * @throws {Error} when it could not be recorded.
 */
export async function declare(
  execution: Execution,
  { interactivity }: Interaction,
  declaration: Declaration,
): Promise<Answer & { person: string }> {
  const person = interactivity.interactor.id;
  const wrong = whyNot(execution, declaration);
  if (wrong !== null) {
    return { person, ...unchanged(`${wrong} Nothing was recorded.`) };
  }
  const { group } = declaration;
  const whose: Whose = group === undefined
    ? { kind: "person", id: person }
    : { kind: "group", id: group };
  const [{ shifts }, { mode }, consent] = await Promise.all([
    standing(execution, whose),
    readLastRun(execution),
    group === undefined ? consentOf(execution, person) : null,
  ]);
  const declared = recordOf(execution, declaration, whose, person);
  const { record, replaced, ended } = placed(declared, shifts);
  await putDeclared(execution, [record], ended);
  const message = await declaredAnswer(execution, declaration, {
    now: nowOf(execution),
    record,
    replaced,
    shows: group !== undefined || allows(consent, declaration.state),
    mode,
  });
  return { person, message, changed: true };
}

/** Why it cannot be recorded, or `null`. */
function whyNot(
  execution: Execution,
  { state, start, end }: Declaration,
): string | null {
  const { states } = execution.config;
  if (!Object.hasOwn(states, state)) {
    return `Shiftlight is not set up for ${state} here: its states are ${
      Object.keys(states).join(", ")
    }.`;
  }
  if (end === null) return null;
  if (end <= nowOf(execution)) return "The end lies in the past.";
  return end <= start ? "The end must lie after the start." : null;
}

async function consentOf(
  { client }: Execution,
  person: string,
): Promise<Consent | null> {
  const { records } = await getRecords(client, consents, [person]);
  return records.get(person) ?? null;
}

function recordOf(
  execution: Execution,
  { state, start, end, days }: Declaration,
  { kind, id }: Whose,
  declared_by: string,
): DeclaredShift {
  return {
    id: execution.id,
    person: kind === "person" ? id : null,
    group: kind === "group" ? id : null,
    state,
    start,
    end,
    days,
    label: "",
    declared_by,
    declared_at: nowOf(execution),
  };
}
