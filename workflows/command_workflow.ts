import { DefineWorkflow, Schema } from "deno-slack-sdk/mod.ts";
import { AnswerClick } from "../functions/answer_click.ts";
import {
  clickedMessage,
  interactivity,
} from "../functions/click_parameters.ts";
import { OPEN_FORM } from "./steps.ts";

/** What a click says of itself, and what a button or a form adds. */
const INPUTS = {
  properties: {
    interactivity,
    ...clickedMessage,
    schedule: { type: Schema.types.string, title: "Schedule" },
    notification: { type: Schema.types.string, title: "Notification" },
  },
  required: ["interactivity" as const],
};

/** A field of a form, as Slack's OpenForm takes it. */
interface Field {
  name: "schedule" | "notification";
  title: string;
  description?: string;
  type: string;
  enum?: string[];
  choices?: { value: string; title: string }[];
}

/** A link or a button that does what a command does. */
interface CommandClick {
  callback_id: string;
  title: string;
  description: string;
  /** The name of the command in `talking/commands.ts`. */
  command: string;
  /** What is asked first; left out: nothing, or a button says it. */
  form?: { submit: string; fields: Field[]; required: string[] };
}

/** A workflow that carries out one command for the person who clicks. */
export function commandWorkflow(
  { callback_id, title, description, command, form }: CommandClick,
) {
  const workflow = DefineWorkflow({
    callback_id,
    title,
    description,
    input_parameters: INPUTS,
  });
  const { channel, message_ts, ...given } = workflow.inputs;
  const asked = form === undefined ? given : workflow.addStep(OPEN_FORM, {
    title,
    submit_label: form.submit,
    interactivity: given.interactivity,
    fields: { elements: form.fields, required: form.required },
  }).outputs;
  const fields = form === undefined
    ? { schedule: given.schedule, notification: given.notification }
    : Object.fromEntries(
      form.fields.map(({ name }) => [name, asked.fields[name]]),
    );
  workflow.addStep(AnswerClick, {
    interactivity: asked.interactivity,
    command,
    channel,
    message_ts,
    ...fields,
  });
  return workflow;
}
