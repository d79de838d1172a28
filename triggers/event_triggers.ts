/**
 * What makes the app hear: being mentioned, being written to, joining a channel.
 * Slack's docs: event triggers. *Set up Shiftlight* makes them.
 */

export interface EventTrigger {
  type: "event";
  name: string;
  /** Slack lists no filter of a trigger, so a trigger is made anew if this is another: change it with the filter. */
  description: string;
  workflow: string;
  event: {
    event_type: string;
    all_resources: true;
    filter?: { version: 1; root: unknown };
  };
  inputs: Record<string, { value: string }>;
}

/** The workflows that events start. */
export const EVENT_WORKFLOWS: readonly string[] = ["answer_message", "welcome"];

/** A message's text, author and place. What an event does not have is left out. */
const MESSAGE = {
  channel: { value: "{{data.channel_id}}" },
  person: { value: "{{data.user_id}}" },
  text: { value: "{{data.text}}" },
  message_ts: { value: "{{data.message_ts}}" },
};

/** @param app The app's own user id. */
export function eventTriggers(app: string): EventTrigger[] {
  return [
    {
      type: "event",
      name: "Shiftlight is mentioned",
      description: "Wherever the app is",
      workflow: "#/workflows/answer_message",
      event: { event_type: "slack#/events/app_mentioned", all_resources: true },
      inputs: { ...MESSAGE, app: { value: app }, event: { value: "mention" } },
    },
    {
      type: "event",
      name: "Somebody writes to Shiftlight",
      description: "Messages of people, in the app's own messages",
      workflow: "#/workflows/answer_message",
      event: {
        event_type: "slack#/events/message_posted",
        all_resources: true,
        filter: filter({
          operator: "NOT",
          inputs: [{ statement: "{{data.user_id}} == null" }],
        }),
      },
      inputs: {
        ...MESSAGE,
        thread_ts: { value: "{{data.thread_ts}}" },
        app: { value: app },
        event: { value: "message" },
      },
    },
    {
      type: "event",
      name: "Shiftlight joins a channel",
      description: `The app itself, ${app}`,
      workflow: "#/workflows/welcome",
      event: {
        event_type: "slack#/events/user_joined_channel",
        all_resources: true,
        filter: filter({ statement: `{{data.user_id}} == ${app}` }),
      },
      inputs: {
        channel: { value: "{{data.channel_id}}" },
        person: { value: "{{data.user_id}}" },
        app: { value: app },
      },
    },
  ];
}

function filter(root: unknown): { version: 1; root: unknown } {
  return { version: 1, root };
}
