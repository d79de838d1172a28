/** Inputs and outputs of the steps that act on a click. A file of their own: the steps of a run do without. */
import { Schema } from "./slack_sdk.ts";

/**
 * Slack's type for the person who clicked. It is named here because the SDK's
 * own definition does not fit its parameter type under
 * `exactOptionalPropertyTypes`.
 */
export const interactivity = {
  type: "slack#/types/interactivity",
  title: "Person who clicked",
} as const;

/** The inputs of a step, or of a workflow, that needs to know only who clicked. */
export const clickInputs = {
  properties: { interactivity },
  required: ["interactivity" as const],
};

/** The inputs of a step that can ask the person who clicked first. */
export const askingInputs = {
  properties: {
    interactivity,
    choice: {
      type: Schema.types.string,
      title: "What to do",
      description:
        "show: only show who is concerned; do: do it if they were shown. If left out: do it at once",
    },
  },
  required: ["interactivity" as const],
};

/** The outputs of a step that answers the person who clicked. */
export const answerOutputs = {
  properties: {
    person: { type: Schema.slack.types.user_id, title: "Person who clicked" },
    message: { type: Schema.types.string, title: "Message for this person" },
    changed: { type: Schema.types.boolean, title: "Anything changed" },
  },
  required: ["person" as const, "message" as const, "changed" as const],
};

/**
 * The input of a step that acts for the person who clicked, or for a user group.
 * It is a text because a form of Slack's has no field for user groups.
 */
export const group = {
  type: Schema.types.string,
  title: "User group",
  description:
    "Its handle, such as @releases, or its id. If left out: the person who clicked",
};

/** Where a link or a button was clicked. Slack says it, and no button can. */
export const clickedMessage = {
  channel: {
    type: Schema.slack.types.channel_id,
    title: "Channel",
    description: "Where it was clicked",
  },
  message_ts: {
    type: Schema.types.string,
    title: "Message",
    description: "The timestamp of the message with the button",
  },
} as const;

/** @returns the message with the button; `null` if it was no button's click. */
export function messageOfClick(
  { channel, message_ts }: {
    channel?: string | undefined;
    message_ts?: string | undefined;
  },
): { channel: string; ts: string } | null {
  return channel === undefined || message_ts === undefined
    ? null
    : { channel, ts: message_ts };
}
