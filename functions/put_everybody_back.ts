import { DefineFunction, SlackFunction } from "./slack_sdk.ts";
import { putEverybodyBack } from "../app/operators/put_everybody_back.ts";
import { runStep } from "../app/execution.ts";
import { answerOutputs, askingInputs } from "./click_parameters.ts";

/** For operators only. Slack says who clicked; no input can name someone else. */
export const PutEverybodyBack = DefineFunction({
  callback_id: "put_everybody_back",
  title: "Restore everyone",
  description:
    "Restores what everyone had before, and sets nothing until an operator switches to enforce",
  source_file: "functions/put_everybody_back.ts",
  input_parameters: askingInputs,
  output_parameters: answerOutputs,
});

export default SlackFunction(
  PutEverybodyBack,
  (context) => runStep(context, putEverybodyBack),
);
