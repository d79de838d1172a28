import { DefineFunction, SlackFunction } from "./slack_sdk.ts";
import { confirmEarlyEnds } from "../app/operators/confirm_early_ends.ts";
import { openExecution, stepOutputs } from "../app/execution.ts";
import { interactivity } from "./interactivity.ts";
import { clickedOutputs } from "./clicked_outputs.ts";

/** For operators alone; who clicked is never an input that somebody could fill in. */
export const ConfirmEarlyEnds = DefineFunction({
  callback_id: "confirm_early_ends",
  title: "Confirm early ends",
  description:
    "Allows the ends that a run held back because they were too many; for operators",
  source_file: "functions/confirm_early_ends.ts",
  input_parameters: {
    properties: { interactivity },
    required: ["interactivity"],
  },
  output_parameters: {
    properties: clickedOutputs,
    required: ["person", "message", "changed"],
  },
});

export default SlackFunction(
  ConfirmEarlyEnds,
  (context) =>
    stepOutputs(() => confirmEarlyEnds(openExecution(context), context.inputs)),
);
