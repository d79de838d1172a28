import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { openExecution, stepOutputs } from "../app/execution.ts";
import { tellHistory } from "../app/audit/my_history.ts";
import { interactivity } from "./interactivity.ts";

/** It tells whoever clicked about themselves: nobody sees somebody else's. */
export const MyHistory = DefineFunction({
  callback_id: "my_history",
  title: "Tell me my history",
  description:
    "Tells the person who clicked what was done to their own presence, and why",
  source_file: "functions/my_history.ts",
  input_parameters: {
    properties: { interactivity },
    required: ["interactivity"],
  },
  output_parameters: {
    properties: {
      shown: { type: Schema.types.integer, title: "Entries shown" },
    },
    required: ["shown"],
  },
});

export default SlackFunction(
  MyHistory,
  (context) =>
    stepOutputs(() =>
      tellHistory(
        openExecution(context),
        context.inputs.interactivity.interactor.id,
      )
    ),
);
