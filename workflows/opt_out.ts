import { DefineWorkflow } from "deno-slack-sdk/mod.ts";
import { interactivity } from "../functions/interactivity.ts";
import { WithdrawConsent } from "../functions/withdraw_consent.ts";
import { SEND_DM } from "./slack_functions.ts";

/** Everything is given back, the record is deleted, and the person is told. */
const OptOutWorkflow = DefineWorkflow({
  callback_id: "opt_out",
  title: "Opt out of Shiftlight",
  description: "Gives you everything back and forgets you",
  input_parameters: {
    properties: { interactivity },
    required: ["interactivity"],
  },
});

const withdrawn = OptOutWorkflow.addStep(WithdrawConsent, {
  interactivity: OptOutWorkflow.inputs.interactivity,
});
OptOutWorkflow.addStep(SEND_DM, {
  user_id: withdrawn.outputs.person,
  message: withdrawn.outputs.message,
});

export default OptOutWorkflow;
