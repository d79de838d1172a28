import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { openExecution, stepOutputs } from "../app/execution.ts";
import { setUp } from "../app/setup/set_up.ts";
import { interactivity } from "./interactivity.ts";

/** For whoever installs the app; who clicked is never an input that somebody could fill in. */
export const SetUp = DefineFunction({
  callback_id: "set_up",
  title: "Set up Shiftlight",
  description:
    "Checks secrets, schedules, scopes, tokens and the report channel, makes the triggers, and says what is missing",
  source_file: "functions/set_up.ts",
  input_parameters: {
    properties: {
      interactivity,
      snapshot_id: {
        type: Schema.types.string,
        title: "Roster snapshot",
        description: "From the step that reads the rosters",
      },
    },
    required: ["interactivity", "snapshot_id"],
  },
  output_parameters: {
    properties: {
      right: { type: Schema.types.integer, title: "What is right" },
      missing: { type: Schema.types.integer, title: "What is missing" },
    },
    required: ["right", "missing"],
  },
});

export default SlackFunction(
  SetUp,
  (context) => stepOutputs(() => setUp(openExecution(context), context.inputs)),
);
