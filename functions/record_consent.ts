import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import config from "../shiftlight.config.ts";
import { recordConsent } from "../app/consent/record_consent.ts";
import { runStep } from "../app/execution.ts";
import { interactivity } from "./click_parameters.ts";

/** The form asks for an account only where one can be connected. */
const account = config.companion_app === null ? {} : {
  slack_account: {
    type: Schema.slack.types.oauth2,
    oauth2_provider_key: "slack_account",
    title: "Slack account",
    description: "The account whose status, notifications and presence are set",
  },
};

const YES_OR_NO = "yes or no. If left out: as they chose before";

/** It acts on the person who clicked, never on an input: no one can consent for someone else. */
export const RecordConsent = DefineFunction({
  callback_id: "record_consent",
  title: "Record my consent",
  description: "Records what the person who clicked allows",
  source_file: "functions/record_consent.ts",
  input_parameters: {
    properties: {
      interactivity,
      states: {
        type: Schema.types.array,
        items: { type: Schema.types.string },
        title: "States",
      },
      on_own_status: {
        type: Schema.types.string,
        title: "If they have a status",
      },
      after_manual_change: {
        type: Schema.types.string,
        title: "After a manual change",
      },
      dnd: {
        type: Schema.types.string,
        title: "Notifications",
        description: YES_OR_NO,
      },
      presence: {
        type: Schema.types.string,
        title: "Presence",
        description: YES_OR_NO,
      },
      notices: {
        type: Schema.types.string,
        title: "Tell them about their shifts",
        description: YES_OR_NO,
      },
      workflow_presence: {
        type: Schema.types.string,
        title: "Workflows may set their presence",
        description: YES_OR_NO,
      },
      ...account,
    },
    required: ["interactivity"],
  },
  output_parameters: {
    properties: {
      person: {
        type: Schema.slack.types.user_id,
        title: "Person who opted in",
      },
      message: { type: Schema.types.string, title: "Message for this person" },
    },
    required: ["person", "message"],
  },
});

export default SlackFunction(
  RecordConsent,
  (context) => runStep(context, recordConsent),
);
