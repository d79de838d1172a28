import type { WorkspaceState } from "../state.ts";
import type { AppManifest, ParameterDefinition, WorkflowStep } from "../app.ts";
import { problemWithValue } from "./parameter_types.ts";

export const OPEN_FORM = "slack#/functions/open_form";

interface FormElement extends ParameterDefinition {
  name: string;
}

interface Form {
  elements: FormElement[];
  required: string[];
}

/**
 * Thrown for a form that could not have been submitted; the message names the
 * field.
 */
export class FormError extends Error {}

function formOf(step: WorkflowStep): Form {
  const fields = (step.inputs.fields ?? {}) as Partial<Form>;
  return { elements: fields.elements ?? [], required: fields.required ?? [] };
}

/**
 * The person or group that a field names and that does not exist, such as
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
  if (type === "slack#/types/usergroup_id") {
    return state.userGroups?.has(id) ? null : `user group ${id}`;
  }
  return null;
}

function fillIn(
  form: Form,
  answers: Record<string, unknown>,
  state: WorkspaceState,
): Record<string, unknown> {
  const filled: Record<string, unknown> = {};
  for (const element of form.elements) {
    const path = `form.${element.name}`;
    const value = answers[element.name] ?? element.default;
    if (value === undefined) {
      if (!form.required.includes(element.name)) continue;
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

/**
 * Fills in the forms of a workflow; a field without an answer takes its
 * default.
 *
 * @returns The values of each form, by the id of its step.
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
    steps.map((step) => [step.id, fillIn(formOf(step), answers, state)]),
  );
}
