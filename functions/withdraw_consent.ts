import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { runStep } from "../app/execution.ts";
import { withdrawConsent } from "../app/consent/withdraw_consent.ts";
import { clickInputs } from "./click_parameters.ts";

/** It acts on the person who clicked, never on an input: no one can opt someone else out. */
export const WithdrawConsent = DefineFunction({
  callback_id: "withdraw_consent",
  title: "Withdraw my consent",
  description:
    "Restores what the person who clicked had before, and deletes their record",
  source_file: "functions/withdraw_consent.ts",
  input_parameters: clickInputs,
  output_parameters: {
    properties: {
      person: {
        type: Schema.slack.types.user_id,
        title: "Person who opted out",
      },
      message: { type: Schema.types.string, title: "Message for this person" },
    },
    required: ["person", "message"],
  },
});

export default SlackFunction(
  WithdrawConsent,
  (context) =>
    runStep(
      context,
      (execution, { interactivity }) =>
        withdrawConsent(execution, interactivity.interactor.id),
    ),
);
