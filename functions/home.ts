import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { runStep } from "../app/execution.ts";
import { forMembers } from "../app/home/for_members.ts";
import { sendHome } from "../app/home/my_shiftlight.ts";
import {
  clickedMessage,
  interactivity,
  messageOfClick,
} from "./click_parameters.ts";

/** For the person who clicked: no one can see what concerns another person. */
export const Home = DefineFunction({
  callback_id: "home",
  title: "Send me my Shiftlight",
  description:
    "Sends the person who clicked their choices, their shifts, and what is set for them",
  source_file: "functions/home.ts",
  input_parameters: {
    properties: { interactivity, ...clickedMessage },
    required: ["interactivity"],
  },
  output_parameters: {
    properties: {
      opted_in: { type: Schema.types.boolean, title: "Opted in" },
    },
    required: ["opted_in"],
  },
});

export default SlackFunction(
  Home,
  (context) =>
    runStep(
      context,
      (execution, inputs) =>
        forMembers(
          execution,
          inputs.interactivity.interactor.id,
          { opted_in: false },
          (asker) => sendHome(execution, asker, messageOfClick(inputs)),
        ),
    ),
);
