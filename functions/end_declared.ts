import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { endDeclared } from "../app/declared/end_declared.ts";
import { openExecution, stepOutputs } from "../app/execution.ts";
import { interactivity } from "./interactivity.ts";
import { clickedOutputs } from "./clicked_outputs.ts";

/** For whoever clicked; for a user group only if the configuration names whoever clicked. */
export const EndDeclared = DefineFunction({
  callback_id: "end_declared",
  title: "End what was declared",
  description:
    "Ends now what the person who clicked declared, or the freezes of a user group by those who may",
  source_file: "functions/end_declared.ts",
  input_parameters: {
    properties: {
      interactivity,
      group: {
        type: Schema.slack.types.usergroup_id,
        title: "User group",
        description: "Left out, what was declared for oneself",
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
  EndDeclared,
  (context) =>
    stepOutputs(() => endDeclared(openExecution(context), context.inputs)),
);
