import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { setUp } from "../app/setup/set_up.ts";
import { runStep } from "../app/execution.ts";
import { interactivity } from "./click_parameters.ts";

/** For the person who installs the app. Slack says who clicked; no input can name someone else. */
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
      right: { type: Schema.types.integer, title: "Checks passed" },
      missing: { type: Schema.types.integer, title: "Checks failed" },
    },
    required: ["right", "missing"],
  },
});

export default SlackFunction(SetUp, (context) => runStep(context, setUp));
