import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { declareDeployFreeze } from "../app/declared/declare.ts";
import { runStep } from "../app/execution.ts";
import { answerOutputs, group, interactivity } from "./click_parameters.ts";

/** For the person who clicked; for a user group only if the configuration names that person. */
export const DeclareDeployFreeze = DefineFunction({
  callback_id: "declare_deploy_freeze",
  title: "Declare a deploy freeze",
  description:
    "Declares a deploy freeze for the person who clicked, or for a user group if they may",
  source_file: "functions/declare_deploy_freeze.ts",
  input_parameters: {
    properties: {
      interactivity,
      from: {
        type: Schema.slack.types.timestamp,
        title: "From",
        description: "If left out: now",
      },
      until: {
        type: Schema.slack.types.timestamp,
        title: "Until",
        description: "If left out: until it is ended",
      },
      group,
    },
    required: ["interactivity"],
  },
  output_parameters: answerOutputs,
});

export default SlackFunction(
  DeclareDeployFreeze,
  (context) => runStep(context, declareDeployFreeze),
);
