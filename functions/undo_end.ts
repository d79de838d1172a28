import { DefineFunction, SlackFunction } from "./slack_sdk.ts";
import { undoEnd } from "../app/declared/undo_end.ts";
import { runStep } from "../app/execution.ts";
import { answerOutputs, clickInputs } from "./click_parameters.ts";

/** It acts on what the person who clicked ended, never on an input. */
export const UndoEnd = DefineFunction({
  callback_id: "undo_end",
  title: "Undo an end",
  description:
    "Brings back what the person who clicked ended in the last ten minutes",
  source_file: "functions/undo_end.ts",
  input_parameters: clickInputs,
  output_parameters: answerOutputs,
});

export default SlackFunction(UndoEnd, (context) => runStep(context, undoEnd));
