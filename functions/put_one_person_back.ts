import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { openExecution, stepOutputs } from "../app/execution.ts";
import { putOnePersonBack } from "../app/operators/put_one_person_back.ts";
import { interactivity } from "./interactivity.ts";
import { clickedOutputs } from "./clicked_outputs.ts";

/** For operators alone; who clicked is never an input that somebody could fill in. */
export const PutOnePersonBack = DefineFunction({
  callback_id: "put_one_person_back",
  title: "Put one person back",
  description:
    "Gives one person what they had before, and leaves their current shift alone; for operators",
  source_file: "functions/put_one_person_back.ts",
  input_parameters: {
    properties: {
      interactivity,
      person: { type: Schema.slack.types.user_id, title: "Whom to put back" },
    },
    required: ["interactivity", "person"],
  },
  output_parameters: {
    properties: clickedOutputs,
    required: ["person", "message", "changed"],
  },
});

export default SlackFunction(
  PutOnePersonBack,
  (context) =>
    stepOutputs(() => putOnePersonBack(openExecution(context), context.inputs)),
);
