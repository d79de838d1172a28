import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { runStep } from "../app/execution.ts";
import { myPresenceStep } from "../app/presence/seen_presence.ts";
import { clickInputs } from "./click_parameters.ts";

/** For the person who clicked: of others Slack tells no more than every member can see. */
export const MyPresence = DefineFunction({
  callback_id: "my_presence",
  title: "My presence",
  description: "What Slack shows of the person who clicked, and why",
  source_file: "functions/my_presence.ts",
  input_parameters: clickInputs,
  output_parameters: {
    properties: {
      person: { type: Schema.slack.types.user_id, title: "Person who clicked" },
      message: { type: Schema.types.string, title: "Message for this person" },
      presence: { type: Schema.types.string, title: "active or away" },
      online: { type: Schema.types.boolean, title: "A client is connected" },
      auto_away: {
        type: Schema.types.boolean,
        title: "Away after ten minutes without activity",
      },
      manual_away: { type: Schema.types.boolean, title: "Set away" },
      connection_count: {
        type: Schema.types.integer,
        title: "Clients that are connected",
      },
      last_activity: {
        type: Schema.slack.types.timestamp,
        title: "Last activity",
      },
    },
    required: ["person", "message"],
  },
});

export default SlackFunction(
  MyPresence,
  (context) => runStep(context, myPresenceStep),
);
