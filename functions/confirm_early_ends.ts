import { DefineFunction, SlackFunction } from "./slack_sdk.ts";
import { confirmEarlyEnds } from "../app/operators/confirm_early_ends.ts";
import { runStep } from "../app/execution.ts";
import { answerOutputs, askingInputs } from "./click_parameters.ts";

/** For operators only. Slack says who clicked; no input can name someone else. */
export const ConfirmEarlyEnds = DefineFunction({
  callback_id: "confirm_early_ends",
  title: "Confirm early ends",
  description:
    "Allows the ends that a run held back because there were too many; for operators",
  source_file: "functions/confirm_early_ends.ts",
  input_parameters: askingInputs,
  output_parameters: answerOutputs,
});

export default SlackFunction(
  ConfirmEarlyEnds,
  (context) => runStep(context, confirmEarlyEnds),
);
