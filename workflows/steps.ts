import { type DefineWorkflow, Schema } from "deno-slack-sdk/mod.ts";
import { ApplyStatus } from "../functions/apply_status.ts";
import { BookHandoffs } from "../functions/book_handoffs.ts";
import { FetchRoster } from "../functions/fetch_roster.ts";
import { ReportResults } from "../functions/report_results.ts";
import { RestoreStatus } from "../functions/restore_status.ts";

type Workflow = Pick<ReturnType<typeof DefineWorkflow>, "addStep">;

/**
 * Slack's own steps, by id: the SDK's definitions of them do not fit its own
 * `addStep` under `exactOptionalPropertyTypes`.
 */
export const OPEN_FORM: string = Schema.slack.functions.OpenForm.id;
const SEND_DM: string = Schema.slack.functions.SendDm.id;

/** Adds the step that sends a step's answer to the person as a direct message. */
export function addAnswer(
  workflow: Workflow,
  { person, message }: { person: unknown; message: unknown },
): void {
  workflow.addStep(SEND_DM, { user_id: person, message });
}

/**
 * Adds a form that asks first: sent as it opens, it only shows what would be done.
 *
 * @param show The title of that choice.
 */
export function addAskingForm(
  workflow: Workflow & { inputs: { interactivity: unknown } },
  { title, description, show }: Record<
    "title" | "description" | "show",
    string
  >,
): ReturnType<Workflow["addStep"]> {
  return workflow.addStep(OPEN_FORM, {
    title,
    submit_label: "Go on",
    description,
    interactivity: workflow.inputs.interactivity,
    fields: {
      elements: [{
        name: "choice",
        title: "What to do",
        type: Schema.types.string,
        enum: ["show", "do"],
        choices: [
          { value: "show", title: show },
          { value: "do", title: "Do what I was shown" },
        ],
        default: "show",
      }],
      required: ["choice"],
    },
  });
}

/**
 * Adds the steps of one run. Restores come before starts, so that they never
 * wait behind them; what is due now comes before what is due later.
 *
 * @param always Whether the run checks everyone even if nothing is new: a reference
 * to an output of a step. If left out, the run checks only what is due.
 * @param answerTo The person who is told what the run did: a reference to an input.
 */
export function addRunSteps(
  workflow: Workflow,
  always?: unknown,
  answerTo?: unknown,
): void {
  const roster = workflow.addStep(
    FetchRoster,
    { complete: true, ...always === undefined ? {} : { always } },
  );
  const run = {
    run_id: roster.outputs.run_id,
    scope: roster.outputs.scope,
  };
  const { run_id, snapshot_id, handoffs } = roster.outputs;
  workflow.addStep(RestoreStatus, { ...run, snapshot_id });
  workflow.addStep(ApplyStatus, { ...run, snapshot_id });
  workflow.addStep(BookHandoffs, { run_id, handoffs });
  workflow.addStep(ReportResults, {
    ...run,
    ...answerTo === undefined ? {} : {
      answer_to: answerTo,
      unreadable: roster.outputs.unreadable,
    },
  });
}
