import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { runStep } from "../app/execution.ts";
import { answerMessage, UNTOLD } from "../app/talking/answer_message.ts";

/** A message, as an event tells it. */
export const messageInputs = {
  properties: {
    event: {
      type: Schema.types.string,
      title: "Event",
      description: "mention or message",
    },
    app: { type: Schema.types.string, title: "The app's own user id" },
    channel: { type: Schema.slack.types.channel_id, title: "Channel" },
    person: { type: Schema.slack.types.user_id, title: "Author" },
    text: { type: Schema.types.string, title: "Text" },
    message_ts: { type: Schema.types.string, title: "Timestamp" },
    thread_ts: {
      type: Schema.types.string,
      title: "Timestamp of a reply",
      description:
        "In a thread: the message's own. `message_ts` is then the thread's",
    },
  },
  required: [
    "event" as const,
    "app" as const,
    "channel" as const,
    "message_ts" as const,
  ],
};

/** For event triggers: a message that mentions the app, or is written to it. */
export const AnswerMessage = DefineFunction({
  callback_id: "answer_message",
  title: "Answer a message",
  description: "Carries out the command in a message to Shiftlight, once",
  source_file: "functions/answer_message.ts",
  input_parameters: messageInputs,
  output_parameters: {
    properties: {
      outcome: {
        type: Schema.types.string,
        title: "Outcome",
        description: "answered, silence, taken or failed",
      },
    },
    required: ["outcome"],
  },
});

export default SlackFunction(
  AnswerMessage,
  (context) =>
    runStep(context, async (execution, inputs) => {
      const { event, app, channel, person, text = "" } = inputs;
      const { message_ts, thread_ts } = inputs;
      // Slack swaps the two for a reply (deno-slack-api, message_posted).
      const place = event === "mention"
        ? { ts: message_ts, thread: UNTOLD }
        : thread_ts === undefined
        ? { ts: message_ts, thread: null }
        : { ts: thread_ts, thread: message_ts };
      const heard = { app, channel, person, text, ...place };
      return { outcome: await answerMessage(execution, heard) };
    }),
);
