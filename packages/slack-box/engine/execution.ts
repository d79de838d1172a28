import type { FunctionModule } from "../app.ts";
import type { ExecutionClock } from "../execution_clock.ts";
import type { Token, WorkspaceState } from "../state.ts";
import { MINUTE_MS } from "../time.ts";
import type { VirtualClock } from "../virtual_clock.ts";

/** The outcome of a step. */
export type StepOutcome =
  | { outputs: Record<string, unknown> }
  | { error: string };

interface ExecutionParts {
  id: string;
  /** The id of the workflow's run. */
  runId: string;
  callbackId: string;
  inputs: Record<string, unknown>;
  state: WorkspaceState;
  clock: VirtualClock;
  /** Settings handed to the function. */
  env: Record<string, string>;
  limitSeconds: number;
  load: (callbackId: string) => Promise<FunctionModule>;
  onEnd: (execution: Execution) => void;
}

/** Lifetime of a function's own token, in milliseconds. */
const TOKEN_LIFE_MS = 15 * MINUTE_MS;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(thrown: unknown): string {
  return thrown instanceof Error
    ? `${thrown.name}: ${thrown.message}`
    : String(thrown);
}

/** One execution of one of the app's functions, from dispatch to its end. */
export class Execution {
  readonly id: string;
  readonly clock: ExecutionClock;
  readonly outcome: Promise<StepOutcome>;
  #parts: ExecutionParts;
  #token: Token;
  #alive = true;
  #over = false;
  #settle: (outcome: StepOutcome) => void;

  constructor(parts: ExecutionParts) {
    this.id = parts.id;
    this.#parts = parts;
    this.#token = this.#issueToken();
    this.clock = parts.clock.executionClock();
    const { promise, resolve } = Promise.withResolvers<StepOutcome>();
    this.outcome = promise;
    this.#settle = resolve;
    const { limitSeconds, callbackId } = parts;
    const limit = parts.clock.schedule(
      parts.clock.now() + limitSeconds * 1000,
      () => this.end({ error: `${callbackId} ran over ${limitSeconds} s` }),
    );
    this.outcome.then(() => limit.cancelled = true);
    this.#dispatch();
  }

  /** Whether its code still runs; a dead execution's calls are not made. */
  get alive(): boolean {
    return this.#alive;
  }

  /** Stops its code for good; its step ends at the time limit. */
  kill(): void {
    this.#alive = false;
    this.clock.stop();
  }

  /** Ends the step, once; a second end changes nothing. */
  end(outcome: StepOutcome): void {
    if (this.#over) return;
    this.#over = true;
    this.kill();
    this.#parts.state.tokens.delete(this.#token.value);
    this.#parts.onEnd(this);
    this.#settle(outcome);
  }

  #issueToken(): Token {
    const { state, clock, id } = this.#parts;
    const token: Token = {
      value: `xwfp-${id}-${++state.sequence}`,
      source: "execution",
      owner: state.botUserId,
      scopes: state.botScopes,
      revoked: false,
      expiresAtMs: clock.now() + TOKEN_LIFE_MS,
      execution: id,
    };
    state.tokens.set(token.value, token);
    return token;
  }

  async #dispatch(): Promise<void> {
    try {
      const module = await this.#parts.load(this.#parts.callbackId);
      if (!this.#alive) return;
      const result = await module.default(this.#context());
      if (this.#alive) this.#conclude(result);
    } catch (thrown) {
      if (this.#alive) this.end({ error: textOf(thrown) });
    }
  }

  /** The context that Slack's runtime gives a function, plus time and chance. */
  #context(): Record<string, unknown> {
    const { state, callbackId, runId, inputs, env } = this.#parts;
    const event = {
      type: "function_executed",
      function: { callback_id: callbackId, app_id: state.appId },
      function_execution_id: this.id,
      workflow_execution_id: runId,
      inputs,
      bot_access_token: this.#token.value,
    };
    return {
      inputs,
      env,
      token: this.#token.value,
      team_id: state.teamId,
      enterprise_id: "",
      body: { type: "event_callback", team_id: state.teamId, event },
      event,
      clock: this.clock,
      newId: () => this.#newId(),
    };
  }

  /** The same ids in every play of a scenario. */
  #newId(): string {
    return `id-${this.id}-${++this.#parts.state.sequence}`;
  }

  #conclude(result: unknown): void {
    if (!isRecord(result)) {
      const { callbackId } = this.#parts;
      return this.end({
        error: `${callbackId} returned neither outputs nor an error`,
      });
    }
    if (result.error) return this.end({ error: String(result.error) });
    if (result.completed === false) {
      // Its code has returned; functions.complete* or the time limit ends the
      // step.
      this.clock.stop();
      return;
    }
    const outputs = isRecord(result.outputs) ? result.outputs : {};
    this.end({ outputs: structuredClone(outputs) });
  }
}
