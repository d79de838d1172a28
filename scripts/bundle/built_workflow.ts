import type { App } from "../../packages/slack-box/app.ts";

const PERSON = "slack#/types/user_id";

/** The workflow's callback id, and the name of its link. */
export const LOOK_AND_SET = "look_and_set";
const TITLE = "Shiftlight: look and set";

/** Where it tells what it did. */
export const TOLD_CHANNEL = "CTEAM";

/** A workflow as somebody builds it: it looks at a person, sets them, and tells a channel. */
const WORKFLOW = {
  title: "Look and set",
  input_parameters: {
    properties: {
      person: { type: PERSON },
      presence: { type: "string" },
      used_by: { type: PERSON },
    },
    required: ["person", "presence"],
  },
  steps: [
    {
      id: "0",
      function_id: "#/functions/get_presence",
      inputs: { person: "{{inputs.person}}" },
    },
    {
      id: "1",
      function_id: "#/functions/set_presence",
      inputs: {
        person: "{{inputs.person}}",
        presence: "{{inputs.presence}}",
        used_by: "{{inputs.used_by}}",
      },
    },
    {
      id: "2",
      function_id: "slack#/functions/send_message",
      inputs: {
        channel_id: TOLD_CHANNEL,
        message: "Before: {{steps.0.presence}}. {{steps.1.message}}",
      },
    },
  ],
};

/** The link gives who clicked; the person and the presence are customizable. */
const LINK = {
  type: "shortcut",
  name: TITLE,
  workflow: `#/workflows/${LOOK_AND_SET}`,
  inputs: {
    person: { customizable: true as const },
    presence: { customizable: true as const },
    used_by: { value: "{{data.user_id}}" },
  },
};

/** The app in whose workspace somebody has built that workflow, with a link. */
export function withBuiltWorkflow(app: App): App {
  const workflows = { ...app.manifest.workflows, [LOOK_AND_SET]: WORKFLOW };
  return {
    ...app,
    manifest: { ...app.manifest, workflows },
    triggers: (...given) => [...app.triggers(...given), LINK],
  };
}
