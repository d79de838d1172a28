import { type App, callbackIdOf } from "../app.ts";
import type { TriggerRecord, WorkspaceState } from "../state.ts";
import type { VirtualClock } from "../virtual_clock.ts";
import type { ApiAnswer, ApiRequest } from "../web_api/answer.ts";
import { interactivity } from "./credentials.ts";
import { Execution, type StepOutcome } from "./execution.ts";
import { fillInForms } from "./form.ts";
import { Run, type TriggerEvent } from "./run.ts";

interface EngineParts {
  app: App;
  state: WorkspaceState;
  clock: VirtualClock;
  functionLimitSeconds: number;
  /** Makes the environment variables of one execution. */
  environment: (executionId: string) => Record<string, string>;
}

/** A person's click on a link, or on a button that starts one. */
export interface Click {
  person: string;
  /** How they fill in the form. */
  form: Record<string, unknown>;
  /** Whose account they connect: their own, unless they share a browser. */
  account?: string;
  /** Where it was clicked: `channel_id`, `message_ts`, `location`, …. */
  place?: Record<string, string>;
  /** The values of customizable inputs. */
  inputs?: Record<string, unknown>;
}

/** Runs the app's workflows when their triggers fire. */
export class Engine {
  #parts: EngineParts;
  #executions = new Map<string, Execution>();
  #underWay = 0;
  #observers = new Set<(run: Run) => void>();

  constructor(parts: EngineParts) {
    this.#parts = parts;
  }

  /** Whether a run is still under way. */
  get busy(): boolean {
    return this.#underWay > 0;
  }

  /** The live execution with this id, or `undefined`. */
  execution(id: string): Execution | undefined {
    return this.#executions.get(id);
  }

  /**
   * Calls `observer` for every run that starts, until the returned function is
   * called.
   */
  observe(observer: (run: Run) => void): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  /**
   * Prepares a click on a link trigger by this person, who fills in the form.
   *
   * @returns a function that makes the click.
   * @throws {FormError} if the form could not have been submitted like this.
   */
  prepareClick(trigger: TriggerRecord, click: Click): () => Run {
    const { person, form, account = person, place = {}, inputs = {} } = click;
    const { app, state } = this.#parts;
    const workflow = callbackIdOf(trigger.workflow);
    const forms = fillInForms(app.manifest, workflow, form, state);
    return () => {
      const data = {
        interactivity: interactivity(state, person),
        user_id: person,
        ...place,
      };
      return this.#start({ trigger, person, account, data, forms, inputs });
    };
  }

  /**
   * Fires a trigger that nobody clicks: by a webhook, a schedule or an event.
   *
   * @param envelope What an event's inputs refer to beside `data`.
   */
  fire(
    trigger: TriggerRecord,
    data: Record<string, unknown>,
    envelope: Record<string, unknown> = {},
  ): Run {
    return this.#start({
      trigger,
      data,
      envelope,
      person: null,
      account: null,
      forms: new Map(),
    });
  }

  /** Ends the step of a function that calls `functions.complete*` itself. */
  afterSlackCall(request: ApiRequest, answer: ApiAnswer): void {
    if (answer.body.ok !== true) return;
    const { function_execution_id, outputs, error } = request.args;
    const execution = this.#executions.get(String(function_execution_id));
    if (execution === undefined) return;
    if (request.method === "functions.completeError") {
      execution.end({ error: String(error) });
    }
    if (request.method === "functions.completeSuccess") {
      const given = typeof outputs === "string" ? JSON.parse(outputs) : outputs;
      execution.end({ outputs: given ?? {} });
    }
  }

  /** Kills all executions. */
  close(): void {
    for (const execution of this.#executions.values()) execution.kill();
    this.#executions.clear();
  }

  #start(event: TriggerEvent): Run {
    const { app, state, clock } = this.#parts;
    this.#underWay++;
    const run = new Run({
      id: `Wx${String(++state.sequence).padStart(9, "0")}`,
      event,
      manifest: app.manifest,
      state,
      now: () => clock.now(),
      execute: (...step) => this.#execute(...step),
    });
    run.finished.finally(() => this.#underWay--);
    for (const observer of this.#observers) observer(run);
    return run;
  }

  #execute(
    callbackId: string,
    inputs: Record<string, unknown>,
    runId: string,
  ): Promise<StepOutcome> {
    const { app, state, clock, functionLimitSeconds } = this.#parts;
    const id = `Fx${String(++state.sequence).padStart(9, "0")}`;
    const execution = new Execution({
      id,
      runId,
      callbackId,
      inputs,
      state,
      clock,
      env: this.#parts.environment(id),
      limitSeconds: functionLimitSeconds,
      load: async (wanted) => await app.load(wanted),
      onEnd: () => this.#executions.delete(id),
    });
    this.#executions.set(id, execution);
    return execution.outcome;
  }
}
