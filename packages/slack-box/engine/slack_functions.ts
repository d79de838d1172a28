import { findConversation } from "../channels.ts";
import { addMessage, messageEvents } from "../messages.ts";
import type { WorkspaceState } from "../state.ts";
import { interactivity } from "./credentials.ts";
import type { StepOutcome } from "./execution.ts";
import { OPEN_FORM, submittedValues } from "./form.ts";
import { problemWithForm } from "./form_rules.ts";
import type { ParameterSet } from "../app.ts";
import { problemWithValues } from "./parameter_types.ts";

/** The input of one of Slack's own functions. */
interface SlackStep {
  state: WorkspaceState;
  inputs: Record<string, unknown>;
  /** Unix milliseconds. */
  nowMs: number;
  /**
   * The person who clicked the trigger; `null` for a scheduled run or a
   * webhook.
   */
  person: string | null;
  /** The values of a form, as the person filled it in. */
  answers: Record<string, unknown>;
}

interface SlackFunction {
  inputs: ParameterSet;
  perform(step: SlackStep): StepOutcome;
}

const TEXT = { type: "slack#/types/rich_text" };
const BLOCKS = { type: "slack#/types/blocks" };

/** Plain text of a message: a string, or the text within rich text. */
function plainText(message: unknown): string {
  if (typeof message === "string") return message;
  if (Array.isArray(message)) return message.map(plainText).join("");
  if (typeof message !== "object" || message === null) return "";
  const { text, elements } = message as { text?: unknown; elements?: unknown };
  return plainText(text ?? elements);
}

function postMessage(step: SlackStep, channel: string): StepOutcome {
  const { state, inputs, nowMs } = step;
  const conversation = findConversation(state, channel);
  if (conversation === null) {
    return { error: `parameter_validation_failed: no channel ${channel}` };
  }
  const { interactive_blocks: blocks, metadata } = inputs;
  const message = addMessage(state, conversation, {
    text: plainText(inputs.message),
    user: state.botUserId,
    ...(blocks === undefined ? {} : { blocks }),
    ...(metadata === undefined
      ? {}
      : { metadata: metadata as Record<string, unknown> }),
  }, nowMs);
  state.publish?.(messageEvents(state, conversation, message));
  const { ts, atSeconds: at } = message;
  return {
    outputs: {
      message_timestamp: ts,
      message_link: `https://example.slack.com/archives/${channel}/p${ts}`,
      message_context: { message_ts: ts, channel_id: channel },
      timestamp_started: at,
      timestamp_completed: at,
    },
  };
}

function openForm(step: SlackStep): StepOutcome {
  const { state, person, answers, nowMs } = step;
  if (person === null) {
    return { error: "a form needs somebody who fills it in" };
  }
  const problem = problemWithForm(step.inputs);
  if (problem !== null) {
    return { error: `parameter_validation_failed - ${problem}` };
  }
  const at = Math.floor(nowMs / 1000);
  return {
    outputs: {
      fields: submittedValues(step.inputs.fields, answers),
      interactivity: interactivity(state, person),
      submit_user: person,
      timestamp_started: at,
      timestamp_completed: at,
    },
  };
}

const SLACK_FUNCTIONS: Record<string, SlackFunction> = {
  [OPEN_FORM]: {
    inputs: {
      properties: {
        title: { type: "string" },
        description: { type: "string" },
        submit_label: { type: "string" },
        fields: { type: "slack#/types/form_input_object" },
        interactivity: { type: "slack#/types/interactivity" },
      },
      required: ["title", "fields", "interactivity"],
    },
    perform: openForm,
  },
  "slack#/functions/send_message": {
    inputs: {
      properties: {
        channel_id: { type: "slack#/types/channel_id" },
        message: TEXT,
        metadata: { type: "object" },
        interactive_blocks: BLOCKS,
      },
      required: ["channel_id", "message"],
    },
    perform: (step) => postMessage(step, String(step.inputs.channel_id)),
  },
  "slack#/functions/send_dm": {
    inputs: {
      properties: {
        user_id: { type: "slack#/types/user_id" },
        message: TEXT,
        interactive_blocks: BLOCKS,
      },
      required: ["user_id", "message"],
    },
    perform: (step) => {
      const user = String(step.inputs.user_id);
      if (!step.state.people.has(user)) {
        return { error: `parameter_validation_failed: no person ${user}` };
      }
      return postMessage(step, user);
    },
  },
};

/** Performs one of Slack's own functions immediately. */
export function performSlackFunction(
  functionId: string,
  step: SlackStep,
): StepOutcome {
  const slackFunction = SLACK_FUNCTIONS[functionId];
  if (slackFunction === undefined) {
    return {
      error: `${functionId} is not imitated; known: ${
        Object.keys(SLACK_FUNCTIONS).join(", ")
      }`,
    };
  }
  const problem = problemWithValues(step.inputs, slackFunction.inputs);
  if (problem !== null) {
    return { error: `parameter_validation_failed: ${problem}` };
  }
  return slackFunction.perform(step);
}
