import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { runStep } from "../app/execution.ts";
import { answerClick, commandOfClick } from "../app/talking/answer_click.ts";
import type { CommandName } from "../talking/commands.ts";
import { clickedMessage, interactivity } from "./click_parameters.ts";

/**
 * For the person who clicked. Where it was clicked comes from the trigger: from Slack,
 * that is, and not from a form or a button.
 */
export const AnswerClick = DefineFunction({
  callback_id: "answer_click",
  title: "Carry out a command",
  description:
    "Does for the person who clicked what the command does that people type",
  source_file: "functions/answer_click.ts",
  input_parameters: {
    properties: {
      interactivity,
      command: { type: Schema.types.string, title: "Command" },
      ...clickedMessage,
      schedule: {
        type: Schema.types.string,
        title: "Part of a schedule's name",
      },
      notification: { type: Schema.types.string, title: "Notification" },
    },
    required: ["interactivity", "command"],
  },
  output_parameters: {
    properties: {
      answered: { type: Schema.types.boolean, title: "Answered" },
    },
    required: ["answered"],
  },
});

export default SlackFunction(
  AnswerClick,
  (context) =>
    runStep(context, async (execution, inputs) => {
      const { interactivity, channel, message_ts } = inputs;
      const { schedule = "", notification = "" } = inputs;
      const name = inputs.command as CommandName;
      return {
        answered: await answerClick(execution, {
          person: interactivity.interactor.id,
          command: commandOfClick(name, schedule, notification),
          channel: channel ?? null,
          message: message_ts ?? null,
        }),
      };
    }),
);
