import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { runStep } from "../app/execution.ts";
import { setChoice } from "../app/home/set_choice.ts";
import { interactivity } from "./click_parameters.ts";

/** For the person who clicked. A button says what is chosen, and never for whom. */
export const SetChoice = DefineFunction({
  callback_id: "set_choice",
  title: "Change one of my choices",
  description: "Changes one answer of the person who clicked, and no other",
  source_file: "functions/set_choice.ts",
  input_parameters: {
    properties: {
      interactivity,
      choice: { type: Schema.types.string, title: "Choice" },
      value: { type: Schema.types.string, title: "Value" },
    },
    required: ["interactivity"],
  },
  output_parameters: {
    properties: { changed: { type: Schema.types.boolean, title: "Changed" } },
    required: ["changed"],
  },
});

export default SlackFunction(
  SetChoice,
  (context) =>
    runStep(
      context,
      async (execution, { interactivity, choice = "", value = "" }) => ({
        changed: await setChoice(execution, { interactivity, choice, value }),
      }),
    ),
);
