import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { runStep } from "../app/execution.ts";
import { welcomeChannel } from "../app/talking/welcome_channel.ts";

/** Who joined which channel, as an event tells it. */
export const joinInputs = {
  properties: {
    app: { type: Schema.types.string, title: "The app's own user id" },
    channel: { type: Schema.slack.types.channel_id, title: "Channel" },
    person: { type: Schema.slack.types.user_id, title: "Who joined" },
  },
  required: ["app" as const, "channel" as const],
};

/** For an event trigger: the app joins a channel. */
export const Welcome = DefineFunction({
  callback_id: "welcome",
  title: "Welcome a channel",
  description: "Tells a channel once what Shiftlight is for, when it joins",
  source_file: "functions/welcome.ts",
  input_parameters: joinInputs,
  output_parameters: {
    properties: {
      welcomed: { type: Schema.types.boolean, title: "Welcomed" },
    },
    required: ["welcomed"],
  },
});

export default SlackFunction(
  Welcome,
  (context) =>
    runStep(context, async (execution, { app, channel, person }) => ({
      welcomed: person === app && await welcomeChannel(execution, channel),
    })),
);
