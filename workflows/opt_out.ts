import { DefineWorkflow } from "deno-slack-sdk/mod.ts";
import { clickInputs } from "../functions/click_parameters.ts";
import { WithdrawConsent } from "../functions/withdraw_consent.ts";
import config from "../shiftlight.config.ts";
import { addAnswer } from "./steps.ts";

/** Restores a person, deletes their record, and answers them. */
const OptOutWorkflow = DefineWorkflow({
  callback_id: "opt_out",
  title: "Opt out of Shiftlight",
  description:
    `Restores what you had before and deletes your record. The log of what was done stays ${config.audit_days} days, without status texts`,
  input_parameters: clickInputs,
});

const withdrawn = OptOutWorkflow.addStep(WithdrawConsent, {
  interactivity: OptOutWorkflow.inputs.interactivity,
});
addAnswer(OptOutWorkflow, withdrawn.outputs);

export default OptOutWorkflow;
