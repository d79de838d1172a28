import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { sendHistory } from "../app/audit/my_history.ts";
import { runStep } from "../app/execution.ts";
import { clickInputs } from "./click_parameters.ts";

/** For the person who clicked: no one can see another person's history. */
export const MyHistory = DefineFunction({
  callback_id: "my_history",
  title: "Send me my history",
  description:
    "Sends the person who clicked what was done to their own presence, and why",
  source_file: "functions/my_history.ts",
  input_parameters: clickInputs,
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
    runStep(
      context,
      (execution, { interactivity }) =>
        sendHistory(execution, interactivity.interactor.id),
    ),
);
