import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { putOnePersonBack } from "../app/operators/put_one_person_back.ts";
import { runStep } from "../app/execution.ts";
import { answerOutputs, interactivity } from "./click_parameters.ts";

/** For operators only. Slack says who clicked; no input can name someone else. */
export const PutOnePersonBack = DefineFunction({
  callback_id: "put_one_person_back",
  title: "Restore one person",
  description:
    "Restores what one person had before, and leaves their current shift alone; for operators",
  source_file: "functions/put_one_person_back.ts",
  input_parameters: {
    properties: {
      interactivity,
      person: { type: Schema.slack.types.user_id, title: "Person to restore" },
    },
    required: ["interactivity", "person"],
  },
  output_parameters: answerOutputs,
});

export default SlackFunction(
  PutOnePersonBack,
  (context) => runStep(context, putOnePersonBack),
);
