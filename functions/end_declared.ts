import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { endDeclared } from "../app/declared/end_declared.ts";
import { runStep } from "../app/execution.ts";
import { answerOutputs, group, interactivity } from "./click_parameters.ts";

/** For the person who clicked; for a user group only if the configuration names that person. */
export const EndDeclared = DefineFunction({
  callback_id: "end_declared",
  title: "End what was declared",
  description:
    "Ends now what the person who clicked declared, or a freeze of a user group if they may",
  source_file: "functions/end_declared.ts",
  input_parameters: {
    properties: {
      interactivity,
      what: {
        type: Schema.types.string,
        title: "What to end",
        description:
          "focus, pto, deploy_freeze or all. If left out: what is under way",
      },
      group,
    },
    required: ["interactivity"],
  },
  output_parameters: answerOutputs,
});

export default SlackFunction(
  EndDeclared,
  (context) => runStep(context, endDeclared),
);
