import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { runStep } from "../app/execution.ts";
import { skipShift } from "../app/home/skip_shift.ts";
import { clickInputs } from "./click_parameters.ts";

/** For the person who clicked: no one can end what shows of another person. */
export const SkipShift = DefineFunction({
  callback_id: "skip_shift",
  title: "Skip my current shift",
  description:
    "Restores what the person who clicked had before, and leaves them alone until the shift ends",
  source_file: "functions/skip_shift.ts",
  input_parameters: clickInputs,
  output_parameters: {
    properties: { skipped: { type: Schema.types.boolean, title: "Skipped" } },
    required: ["skipped"],
  },
});

export default SlackFunction(
  SkipShift,
  (context) =>
    runStep(context, async (execution, { interactivity }) => ({
      skipped: await skipShift(execution, interactivity.interactor.id),
    })),
);
