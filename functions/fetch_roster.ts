import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { fetchRoster } from "../app/steps/fetch.ts";
import { runReportedStep } from "../app/steps/reported_step.ts";

export const FetchRoster = DefineFunction({
  callback_id: "fetch_roster",
  title: "Read the rosters",
  description:
    "Reads who is on call, on leave or in a freeze from every configured roster, and whether anything is due",
  source_file: "functions/fetch_roster.ts",
  input_parameters: {
    properties: {
      always: {
        type: Schema.types.boolean,
        title: "Check everyone",
        description: "Even if nothing has changed since the last run",
      },
      complete: {
        type: Schema.types.boolean,
        title: "Complete run",
        description:
          "The steps that restore and set statuses follow, so runs that begin at the same moment leave the work to this one",
      },
      set_up_by: {
        type: Schema.slack.types.user_id,
        title: "Person who sets up",
        description:
          "For the set-up: nothing is read unless this person may set up Shiftlight",
      },
    },
    required: [],
  },
  output_parameters: {
    properties: {
      run_id: {
        type: Schema.types.string,
        title: "Run",
        description: "Identifies this run for the steps after it",
      },
      snapshot_id: {
        type: Schema.types.string,
        title: "Roster snapshot",
        description: "Identifies what was read, for the steps after it",
      },
      scope: {
        type: Schema.types.string,
        title: "Scope",
        description: "nothing, watched or everybody",
      },
      shifts: { type: Schema.types.integer, title: "Shifts read" },
      unreadable: { type: Schema.types.integer, title: "Unreadable sources" },
      unmapped: {
        type: Schema.types.integer,
        title: "People not found in Slack",
      },
      handoffs: {
        type: Schema.types.string,
        title: "Handoffs to book",
        description: "For the step that books them",
      },
    },
    required: [
      "run_id",
      "snapshot_id",
      "scope",
      "shifts",
      "unreadable",
      "unmapped",
      "handoffs",
    ],
  },
});

export default SlackFunction(
  FetchRoster,
  (context) => runReportedStep(context, "Read the rosters", fetchRoster),
);
