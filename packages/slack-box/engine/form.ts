import type { WorkspaceState } from "../state.ts";
import type { AppManifest, ParameterDefinition, WorkflowStep } from "../app.ts";
import {
  type FormElement,
  type FormFields,
  problemWithForm,
} from "./form_rules.ts";
import { problemWithValue } from "./parameter_types.ts";

export const OPEN_FORM = "slack#/functions/open_form";

/**
 * Thrown for a form that could not have been submitted; the message names the
 * field.
 */
export class FormError extends Error {}

function formOf(step: WorkflowStep): FormFields {
  const { elements = [], required = [] } =
    (step.inputs.fields ?? {}) as Partial<FormFields>;
  return { elements, required };
}

/**
 * The person that a field names and that does not exist, such as
 * `person U1`; `null` if all exist.
 */
function whoIsNot(
  state: WorkspaceState,
  { type, items }: ParameterDefinition,
  value: unknown,
): string | null {
  if (type === "array" && items !== undefined) {
    const ids = value as unknown[];
    return ids.map((id) => whoIsNot(state, items, id)).find(Boolean) ?? null;
  }
  const id = String(value);
  if (type === "slack#/types/user_id") {
    return state.people.has(id) ? null : `person ${id}`;
  }
  return null;
}

/** A trip may answer a choice of `yes` and `no` by a boolean. */
function asChoice({ type, enum: values }: FormElement, value: unknown) {
  const isYesOrNo = type === "string" && values?.length === 2 &&
    values.includes("yes") && values.includes("no");
  if (!isYesOrNo || typeof value !== "boolean") return value;
  return value ? "yes" : "no";
}

/** The answers to a form that are valid; defaults come when it opens. */
function fillIn(
  form: FormFields,
  answers: Record<string, unknown>,
  state: WorkspaceState,
): Record<string, unknown> {
  const filled: Record<string, unknown> = {};
  for (const element of form.elements) {
    const path = `form.${element.name}`;
    const value = asChoice(element, answers[element.name]);
    if (value === undefined) {
      const isOptional = !form.required.includes(element.name);
      if (isOptional || element.default !== undefined) continue;
      throw new FormError(`${path}: required and missing`);
    }
    const problem = problemWithValue(value, element, path);
    if (problem !== null) throw new FormError(problem);
    const stranger = whoIsNot(state, element, value);
    if (stranger !== null) throw new FormError(`${path}: no ${stranger}`);
    filled[element.name] = structuredClone(value);
  }
  return filled;
}

/** What a form holds when it is submitted: the answers, else the defaults. */
export function submittedValues(
  fields: unknown,
  answers: Record<string, unknown>,
): Record<string, unknown> {
  const { elements = [] } = (fields ?? {}) as Partial<FormFields>;
  const values = elements.map(({ name, default: byDefault }) =>
    [name, structuredClone(answers[name] ?? byDefault)] as const
  );
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

/**
 * Fills in the forms of a workflow. A form that Slack does not open takes no
 * answers: its step fails.
 *
 * @returns The answers to each form, by the id of its step.
 * @throws {FormError} if a field does not exist or cannot take its value.
 */
export function fillInForms(
  manifest: AppManifest,
  workflow: string,
  answers: Record<string, unknown>,
  state: WorkspaceState,
): Map<string, Record<string, unknown>> {
  const steps = (manifest.workflows?.[workflow]?.steps ?? [])
    .filter((step) => step.function_id === OPEN_FORM);
  const known = steps.flatMap((step) =>
    formOf(step).elements.map((element) => element.name)
  );
  for (const name of Object.keys(answers)) {
    if (!known.includes(name)) {
      const fields = known.length > 0
        ? `its fields are ${known.join(", ")}`
        : "this workflow has no form";
      throw new FormError(`form.${name}: no such field; ${fields}`);
    }
  }
  return new Map(
    steps.filter(({ inputs }) => problemWithForm(inputs) === null)
      .map((step) => [step.id, fillIn(formOf(step), answers, state)]),
  );
}
