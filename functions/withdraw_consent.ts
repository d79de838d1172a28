import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { openExecution, stepOutputs } from "../app/execution.ts";
import { interactivity } from "./interactivity.ts";
import { withdrawConsent } from "../app/consent/withdraw_consent.ts";

/** It acts on whoever clicked, never on an input: nobody can be opted out by somebody else. */
export const WithdrawConsent = DefineFunction({
  callback_id: "withdraw_consent",
  title: "Withdraw my consent",
  description:
    "Gives the person who clicked everything back and deletes their record",
  source_file: "functions/withdraw_consent.ts",
  input_parameters: {
    properties: { interactivity },
    required: ["interactivity"],
  },
  output_parameters: {
    properties: {
      person: { type: Schema.slack.types.user_id, title: "Who opted out" },
      message: { type: Schema.types.string, title: "What to tell them" },
    },
    required: ["person", "message"],
  },
});

export default SlackFunction(
  WithdrawConsent,
  (context) =>
    stepOutputs(() =>
      withdrawConsent(
        openExecution(context),
        context.inputs.interactivity.interactor.id,
      )
    ),
);
