import { DefineFunction, SlackFunction } from "./slack_sdk.ts";
import { openExecution, stepOutputs } from "../app/execution.ts";
import { putEverybodyBack } from "../app/operators/put_everybody_back.ts";
import { interactivity } from "./interactivity.ts";
import { clickedOutputs } from "./clicked_outputs.ts";

/** For operators alone; who clicked is never an input that somebody could fill in. */
export const PutEverybodyBack = DefineFunction({
  callback_id: "put_everybody_back",
  title: "Put everybody back",
  description:
    "Gives everybody what they had before, and sets nothing more until an operator says so",
  source_file: "functions/put_everybody_back.ts",
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
  PutEverybodyBack,
  (context) =>
    stepOutputs(() => putEverybodyBack(openExecution(context), context.inputs)),
);
