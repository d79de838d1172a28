import type { App } from "../../packages/slack-box/app.ts";
import type { WorkflowAction } from "./script.ts";
import { WORKFLOW_TEXTS } from "./setting.ts";

/** A workflow that somebody built from the app's steps, and the webhook that starts it. */
const CALLBACK_ID = "called_in";
export const WEBHOOK = "Called in";

/** It reads the rosters, and applies the state that the webhook names. */
const WORKFLOW = {
  title: "Called in",
  input_parameters: {
    properties: { state: { type: "string" }, text: { type: "string" } },
    required: ["state"],
  },
  steps: [
    { id: "0", function_id: "#/functions/fetch_roster", inputs: {} },
    {
      id: "1",
      function_id: "#/functions/apply_status",
      inputs: {
        snapshot_id: "{{steps.0.snapshot_id}}",
        state: "{{inputs.state}}",
        text: "{{inputs.text}}",
      },
    },
  ],
};

/** The workspace of an app in which somebody has built this workflow, too. */
export function withOtherWorkflow(app: App): App {
  const workflows = { ...app.manifest.workflows, [CALLBACK_ID]: WORKFLOW };
  return {
    ...app,
    manifest: { ...app.manifest, workflows },
    triggers: (...setting) => [
      ...app.triggers(...setting),
      {
        type: "webhook",
        name: WEBHOOK,
        workflow: `#/workflows/${CALLBACK_ID}`,
        inputs: {
          state: { value: "{{data.state}}" },
          text: { value: "{{data.text}}" },
        },
      },
    ],
  };
}

/** What the webhook is sent. */
export function dataOf({ state, ownText }: WorkflowAction) {
  return { state, text: ownText ? WORKFLOW_TEXTS[state] : "" };
}
