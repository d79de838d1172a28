import { DefineWorkflow } from "deno-slack-sdk/mod.ts";
import { AnswerMessage, messageInputs } from "../functions/answer_message.ts";

/** Answers a message that mentions the app, or is written to it. Started by events. */
const AnswerMessageWorkflow = DefineWorkflow({
  callback_id: "answer_message",
  title: "Answer a message",
  description: "Carries out the command in a message to Shiftlight",
  input_parameters: messageInputs,
});

AnswerMessageWorkflow.addStep(AnswerMessage, AnswerMessageWorkflow.inputs);

export default AnswerMessageWorkflow;
