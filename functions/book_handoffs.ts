import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { bookHandoffs } from "../app/steps/book_handoffs.ts";
import { runReportedStep } from "../app/steps/reported_step.ts";

export const BookHandoffs = DefineFunction({
  callback_id: "book_handoffs",
  title: "Book the next handoffs",
  description:
    "Books a run for each time at which a shift starts or ends, so that it does not wait for the next poll",
  source_file: "functions/book_handoffs.ts",
  input_parameters: {
    properties: {
      handoffs: {
        type: Schema.types.string,
        title: "Handoffs",
        description:
          "From the step that reads the rosters: Unix seconds, none, or as booked",
      },
      run_id: {
        type: Schema.types.string,
        title: "Run",
        description: "From the step that reads the rosters; for the report",
      },
    },
    required: ["handoffs"],
  },
  output_parameters: {
    properties: {
      booked: { type: Schema.types.integer, title: "Runs booked" },
      removed: { type: Schema.types.integer, title: "Bookings removed" },
      failed: { type: Schema.types.integer, title: "Failures" },
    },
    required: ["booked", "removed", "failed"],
  },
});

export default SlackFunction(
  BookHandoffs,
  (context) => runReportedStep(context, "Book the next handoffs", bookHandoffs),
);
