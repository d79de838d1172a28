import { formatInstant } from "../time.ts";
import type { TriggerRecord, WorkspaceState } from "../state.ts";
import { connectAccount, userContext } from "./credentials.ts";
import type { StepOutcome } from "./execution.ts";
import {
  type AppManifest,
  callbackIdOf,
  type ParameterSet,
  type WorkflowStep,
} from "../app.ts";
import { problemWithValues } from "./parameter_types.ts";
import { performSlackFunction } from "./slack_functions.ts";
import {
  resolveInputs,
  resolveTemplates,
  type TemplateScope,
} from "./template.ts";

const OAUTH2 = "slack#/types/credential/oauth2";
const USER_CONTEXT = "slack#/types/user_context";
const OWN_FUNCTION = "#/functions/";

/** The event that started a run. */
export interface TriggerEvent {
  trigger: TriggerRecord;
  /** The data that the trigger's inputs refer to as `{{data.x}}`. */
  data: Record<string, unknown>;
  /** What they refer to beside it, such as `{{event_id}}`. */
  envelope?: Record<string, unknown>;
  /** The values that a click gives to customizable inputs. */
  inputs?: Record<string, unknown>;
  /** The person who clicked a link trigger, else `null`. */
  person: string | null;
  /** Whose account they connect, if a step asks for one; else `null`. */
  account: string | null;
  /** The values of the forms, by the id of the form's step. */
  forms: Map<string, Record<string, unknown>>;
}

interface StepReport {
  function: string;
  outputs?: Record<string, unknown>;
  error?: string;
}

export interface RunReport {
  workflow: string;
  trigger_id: string;
  /** ISO 8601. */
  at: string;
  status: "completed" | "failed";
  steps: StepReport[];
}

interface RunParts {
  /** Slack's id of the run, the same for all of its steps. */
  id: string;
  event: TriggerEvent;
  manifest: AppManifest;
  state: WorkspaceState;
  now: () => number;
  /** Executes one of the app's own functions. */
  execute(
    callbackId: string,
    inputs: Record<string, unknown>,
    runId: string,
  ): Promise<StepOutcome>;
}

function invalid(problem: string): StepOutcome {
  return { error: `parameter_validation_failed: ${problem}` };
}

/** One run of a workflow: its steps in order, until one of them fails. */
export class Run {
  readonly report: RunReport;
  readonly finished: Promise<void>;
  #parts: RunParts;
  #scope: { inputs: unknown; steps: Record<string, unknown> };

  constructor(parts: RunParts) {
    this.#parts = parts;
    const { trigger } = parts.event;
    this.report = {
      workflow: callbackIdOf(trigger.workflow),
      trigger_id: trigger.id,
      at: formatInstant(parts.now()),
      // A run that never ends counts as failed.
      status: "failed",
      steps: [],
    };
    this.#scope = { inputs: {}, steps: {} };
    this.finished = this.#proceed();
  }

  async #proceed(): Promise<void> {
    const workflow = this.#parts.manifest.workflows?.[this.report.workflow];
    if (workflow === undefined) {
      return this.#fail(this.report.workflow, "no such workflow");
    }
    const problem = this.#takeInputs(workflow.input_parameters);
    if (problem !== null) {
      const name = workflow.steps[0]?.function_id ?? this.report.workflow;
      return this.#fail(callbackIdOf(name), problem);
    }
    for (const step of workflow.steps) {
      const name = callbackIdOf(step.function_id);
      const outcome = await this.#perform(step);
      if ("error" in outcome) return this.#fail(name, outcome.error);
      this.#scope.steps[step.id] = outcome.outputs;
      this.report.steps.push({ function: name, outputs: outcome.outputs });
    }
    this.report.status = "completed";
  }

  #fail(name: string, error: string): void {
    this.report.steps.push({ function: name, error });
  }

  /**
   * Takes the workflow's inputs from the trigger; returns what is wrong, or
   * `null`.
   */
  #takeInputs(declared: ParameterSet | undefined): string | null {
    const { trigger, data, person, envelope, inputs: given = {} } =
      this.#parts.event;
    const event_timestamp = Math.floor(this.#parts.now() / 1000);
    const values: Record<string, unknown> = {};
    const customized: Record<string, unknown> = {};
    for (const [name, input] of Object.entries(trigger.inputs)) {
      if ("value" in input) values[name] = input.value;
      // Never a template: a person can forge it.
      else if (Object.hasOwn(given, name)) customized[name] = given[name];
    }
    try {
      const scope = { event_timestamp, ...envelope, data, person };
      const resolved = resolveInputs(values, scope);
      const inputs = this.#withUserContexts(
        { ...resolved, ...customized },
        declared,
      );
      const problem = problemWithValues(inputs, declared);
      if (problem !== null) {
        return `parameter_validation_failed: workflow input ${problem}`;
      }
      this.#scope.inputs = inputs;
      return null;
    } catch (error) {
      return `workflow inputs: ${(error as Error).message}`;
    }
  }

  /**
   * Where a user context is expected, replaces a person's id by their context.
   */
  #withUserContexts(
    inputs: Record<string, unknown>,
    declared: ParameterSet | undefined,
  ): Record<string, unknown> {
    const { state, event } = this.#parts;
    for (const [name, value] of Object.entries(inputs)) {
      const { type } = declared?.properties[name] ?? {};
      if (type !== USER_CONTEXT || event.person === null) continue;
      if (value === event.person) {
        inputs[name] = userContext(state, event.person);
      }
    }
    return inputs;
  }

  async #perform(step: WorkflowStep): Promise<StepOutcome> {
    const { state, event, now } = this.#parts;
    const scope: TemplateScope = this.#scope;
    try {
      if (step.function_id.startsWith(OWN_FUNCTION)) {
        return await this.#performOwn(step, scope);
      }
      return performSlackFunction(step.function_id, {
        state,
        inputs: resolveInputs(step.inputs, scope),
        nowMs: now(),
        person: event.person,
        answers: event.forms.get(step.id) ?? {},
      });
    } catch (error) {
      return { error: (error as Error).message };
    }
  }

  async #performOwn(
    step: WorkflowStep,
    scope: TemplateScope,
  ): Promise<StepOutcome> {
    const callbackId = callbackIdOf(step.function_id);
    const definition = this.#parts.manifest.functions?.[callbackId];
    if (definition === undefined) {
      return { error: `${step.function_id} is not in the manifest` };
    }
    const declared = definition.input_parameters;
    const inputs: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(step.inputs)) {
      const resolved = declared?.properties[name]?.type === OAUTH2
        ? this.#credential(name, value)
        : resolveTemplates(value, scope);
      if (resolved !== undefined && resolved !== null) inputs[name] = resolved;
    }
    const withContexts = this.#withUserContexts(inputs, declared);
    const problem = problemWithValues(withContexts, declared);
    if (problem !== null) return invalid(problem);
    const { execute, id } = this.#parts;
    const outcome = await execute(callbackId, withContexts, id);
    if ("error" in outcome) return outcome;
    return this.#checkedOutputs(
      outcome.outputs,
      definition.output_parameters,
    );
  }

  #checkedOutputs(
    outputs: Record<string, unknown>,
    declared: ParameterSet | undefined,
  ): StepOutcome {
    const problem = problemWithValues(outputs, declared);
    return problem === null ? { outputs } : invalid(`output ${problem}`);
  }

  /** The external token id for a credential's source. */
  #credential(name: string, value: unknown): string {
    const { state, event, now } = this.#parts;
    const source = (value as { credential_source?: unknown } | null)
      ?.credential_source;
    if (source !== "END_USER") {
      throw new Error(`${name}: only END_USER credentials are imitated`);
    }
    if (event.person === null) {
      throw new Error(
        `${name}: END_USER credentials need a link trigger, not ${event.trigger.type}`,
      );
    }
    const account = event.account ?? event.person;
    return connectAccount(state, event.person, account, now());
  }
}
