import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { declareDeployFreeze } from "../app/declared/declare_deploy_freeze.ts";
import { openExecution, stepOutputs } from "../app/execution.ts";
import { interactivity } from "./interactivity.ts";
import { clickedOutputs } from "./clicked_outputs.ts";

/** For whoever clicked; for a user group only if the configuration names whoever clicked. */
export const DeclareDeployFreeze = DefineFunction({
  callback_id: "declare_deploy_freeze",
  title: "Declare a deploy freeze",
  description:
    "Declares a deploy freeze for the person who clicked, or for a user group by those who may",
  source_file: "functions/declare_deploy_freeze.ts",
  input_parameters: {
    properties: {
      interactivity,
      from: {
        type: Schema.slack.types.timestamp,
        title: "From",
        description: "Left out, from now on",
      },
      until: {
        type: Schema.slack.types.timestamp,
        title: "Until",
        description: "Left out, until it is ended",
      },
      group: {
        type: Schema.slack.types.usergroup_id,
        title: "User group",
        description: "Left out, for oneself",
      },
    },
    required: ["interactivity"],
  },
  output_parameters: {
    properties: clickedOutputs,
    required: ["person", "message", "changed"],
  },
});

export default SlackFunction(
  DeclareDeployFreeze,
  (context) =>
    stepOutputs(() =>
      declareDeployFreeze(openExecution(context), context.inputs)
    ),
);
