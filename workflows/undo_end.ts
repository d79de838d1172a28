import { DefineWorkflow } from "deno-slack-sdk/mod.ts";
import { clickInputs } from "../functions/click_parameters.ts";
import { UndoEnd } from "../functions/undo_end.ts";
import { addAnswer } from "./steps.ts";

/** Brings back what the person who clicks ended a moment ago, and answers them. The run that is booked for the minute shows it. */
const UndoEndWorkflow = DefineWorkflow({
  callback_id: "undo_end",
  title: "Undo",
  description: "Brings back what you ended in the last ten minutes",
  input_parameters: clickInputs,
});

const done = UndoEndWorkflow.addStep(UndoEnd, {
  interactivity: UndoEndWorkflow.inputs.interactivity,
});
addAnswer(UndoEndWorkflow, done.outputs);

export default UndoEndWorkflow;
