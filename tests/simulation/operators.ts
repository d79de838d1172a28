import type { Performance } from "./performance.ts";
import type { Operation } from "./recording.ts";
import { dataOf, WEBHOOK } from "./other_workflow.ts";
import {
  idOf,
  type OperatorAction,
  POLL_MS,
  type WorkflowAction,
} from "./script.ts";
import { OPERATOR } from "./stage.ts";

/** By then a poll has found that too many would end early, and said so. */
const HELD_BACK_MS = POLL_MS * 2 / 3;

/** Clicks the links of operators. */
export class Operators {
  constructor(private readonly performance: Performance) {}

  async make(action: OperatorAction): Promise<void> {
    switch (action.kind) {
      case "switches the mode": {
        const { mode } = action;
        const link = "Switch mode";
        return await this.#click(action.kind, link, { form: { mode } });
      }
      case "restores one person": {
        const person = idOf(action.who);
        const link = "Restore one person";
        return await this.#click(action.kind, link, { form: { person } });
      }
      case "restores everyone":
        return await this.#click(action.kind, "Restore everyone at once");
      case "confirms early ends":
        return await this.#click(action.kind, "Confirm early ends at once");
      case "sets up": {
        const user = action.who === null ? OPERATOR : idOf(action.who);
        return await this.#click(action.kind, "Set up Shiftlight", { user });
      }
    }
  }

  /** What was switched to preview is so no more. */
  async enforce(): Promise<void> {
    const { recording } = this.performance;
    const preview = recording.modes.at(-1)?.mode !== "enforce" &&
      (recording.script.day === "preview" || recording.modes.length > 0);
    if (preview) {
      await this.make({ kind: "switches the mode", mode: "enforce" });
    }
  }

  /** Confirms what the next poll holds back. */
  confirmLater(): void {
    const { performance } = this;
    performance.at(
      performance.now + HELD_BACK_MS,
      () => this.make({ kind: "confirms early ends" }),
    );
  }

  /** Starts the workflow that somebody else has built. */
  async runWorkflow(action: WorkflowAction): Promise<void> {
    const { stage } = this.performance;
    const { kind, state, ownText } = action;
    const operation = this.#begin({ kind, person: null, state, ownText });
    this.performance.tell(
      `a workflow applies ${state}${ownText ? " with a text of its own" : ""}`,
    );
    const run = await stage.trip(WEBHOOK, { data: dataOf(action) });
    this.#end(operation, run);
  }

  async #click(
    kind: Operation["kind"],
    link: string,
    { user = OPERATOR, form }: {
      user?: string;
      form?: { mode: string } | { person: string };
    } = {},
  ): Promise<void> {
    const { stage } = this.performance;
    if (stage.workspace.state.people.get(user)!.deleted) return;
    const person = form && "person" in form ? form.person : null;
    const operation = this.#begin({ kind, person });
    this.performance.tell(`${user}: ${link} ${JSON.stringify(form ?? {})}`);
    const run = await stage.trip(link, { user, ...(form ? { form } : {}) });
    this.#end(operation, run);
  }

  #begin(
    what: Omit<Operation, "at" | "outcome" | "done_at">,
  ): Operation {
    const operation: Operation = {
      ...what,
      at: this.performance.now,
      outcome: "under way",
      done_at: Infinity,
    };
    this.performance.recording.operations.push(operation);
    return operation;
  }

  #end(operation: Operation, run: Record<string, unknown>): void {
    if (run.error) throw new Error(String(run.error));
    operation.outcome = run.status === "completed" ? "completed" : "failed";
    operation.done_at = this.performance.now;
  }
}
