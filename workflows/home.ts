import { DefineWorkflow, Schema } from "deno-slack-sdk/mod.ts";
import { Home } from "../functions/home.ts";
import {
  clickedMessage,
  interactivity,
} from "../functions/click_parameters.ts";
import { SetChoice } from "../functions/set_choice.ts";
import { SkipShift } from "../functions/skip_shift.ts";

const CLICK = {
  properties: { interactivity, ...clickedMessage },
  required: ["interactivity" as const],
};

/** Sends the person who clicks what Shiftlight knows of them and does for them. */
export const HomeWorkflow = DefineWorkflow({
  callback_id: "home",
  title: "My Shiftlight",
  description: "Your choices, your shifts, and what is set for you now",
  input_parameters: CLICK,
});

HomeWorkflow.addStep(Home, HomeWorkflow.inputs);

/** For a button, which says what is chosen. */
export const SetChoiceWorkflow = DefineWorkflow({
  callback_id: "set_choice",
  title: "Change one of my choices",
  description: "Changes one answer of yours, and no other",
  input_parameters: {
    properties: {
      ...CLICK.properties,
      choice: { type: Schema.types.string, title: "Choice" },
      value: { type: Schema.types.string, title: "Value" },
    },
    required: CLICK.required,
  },
});

{
  const { choice, value, ...click } = SetChoiceWorkflow.inputs;
  const { interactivity } = click;
  SetChoiceWorkflow.addStep(SetChoice, { interactivity, choice, value });
  SetChoiceWorkflow.addStep(Home, click);
}

/** For a button. */
export const SkipShiftWorkflow = DefineWorkflow({
  callback_id: "skip_shift",
  title: "Skip my current shift",
  description: "Restores what you had before, until the shift ends",
  input_parameters: CLICK,
});

SkipShiftWorkflow.addStep(SkipShift, {
  interactivity: SkipShiftWorkflow.inputs.interactivity,
});
SkipShiftWorkflow.addStep(Home, SkipShiftWorkflow.inputs);
