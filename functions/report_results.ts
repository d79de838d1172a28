import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { reportStep } from "../app/steps/report.ts";
import { runReportedStep } from "../app/steps/reported_step.ts";

export const ReportResults = DefineFunction({
  callback_id: "report_results",
  title: "Report what was done",
  description:
    "Posts what a run did for whom, and what failed and why; silent if nothing happened",
  source_file: "functions/report_results.ts",
  input_parameters: {
    properties: {
      run_id: {
        type: Schema.types.string,
        title: "Run",
        description: "From the step that reads the rosters",
      },
      scope: {
        type: Schema.types.string,
        title: "Scope",
        description: "From the step that reads the rosters",
      },
      channel: {
        type: Schema.slack.types.channel_id,
        title: "Channel",
        description: "If left out: the configured report channel",
      },
      answer_to: {
        type: Schema.slack.types.user_id,
        title: "Person to answer",
        description: "Gets the numbers by direct message. If left out: no one",
      },
      unreadable: {
        type: Schema.types.integer,
        title: "Rosters not read",
        description: "From the step that reads the rosters; for that answer",
      },
    },
    required: ["run_id"],
  },
  output_parameters: {
    properties: {
      posted: {
        type: Schema.types.boolean,
        title: "Report posted",
      },
    },
    required: ["posted"],
  },
});

export default SlackFunction(
  ReportResults,
  (context) => runReportedStep(context, "Report what was done", reportStep),
);
